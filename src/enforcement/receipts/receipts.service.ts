import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { receive, type ReceiptContent, type ReceiptResult } from '../../domain/directive.js';
import { shanghaiInstant } from '../../domain/period.js';
import { Problem } from '../../domain/problem.js';
import { actorOf, type ClientPrincipal } from '../../institutions/principal.js';
import { Audit } from '../../platform/audit.js';
import { Clock } from '../../platform/clock.js';
import { Pii } from '../../platform/pii.js';
import { addresseeOf } from '../directives/addressee.js';
import type { ReceiptResponse } from './directive.dto.js';

/** A receipt as an institution sends it. */
export interface SentReceipt extends ReceiptContent {
  directiveId: string;
}

/** The receipt that counts after the request, and whether the request made it. */
export interface TakenReceipt {
  isNew: boolean;
  receipt: ReceiptResponse;
}

/** What an institution has said about a directive so far. */
interface Standing {
  issuedAt: Date;
  last: (ReceiptContent & { number: number; receivedAt: Date }) | null;
}

/** Takes receipts. Those of one institution are taken one after the other, so that two at once cannot both be the last. */
@Injectable()
export class Receipts {
  constructor(
    private readonly db: DataSource,
    private readonly pii: Pii,
    private readonly clock: Clock,
    private readonly audit: Audit,
  ) {}

  /** One receipt. @throws {Problem} what {@link takeAll} gives in its place */
  async take(sent: SentReceipt, client: ClientPrincipal): Promise<TakenReceipt> {
    const [taken] = await this.takeAll([sent], client);
    if (taken === undefined) throw new Error('A receipt was left without an answer');
    if (taken instanceof Problem) throw taken;
    return taken;
  }

  /**
   * Several receipts in one transaction, each by itself: one that cannot be taken leaves the others alone.
   *
   * @returns per receipt, in order; in the place of one that was not taken the {@link Problem}: `directive-not-found` (also if it
   *   is addressed to somebody else), `receipt-conflict`, `receipt-without-reason`, `receipt-moment-impossible`
   */
  takeAll(sent: readonly SentReceipt[], client: ClientPrincipal): Promise<(TakenReceipt | Problem)[]> {
    return this.db.transaction(async (tx) => {
      await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('receipts:' || $1, 0))`, [client.institution.id]);
      const now = this.clock.now();
      const standing = await this.standingOf(tx, sent, client);
      const answers = sent.map((receipt) => takeOne(standing.get(receipt.directiveId), receipt, now));
      const taken = answers.flatMap((answer) => (answer instanceof Problem || !answer.isNew ? [] : [answer.receipt]));
      if (taken.length > 0) await this.write(tx, taken, client, now);
      return answers;
    });
  }

  private async standingOf(
    tx: EntityManager,
    sent: readonly SentReceipt[],
    client: ClientPrincipal,
  ): Promise<Map<string, Standing>> {
    const { institutionId, party } = addresseeOf(client.institution);
    const rows: StoredStanding[] = await tx.query(SELECT_STANDING, [
      sent.map(({ directiveId }) => directiveId),
      institutionId,
      party,
    ]);
    return new Map(rows.map((row) => [row.id, { issuedAt: row.issued_at, last: this.lastOf(row) }]));
  }

  private lastOf({
    number,
    result,
    executed_at: executedAt,
    detail_enc: detail,
    received_at: receivedAt,
  }: StoredStanding): Standing['last'] {
    if (number === null || result === null || receivedAt === null) return null;
    return {
      number,
      result,
      executedAt,
      detail: detail === null ? null : this.pii.decryptText(detail, 'receipt.detail'),
      receivedAt,
    };
  }

  private async write(
    tx: EntityManager,
    taken: readonly ReceiptResponse[],
    client: ClientPrincipal,
    now: Date,
  ): Promise<void> {
    await tx.query(INSERT_RECEIPTS, [
      taken.map(({ directiveId }) => directiveId),
      taken.map(({ number }) => number),
      taken.map(({ result }) => result),
      taken.map(({ executedAt }) => executedAt),
      taken.map(({ detail }) => (detail === null ? null : this.pii.encrypt(detail, 'receipt.detail'))),
      client.institution.id,
      now,
      actorOf(client),
    ]);
    const [first] = taken;
    await this.audit.append(tx, {
      actor: actorOf(client),
      what: 'receipts.taken',
      object:
        first !== undefined && taken.length === 1
          ? `directive:${first.directiveId}`
          : `institution:${client.institution.id}`,
      detail: countsOf(taken),
    });
  }
}

/** Judges a receipt, and remembers it: the next one for the same directive may be in the same stream. */
function takeOne(
  standing: Standing | undefined,
  { directiveId, ...said }: SentReceipt,
  now: Date,
): TakenReceipt | Problem {
  if (standing === undefined) return new Problem('directive-not-found');
  const verdict = verdictOn(standing, said, now);
  if (verdict instanceof Problem) return verdict;
  const counts =
    verdict === 'known' && standing.last !== null
      ? standing.last
      : { ...said, number: (standing.last?.number ?? 0) + 1, receivedAt: now };
  standing.last = counts;
  const { number, result, executedAt, detail, receivedAt } = counts;
  return {
    isNew: verdict === 'new',
    receipt: {
      directiveId,
      number,
      result,
      executedAt: executedAt === null ? null : shanghaiInstant(executedAt),
      detail,
      receivedAt: shanghaiInstant(receivedAt),
    },
  };
}

function verdictOn(standing: Standing, said: ReceiptContent, now: Date): 'new' | 'known' | Problem {
  try {
    return receive(standing, said, now);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

function countsOf(taken: readonly ReceiptResponse[]): Record<string, number> {
  const counts: Partial<Record<ReceiptResult, number>> = {};
  for (const { result } of taken) counts[result] = (counts[result] ?? 0) + 1;
  return counts;
}

interface StoredStanding {
  id: string;
  issued_at: Date;
  number: number | null;
  result: ReceiptResult | null;
  executed_at: Date | null;
  detail_enc: Buffer | null;
  received_at: Date | null;
}

const SELECT_STANDING = `
  SELECT directive.id, directive.issued_at, last.number, last.result, last.executed_at, last.detail_enc, last.received_at
  FROM directive LEFT JOIN LATERAL (
    SELECT * FROM receipt WHERE directive_id = directive.id AND institution_id = $2 ORDER BY number DESC LIMIT 1
  ) AS last ON true
  WHERE directive.id = ANY ($1) AND (directive.institution_id = $2 OR (directive.institution_id IS NULL AND party = $3))`;

const INSERT_RECEIPTS = `
  INSERT INTO receipt (directive_id, institution_id, number, result, executed_at, detail_enc, received_at, actor)
  SELECT directive_id, $6, number, result, executed_at, detail_enc, $7, $8
  FROM unnest($1::uuid[], $2::integer[], $3::text[], $4::timestamptz[], $5::bytea[])
    AS taken (directive_id, number, result, executed_at, detail_enc)`;
