import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { decodeCursor, encodeCursor } from '../platform/cursor.js';

/** Which page. */
export interface PageQuery {
  /** `nextCursor` of the page before. Absent: the first page. */
  cursor?: string;
  /** Rows a page, at most. */
  limit: number;
}

/** One page of rows, in the order of their ids. */
export interface Page<Row> {
  items: Row[];
  /** Hand it back as `cursor` for the next page; null on the last page. */
  nextCursor: string | null;
}

/**
 * Reads one page in the order of ids. UUIDv7 grow with time, so new rows appear on the last page and never shift others.
 *
 * @param rows query with the alias `row` for the paged entity
 * @throws {Problem} `cursor-invalid`
 */
export async function pageOf<Row extends ObjectLiteral & { id: string }>(
  rows: SelectQueryBuilder<Row>,
  { cursor, limit }: PageQuery,
): Promise<Page<Row>> {
  // Compared as text: a cursor from elsewhere must give an empty page, not a failing cast.
  if (cursor !== undefined) rows.andWhere('row.id::text > :after', { after: decodeCursor(cursor, 'id').id });
  // One more than asked tells whether there is a next page.
  const found = await rows
    .orderBy('row.id', 'ASC')
    .limit(limit + 1)
    .getMany();
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: found.length > limit && last !== undefined ? encodeCursor({ id: last.id }) : null };
}
