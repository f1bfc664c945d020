import { Injectable } from '@nestjs/common';
import { Problem } from '../domain/problem.js';
import { Clock } from './clock.js';
import { Pii } from './pii.js';
import { Primary } from './primary.js';

/** Answers are kept this long; a key may be used anew afterwards. */
const KEPT_MS = 24 * 60 * 60 * 1000;
/** A request that has not been answered by then died with its node; the key may be tried again. */
const ABANDONED_MS = 15 * 60 * 1000;
const CONTEXT = 'idempotency_record.body';

/** An answer as it left. */
export interface StoredAnswer {
  status: number;
  contentType: string;
  body: string;
}

/** One request under one key. */
export interface Claim {
  principal: string;
  key: string;
  requestHash: Buffer;
}

/** The row of a key that is taken. */
export interface KeptRequest {
  requestHash: Buffer;
  answer: StoredAnswer;
}

interface Row {
  request_hash: Buffer;
  status: number | null;
  body_enc: Buffer | null;
}

/** What was answered under which Idempotency-Key. Bodies are encrypted: they may name people. */
@Injectable()
export class IdempotencyRecords {
  private sweptAt = 0;

  constructor(
    private readonly primary: Primary,
    private readonly pii: Pii,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes the key for this request: the first one wins.
   *
   * @returns undefined if the key is ours now, else what was answered to the first request
   * @throws {Problem} `idempotency-in-progress` while the first one is being processed
   */
  async claim({ principal, key, requestHash }: Claim): Promise<KeptRequest | undefined> {
    await this.sweep();
    const now = this.clock.now().getTime();
    const database = await this.primary.database();
    const taken: unknown[] = await database.query(
      `INSERT INTO idempotency_record AS record (principal, key, request_hash, created_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (principal, key) DO UPDATE SET request_hash = excluded.request_hash, status = NULL, body_enc = NULL, created_at = excluded.created_at
         WHERE record.created_at < $5 OR (record.status IS NULL AND record.created_at < $6)
       RETURNING principal`,
      [principal, key, requestHash, new Date(now), new Date(now - KEPT_MS), new Date(now - ABANDONED_MS)],
    );
    if (taken.length > 0) return undefined;
    const rows: Row[] = await database.query(
      `SELECT request_hash, status, body_enc FROM idempotency_record WHERE principal = $1 AND key = $2`,
      [principal, key],
    );
    const [row] = rows;
    // The first request may have failed and given the key back in between; the caller tries again.
    if (row === undefined || row.status === null || row.body_enc === null) throw new Problem('idempotency-in-progress');
    return { requestHash: row.request_hash, answer: this.reveal(row.status, row.body_enc) };
  }

  /** Keeps the answer for the next request with this key. */
  async keep({ principal, key, requestHash }: Claim, { status, contentType, body }: StoredAnswer): Promise<void> {
    const database = await this.primary.database();
    await database.query(
      `UPDATE idempotency_record SET request_hash = $3, status = $4, body_enc = $5 WHERE principal = $1 AND key = $2 AND status IS NULL`,
      [principal, key, requestHash, status, this.pii.encrypt(`${contentType}\n${body}`, CONTEXT)],
    );
  }

  /** Gives the key back: the request was not carried out. */
  async release({ principal, key }: Claim): Promise<void> {
    const database = await this.primary.database();
    await database.query(`DELETE FROM idempotency_record WHERE principal = $1 AND key = $2 AND status IS NULL`, [
      principal,
      key,
    ]);
  }

  private reveal(status: number, cipher: Buffer): StoredAnswer {
    const text = this.pii.decryptText(cipher, CONTEXT);
    const end = text.indexOf('\n');
    return { status, contentType: text.slice(0, end), body: text.slice(end + 1) };
  }

  /** Once an hour per node, with the next request: what is too old is no longer used, here it is also removed. */
  private async sweep(): Promise<void> {
    const now = this.clock.now().getTime();
    if (now - this.sweptAt < 60 * 60 * 1000) return;
    this.sweptAt = now;
    const database = await this.primary.database();
    await database.query(`DELETE FROM idempotency_record WHERE created_at < $1`, [new Date(now - KEPT_MS)]);
  }
}
