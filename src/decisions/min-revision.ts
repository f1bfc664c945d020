import { faultAt } from '../platform/normalised.js';

/** Header by which a caller asks for an answer from this revision or a later one. */
export const MIN_REVISION = 'duanka-min-revision';

/** The same for the contract. */
export const MIN_REVISION_HEADER = {
  name: 'Duanka-Min-Revision',
  required: false,
  description: 'Answer from this revision or later: wait up to 2 s, else 409 revision-not-reached',
  schema: { type: 'integer', minimum: 0 },
} as const;

/** The revision a request asks for; undefined if it asks for none. @throws {Problem} `validation-failed` */
export function minRevisionOf(header: string | string[] | undefined): number | undefined {
  if (header === undefined) return undefined;
  if (typeof header !== 'string' || !/^\d{1,15}$/.test(header)) throw faultAt('Duanka-Min-Revision', 'INVALID_FIELD');
  return Number(header);
}
