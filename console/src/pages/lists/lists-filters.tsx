import { Input, Select } from 'antd';
import { useEffect, useState } from 'react';
import { useInstitutions } from '../../api/institutions';
import { useWords, words } from '../../language/words';
import { LIST_PURPOSES, LIST_STATES, LIST_WORDS } from './list-state';
import type { SearchParameters } from '../../parts/filters/search-parameters';

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

const PAUSE_MS = 300;

interface ListsFiltersProps {
  search: SearchParameters;
  onTitle: (title: string) => void;
}

/** Which lists are shown; kept in the address, but for what is typed: titles may name persons. */
export function ListsFilters({ search, onTitle }: ListsFiltersProps) {
  const said = useWords(WORDS);
  const { states, purposes } = useWords(LIST_WORDS);
  const choices = [
    ['state', said.state, said.allStates, LIST_STATES.map((value) => ({ value, label: states[value] }))],
    ['purpose', said.purpose, said.allPurposes, LIST_PURPOSES.map((value) => ({ value, label: purposes[value] }))],
    ['organ', said.organ, said.allOrgans, usePoliceOrgans()],
  ] as const;
  return (
    <search className="filters no-print" aria-label={said.filters}>
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
      <TitleFilter label={said.title} onTitle={onTitle} />
      <DayFilter name="from" label={said.from} search={search} />
      <DayFilter name="to" label={said.to} search={search} />
    </search>
  );
}

/** Taken over when the officer stops typing: a filter is a request. */
function TitleFilter({ label, onTitle }: { label: string; onTitle: (title: string) => void }) {
  const [typed, setTyped] = useState('');
  useEffect(() => {
    const pause = setTimeout(() => onTitle(typed.trim()), PAUSE_MS);
    return () => clearTimeout(pause);
  }, [typed, onTitle]);
  return (
    <Input
      aria-label={label}
      title={label}
      type="search"
      autoComplete="off"
      placeholder={label}
      maxLength={200}
      style={{ width: 180 }}
      value={typed}
      onChange={({ target }) => setTyped(target.value)}
      onPressEnter={() => onTitle(typed.trim())}
    />
  );
}

interface DayFilterProps {
  name: string;
  label: string;
  search: SearchParameters;
}

function DayFilter({ name, label, search }: DayFilterProps) {
  return (
    <Input
      aria-label={label}
      title={label}
      type="date"
      style={{ width: 140 }}
      value={search.read(name) ?? ''}
      onChange={({ target }) => search.change({ [name]: target.value })}
    />
  );
}

function usePoliceOrgans(): { value: string; label: string }[] {
  const organs = useInstitutions().list.filter(({ kind }) => kind === 'police_organ');
  return organs.map(({ code, name }) => ({ value: code, label: name }));
}
