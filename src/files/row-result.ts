import type { RowCode, RowNote } from '../domain/designation.js';

/**
 * What was understood of a row, or the first reason why it cannot be.
 *
 * `field` is the place in the words of the API (`subject.idNumber`, `identifiedOn`), also where the file has a column.
 */
export type RowResult<Value> =
  | { readonly ok: true; readonly value: Value; readonly notes: RowNote[] }
  | { readonly ok: false; readonly code: RowCode; readonly field?: string; readonly notes: RowNote[] };
