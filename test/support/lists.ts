import type { Caller } from './api.js';

/** A row of a list as the API shows it. */
export interface ShownEntry {
  row: number;
  verdict: string;
  code?: string;
  reason?: string;
  notes: string[];
  entry: Record<string, unknown> | null;
  raw: Record<string, unknown> | null;
  subjectId: string | null;
  isCorrected: boolean;
}

/** All rows of a list, masked. @param filter query of the page */
export async function allEntries(
  caller: Caller,
  id: string,
  filter: Readonly<Record<string, string>> = {},
): Promise<ShownEntry[]> {
  const items: ShownEntry[] = [];
  const query = new URLSearchParams({ limit: '1000', ...filter });
  for (;;) {
    const { body } = await caller.get(`/v1/sanction-lists/${id}/entries?${query.toString()}`).expect(200);
    items.push(...body.items);
    if (body.nextCursor === null) return items;
    query.set('cursor', body.nextCursor);
  }
}

/** A row in full. */
export async function revealed(caller: Caller, id: string, row: number): Promise<ShownEntry> {
  const path = `/v1/sanction-lists/${id}/entries/${row}/reveal`;
  const { body } = await caller.post(path).send({ purpose: '核对名单' }).expect(200);
  return body;
}
