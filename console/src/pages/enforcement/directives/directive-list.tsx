import { Link } from 'react-router';
import { choicesOf, useCatalogue, useNameOf } from '../../../api/catalogue';
import { api, type Schema } from '../../../api/client';
import { given } from '../../../api/given';
import { useInstitutions } from '../../../api/institutions';
import { useFormat } from '../../../language/format';
import { useWords } from '../../../language/words';
import { Blank } from '../../../parts/blank';
import { BY_CURSOR, CursorTable } from '../../../parts/tables/cursor-table';
import type { Column } from '../../../parts/tables/data-table';
import { FilterChoice, FilterDay, Filters, optionsOf } from '../../../parts/filters/filters';
import { FilterTag, KeyTags, keysIn } from '../../../parts/filters/key-tags';
import { useSearchParameters } from '../../../parts/filters/search-parameters';
import { InstitutionFilter } from '../institution-filter';
import { CardReference, SubjectReference } from '../references';
import './directives.css';
import { Age, DueTime, StandingTag } from './standing-tag';
import { STANDING_KEYS, STANDING_WORDS, STANDINGS } from './standings';
import { WORDS } from './words';

type Directive = Schema<'DirectiveView'>;

const ACTIONS = [
  'suspend',
  'limit',
  'refuse_new',
  'restore',
  'stop_payment',
  'freeze',
  'verify',
  'publish',
  'record',
] as const;
const SCOPES = ['named', 'everybody'] as const;
/** What a number of the dashboard counts, and the keys that it came with. */
const COUNTED = ['on_cards', 'executed', 'restored', 'overdue'] as const;
const KEYS = ['region', 'part', 'organ', 'regime', 'category', 'ground'] as const;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The last page of directives has a cursor too, for what is issued later. */
const BY_SEQUENCE = {
  ...BY_CURSOR,
  getNextPageParam: ({ hasMore, nextCursor }: { hasMore: boolean; nextCursor: string }) =>
    hasMore ? nextCursor : null,
};

/** Directives in the order of issue: what has waited longest comes first. */
export function DirectiveList() {
  const said = useWords(WORDS);
  const query = api.useInfiniteQuery(
    'get',
    '/v1/directives',
    { params: { query: { ...useAsked(), limit: 100 } } },
    BY_SEQUENCE,
  );
  return (
    <>
      <DirectiveFilters />
      <CursorTable
        query={query}
        columns={useColumns()}
        rowKey={({ id }) => id}
        label={said.title}
        minWidth={1020}
        empty={<Blank title={said.empty} why={said.emptyWhy} />}
      />
    </>
  );
}

function DirectiveFilters() {
  const said = useWords(WORDS);
  const standings = useWords(STANDING_WORDS);
  const catalogue = useCatalogue();
  const counted = useSearchParameters().choice('counted', COUNTED);
  const { pending, ...others } = standings;
  return (
    <Filters>
      <FilterChoice name="standing" label={said.standing} all={pending} options={optionsOf(others)} width={110} />
      <InstitutionFilter />
      <FilterChoice
        name="action"
        label={said.action}
        all={said.allActions}
        options={choicesOf(catalogue?.directiveActions)}
        width={110}
      />
      <FilterChoice
        name="measure"
        label={said.measure}
        all={said.allMeasures}
        options={choicesOf(catalogue?.measures)}
        width={140}
        isLong
      />
      <FilterChoice name="scope" label={said.scope} all={said.allScopes} options={optionsOf(said.scopes)} width={130} />
      <FilterDay name="from" label={said.issuedFrom} short={said.from} />
      <FilterDay name="to" label={said.issuedTo} short={said.to} />
      {counted !== undefined && <FilterTag name="counted" title={said.counted} called={said.numbers[counted]} />}
      <KeyTags names={KEYS} />
    </Filters>
  );
}

/** What the address asks the service for. */
function useAsked() {
  const search = useSearchParameters();
  const { choice, read } = search;
  const day = (name: string): string | undefined => [read(name)].find((said) => said !== undefined && DAY.test(said));
  const asked = {
    institutionId: read('institution'),
    subjectId: read('subject'),
    measure: read('measure'),
    action: choice('action', ACTIONS),
    scope: choice('scope', SCOPES),
    counted: choice('counted', COUNTED),
    ...keysIn(search),
    from: day('from'),
    to: day('to'),
  };
  return { ...STANDINGS[choice('standing', STANDING_KEYS) ?? 'pending'], ...given(asked) };
}

function useColumns(): Column<Directive>[] {
  const said = useWords(WORDS);
  const format = useFormat();
  const nameOf = useNameOf();
  const institutions = useInstitutions();
  return [
    {
      key: 'directive',
      title: said.directive,
      cell: ({ id, action, measureTitle }) => (
        <Link to={`/directives/${id}`}>
          {nameOf('directiveActions', action)} · {measureTitle}
        </Link>
      ),
    },
    {
      key: 'institution',
      title: said.institution,
      width: 130,
      cell: ({ institutionId, party }) =>
        institutionId === null ? said.everybody(nameOf('parties', party)) : institutions.nameOf(institutionId),
    },
    {
      key: 'card',
      title: said.card,
      width: 170,
      cell: ({ card }) => (card === null ? '—' : <CardReference {...card} />),
    },
    { key: 'subject', title: said.subject, width: 170, cell: ({ subject }) => <SubjectReference subject={subject} /> },
    { key: 'issuedAt', title: said.issuedAt, width: 140, cell: ({ issuedAt }) => format.instant(issuedAt) },
    {
      key: 'due',
      title: said.due,
      width: 150,
      cell: (directive) => (
        <>
          <DueTime directive={directive} />
          <div className="secondary">
            <Age directive={directive} />
          </div>
        </>
      ),
    },
    { key: 'standing', title: said.standing, width: 95, cell: (directive) => <StandingTag directive={directive} /> },
  ];
}
