import { useMemo } from 'react';
import { BY_CURSOR } from '../parts/tables/cursor-table';
import { api, type Problem, type Schema } from './client';
import { useWhole } from './whole';

type Institution = Schema<'InstitutionView'>;

/** Nobody registers institutions by the minute. */
const FRESH_MS = 600_000;

/** All institutions, and what they are called. */
export interface Institutions {
  list: readonly Institution[];
  /** Why not all are known. */
  problem: Problem | null;
  /** @param key id or code; what has no name, or none yet, is called by it */
  nameOf: (key: string) => string;
  /** @param code of a region in which there is an institution */
  regionNameOf: (code: string) => string;
}

/** {@link Institutions}, as far as they are loaded. */
export function useInstitutions(): Institutions {
  const query = api.useInfiniteQuery(
    'get',
    '/v1/institutions',
    { params: { query: { limit: 200 } } },
    { ...BY_CURSOR, staleTime: FRESH_MS },
  );
  useWhole(query);
  return useMemo(() => {
    const list = query.data?.pages.flatMap(({ items }) => items) ?? [];
    const names = new Map(list.flatMap(({ id, code, name }) => [[id, name] as const, [code, name] as const]));
    const regions = new Map(list.map(({ region, regionName }) => [region, regionName]));
    return {
      list,
      problem: query.error,
      nameOf: (key) => names.get(key) ?? key,
      regionNameOf: (code) => regions.get(code) ?? code,
    };
  }, [query.data, query.error]);
}
