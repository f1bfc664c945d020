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
