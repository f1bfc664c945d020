import { Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Outcome } from '../domain/decision.js';
import { canonicalJson } from '../domain/canonical.js';
import { AuditedChains } from '../platform/audited-chains.js';
import { chainHead } from '../platform/audit.js';
import { nextHash, verifyChain, type ChainHead, type ChainReport, type ChainRow } from '../platform/hash-chain.js';
import { Pii } from '../platform/pii.js';
import { Gathering } from './gathering.js';

/** One answered question. `input` and `answer` are canonical JSON. */
export interface LoggedDecision {
  /** UUIDv7. */
  id: string;
  decidedAt: Date;
  /** `client:<id>` or `officer:<uuid>` */
  asker: string;
  institutionId: string;
  rulebookHash: string;
  revision: number;
  outcome: Outcome;
  input: string;
  answer: string;
}

/** A page row: what a decision was, without what it was about. */
export type DecisionHead = Omit<LoggedDecision, 'input' | 'answer'> & { seq: number };

interface StoredRow {
  seq: number;
  id: string;
  decided_at: Date;
  asker: string;
  institution_id: string;
  rulebook_hash: string;
  revision: number;
  outcome: Outcome;
  input_enc: Buffer;
  answer_enc: Buffer;
  content_digest: Buffer;
  hash: Buffer;
}

interface NewRow extends LoggedDecision {
  digest: Buffer;
  text: string;
  inputEnc: Buffer;
  answerEnc: Buffer;
}

const GROUP = 2_000;
const ROWS_PER_READ = 1_000;

/**
 * The append-only, hash-chained log of decisions.
 *
 * One writer per process takes all decisions that wait and commits them together: the disk is asked once for many answers.
 * Nodes take turns on the chain's head.
 */
@Injectable()
export class DecisionLog implements OnModuleInit, BeforeApplicationShutdown {
  /** The chain's head as this process left it. It may be outdated; the database knows. */
  private head: ChainHead | undefined;
  private readonly writing = new Gathering<LoggedDecision, void>((decisions) => this.write(decisions), GROUP);

  constructor(
    private readonly db: DataSource,
    private readonly pii: Pii,
    private readonly chains: AuditedChains,
  ) {}

  onModuleInit(): void {
    this.chains.add('decisions', (manager) => this.verify(manager));
  }

  /** What was begun is finished before the database is closed. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.writing.settled();
  }

  /** Resolves when the decisions are durable. No answer may leave before. */
  async append(decisions: readonly LoggedDecision[]): Promise<void> {
    await this.writing.take(decisions);
  }

  /** One decision, or null. */
  async byId(id: string): Promise<LoggedDecision | null> {
    const [row]: StoredRow[] = await this.db.query('SELECT * FROM decision_log WHERE id = $1', [id]);
    return row === undefined ? null : this.reveal(row);
  }

  /** An institution's decisions, newest first. @param before `seq` of the last one seen */
  async page(institutionId: string, before: number | undefined, limit: number): Promise<DecisionHead[]> {
    const rows: StoredRow[] = await this.db.query(
      `SELECT seq, id, decided_at, asker, institution_id, rulebook_hash, revision, outcome FROM decision_log
       WHERE institution_id = $1 AND ($2::bigint IS NULL OR seq < $2) ORDER BY seq DESC LIMIT $3`,
      [institutionId, before ?? null, limit],
    );
    return rows.map((row) => ({ ...headOf(row), seq: row.seq }));
  }

  /** Checks the chain, and that every ciphertext still holds what was logged. In flat memory. */
  async verify(manager: EntityManager): Promise<ChainReport> {
    const head = await chainHead(manager, 'decisions');
    return verifyChain(this.rowsUpTo(manager, head.seq), head);
  }

  private async write(decisions: readonly LoggedDecision[]): Promise<void[]> {
    const rows = decisions.map((decision) => this.newRow(decision));
    const isWritten = this.head !== undefined && (await this.extend(this.db.manager, this.head, rows));
    if (!isWritten) {
      // Another node moved the head since: from here on it waits for us.
      await this.db.transaction(async (tx) => {
        const [head]: ChainHead[] = await tx.query(LOCK_HEAD);
        if (head === undefined || !(await this.extend(tx, head, rows)))
          throw new Error('The chain decisions has no head');
      });
    }
    return rows.map(() => undefined);
  }

  private newRow(decision: LoggedDecision): NewRow {
    const { input, answer } = decision;
    const digest = this.digestOf(input, answer);
    return {
      ...decision,
      digest,
      text: chainText(decision, digest),
      inputEnc: this.pii.encrypt(input, 'decision_log.input'),
      answerEnc: this.pii.encrypt(answer, 'decision_log.answer'),
    };
  }

  /** Writes the rows after this head, in one statement. @returns false, and nothing written, if it is not the head any more */
  private async extend(manager: EntityManager, head: ChainHead, rows: readonly NewRow[]): Promise<boolean> {
    const hashes: Buffer[] = [];
    for (const { text } of rows) hashes.push(nextHash(hashes.at(-1) ?? head.hash, text));
    const next: ChainHead = { seq: head.seq + rows.length, hash: hashes.at(-1) ?? head.hash };
    const moved: unknown[] = await manager.query(EXTEND_CHAIN, [
      rows.map((_, at) => head.seq + at + 1),
      rows.map(({ id }) => id),
      rows.map(({ decidedAt }) => decidedAt),
      rows.map(({ asker }) => asker),
      rows.map(({ institutionId }) => institutionId),
      rows.map(({ rulebookHash }) => rulebookHash),
      rows.map(({ revision }) => revision),
      rows.map(({ outcome }) => outcome),
      rows.map(({ inputEnc }) => inputEnc),
      rows.map(({ answerEnc }) => answerEnc),
      rows.map(({ digest }) => digest),
      hashes,
      head.seq,
      head.hash,
      next.seq,
      next.hash,
    ]);
    if (moved.length > 0) this.head = next;
    return moved.length > 0;
  }

  private async *rowsUpTo(manager: EntityManager, lastSeq: number): AsyncGenerator<ChainRow> {
    for (let after = 0; ;) {
      const rows: StoredRow[] = await manager.query(
        'SELECT * FROM decision_log WHERE seq > $1 AND seq <= $2 ORDER BY seq LIMIT $3',
        [after, lastSeq, ROWS_PER_READ],
      );
      for (const row of rows) yield { seq: row.seq, hash: row.hash, text: this.foundText(row) };
      const last = rows.at(-1);
      if (last === undefined) return;
      after = last.seq;
    }
  }

  /** What the row says now. Where the content is not what its digest says, the text is not what was hashed either. */
  private foundText(row: StoredRow): string {
    const text = chainText(headOf(row), row.content_digest);
    try {
      const { input, answer } = this.reveal(row);
      return this.digestOf(input, answer).equals(row.content_digest) ? text : `${text} content differs`;
    } catch {
      return `${text} content unreadable`;
    }
  }

  private digestOf(input: string, answer: string): Buffer {
    return this.pii.digest(`${input}\n${answer}`);
  }

  private reveal(row: StoredRow): LoggedDecision {
    return {
      ...headOf(row),
      input: this.pii.decryptText(row.input_enc, 'decision_log.input'),
      answer: this.pii.decryptText(row.answer_enc, 'decision_log.answer'),
    };
  }
}

function headOf(row: StoredRow): Omit<LoggedDecision, 'input' | 'answer'> {
  return {
    id: row.id,
    decidedAt: row.decided_at,
    asker: row.asker,
    institutionId: row.institution_id,
    rulebookHash: row.rulebook_hash,
    revision: row.revision,
    outcome: row.outcome,
  };
}

function chainText(decision: Omit<LoggedDecision, 'input' | 'answer'>, digest: Buffer): string {
  const { id, decidedAt, asker, institutionId, rulebookHash, revision, outcome } = decision;
  return canonicalJson({
    id,
    decidedAt: decidedAt.toISOString(),
    asker,
    institutionId,
    rulebookHash,
    revision,
    outcome,
    contentDigest: digest.toString('hex'),
  });
}

const LOCK_HEAD = `SELECT seq, hash FROM chain_head WHERE chain = 'decisions' FOR UPDATE`;

/** All or nothing: if the head is not the expected one, no row is written and none is returned. */
const EXTEND_CHAIN = `
  WITH moved AS (
    UPDATE chain_head SET seq = $15, hash = $16 WHERE chain = 'decisions' AND seq = $13 AND hash = $14 RETURNING chain
  ), written AS (
    INSERT INTO decision_log (seq, id, decided_at, asker, institution_id, rulebook_hash, revision, outcome,
      input_enc, answer_enc, content_digest, hash)
    SELECT new.* FROM unnest($1::bigint[], $2::uuid[], $3::timestamptz[], $4::text[], $5::uuid[], $6::text[], $7::bigint[], $8::text[],
      $9::bytea[], $10::bytea[], $11::bytea[], $12::bytea[]) AS new
    CROSS JOIN moved
  )
  SELECT chain FROM moved`;
