import { Input } from 'antd';
import { useNameOf } from '../../../api/catalogue';
import { api } from '../../../api/client';
import { useFormat } from '../../../language/format';
import { useLanguage } from '../../../language/language';
import { useWords, words } from '../../../language/words';
import { useMay } from '../../../session/session';
import { ChipLinks, type Chip } from '../chip-links';
import type { ListDetail } from '../list-state';
import { useSearchParameters } from '../../../parts/search-parameters';
import { useRowFilter } from './row-filter';
import { VERDICT_WORDS } from './verdict-tag';

const WORDS = words({
  zh: {
    verdicts: '按结论筛选',
    all: '全部',
    facets: '按原因、提示筛选',
    from: '从第几行起',
    notable: '摘要所列(最多 200 行)',
  },
  en: {
    verdicts: 'By verdict',
    all: 'All',
    facets: 'By reason or note',
    from: 'From row',
    notable: 'Of the summary (200 at most)',
  },
});

const NONE = { verdict: '', code: '', rows: '', note: '', from: '', row: '' };

/** All, accepted, refused; and each reason and note with how many rows have it. */
export function RowFilters({ list }: { list: ListDetail }) {
  const said = useWords(WORDS);
  const verdicts = useWords(VERDICT_WORDS);
  const format = useFormat();
  const search = useSearchParameters();
  const { verdict, code, note, rows } = useRowFilter();
  const { total, accepted, rejected } = list.counts;
  const isPlain = [code, note, rows].every((value) => value === undefined);
  const chips = [
    { key: '', label: said.all, count: total },
    { key: 'accepted', label: verdicts.accepted, count: accepted },
    { key: 'rejected', label: verdicts.rejected, count: rejected },
  ].map(({ key, label, count }): Chip => {
    const to = search.link({ ...NONE, tab: 'rows', verdict: key });
    return { key, label, count: format.number(count), to, isChosen: isPlain && (verdict ?? '') === key };
  });
  const notable = rows === undefined ? [] : [{ key: 'rows', label: said.notable, to: search.link({}), isChosen: true }];
  return (
    <div className="list-filters">
      <ChipLinks label={said.verdicts} chips={[...chips, ...notable]} />
      <FromRow label={said.from} />
      <ChipLinks kind="list-chips list-facets" label={said.facets} chips={useFacets(list)} />
    </div>
  );
}

/** The reasons and notes of this list, counted by the service. */
function useFacets({ id }: ListDetail): Chip[] {
  const format = useFormat();
  const language = useLanguage();
  const nameOf = useNameOf();
  const search = useSearchParameters();
  const filter = useRowFilter();
  const mayReview = useMay('submitter', 'approver', 'auditor');
  const init = { params: { path: { id } } };
  const { data } = api.useQuery('get', '/v1/sanction-lists/{id}/summary', init, { enabled: mayReview });
  const codes = data?.refused.map(({ code, reason, count }) => {
    return {
      key: code,
      label: language === 'en' ? reason.en : reason.zh,
      count,
      change: { verdict: 'rejected', code },
    };
  });
  const notes = data?.notes.map(({ note, count }) => {
    return { key: note, label: nameOf('rowNotes', note), count, change: { verdict: 'accepted', note } };
  });
  return [...(codes ?? []), ...(notes ?? [])].map(({ key, label, count, change }) => ({
    key,
    label,
    count: format.number(count),
    to: search.link({ ...NONE, tab: 'rows', ...change }),
    isChosen: filter.code === key || filter.note === key,
  }));
}

/** Long lists are not scrolled through to find a row. */
function FromRow({ label }: { label: string }) {
  const search = useSearchParameters();
  const value = search.read('from') ?? '';
  return (
    <Input
      key={value}
      type="number"
      min={1}
      size="small"
      aria-label={label}
      placeholder={label}
      style={{ width: 110 }}
      defaultValue={value}
      onPressEnter={({ currentTarget }) => search.change({ from: currentTarget.value })}
      onBlur={({ currentTarget }) => currentTarget.value !== value && search.change({ from: currentTarget.value })}
    />
  );
}
