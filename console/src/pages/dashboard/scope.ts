import { useSearchParams } from 'react-router';
import { api, type Schema } from '../../api/client';
import type { Dimension } from './figures';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const REGION = /^\d{6}$/;

/** What the address says is to be counted; the service fills in the rest. */
export function useAsked(): { region?: string; regime?: string; from?: string; to?: string } {
  const [search] = useSearchParams();
  const forms = { region: REGION, regime: /^.+$/, from: DAY, to: DAY };
  return Object.fromEntries(
    Object.entries(forms).flatMap(([name, form]) => {
      const said = search.get(name);
      return said !== null && form.test(said) ? [[name, said]] : [];
    }),
  );
}

/** Counts by one dimension; the door gives CSV as well, which is not asked for here. */
export function useCountsBy(by: Dimension, asked: ReturnType<typeof useAsked>, enabled: boolean) {
  return api.useQuery(
    'get',
    '/v1/statistics',
    { params: { query: { ...asked, by } } },
    {
      enabled,
      select: (answer: Schema<'StatisticsResponse'> | string) => (typeof answer === 'string' ? [] : answer.rows),
    },
  );
}

/** The region above one: of a county its city, of a city its province, of a province none. */
export function regionAbove(code: string): string | null {
  if (!code.endsWith('00')) return `${code.slice(0, 4)}00`;
  return code.endsWith('0000') ? null : `${code.slice(0, 2)}0000`;
}
