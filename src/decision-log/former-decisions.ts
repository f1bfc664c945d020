import type { Outcome } from '../domain/decision.js';
import { canonicalJson } from '../domain/canonical.js';
import { verifyChain, type ChainReport, type ChainRow } from '../platform/hash-chain.js';
import type { Pii } from '../platform/pii.js';
import type { Query } from './log-database.js';
import { headOf, type DecisionHead, type LoggedDecision } from './logged-decision.js';

/** A row of `decision_log`, where every decision was a row and all nodes shared one chain. */
interface FormerRow {
  seq: number;
  id: string;
  decidedAt: Date;
  asker: string;
  institutionId: string;
  rulebookHash: string;
  revision: number;
  outcome: Outcome;
  inputEnc: Buffer;
  answerEnc: Buffer;
  contentDigest: Buffer;
  hash: Buffer;
}

const ROWS_PER_READ = 1_000;

/** The decisions from before there were groups. Nothing is added to them; they stay readable, replayable and verified. */
export class FormerDecisions {
  constructor(
    private readonly query: Query,
    /** Without keys only the chain can be checked. */
    private readonly pii: Pii | undefined,
  ) {}

  async byId(id: string): Promise<LoggedDecision | null> {
    const [row] = await this.query<FormerRow>(`SELECT ${COLUMNS} FROM decision_log WHERE id = $1`, [id]);
    return row === undefined ? null : this.reveal(row);
  }

  /** Whether a decision is one of them. */
  async holds(id: string): Promise<boolean> {
    return (await this.query('SELECT 1 FROM decision_log WHERE id = $1', [id])).length > 0;
  }

  /** An institution's decisions, newest first. @param before the last one seen, if it is one of them */
  async page(institutionId: string, before: string | undefined, limit: number): Promise<DecisionHead[]> {
    const rows = await this.query<FormerRow>(
      `SELECT ${COLUMNS} FROM decision_log
       WHERE institution_id = $1 AND seq < coalesce((SELECT seq FROM decision_log WHERE id = $2), 9223372036854775807)
       ORDER BY seq DESC LIMIT $3`,
      [institutionId, before ?? null, limit],
    );
    return rows.map(headOf);
  }

  /** All of them, newest first, in flat memory. */
  async *newestFirst(): AsyncGenerator<LoggedDecision> {
    for (let below = Number.MAX_SAFE_INTEGER; ;) {
      const rows = await this.query<FormerRow>(
        `SELECT ${COLUMNS} FROM decision_log WHERE seq < $1 ORDER BY seq DESC LIMIT $2`,
        [below, ROWS_PER_READ],
      );
      for (const row of rows) yield this.reveal(row);
      const last = rows.at(-1);
      if (last === undefined) return;
      below = last.seq;
    }
  }

  /** Checks the chain and, with the keys, that every ciphertext still holds what was logged. */
  async verify(): Promise<ChainReport> {
    const [head] = await this.query<{ seq: number; hash: Buffer }>(
      `SELECT seq, hash FROM chain_head WHERE chain = 'decisions'`,
    );
    if (head === undefined) throw new Error('The chain decisions has no head');
    return verifyChain(this.rows(), head);
  }

  private async *rows(): AsyncGenerator<ChainRow> {
    for (let after = 0; ;) {
      const rows = await this.query<FormerRow>(
        `SELECT ${COLUMNS} FROM decision_log WHERE seq > $1 ORDER BY seq LIMIT $2`,
        [after, ROWS_PER_READ],
      );
      for (const row of rows) yield { seq: row.seq, hash: row.hash, text: this.foundText(row) };
      const last = rows.at(-1);
      if (last === undefined) return;
      after = last.seq;
    }
  }

  /** What the row says now. Where the content is not what its digest says, the text is not what was hashed either. */
  private foundText(row: FormerRow): string {
    const { decidedAt, contentDigest } = row;
    const text = canonicalJson({
      ...headOf(row),
      decidedAt: decidedAt.toISOString(),
      contentDigest: contentDigest.toString('hex'),
    });
    if (this.pii === undefined) return text;
    try {
      const { input, answer } = this.reveal(row);
      return this.pii.digest(`${input}\n${answer}`).equals(contentDigest) ? text : `${text} content differs`;
    } catch {
      return `${text} content unreadable`;
    }
  }

  private reveal(row: FormerRow): LoggedDecision {
    if (this.pii === undefined) throw new Error('Without the keys no decision can be read');
    return {
      ...headOf(row),
      input: this.pii.decryptText(row.inputEnc, 'decision_log.input'),
      answer: this.pii.decryptText(row.answerEnc, 'decision_log.answer'),
    };
  }
}

const COLUMNS = `seq, id, decided_at AS "decidedAt", asker, institution_id AS "institutionId", rulebook_hash AS "rulebookHash",
  revision, outcome, input_enc AS "inputEnc", answer_enc AS "answerEnc", content_digest AS "contentDigest", hash`;
