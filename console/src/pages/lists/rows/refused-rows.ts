import { client } from '../../../api/client';
import type { Entry } from './entry-content';

const NEAR = 500;

/** The first refused row behind this one. */
export async function refusedAfter(list: string, row: number): Promise<number | undefined> {
  const [next] = await refusedFrom(list, row + 1, 1);
  return next?.row;
}

/** The last refused row before this one: looked for in ever larger steps, as refused rows are few or close together. */
export async function refusedBefore(list: string, row: number): Promise<number | undefined> {
  for (let step = NEAR; ; step *= 2) {
    const found = await lastRefusedIn(list, Math.max(1, row - step), row);
    if (found !== undefined || row <= step) return found;
  }
}

/** @param end the row behind the last that counts */
async function lastRefusedIn(list: string, from: number, end: number): Promise<number | undefined> {
  let last: number | undefined;
  for (let start = from; start < end; start = (last ?? end) + 1) {
    const rows = (await refusedFrom(list, start, NEAR)).filter(({ row }) => row < end);
    last = rows.at(-1)?.row ?? last;
    if (rows.length < NEAR) return last;
  }
  return last;
}

async function refusedFrom(id: string, from: number, limit: number): Promise<Entry[]> {
  const query = { verdict: 'rejected', from, limit } as const;
  const { data, error } = await client.GET('/v1/sanction-lists/{id}/entries', { params: { path: { id }, query } });
  if (error !== undefined) throw error;
  return data.items;
}
