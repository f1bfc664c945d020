import type { KeyObject } from 'node:crypto';
import {
  CHAIN_START,
  verifyChain,
  type ChainFinding,
  type ChainFindingKind,
  type ChainHead,
  type ChainReport,
  type ChainRow,
} from '../platform/hash-chain.js';
import type { Pii } from '../platform/pii.js';
import { isGenuine, type AnchoredHead, type AnchorRecord } from './anchors.js';
import { chainStart, groupText, unsealed, type ChainRecord, type GroupRecord } from './group-record.js';

/**
 * Besides what is found on any chain (`seq` and `lastSeq` count groups, or anchors):
 *
 * - `chain-removed`: anchors name a chain that is not there
 * - `chain-unknown`: there are groups of a chain that is not there
 * - `anchor-altered`: the anchor `seq` is not what was signed
 * - `anchor-removed`: the anchors from `seq` to `lastSeq` are missing
 * - `anchor-differs`: an anchor has signed another group as the chain's `seq`th, or has signed groups up to `lastSeq` that are not there
 */
export type LogFindingKind =
  ChainFindingKind | 'chain-removed' | 'chain-unknown' | 'anchor-altered' | 'anchor-removed' | 'anchor-differs';

/** What was found. `rows` are groups, `head` is the newest anchor: note it elsewhere. */
export interface LogReport extends ChainReport<LogFindingKind> {
  chains: number;
  decisions: number;
  anchors: number;
  /** Groups that no anchor covers yet. */
  groupsSinceAnchor: number;
  /** Whether the contents were read too, which takes the keys. */
  areContentsChecked: boolean;
}

/** A chain, and the stretch of it that is to be there. */
export interface ChainStretch extends Pick<ChainRecord, 'id' | 'node' | 'openedAt'> {
  /** What the first group follows; undefined: the beginning, or where retention cut. */
  start: ChainHead | undefined;
  head: ChainHead;
}

/** A log to be verified, in the database or in a file. Read in this order. */
export interface LogSource {
  /** Whether it holds all there is; a file holds some months. */
  isWhole: boolean;
  anchors(): AsyncIterable<AnchorRecord>;
  chains(): AsyncIterable<ChainStretch>;
  /** In the order of the chains. */
  groups(chain: string): AsyncIterable<GroupRecord>;
  /** Chains of which there are groups, but not the chain. */
  strangers(): Promise<string[]>;
}

const MOST_FINDINGS = 100;

/**
 * Checks every chain, every anchor and, with the keys, every content. In flat memory but for the heads that anchors name.
 *
 * @param publicKey of the anchors, from somewhere else than the log; undefined: signatures are not checked
 * @param pii the keys; undefined: contents are not read
 */
export function verifyLog(source: LogSource, publicKey: KeyObject, pii: Pii | undefined): Promise<LogReport> {
  return new LogWalk(source, publicKey, pii).report();
}

/** Heads by chain and place. */
type Heads = Map<string, Map<number, string>>;

class LogWalk {
  private readonly findings: ChainFinding<LogFindingKind>[] = [];
  private readonly heads: Heads = new Map();
  private readonly cuts: Heads = new Map();
  private anchors = 0;
  private lastAnchor: AnchorRecord | undefined;
  private chains = 0;
  private groups = 0;
  private decisions = 0;
  private groupsSinceAnchor = 0;

  constructor(
    private readonly source: LogSource,
    private readonly publicKey: KeyObject,
    private readonly pii: Pii | undefined,
  ) {}

  async report(): Promise<LogReport> {
    for await (const anchor of this.source.anchors()) this.meetAnchor(anchor);
    for await (const chain of this.source.chains()) await this.walk(chain);
    if (this.source.isWhole)
      for (const [chain, heads] of this.heads)
        this.find({ kind: 'chain-removed', chain, seq: 1, lastSeq: Math.max(...heads.keys()) });
    for (const chain of await this.source.strangers()) this.find({ kind: 'chain-unknown', chain, seq: 0, lastSeq: 0 });
    const { lastAnchor } = this;
    return {
      intact: this.findings.length === 0,
      rows: this.groups,
      head: { seq: lastAnchor?.number ?? 0, hash: (lastAnchor?.hash ?? CHAIN_START).toString('hex') },
      findings: this.findings,
      chains: this.chains,
      decisions: this.decisions,
      anchors: this.anchors,
      groupsSinceAnchor: this.groupsSinceAnchor,
      areContentsChecked: this.pii !== undefined,
    };
  }

  private meetAnchor(anchor: AnchorRecord): void {
    const { number } = anchor;
    const expected = (this.lastAnchor?.number ?? 0) + 1;
    const hasGap = number !== expected;
    if (hasGap) this.find({ kind: 'anchor-removed', seq: expected, lastSeq: number - 1 });
    const previous = this.lastAnchor?.hash ?? CHAIN_START;
    this.anchors += 1;
    this.lastAnchor = anchor;
    if (!isGenuine(anchor, this.publicKey, hasGap ? undefined : previous)) {
      // What it says is worth nothing.
      this.find({ kind: 'anchor-altered', seq: number, lastSeq: number });
      return;
    }
    for (const head of anchor.content.chains) note(this.heads, head);
    for (const cut of anchor.content.cuts) note(this.cuts, cut);
  }

  private async walk(chain: ChainStretch): Promise<void> {
    const heads = this.heads.get(chain.id) ?? new Map<number, string>();
    this.heads.delete(chain.id);
    const anchored = Math.max(0, ...heads.keys());
    this.chains += 1;
    const groups = this.source.groups(chain.id)[Symbol.asyncIterator]();
    const first = await groups.next();
    const start = chain.start ?? this.startOf(chain, first.done === true ? undefined : first.value);
    const found = await verifyChain(this.rows(first, groups, heads, anchored), chain.head, start);
    for (const finding of found.findings) this.find({ ...finding, chain: chain.id });
    if (this.source.isWhole && anchored > chain.head.seq)
      this.find({ kind: 'anchor-differs', chain: chain.id, seq: chain.head.seq + 1, lastSeq: anchored });
  }

  /** The beginning of the chain; or where retention cut it, if an anchor says so. */
  private startOf(chain: ChainStretch, first: GroupRecord | undefined): ChainHead {
    const before = first === undefined ? chain.head : { seq: first.seq - 1, hash: first.previousHash };
    const isCut = this.cuts.get(chain.id)?.get(before.seq) === before.hash.toString('hex');
    return isCut ? before : chainStart(chain);
  }

  private async *rows(
    first: IteratorResult<GroupRecord>,
    groups: AsyncIterator<GroupRecord>,
    heads: ReadonlyMap<number, string>,
    anchored: number,
  ): AsyncGenerator<ChainRow> {
    let previous: GroupRecord | undefined;
    for (let next = first; next.done !== true; next = await groups.next()) {
      const group = next.value;
      const { chain, seq, hash } = group;
      this.groups += 1;
      this.decisions += group.count;
      if (seq > anchored) this.groupsSinceAnchor += 1;
      const signed = heads.get(seq);
      if (signed !== undefined && signed !== hash.toString('hex'))
        this.find({ kind: 'anchor-differs', chain, seq, lastSeq: seq });
      yield { seq, hash, text: await this.foundText(group, previous) };
      previous = group;
    }
  }

  /** What the group says now. Where something is not as it was, the text is not what was hashed either. */
  private async foundText(group: GroupRecord, previous: GroupRecord | undefined): Promise<string> {
    const text = groupText(group);
    const follows = previous?.seq === group.seq - 1;
    if (follows && !previous.hash.equals(group.previousHash)) return `${text} follows another`;
    if (this.pii === undefined) return text;
    try {
      const content = await unsealed(this.pii, group);
      return this.pii.digest(content).equals(group.contentDigest) ? text : `${text} content differs`;
    } catch {
      return `${text} content unreadable`;
    }
  }

  private find(finding: ChainFinding<LogFindingKind>): void {
    if (this.findings.length < MOST_FINDINGS) this.findings.push(finding);
  }
}

function note(heads: Heads, { chain, seq, hash }: AnchoredHead): void {
  const known = heads.get(chain) ?? new Map<number, string>();
  known.set(seq, hash);
  heads.set(chain, known);
}
