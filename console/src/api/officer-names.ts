import { useQuery } from '@tanstack/react-query';
import { client, type Schema } from './client';

type OfficerName = Schema<'OfficerName'>;

/** Names do not change while a page is open. */
const FRESH_MS = 3_600_000;
/** A table is drawn at once; its officers are asked for together. */
const TOGETHER_MS = 20;
const MOST_IDS = 100;

/** Ids that the next request asks for. */
let gathered: { ids: Set<string>; answer: Promise<OfficerName[]> } | undefined;

/** @returns user name and organ of an officer; undefined until they are known, and of nobody */
export function useOfficerName(id: string): OfficerName | undefined {
  const { data } = useQuery({
    queryKey: ['officer-name', id],
    staleTime: FRESH_MS,
    queryFn: async () => (await askedWithOthers(id)).find((officer) => officer.id === id) ?? null,
  });
  return data ?? undefined;
}

function askedWithOthers(id: string): Promise<OfficerName[]> {
  if (gathered === undefined || gathered.ids.size >= MOST_IDS) {
    const ids = new Set<string>();
    gathered = { ids, answer: namesSoon(ids) };
  }
  gathered.ids.add(id);
  return gathered.answer;
}

async function namesSoon(ids: Set<string>): Promise<OfficerName[]> {
  await new Promise((resolve) => setTimeout(resolve, TOGETHER_MS));
  if (gathered?.ids === ids) gathered = undefined;
  const { data, error } = await client.GET('/v1/officer-names', { params: { query: { ids: [...ids].join(',') } } });
  if (error !== undefined) throw error;
  return data;
}
