import { PRICES } from './bucket.js';
import type { ScanAccount } from './scan-account.js';
import type { BudgetReport } from './scan-budgets.service.js';

/** The headers of `budgetHeaders` as the contract tells them. */
export const BUDGET_HEADERS = {
  'Duanka-Budget-Remaining': { description: 'Tokens left for questions about strangers', schema: { type: 'integer' } },
  'Duanka-Budget-Reset': { description: 'Seconds until the budget is full', schema: { type: 'integer' } },
} as const;

export class BudgetPrices {
  /** @example 0 */
  ownCustomer: number;

  /**
   * The same person is free for the next 24 hours.
   * @example 10
   */
  stranger: number;

  /** @example 1 */
  invalid: number;
}

export class BudgetUse {
  /**
   * All questions, refused ones included.
   * @example 2000
   */
  asked: number;

  /**
   * About customers of the institution.
   * @example 1800
   */
  ownCustomers: number;

  /**
   * About others, each paid for.
   * @example 190
   */
  strangers: number;

  /**
   * About others who were paid for in the 24 hours before.
   * @example 8
   */
  repetitions: number;

  /**
   * With a number that can belong to nobody.
   * @example 2
   */
  invalid: number;

  /** @example 0 */
  refused: number;

  /**
   * Payments that came back, because a stranger had become a customer.
   * @example 110
   */
  refunds: number;
}

export class BudgetResponse {
  /** @example 'demo-bank-a' */
  clientId: string;

  /**
   * Holders of the institution's cards that are not closed, counted once an hour. They set the size of the budget.
   * @example 200000
   */
  customers: number;

  /**
   * Tokens the budget holds at most, on the node that answers.
   * @example 28000
   */
  capacity: number;

  /** @example 26110 */
  remaining: number;

  /**
   * Tokens that come back each day.
   * @example 2000
   */
  perDay: number;

  /**
   * Until the budget is full again; 0 if it is.
   * @example 81648
   */
  resetSeconds: number;

  /** In tokens. */
  prices: BudgetPrices;

  /** The hour under way and the 23 before it, on the node that answers. */
  lastDay: BudgetUse;
}

export function budgetResponse({ clientId, customers, account, second }: BudgetReport): BudgetResponse {
  const { bucket } = account;
  return {
    clientId,
    customers,
    capacity: bucket.capacity,
    remaining: bucket.remaining,
    perDay: bucket.perDay,
    resetSeconds: bucket.secondsUntil(bucket.capacity),
    prices: { ...PRICES },
    lastDay: useOf(account, second),
  };
}

function useOf({ tally }: ScanAccount, second: number): BudgetUse {
  const ownCustomers = tally.lastDay('ownCustomers', second);
  const strangers = tally.lastDay('strangers', second);
  const repetitions = tally.lastDay('repetitions', second);
  const invalid = tally.lastDay('invalid', second);
  const refused = tally.lastDay('refused', second);
  const asked = ownCustomers + strangers + repetitions + invalid + refused;
  return { asked, ownCustomers, strangers, repetitions, invalid, refused, refunds: tally.lastDay('refunds', second) };
}
