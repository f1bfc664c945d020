import { Link } from 'react-router';
import { useCatalogue } from '../../api/catalogue';
import { api, type Schema } from '../../api/client';
import { useWords, words } from '../../language/words';
import { FilterChoice, FilterDay, Filters } from '../../parts/filters/filters';
import type { Scope } from './figures';
import { useSearchParameters } from '../../parts/filters/search-parameters';
import { regionAbove, useAsked } from './scope';

const WORDS = words({
  zh: {
    regions: '地区范围',
    country: '全国',
    regime: '制度',
    allRegimes: '全部制度',
    from: '起始日',
    to: '截止日',
    short: { from: '起', to: '止' },
    period: (from: string, to: string) => `期间 ${from} 至 ${to}`,
  },
  en: {
    regions: 'Region shown',
    country: 'Whole country',
    regime: 'Regime',
    allRegimes: 'All regimes',
    from: 'From',
    to: 'To',
    short: { from: 'From', to: 'To' },
    period: (from: string, to: string) => `Period ${from} to ${to}`,
  },
});

/** Region, regime and period of the numbers below. */
export function ScopeFilters({ scope }: { scope: Scope | undefined }) {
  const said = useWords(WORDS);
  const regimes = useCatalogue()?.regimes.map(({ id, name }) => ({ value: id, label: name })) ?? [];
  return (
    <Filters>
      <Regions />
      <FilterChoice name="regime" label={said.regime} all={said.allRegimes} options={regimes} width={260} />
      <FilterDay name="from" label={said.from} short={said.short.from} />
      <FilterDay name="to" label={said.to} short={said.short.to} />
      {scope !== undefined && <span className="secondary">{said.period(scope.from, scope.to)}</span>}
    </Filters>
  );
}

/** Country / province / city: where the numbers are from, and the way up. */
function Regions() {
  const said = useWords(WORDS);
  const { link } = useSearchParameters();
  const { region } = useAsked();
  const path = region === undefined ? [] : pathTo(region);
  return (
    <nav className="above regions" aria-label={said.regions}>
      <Link to={link({ region: undefined })} aria-current={region === undefined ? 'page' : undefined}>
        {said.country}
      </Link>
      {path.map((code) => (
        <Link key={code} to={link({ region: code })} aria-current={code === region ? 'page' : undefined}>
          <RegionName code={code} />
        </Link>
      ))}
    </nav>
  );
}

function pathTo(code: string): string[] {
  const above = regionAbove(code);
  return above === null ? [code] : [...pathTo(above), code];
}

/** The service names a region among those beside it. */
function RegionName({ code }: { code: string }) {
  const above = regionAbove(code);
  const { data } = api.useQuery(
    'get',
    '/v1/statistics',
    { params: { query: { by: 'region', ...(above === null ? {} : { region: above }) } } },
    {
      staleTime: Infinity,
      select: (answer: Schema<'StatisticsResponse'> | string) => (typeof answer === 'string' ? [] : answer.rows),
    },
  );
  return data?.find(({ key }) => key === code)?.name ?? code;
}
