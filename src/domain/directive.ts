import { Problem } from './problem.js';

/** Who carries a directive out: the parties of the catalogue. */
export const DIRECTIVE_PARTIES = ['bank', 'payment', 'telecom', 'internet', 'credit'] as const;
export type DirectiveParty = (typeof DIRECTIVE_PARTIES)[number];

/** What is to be done. `restore` takes back what another directive imposed. */
export const DIRECTIVE_ACTIONS = [
  'suspend',
  'limit',
  'refuse_new',
  'restore',
  'stop_payment',
  'freeze',
  'verify',
  'publish',
  'record',
] as const;
export type DirectiveAction = (typeof DIRECTIVE_ACTIONS)[number];

/** What a directive follows from. */
export const DIRECTIVE_CAUSES = ['sanction', 'card_listing', 'card_order', 'campaign'] as const;
export type DirectiveCause = (typeof DIRECTIVE_CAUSES)[number];

/** What an institution says it did. */
export const RECEIPT_RESULTS = ['executed', 'refused', 'not_found'] as const;
export type ReceiptResult = (typeof RECEIPT_RESULTS)[number];

/** How a directive stands with one institution. */
export type ExecutionState = 'pending' | ReceiptResult;

/**
 * Which receipts may follow. Whoever executed has executed; whoever refused or found nothing may say something else later, such
 * as that the card has turned up.
 */
export const RECEIPT_TRANSITIONS: Readonly<Record<ExecutionState, readonly ReceiptResult[]>> = {
  pending: RECEIPT_RESULTS,
  refused: RECEIPT_RESULTS,
  not_found: RECEIPT_RESULTS,
  executed: [],
};

/** What a receipt says. */
export interface ReceiptContent {
  result: ReceiptResult;
  /** When it was done, as the institution says. */
  executedAt: Date | null;
  /** Why not, or how; a refusal says why. */
  detail: string | null;
}

/** What is known of a directive when a receipt comes. */
export interface ReceivingDirective {
  issuedAt: Date;
  /** The last receipt of the institution. */
  last: ReceiptContent | null;
}

/** Clocks of institutions go differently. */
const CLOCK_SKEW_MS = 5 * 60_000;

/**
 * Whether a receipt is new, or the same as the last one, which an institution may send as often as it likes. A directive that
 * has ended takes its receipt too: somebody may have carried it out before.
 *
 * @param now the instant of receipt
 * @throws {Problem} `receipt-conflict`; `receipt-without-reason` for a refusal without detail; `receipt-moment-impossible` for
 *   an execution in the future, or before the directive was issued, five minutes being granted to clocks
 */
export function receive(directive: ReceivingDirective, said: ReceiptContent, now: Date): 'new' | 'known' {
  const { last, issuedAt } = directive;
  if (last !== null && isSame(last, said)) return 'known';
  if (!RECEIPT_TRANSITIONS[last?.result ?? 'pending'].includes(said.result)) throw new Problem('receipt-conflict');
  if (said.result === 'refused' && said.detail === null) throw new Problem('receipt-without-reason');
  if (said.executedAt !== null) {
    const at = said.executedAt.getTime();
    if (at > now.getTime() + CLOCK_SKEW_MS || at < issuedAt.getTime() - CLOCK_SKEW_MS)
      throw new Problem('receipt-moment-impossible');
  }
  return 'new';
}

function isSame(one: ReceiptContent, other: ReceiptContent): boolean {
  return (
    one.result === other.result &&
    one.detail === other.detail &&
    one.executedAt?.getTime() === other.executedAt?.getTime()
  );
}
