import { useInfiniteQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { client, type Schema } from '../../../api/client';
import { given } from '../../../api/given';
import { useWhole } from '../../../api/whole';
import { BY_CURSOR } from '../../../parts/tables/cursor-table';
import { useFilter } from '../../../parts/filters/filters';

/** Institutions that directives are addressed to. */
export const KINDS = [
  'bank',
  'payment_institution',
  'basic_carrier',
  'mvno',
  'internet_provider',
  'regulator',
] as const;

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const REGION = /^\d{6}$/;

/** What the address asks the service for. */
export function useAsked() {
  const [search] = useSearchParams();
  const text = (name: string, form: RegExp): string | undefined => form.exec(search.get(name) ?? '')?.[0];
  return given({
    region: text('region', REGION),
    kind: useFilter('kind', KINDS),
    from: text('from', DAY),
    to: text('to', DAY),
  });
}

/** The whole scoreboard, page by page. The door gives CSV as well, which its types say of every answer. */
export function useBoard(asked: ReturnType<typeof useAsked>) {
  const query = useInfiniteQuery({
    ...BY_CURSOR,
    queryKey: ['get', '/v1/scoreboard', asked],
    initialPageParam: '',
    queryFn: async ({ pageParam, signal }): Promise<Schema<'ScoreboardPage'>> => {
      const from = pageParam === '' ? {} : { cursor: pageParam };
      const asks = { ...asked, ...from, limit: 200, format: 'json' } as const;
      const { data, error } = await client.GET('/v1/scoreboard', { params: { query: asks }, signal });
      if (error !== undefined) throw error;
      if (typeof data === 'string') throw new Error('The scoreboard is no JSON');
      return data;
    },
  });
  useWhole(query);
  return query;
}
