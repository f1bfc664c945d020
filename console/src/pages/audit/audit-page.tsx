import { ExportOutlined } from '@ant-design/icons';
import { Button, Input, Tag } from 'antd';
import { Link } from 'react-router';
import { api, type Schema } from '../../api/client';
import { useFormat } from '../../language/format';
import { useLanguage, type Language } from '../../language/language';
import { useWords, words } from '../../language/words';
import { Actor } from '../../parts/values/actor';
import { Choice } from '../../parts/fields/choice';
import { BY_CURSOR, CursorTable } from '../../parts/tables/cursor-table';
import type { Column } from '../../parts/tables/data-table';
import { Page } from '../../parts/page';
import { useSearchParameters } from '../../parts/filters/search-parameters';
import { ChainState } from './chain-state';
import { ALL_DEEDS, deedIn } from './deeds';
import { detailIn, objectIn } from './trail-words';

type Entry = Schema<'AuditEntryView'>;

const WORDS = words({
  zh: {
    title: '审计',
    at: '时间',
    actor: '操作人',
    what: '操作',
    object: '对象',
    detail: '详情',
    anything: '全部操作',
    from: '起始日',
    to: '截止日',
    clear: '清除筛选',
    remove: (name: string) => `去掉筛选:${name}`,
    yes: '是',
    no: '否',
    entries: '审计记录',
    open: '打开页面',
  },
  en: {
    title: 'Audit trail',
    at: 'Time',
    actor: 'Who',
    what: 'Did what',
    object: 'To what',
    detail: 'Detail',
    anything: 'Everything',
    from: 'From',
    to: 'To',
    clear: 'Clear filters',
    remove: (name: string) => `Remove filter: ${name}`,
    yes: 'yes',
    no: 'no',
    entries: 'Entries of the audit trail',
    open: 'Open its page',
  },
});

const FILTERS = ['actor', 'what', 'object', 'from', 'to'] as const;

/** Pages of what entries are about; the rest have none. */
const PAGES: Readonly<Record<string, (id: string) => string>> = {
  sanction_list: (id) => `/lists/${id}`,
  card: (id) => `/cards/${id}`,
  card_order: (id) => `/card-orders/${id}`,
  reconciliation_task: (id) => `/reconciliation/${id}`,
  subject: (id) => `/subjects/${id}`,
  appeal: (id) => `/appeals/${id}`,
  lifting: (id) => `/liftings/${id}`,
  campaign: (id) => `/campaigns/${id}`,
  rulebook: (id) => `/rules/${id}`,
};

/** Who did what, when, to what; and whether anybody has tampered with the record of it. */
export function AuditPage() {
  const said = useWords(WORDS);
  const format = useFormat();
  const language = useLanguage();
  const { filter, choose, clear } = useFilter();
  const query = api.useInfiniteQuery(
    'get',
    '/v1/audit-entries',
    { params: { query: { limit: 100, ...filter } } },
    BY_CURSOR,
  );
  const columns: Column<Entry>[] = [
    { key: 'seq', title: '#', width: 80, isNumber: true, cell: ({ seq }) => seq },
    { key: 'at', title: said.at, width: 150, cell: ({ at }) => format.instant(at) },
    {
      key: 'actor',
      title: said.actor,
      width: 200,
      cell: ({ actor }) => (
        <button type="button" className="link" onClick={() => choose('actor')(actor)}>
          <Actor id={actor} />
        </button>
      ),
    },
    { key: 'what', title: said.what, width: 190, cell: ({ what }) => deedIn(language, what) },
    { key: 'object', title: said.object, cell: ({ object }) => <Thing object={object} onChoose={choose('object')} /> },
    { key: 'detail', title: said.detail, cell: ({ detail }) => <Detail detail={detail} /> },
  ];
  const deeds = ALL_DEEDS.map((value) => ({ value, label: deedIn(language, value) }));
  return (
    <Page title={said.title}>
      <ChainState />
      <div className="filters">
        <Choice
          aria-label={said.what}
          value={filter.what ?? ''}
          options={[{ value: '', label: said.anything }, ...deeds]}
          onChange={({ target }) => choose('what')(target.value)}
        />
        {(['from', 'to'] as const).map((end) => (
          <Input
            key={end}
            type="date"
            aria-label={said[end]}
            prefix={said[end]}
            style={{ width: 210 }}
            value={filter[end] ?? ''}
            onChange={({ target }) => choose(end)(target.value)}
          />
        ))}
        <Chosen filter={filter} choose={choose} />
        {Object.keys(filter).length > 0 && <Button onClick={clear}>{said.clear}</Button>}
      </div>
      <CursorTable query={query} columns={columns} rowKey={({ seq }) => seq} label={said.entries} minWidth={1000} />
    </Page>
  );
}

type Filter = Partial<Record<(typeof FILTERS)[number], string>>;

/** The filter of the address. */
function useFilter() {
  const { read, change } = useSearchParameters();
  const filter: Filter = Object.fromEntries(
    FILTERS.flatMap((name) => {
      const value = read(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const choose = (name: (typeof FILTERS)[number]) => (value: string | null | undefined) =>
    change({ [name]: value ?? undefined });
  return { filter, choose, clear: () => change(Object.fromEntries(FILTERS.map((name) => [name, undefined]))) };
}

/** Whose entries are shown, and about what: both are chosen in the table. */
function Chosen({ filter: { actor, object }, choose }: Pick<ReturnType<typeof useFilter>, 'filter' | 'choose'>) {
  const said = useWords(WORDS);
  const language = useLanguage();
  return (
    <>
      {actor !== undefined && (
        <Tag closable={{ 'aria-label': said.remove(said.actor) }} onClose={() => choose('actor')(null)}>
          {said.actor} <Actor id={actor} />
        </Tag>
      )}
      {object !== undefined && (
        <Tag closable={{ 'aria-label': said.remove(said.object) }} onClose={() => choose('object')(null)}>
          {said.object} {thingIn(language, object)}
        </Tag>
      )}
    </>
  );
}

/** `subject:<id>` → 惩戒对象 <id>. */
function thingIn(language: Language, object: string): string {
  const [kind = '', ...rest] = object.split(':');
  return [objectIn(language, kind), ...(rest.length === 0 ? [] : [rest.join(':')])].join(' ');
}

/** What it was done to: its page where it has one, and everything else that was done to it. */
function Thing({ object, onChoose }: { object: string; onChoose: (object: string) => void }) {
  const { open } = useWords(WORDS);
  const language = useLanguage();
  const [kind = '', ...rest] = object.split(':');
  const id = rest.join(':');
  const page = id === '' ? undefined : PAGES[kind]?.(id);
  return (
    <>
      <button type="button" className="link" onClick={() => onChoose(object)}>
        {thingIn(language, object)}
      </button>
      {page !== undefined && (
        <Link to={page} aria-label={open} className="target">
          <ExportOutlined />
        </Link>
      )}
    </>
  );
}

function Detail({ detail }: Pick<Entry, 'detail'>) {
  const { yes, no } = useWords(WORDS);
  const language = useLanguage();
  const told = Object.entries(detail).filter(([, value]) => value !== null);
  return told.map(([name, value]) => (
    <div key={name}>
      <span className="secondary">{detailIn(language, name)}</span>{' '}
      {typeof value === 'boolean' ? (value ? yes : no) : String(value)}
    </div>
  ));
}
