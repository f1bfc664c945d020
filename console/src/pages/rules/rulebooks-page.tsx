import { Button, Flex } from 'antd';
import { Link, useNavigate } from 'react-router';
import { api } from '../../api/client';
import { useWhole } from '../../api/whole';
import { useFormat } from '../../language/format';
import { useWords, words } from '../../language/words';
import { Actor } from '../../parts/values/actor';
import { Blank } from '../../parts/blank';
import { BY_CURSOR, CursorTable } from '../../parts/tables/cursor-table';
import type { Column } from '../../parts/tables/data-table';
import { FilterChoice, Filters, optionsOf, useFilter } from '../../parts/filters/filters';
import { Page } from '../../parts/page';
import { useMay } from '../../session/session';
import { RulebookState, shortHash, STATE_WORDS, type RulebookSummary } from './rulebook-state';

const WORDS = words({
  zh: {
    title: '规则集',
    hash: '规则集',
    state: '状态',
    allStates: '全部状态',
    effectiveFrom: '生效日',
    submitted: '提交',
    published: '发布',
    more: '查看',
    diff: '差异',
    whatIf: '影响评估',
    add: '提交候选规则集',
    none: '还没有规则集',
    noneWhy: '服务启动时登记规则目录中的规则集。',
  },
  en: {
    title: 'Rulebooks',
    hash: 'Rulebook',
    state: 'State',
    allStates: 'All states',
    effectiveFrom: 'Effective from',
    submitted: 'Handed in',
    published: 'Published',
    more: 'Open',
    diff: 'Differences',
    whatIf: 'What-if',
    add: 'Hand in a candidate',
    none: 'No rulebook yet',
    noneWhy: 'The service takes the one in its folder when it starts.',
  },
});

const STATES = ['candidate', 'published', 'in_force', 'superseded'] as const;

/** Every rulebook ever handed in, newest first. */
export function RulebooksPage() {
  const said = useWords(WORDS);
  const navigate = useNavigate();
  const mayAdd = useMay('rules_author');
  const query = api.useInfiniteQuery('get', '/v1/rulebooks', { params: { query: { limit: 50 } } }, BY_CURSOR);
  const states = useWords(STATE_WORDS);
  const state = useFilter('state', STATES);
  // The service has no filter for it, and there are few.
  useWhole(query);
  const add = (
    <Button type="primary" onClick={() => void navigate('/rules/new')}>
      {said.add}
    </Button>
  );
  return (
    <Page title={said.title} actions={mayAdd && add}>
      <Filters>
        <FilterChoice name="state" label={said.state} all={said.allStates} options={optionsOf(states)} />
      </Filters>
      <CursorTable
        query={query}
        columns={useColumns()}
        rowKey={({ hash }) => hash}
        label={said.title}
        arranged={(rows) => rows.filter((row) => state === undefined || row.state === state)}
        empty={state === undefined ? <Blank title={said.none} why={said.noneWhy} /> : undefined}
      />
    </Page>
  );
}

function useColumns(): Column<RulebookSummary>[] {
  const said = useWords(WORDS);
  const format = useFormat();
  const by = (actor: string, at: string | null) => (
    <Flex vertical>
      <Actor id={actor} />
      <span className="secondary tabular">{format.instant(at)}</span>
    </Flex>
  );
  return [
    {
      key: 'hash',
      title: said.hash,
      width: 150,
      cell: ({ hash }) => (
        <Link to={`/rules/${hash}`} title={hash}>
          <code>{shortHash(hash)}</code>
        </Link>
      ),
    },
    { key: 'state', title: said.state, width: 140, cell: ({ state }) => <RulebookState state={state} /> },
    {
      key: 'from',
      title: said.effectiveFrom,
      width: 120,
      cell: ({ publication }) => format.day(publication?.effectiveFrom),
    },
    { key: 'submitted', title: said.submitted, cell: ({ author, submittedAt }) => by(author, submittedAt) },
    {
      key: 'published',
      title: said.published,
      cell: ({ publication }) =>
        publication === null ? format.day(null) : by(publication.approver, publication.publishedAt),
    },
    {
      key: 'more',
      title: said.more,
      width: 170,
      cell: ({ hash }) => (
        <Flex gap={16}>
          <Link to={`/rules/${hash}/diff`}>{said.diff}</Link>
          <Link to={`/rules/${hash}/what-if`}>{said.whatIf}</Link>
        </Flex>
      ),
    },
  ];
}
