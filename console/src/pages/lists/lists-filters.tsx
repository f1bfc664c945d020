import { Input, Select } from 'antd';
import { api } from '../../api/client';
import { useWords, words } from '../../language/words';
import { LIST_PURPOSES, LIST_STATES, LIST_WORDS } from './list-state';
import type { SearchParameters } from './search-parameters';

const WORDS = words({
  zh: {
    filters: '筛选',
    state: '状态',
    allStates: '全部状态',
    purpose: '类别',
    allPurposes: '全部类别',
    organ: '报送单位',
    allOrgans: '全部单位',
    title: '名单标题',
    from: '建立日期自',
    to: '建立日期至',
  },
  en: {
    filters: 'Filters',
    state: 'State',
    allStates: 'All states',
    purpose: 'Purpose',
    allPurposes: 'All purposes',
    organ: 'Organ',
    allOrgans: 'All organs',
    title: 'Title contains',
    from: 'Created from',
    to: 'Created to',
  },
});

/** Which lists are shown; kept in the address. */
export function ListsFilters({ search }: { search: SearchParameters }) {
  const said = useWords(WORDS);
  const { states, purposes } = useWords(LIST_WORDS);
  const choices = [
    ['state', said.state, said.allStates, LIST_STATES.map((value) => ({ value, label: states[value] }))],
    ['purpose', said.purpose, said.allPurposes, LIST_PURPOSES.map((value) => ({ value, label: purposes[value] }))],
    ['organ', said.organ, said.allOrgans, usePoliceOrgans()],
  ] as const;
  return (
    <search className="list-filters" aria-label={said.filters}>
      {choices.map(([name, label, all, options]) => (
        <Select<string>
          key={name}
          aria-label={label}
          style={{ width: 150 }}
          value={search.read(name) ?? ''}
          options={[{ value: '', label: all }, ...options]}
          onChange={(value) => search.change({ [name]: value })}
        />
      ))}
      <Committed name="q" label={said.title} search={search} width={180} />
      <Committed name="from" label={said.from} search={search} width={140} type="date" />
      <Committed name="to" label={said.to} search={search} width={140} type="date" />
    </search>
  );
}

interface CommittedProps {
  name: string;
  label: string;
  search: SearchParameters;
  width: number;
  type?: 'date' | 'search';
}

/** Taken over when the officer is done typing: a filter is a request. */
function Committed({ name, label, search, width, type = 'search' }: CommittedProps) {
  const value = search.read(name) ?? '';
  const commit = (typed: string): void => {
    if (typed.trim() !== value) search.change({ [name]: typed.trim() });
  };
  return (
    <Input
      // Another address is another value.
      key={value}
      aria-label={label}
      title={label}
      type={type}
      placeholder={label}
      maxLength={200}
      style={{ width }}
      defaultValue={value}
      onPressEnter={({ currentTarget }) => commit(currentTarget.value)}
      onBlur={({ currentTarget }) => commit(currentTarget.value)}
      onChange={type === 'date' ? ({ currentTarget }) => commit(currentTarget.value) : undefined}
    />
  );
}

const MOST_INSTITUTIONS = 200;

function usePoliceOrgans(): { value: string; label: string }[] {
  const { data } = api.useQuery('get', '/v1/institutions', { params: { query: { limit: MOST_INSTITUTIONS } } });
  const organs = data?.items.filter(({ kind }) => kind === 'police_organ') ?? [];
  return organs.map(({ code, name }) => ({ value: code, label: name }));
}
