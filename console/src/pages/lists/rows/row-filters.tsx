import { Input } from 'antd';
import { useNameOf } from '../../../api/catalogue';
import { api } from '../../../api/client';
import { useLanguage } from '../../../language/language';
import { useWords, words } from '../../../language/words';
import type { ListDetail } from '../list-state';
import { useSearchParameters } from '../../../parts/filters/search-parameters';
import { ChoiceLinks, type ChoiceLink } from '../../../parts/filters/tab-links';
import { useCountedName } from './counted';
import { useRowFilter } from './row-filter';
import { VERDICT_WORDS } from './verdict-tag';

const WORDS = words({
  zh: {
    verdicts: '按结论筛选',
    all: '全部',
    facets: '按原因、提示筛选',
    from: '从第几行起',
  },
  en: {
    verdicts: 'By verdict',
    all: 'All',
    facets: 'By reason or note',
    from: 'From row',
  },
});

const NONE = { verdict: '', code: '', counted: '', note: '', from: '', row: '' };

/** All, accepted, refused; and each reason and note with how many rows have it. */
export function RowFilters({ list }: { list: ListDetail }) {
  const said = useWords(WORDS);
  const verdicts = useWords(VERDICT_WORDS);
  const search = useSearchParameters();
  const countedName = useCountedName();
  const { verdict, code, note, counted } = useRowFilter();
  const { total, accepted, rejected } = list.counts;
  const isPlain = [code, note, counted].every((value) => value === undefined);
  const links = [
    { key: '', title: said.all, count: total },
    { key: 'accepted', title: verdicts.accepted, count: accepted },
    { key: 'rejected', title: verdicts.rejected, count: rejected },
  ].map((choice): ChoiceLink => {
    const to = search.link({ ...NONE, tab: 'rows', verdict: choice.key });
    return { ...choice, to, isChosen: isPlain && (verdict ?? '') === choice.key };
  });
  // Chosen in the summary, and taken away here.
  const ofSummary =
    counted === undefined
      ? []
      : [{ key: counted, title: countedName(counted), to: search.link({ counted: '' }), isChosen: true }];
  return (
    <div className="filters no-print">
      <ChoiceLinks look="chips" label={said.verdicts} links={[...links, ...ofSummary]} />
      <FromRow label={said.from} />
      <ChoiceLinks look="line" label={said.facets} links={useFacets(list)} />
    </div>
  );
}

/** The reasons and notes of this list, counted by the service. */
function useFacets({ id }: ListDetail): ChoiceLink[] {
  const language = useLanguage();
  const nameOf = useNameOf();
  const search = useSearchParameters();
  const filter = useRowFilter();
  const { data } = api.useQuery('get', '/v1/sanction-lists/{id}/entries/reasons', { params: { path: { id } } });
  const codes = data?.refused.map(({ code, reason, count }) => {
    const title = language === 'en' ? reason.en : reason.zh;
    return { key: code, title, count, change: { verdict: 'rejected', code } };
  });
  const notes = data?.notes.map(({ note, count }) => {
    return { key: note, title: nameOf('rowNotes', note), count, change: { verdict: 'accepted', note } };
  });
  return [...(codes ?? []), ...(notes ?? [])].map(({ change, ...facet }) => ({
    ...facet,
    to: search.link({ ...NONE, tab: 'rows', ...change }),
    isChosen: filter.code === facet.key || filter.note === facet.key,
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
