import { hostname } from 'node:os';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Problem } from '../domain/problem.js';
import { Clock } from '../platform/clock.js';
import { hasCode } from '../platform/error-code.js';
import { nextHash, type ChainHead } from '../platform/hash-chain.js';
import { Pii } from '../platform/pii.js';
import { contentOf } from './group-content.js';
import { chainStart, groupText, sealed, type GroupRecord } from './group-record.js';
import { LogDatabase } from './log-database.js';
import { LogMetrics } from './log-metrics.js';
import type { DecisionToLog } from './logged-decision.js';

/** The head of our chain, as far as we know it. */
interface Head extends ChainHead {
  chain: string;
}

/** Writes groups on the chain of this process, which it opens with the first one. Not for two at a time. */
@Injectable()
export class GroupWriter {
  private chain: string | undefined;
  /** Unknown after a failure: a commit may have happened that nobody told us of. */
  private head: Head | undefined;
  /** Groups of a chain are in the order of their hours, so that a month is a stretch of it, even if the clock is set back. */
  private lastWrittenAt = new Date(0);

  constructor(
    private readonly database: LogDatabase,
    private readonly pii: Pii,
    private readonly clock: Clock,
    private readonly metrics: LogMetrics,
  ) {}

  /**
   * Resolves when they are durable, all of them.
   *
   * @throws {Problem} `decision-log-unavailable`: then nobody may be told an answer
   */
  async write(decisions: readonly DecisionToLog[]): Promise<void> {
    const startedAt = performance.now();
    try {
      const { count, contentEnc } = await this.commit(decisions);
      this.metrics.group(count, contentEnc.length, (performance.now() - startedAt) / 1000);
    } catch (error) {
      this.metrics.failure();
      const problem = new Problem('decision-log-unavailable');
      problem.cause = error;
      throw problem;
    }
  }

  private async commit(decisions: readonly DecisionToLog[]): Promise<GroupRecord> {
    const { content, summary } = contentOf(decisions);
    const stored = { ...summary, contentDigest: this.pii.digest(content), ...(await sealed(this.pii, content)) };
    let group = this.following(this.head ?? (await this.knownHead()), stored);
    this.head = undefined;
    let isWritten = await this.extend(group);
    if (!isWritten) {
      // What we took for failed was committed after we had asked for the head: it is certain now.
      group = this.following(await this.knownHead(), stored);
      isWritten = await this.extend(group);
    }
    if (!isWritten) throw new Error(`The chain ${group.chain} moves under its only writer`);
    this.head = { chain: group.chain, seq: group.seq, hash: group.hash };
    return group;
  }

  private following(
    { chain, seq, hash }: Head,
    stored: Omit<GroupRecord, 'chain' | 'seq' | 'writtenAt' | 'previousHash' | 'hash'>,
  ): GroupRecord {
    const now = this.clock.now();
    if (now > this.lastWrittenAt) this.lastWrittenAt = now;
    const group = { chain, seq: seq + 1, writtenAt: this.lastWrittenAt, ...stored, previousHash: hash };
    return { ...group, hash: nextHash(hash, groupText(group)) };
  }

  /** @returns false, and nothing written, if the chain's head is not the one the group follows */
  private async extend(group: GroupRecord): Promise<boolean> {
    try {
      return (await this.insert(group)) === 1;
    } catch (error) {
      if (!isWithoutPartition(error)) throw error;
      // A month for which nobody has made a partition ahead: the clock was moved, or the service slept through the end of one.
      await this.database.query('SELECT make_decision_partition($1)', [group.writtenAt]);
      return (await this.insert(group)) === 1;
    }
  }

  private insert(group: GroupRecord): Promise<number> {
    return this.database.write('extend-chain', EXTEND_CHAIN, [
      group.chain,
      group.seq,
      group.previousHash,
      group.hash,
      group.writtenAt,
      group.firstId,
      group.lastId,
      group.count,
      group.institutionIds,
      group.rulebookHashes,
      group.leastRevision,
      group.mostRevision,
      JSON.stringify(group.outcomes),
      group.isDeflated,
      group.contentEnc,
      group.contentDigest,
    ]);
  }

  private async knownHead(): Promise<Head> {
    if (this.chain === undefined) return this.openChain();
    const rows = await this.database.query<Head>(
      'SELECT id AS chain, seq, hash FROM decision_chain WHERE id = $1 FOR UPDATE',
      [this.chain],
    );
    return rows[0] ?? this.openChain();
  }

  private async openChain(): Promise<Head> {
    const chain = { id: uuidv7(), node: `${hostname()}:${process.pid}`, openedAt: this.clock.now() };
    const start = chainStart(chain);
    await this.database.query('INSERT INTO decision_chain (id, node, opened_at, hash) VALUES ($1, $2, $3, $4)', [
      chain.id,
      chain.node,
      chain.openedAt,
      start.hash,
    ]);
    this.chain = chain.id;
    return { chain: chain.id, ...start };
  }
}

/** PostgreSQL has no code of its own for a row that fits no partition: a failed check without a constraint. */
function isWithoutPartition(error: unknown): boolean {
  if (!hasCode(error, '23514') || typeof error !== 'object' || error === null) return false;
  return !('constraint' in error) || error.constraint === undefined;
}

/** All or nothing: if the head is not the one the group follows, no row is written. */
const EXTEND_CHAIN = `
  WITH moved AS (
    UPDATE decision_chain SET seq = $2, hash = $4 WHERE id = $1 AND seq = $2 - 1 AND hash = $3 RETURNING id
  )
  INSERT INTO decision_group (chain, seq, written_at, first_id, last_id, count, institution_ids, rulebook_hashes,
    least_revision, most_revision, outcomes, is_deflated, content_enc, content_digest, previous_hash, hash)
  SELECT id, $2, $5::timestamptz, $6::uuid, $7::uuid, $8::integer, $9::uuid[], $10::text[],
    $11::bigint, $12::bigint, $13::jsonb, $14::boolean, $15::bytea, $16::bytea, $3, $4
  FROM moved`;
