import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Config } from '../../config.js';
import { Problem } from '../../domain/problem.js';
import type { ClientPrincipal } from '../../institutions/principal.js';
import { Audit } from '../../platform/audit.js';
import { Metrics } from '../../platform/metrics.js';
import { Primary } from '../../platform/primary.js';
import { bucketTermsOf, type BucketTerms } from './bucket.js';
import { ScanAccount } from './scan-account.js';
import { scanMetrics } from './scan-metrics.js';

/** How much a client has left, as it is told with every answer. */
export interface BudgetState {
  /** Whole tokens. */
  remaining: number;
  /** Until the bucket is full again, if nothing more is asked about strangers; 0 if it is. */
  resetSeconds: number;
}

/** A client's budget with what it was used for. */
export interface BudgetReport {
  clientId: string;
  /** Holders of the institution's cards that are not closed, as last counted. */
  customers: number;
  account: ScanAccount;
  /** The present second on the time of the account. */
  second: number;
}

interface Known {
  clientId: string;
  institutionId: string;
  account: ScanAccount;
  customers: number;
  countDueAt: number;
  /** The last count; it never fails. */
  counted: Promise<void>;
}

/** How long a count of customers is good for; it only sets the size of the budget. */
const COUNT_SECONDS = 3600;
/** When the database was away. */
const RETRY_SECONDS = 60;

const COUNT_CUSTOMERS = `
  SELECT count(DISTINCT holder_id)::integer AS customers FROM card WHERE institution_id = $1 AND status <> 'closed'`;

/**
 * Budgets against scanning: nobody learns the list by asking about everybody. An institution may ask each day about as
 * many strangers as a thousandth of its customers, at least 100, and saves up 14 days of it (both by configuration); its
 * own customers are free. Per API client, in the memory of this process; after a restart budgets are full. Officers have
 * none: who asked is in the decision log.
 */
@Injectable()
export class ScanBudgets implements BeforeApplicationShutdown {
  private readonly logger = new Logger('scan-budgets');
  private readonly clients = new Map<string, Known>();
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    private readonly config: Config,
    private readonly db: DataSource,
    private readonly primary: Primary,
    private readonly audit: Audit,
    metrics: Metrics,
  ) {
    for (const metric of scanMetrics(() => this.accounts())) metrics.register(metric);
  }

  /**
   * Charges one question, before it is answered. Never waits.
   *
   * @param personHash keyed hash of the identifier; for a check of a card, of its number
   * @param isOwnCustomer whether the person holds a card of the client's institution that is not closed; for a check of a
   *   card, whether the card is the institution's
   * @throws {Problem} `budget-exhausted`, whose `seconds` become the `Retry-After` of a single answer
   */
  charge(client: ClientPrincipal, personHash: Buffer, isOwnCustomer: boolean): BudgetState {
    const second = presentSecond();
    const known = this.known(client, second);
    const seconds = known.account.charge(personHash, isOwnCustomer, second);
    if (seconds > 0) this.refuse(known, second, seconds);
    return stateOf(known.account);
  }

  /** Charges a question whose number can belong to nobody. It is answered as what it is: not valid. */
  chargeInvalid(client: ClientPrincipal): BudgetState {
    const second = presentSecond();
    const { account } = this.known(client, second);
    account.chargeInvalid(second);
    return stateOf(account);
  }

  /** What a client has left now; for the headers of a refusal. */
  state(client: ClientPrincipal): BudgetState {
    const second = presentSecond();
    const { account } = this.known(client, second);
    account.bucket.fill(second);
    return stateOf(account);
  }

  /** A client's budget and its use, with the customers counted. */
  async report(client: { id: string; institution: { id: string } }): Promise<BudgetReport> {
    const known = this.known(client, presentSecond());
    await known.counted;
    const second = presentSecond();
    known.account.bucket.fill(second);
    return { clientId: client.id, customers: known.customers, account: known.account, second };
  }

  /** Resolves when no count and no audit entry is under way any more. */
  async settled(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }

  /** The database is still there. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.settled();
  }

  private known(client: { id: string; institution: { id: string } }, second: number): Known {
    const known = this.clients.get(client.id) ?? this.open(client.id, client.institution.id, second);
    if (second >= known.countDueAt) this.count(known, second);
    return known;
  }

  /** Until its customers are counted, a client has what the smallest institution has. */
  private open(clientId: string, institutionId: string, second: number): Known {
    const account = new ScanAccount(this.terms(0), second);
    const known = { clientId, institutionId, account, customers: 0, countDueAt: second, counted: Promise.resolve() };
    this.clients.set(clientId, known);
    return known;
  }

  private count(known: Known, second: number): void {
    known.countDueAt = second + COUNT_SECONDS;
    known.counted = this.follow(async () => {
      try {
        const rows: { customers: number }[] = await this.db.query(COUNT_CUSTOMERS, [known.institutionId]);
        known.customers = rows[0]?.customers ?? 0;
        known.account.bucket.resize(this.terms(known.customers));
      } catch (error) {
        known.countDueAt = second + RETRY_SECONDS;
        this.logger.error(error, `customers of client ${known.clientId} were not counted`);
      }
    });
  }

  private refuse(known: Known, second: number, seconds: number): never {
    if (known.account.beginsEpisode(second)) this.tellPolice(known, second);
    throw new Problem('budget-exhausted', { seconds });
  }

  /** Charging never waits, so the refusal leaves without waiting for the trail. */
  private tellPolice({ clientId, account }: Known, second: number): void {
    const client = `client:${clientId}`;
    const detail = {
      capacity: account.bucket.capacity,
      strangersInLastDay: account.tally.lastDay('strangers', second),
    };
    void this.follow(async () => {
      try {
        const primary = await this.primary.database();
        await primary.transaction((tx) =>
          this.audit.append(tx, { actor: client, what: 'scan-budget.exhausted', object: client, detail }),
        );
      } catch (error) {
        account.postponeEpisode(second, RETRY_SECONDS);
        this.logger.error(error, `the exhausted budget of ${client} is not in the audit trail`);
      }
    });
  }

  /** Each worker has a bucket of its own per client, and an equal share of the allowance. */
  private terms(customers: number): BucketTerms {
    return bucketTermsOf(customers, this.config, this.config.workers);
  }

  private *accounts(): Generator<[string, ScanAccount]> {
    for (const [id, { account }] of this.clients) yield [id, account];
  }

  private follow(work: () => Promise<void>): Promise<void> {
    const task: Promise<void> = work().finally(() => this.underWay.delete(task));
    this.underWay.add(task);
    return task;
  }
}

/**
 * What a client is told with an answer, beside the `RateLimit-*` headers of its requests: tokens left, and seconds until
 * the bucket is full.
 */
export function budgetHeaders({ remaining, resetSeconds }: BudgetState): Record<string, number> {
  return { 'Duanka-Budget-Remaining': remaining, 'Duanka-Budget-Reset': resetSeconds };
}

function stateOf({ bucket }: ScanAccount): BudgetState {
  return { remaining: bucket.remaining, resetSeconds: bucket.secondsUntil(bucket.capacity) };
}

/** Monotonic: setting the wall clock fills no bucket. */
function presentSecond(): number {
  return Math.floor(performance.now() / 1000);
}
