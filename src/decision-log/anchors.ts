import type { KeyObject } from 'node:crypto';
import { canonicalJson } from '../domain/canonical.js';
import { CHAIN_START, nextHash } from '../platform/hash-chain.js';
import { isSigned, type AnchorKey } from './anchor-key.js';
import type { Query } from './log-database.js';

/** A place on a chain, as an anchor names it. */
export interface AnchoredHead {
  chain: string;
  seq: number;
  /** Hexadecimal. */
  hash: string;
}

/** What an anchor says. */
export interface AnchorContent {
  /** Heads of all chains that moved since the anchor before; all anchors together name every chain. */
  chains: AnchoredHead[];
  /** The last groups that retention took away: what stands before them on their chains may be missing. */
  cuts: AnchoredHead[];
}

/** An anchor as it is stored. The anchors are a chain themselves. */
export interface AnchorRecord {
  /** 1, 2, 3 … */
  number: number;
  at: Date;
  content: AnchorContent;
  previousHash: Buffer;
  hash: Buffer;
  /** Ed25519 over the hash. */
  signature: Buffer;
  keyId: string;
}

/** One anchor at a time. */
const ANCHORING = 0x44455041 + 1;
const ROWS_AT_ONCE = 500;

const COLUMNS = `number, at, content, previous_hash AS "previousHash", hash, signature, key_id AS "keyId"`;

/**
 * Signs where every chain stands. In a transaction.
 *
 * @param cuts what retention is about to take away
 * @returns null if nothing was written since the last one
 */
export async function writeAnchor(
  query: Query,
  key: AnchorKey,
  at: Date,
  cuts: readonly AnchoredHead[] = [],
): Promise<AnchorRecord | null> {
  await query('SELECT pg_advisory_xact_lock($1)', [ANCHORING]);
  const chains = await query<AnchoredHead>(
    `SELECT id AS chain, seq, encode(hash, 'hex') AS hash FROM decision_chain WHERE seq > anchored_seq ORDER BY id`,
  );
  if (chains.length === 0 && cuts.length === 0) return null;
  const anchor = following(await lastAnchor(query), { chains, cuts: [...cuts] }, at, key);
  await query(
    `INSERT INTO decision_anchor (number, at, content, previous_hash, hash, signature, key_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      anchor.number,
      anchor.at,
      JSON.stringify(anchor.content),
      anchor.previousHash,
      anchor.hash,
      anchor.signature,
      anchor.keyId,
    ],
  );
  // Last, because it keeps the writers of these chains waiting until the commit.
  await query(
    `UPDATE decision_chain AS chain SET anchored_seq = named.seq
     FROM unnest($1::uuid[], $2::bigint[]) AS named (id, seq) WHERE chain.id = named.id`,
    [chains.map(({ chain }) => chain), chains.map(({ seq }) => seq)],
  );
  return anchor;
}

/** The newest anchor, or undefined. */
export async function lastAnchor(query: Query): Promise<AnchorRecord | undefined> {
  const [last] = await query<AnchorRecord>(`SELECT ${COLUMNS} FROM decision_anchor ORDER BY number DESC LIMIT 1`);
  return last;
}

/** All anchors in their order. */
export async function* anchorsOf(query: Query): AsyncGenerator<AnchorRecord> {
  for (let after = 0; ;) {
    const anchors = await query<AnchorRecord>(
      `SELECT ${COLUMNS} FROM decision_anchor WHERE number > $1 ORDER BY number LIMIT $2`,
      [after, ROWS_AT_ONCE],
    );
    yield* anchors;
    const last = anchors.at(-1);
    if (last === undefined) return;
    after = last.number;
  }
}

/** Whether the anchor is as it was written. @param previousHash of the anchor before; its own word for it if undefined */
export function isGenuine(anchor: AnchorRecord, publicKey: KeyObject, previousHash: Buffer | undefined): boolean {
  const { hash, signature } = anchor;
  const previous = previousHash ?? anchor.previousHash;
  return (
    anchor.previousHash.equals(previous) &&
    nextHash(previous, textOf(anchor)).equals(hash) &&
    isSigned(publicKey, hash, signature)
  );
}

function following(last: AnchorRecord | undefined, content: AnchorContent, at: Date, key: AnchorKey): AnchorRecord {
  const number = (last?.number ?? 0) + 1;
  const previousHash = last?.hash ?? CHAIN_START;
  const hash = nextHash(previousHash, textOf({ number, at, content }));
  return { number, at, content, previousHash, hash, signature: key.sign(hash), keyId: key.id };
}

function textOf({ number, at, content }: Pick<AnchorRecord, 'number' | 'at' | 'content'>): string {
  return canonicalJson({ number, at: at.toISOString(), content });
}
