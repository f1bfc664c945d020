import { useEffect } from 'react';
import { api, type Problem, type Schema } from '../../../api/client';
import { BY_CURSOR } from '../../../parts/cursor-table';

const ALL = { params: { query: { limit: 100 } } };

/** Every institution there is, to choose from, page after page; or why they are not known. */
export function useInstitutions(): { institutions: Schema<'InstitutionView'>[]; problem: Problem | null } {
  const query = api.useInfiniteQuery('get', '/v1/institutions', ALL, BY_CURSOR);
  const { data, error, hasNextPage, isFetching, fetchNextPage } = query;
  useEffect(() => {
    if (hasNextPage && !isFetching && error === null) void fetchNextPage();
  }, [hasNextPage, isFetching, error, fetchNextPage]);
  return { institutions: data?.pages.flatMap(({ items }) => items) ?? [], problem: error };
}
