import type { KeyObject } from 'node:crypto';
import { canonicalJson } from '../domain/canonical.js';
import { CHAIN_START, nextHash } from '../platform/hash-chain.js';
import { isSigned, type AnchorKey } from './anchor-key.js';
import { anchorsOf, type AnchorRecord } from './anchors.js';
import { groupsOfChain, type Span } from './group-reading.js';
import type { ChainRecord, GroupRecord } from './group-record.js';
import type { Query } from './log-database.js';
import type { ChainStretch, LogSource } from './log-verification.js';
import { chainsOf } from './stored-log.js';

/** A file that is not an export, or not a whole one. */
export class LogFileError extends Error {
  override readonly name = 'LogFileError';
}

/** The stretch of a chain that a file holds. Hashes are hexadecimal. */
interface FileStretch extends Pick<ChainRecord, 'id' | 'node'> {
  openedAt: string;
  start: { seq: number; hash: string };
  head: { seq: number; hash: string };
}

/** What a file holds; signed, so that nothing can be left out of it. */
interface Manifest {
  format: 'duanka-decision-log/1';
  exportedAt: string;
  from: string;
  before: string;
  groups: number;
  decisions: number;
  chains: FileStretch[];
}

/** One line of the file. */
type Line =
  | { manifest: Manifest; signature: string; keyId: string }
  | { anchor: Record<BinaryOfAnchor, string> & Omit<AnchorRecord, BinaryOfAnchor | 'at'> & { at: string } }
  | { group: Record<BinaryOfGroup, string> & Omit<GroupRecord, BinaryOfGroup | 'writtenAt'> & { writtenAt: string } };

type BinaryOfAnchor = 'previousHash' | 'hash' | 'signature';
type BinaryOfGroup = 'contentEnc' | 'contentDigest' | 'previousHash' | 'hash';

/**
 * Some months of the log as lines of JSON: the signed manifest, every anchor, and the groups, still encrypted. Byte strings are base64.
 *
 * @param query sees one state of the database throughout
 */
export async function* exportLines(query: Query, span: Span, key: AnchorKey, now: Date): AsyncGenerator<string> {
  const manifest = await manifestOf(query, span, now);
  const signature = key.sign(hashOf(manifest)).toString('base64');
  yield lineOf({ manifest, signature, keyId: key.id });
  for await (const anchor of anchorsOf(query)) yield lineOf({ anchor: writtenAnchor(anchor) });
  for (const { id } of manifest.chains)
    for await (const group of groupsOfChain(query, id, span)) yield lineOf({ group: writtenGroup(group) });
}

/**
 * An export, to be verified. Read once, from beginning to end.
 *
 * @param publicKey of the anchors, from somewhere else than the file
 * @throws {LogFileError} where its lines are not those of an export, or its manifest is not what was signed
 */
export async function logOfFile(lines: AsyncIterable<string>, publicKey: KeyObject): Promise<LogSource> {
  const reading = new FileReading(lines);
  const first = await reading.next();
  if (first === undefined || !('manifest' in first)) throw new LogFileError('The file does not begin with a manifest');
  const { manifest, signature } = first;
  if (!isSigned(publicKey, hashOf(manifest), Buffer.from(signature, 'base64')))
    throw new LogFileError('The manifest of the file is not what was signed, or by another key');
  return {
    isWhole: false,
    anchors: () => reading.anchors(),
    chains: () => stretchesOf(manifest),
    groups: (chain) => reading.groups(chain),
    strangers: () => reading.rest(),
  };
}

/** Goes through the lines of a file, looking one line ahead. */
class FileReading {
  private readonly lines: AsyncIterator<string>;
  private ahead: Line | undefined;
  private number = 0;

  constructor(lines: AsyncIterable<string>) {
    this.lines = lines[Symbol.asyncIterator]();
  }

  async next(): Promise<Line | undefined> {
    const line = await this.peek();
    this.ahead = undefined;
    return line;
  }

  async *anchors(): AsyncGenerator<AnchorRecord> {
    for (let line = await this.peek(); line !== undefined && 'anchor' in line; line = await this.peek()) {
      yield readAnchor(line.anchor);
      this.ahead = undefined;
    }
  }

  async *groups(chain: string): AsyncGenerator<GroupRecord> {
    for (let line = await this.peek(); line !== undefined && 'group' in line; line = await this.peek()) {
      if (line.group.chain !== chain) return;
      this.ahead = undefined;
      yield readGroup(line.group);
    }
  }

  /** Chains of the groups that are left over. */
  async rest(): Promise<string[]> {
    const chains = new Set<string>();
    for (let line = await this.next(); line !== undefined; line = await this.next())
      if ('group' in line) chains.add(line.group.chain);
    return [...chains];
  }

  private async peek(): Promise<Line | undefined> {
    if (this.ahead !== undefined) return this.ahead;
    const next = await this.lines.next();
    if (next.done === true) return undefined;
    this.number += 1;
    try {
      const line: Line = JSON.parse(next.value);
      if (!('manifest' in line || 'anchor' in line || 'group' in line)) throw new SyntaxError('neither');
      this.ahead = line;
      return line;
    } catch {
      throw new LogFileError(`Line ${this.number} is not a line of an export`);
    }
  }
}

async function manifestOf(query: Query, { from, before }: Span, now: Date): Promise<Manifest> {
  const chains: FileStretch[] = [];
  let groups = 0;
  let decisions = 0;
  for await (const { id, node, openedAt } of chainsOf(query)) {
    const [stretch] = await query<Stretch>(STRETCH, [id, from, before]);
    if (stretch === undefined || stretch.groups === 0) continue;
    groups += stretch.groups;
    decisions += stretch.decisions;
    chains.push({
      id,
      node,
      openedAt: openedAt.toISOString(),
      start: { seq: stretch.first - 1, hash: stretch.startHash },
      head: { seq: stretch.last, hash: stretch.headHash },
    });
  }
  return {
    format: 'duanka-decision-log/1',
    exportedAt: now.toISOString(),
    from: from.toISOString(),
    before: before.toISOString(),
    groups,
    decisions,
    chains,
  };
}

interface Stretch {
  groups: number;
  decisions: number;
  first: number;
  last: number;
  startHash: string;
  headHash: string;
}

const STRETCH = `
  SELECT count(*) AS groups, coalesce(sum(count), 0)::bigint AS decisions, min(seq) AS first, max(seq) AS last,
    encode((array_agg(previous_hash ORDER BY seq))[1], 'hex') AS "startHash",
    encode((array_agg(hash ORDER BY seq DESC))[1], 'hex') AS "headHash"
  FROM decision_group WHERE chain = $1 AND written_at >= $2 AND written_at < $3`;

async function* stretchesOf({ chains }: Manifest): AsyncGenerator<ChainStretch> {
  for (const { id, node, openedAt, start, head } of chains)
    yield {
      id,
      node,
      openedAt: new Date(openedAt),
      // From its beginning a chain follows its own name.
      start: start.seq === 0 ? undefined : { seq: start.seq, hash: Buffer.from(start.hash, 'hex') },
      head: { seq: head.seq, hash: Buffer.from(head.hash, 'hex') },
    };
}

function hashOf(manifest: Manifest): Buffer {
  return nextHash(CHAIN_START, canonicalJson(manifest));
}

function lineOf(line: Line): string {
  return `${JSON.stringify(line)}\n`;
}

function writtenAnchor(anchor: AnchorRecord): Extract<Line, { anchor: unknown }>['anchor'] {
  const { at, previousHash, hash, signature } = anchor;
  return {
    ...anchor,
    at: at.toISOString(),
    previousHash: previousHash.toString('base64'),
    hash: hash.toString('base64'),
    signature: signature.toString('base64'),
  };
}

function readAnchor(written: Extract<Line, { anchor: unknown }>['anchor']): AnchorRecord {
  return {
    ...written,
    at: new Date(written.at),
    previousHash: Buffer.from(written.previousHash, 'base64'),
    hash: Buffer.from(written.hash, 'base64'),
    signature: Buffer.from(written.signature, 'base64'),
  };
}

function writtenGroup(group: GroupRecord): Extract<Line, { group: unknown }>['group'] {
  const { writtenAt, contentEnc, contentDigest, previousHash, hash } = group;
  return {
    ...group,
    writtenAt: writtenAt.toISOString(),
    contentEnc: contentEnc.toString('base64'),
    contentDigest: contentDigest.toString('base64'),
    previousHash: previousHash.toString('base64'),
    hash: hash.toString('base64'),
  };
}

function readGroup(written: Extract<Line, { group: unknown }>['group']): GroupRecord {
  return {
    ...written,
    writtenAt: new Date(written.writtenAt),
    contentEnc: Buffer.from(written.contentEnc, 'base64'),
    contentDigest: Buffer.from(written.contentDigest, 'base64'),
    previousHash: Buffer.from(written.previousHash, 'base64'),
    hash: Buffer.from(written.hash, 'base64'),
  };
}
