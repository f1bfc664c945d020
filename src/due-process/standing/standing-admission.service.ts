import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { IdType } from '../../domain/designation.js';
import { Problem } from '../../domain/problem.js';
import { Audit } from '../../platform/audit.js';
import { Clock } from '../../platform/clock.js';
import { Pii } from '../../platform/pii.js';
import { networkOf } from './network.js';
import { Receipts } from './receipts.service.js';

/** How often a receipt number, and how often an address, may be tried in vain before it has to wait. */
const MOST_FAILURES = { receipt: 5, address: 20 } as const;
const WINDOW_MS = 15 * 60_000;

interface Tries {
  key: Buffer;
  failures: number;
  ends_at: Date;
}

/** Lets somebody see how a person stands who has the receipt number and knows the identifier, and nobody who guesses. */
@Injectable()
export class StandingAdmission {
  constructor(
    private readonly db: DataSource,
    private readonly pii: Pii,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly receipts: Receipts,
  ) {}

  /**
   * Every attempt goes into the audit trail, without the number, the person or the address. Failures are counted under a lock: of
   * twenty guesses at once five count, and a right one among the others is refused like a wrong one.
   *
   * @param person normalised
   * @throws {Problem} `standing-not-found`, the same for a wrong number and a wrong identifier; `standing-locked` with the seconds
   */
  async admit(receiptNo: string, person: { idType: IdType; idNumber: string }, address: string): Promise<void> {
    const isRight = await this.receipts.isOf(receiptNo, person);
    // Refusals are returned, not thrown, out of the transaction: they must count.
    const refusal = await this.db.transaction(async (tx) => {
      const keys = { receipt: this.keyOf('receipt', receiptNo), address: this.keyOf('address', networkOf(address)) };
      const tries = await this.lock(tx, [keys.receipt, keys.address]);
      const locked = [
        tries.find(({ key, failures }) => key.equals(keys.receipt) && failures >= MOST_FAILURES.receipt),
        tries.find(({ key, failures }) => key.equals(keys.address) && failures >= MOST_FAILURES.address),
      ].flatMap((one) => one?.ends_at.getTime() ?? []);
      if (locked.length === 0) await this.count(tx, [keys.receipt, keys.address], isRight);
      const result = locked.length > 0 ? 'locked' : isRight ? 'shown' : 'mismatch';
      await this.audit.append(tx, { actor: 'public', what: 'standing.asked', object: 'standing', detail: { result } });
      if (result === 'shown') return undefined;
      if (result === 'mismatch') return new Problem('standing-not-found');
      const seconds = Math.ceil((Math.max(...locked) - this.clock.now().getTime()) / 1000);
      return new Problem('standing-locked', { seconds: Math.max(1, seconds) });
    });
    if (refusal !== undefined) throw refusal;
  }

  private keyOf(kind: keyof typeof MOST_FAILURES, value: string): Buffer {
    return this.pii.digest(`standing:${kind}:${value}`);
  }

  /** Both in one order, so that no two wait for each other; what is over begins anew. */
  private async lock(tx: EntityManager, keys: readonly Buffer[]): Promise<Tries[]> {
    const now = this.clock.now();
    return tx.query(LOCK_TRIES, [keys, now, new Date(now.getTime() + WINDOW_MS)]);
  }

  private async count(tx: EntityManager, keys: readonly Buffer[], isRight: boolean): Promise<void> {
    if (isRight) await tx.query('DELETE FROM standing_failure WHERE key = ANY ($1) AND failures = 0', [keys]);
    else await tx.query('UPDATE standing_failure SET failures = failures + 1 WHERE key = ANY ($1)', [keys]);
    await tx.query(SWEEP, [this.clock.now()]);
  }
}

const LOCK_TRIES = `
  INSERT INTO standing_failure AS known (key, failures, ends_at)
  SELECT key, 0, $3::timestamptz FROM unnest($1::bytea[]) AS key ORDER BY key
  ON CONFLICT (key) DO UPDATE SET
    failures = CASE WHEN known.ends_at <= $2 THEN 0 ELSE known.failures END,
    ends_at = CASE WHEN known.ends_at <= $2 THEN excluded.ends_at ELSE known.ends_at END
  RETURNING key, failures, ends_at`;

const SWEEP = `
  DELETE FROM standing_failure WHERE key IN (
    SELECT key FROM standing_failure WHERE ends_at <= $1 ORDER BY ends_at LIMIT 100 FOR UPDATE SKIP LOCKED)`;
