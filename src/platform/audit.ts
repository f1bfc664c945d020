import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { canonicalJson } from '../domain/canonical.js';
import { Clock } from './clock.js';
import { nextHash, verifyChain, type ChainHead, type ChainReport, type ChainRow } from './hash-chain.js';
import { takeTurn } from './turn.js';

/** What somebody did. Nothing personal: ids, codes, counts. */
export interface Act {
  /** `officer:<uuid>`, `client:<id>` or `system`. */
  actor: string;
  /** Such as `list.approved`. */
  what: string;
  /** Such as `sanction_list:<uuid>`. */
  object: string;
  detail?: Readonly<Record<string, string | number | boolean | null>>;
}

interface StoredEntry {
  seq: number;
  at: Date;
  actor: string;
  what: string;
  object: string;
  detail: Readonly<Record<string, string | number | boolean | null>>;
  hash: Buffer;
}

const ROWS_PER_READ = 1000;

/** The append-only trail of acts, as a hash chain in the same transaction as the act. */
@Injectable()
export class Audit {
  constructor(private readonly clock: Clock) {}

  /** Appends in the caller's transaction, and keeps the turn of {@link takeTurn} until it ends: the last act of a transaction. */
  async append(tx: EntityManager, act: Act): Promise<void> {
    await takeTurn(tx, 'audit');
    const head = await chainHead(tx, 'audit');
    const entry = { ...act, at: this.clock.now(), detail: act.detail ?? {} };
    const hash = nextHash(head.hash, chainText(entry));
    await tx.query(
      `INSERT INTO audit_entry (seq, at, actor, what, object, detail, hash) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [head.seq + 1, entry.at, entry.actor, entry.what, entry.object, JSON.stringify(entry.detail), hash],
    );
    await moveChainHead(tx, 'audit', { seq: head.seq + 1, hash });
  }

  /** Checks the whole trail, in flat memory. Rows that are appended meanwhile are left to the next check. */
  async verify(manager: EntityManager): Promise<ChainReport> {
    const head = await chainHead(manager, 'audit');
    return verifyChain(entriesUpTo(manager, head.seq), head);
  }
}

/** The last row of a chain. In a transaction take your turn first. */
export async function chainHead(manager: EntityManager, chain: 'audit' | 'decisions'): Promise<ChainHead> {
  const rows: ChainHead[] = await manager.query(`SELECT seq, hash FROM chain_head WHERE chain = $1`, [chain]);
  const [head] = rows;
  if (head === undefined) throw new Error(`The chain ${chain} has no head`);
  return head;
}

/** Says which row is the last one now. Only with the turn taken. */
export async function moveChainHead(tx: EntityManager, chain: 'audit' | 'decisions', head: ChainHead): Promise<void> {
  await tx.query(`UPDATE chain_head SET seq = $2, hash = $3 WHERE chain = $1`, [chain, head.seq, head.hash]);
}

function chainText(entry: Omit<StoredEntry, 'seq' | 'hash'>): string {
  const { at, actor, what, object, detail } = entry;
  return canonicalJson({ at: at.toISOString(), actor, what, object, detail });
}

async function* entriesUpTo(manager: EntityManager, lastSeq: number): AsyncGenerator<ChainRow> {
  for (let after = 0; ;) {
    const entries: StoredEntry[] = await manager.query(
      `SELECT seq, at, actor, what, object, detail, hash FROM audit_entry WHERE seq > $1 AND seq <= $2 ORDER BY seq LIMIT $3`,
      [after, lastSeq, ROWS_PER_READ],
    );
    for (const entry of entries) yield { seq: entry.seq, hash: entry.hash, text: chainText(entry) };
    const last = entries.at(-1);
    if (last === undefined) return;
    after = last.seq;
  }
}
