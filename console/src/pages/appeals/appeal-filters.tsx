import { useNameOf } from '../../api/catalogue';
import type { Schema } from '../../api/client';
import { given } from '../../api/given';
import { useWords, words } from '../../language/words';
import { Choice } from '../../parts/fields/choice';
import { ANY_TIME, FilterDay, Filters, optionsOf, type FilterOption } from '../../parts/filters/filters';
import { KeyTags, keysIn } from '../../parts/filters/key-tags';
import { useSearchParameters } from '../../parts/filters/search-parameters';

const WORDS = words({
  zh: {
    kind: '申诉事由',
    anyKind: '全部事由',
    event: '期间内发生',
    anyEvent: '不限期间',
    events: { filed: '登记', decided: '作出决定', upheld: '成立', dismissed: '不成立' },
    from: '期间起始日',
    to: '期间截止日',
    short: { from: '起', to: '止' },
  },
  en: {
    kind: 'Kind',
    anyKind: 'All kinds',
    event: 'Happened in the period',
    anyEvent: 'At any time',
    events: { filed: 'Filed', decided: 'Decided', upheld: 'Upheld', dismissed: 'Dismissed' },
    from: 'First day of the period',
    to: 'Last day of the period',
    short: { from: 'From', to: 'To' },
  },
});

const KINDS = ['objection', 'namesake', 'wrong_number'] as const satisfies readonly Schema<'AppealResponse'>['kind'][];
const EVENTS = ['filed', 'decided', 'upheld', 'dismissed'] as const;
/** Keys that a number of the dashboard came with. */
const KEYS = ['region', 'part', 'organ', 'regime', 'category', 'ground', 'measure', 'institution'] as const;

/** What the address narrows the queue to, as the service is asked for it. */
export function useAppealFilter() {
  const search = useSearchParameters();
  const { choice, read } = search;
  const event = choice('event', EVENTS);
  return given({
    kind: choice('kind', KINDS),
    event,
    from: event && (read('from') ?? ANY_TIME.from),
    to: event && (read('to') ?? ANY_TIME.to),
    ...keysIn(search),
    measure: read('measure'),
    institution: read('institution'),
  });
}

/** What chooses appeals, each in the address. */
export function AppealFilters() {
  const said = useWords(WORDS);
  const nameOf = useNameOf();
  const { event } = useAppealFilter();
  const kinds = KINDS.map((value) => ({ value, label: nameOf('appealKinds', value) }));
  return (
    <Filters>
      <OneOf name="kind" label={said.kind} options={[{ value: '', label: said.anyKind }, ...kinds]} />
      <OneOf
        name="event"
        label={said.event}
        options={[{ value: '', label: said.anyEvent }, ...optionsOf(said.events)]}
      />
      {event !== undefined && (
        <>
          <FilterDay name="from" label={said.from} short={said.short.from} />
          <FilterDay name="to" label={said.to} short={said.short.to} />
        </>
      )}
      <KeyTags names={KEYS} />
    </Filters>
  );
}

/** One of a few, in the address; empty: none. */
function OneOf({ name, label, options }: { name: string; label: string; options: readonly FilterOption[] }) {
  const { read, change } = useSearchParameters();
  return (
    <Choice
      aria-label={label}
      value={read(name) ?? ''}
      options={options}
      onChange={({ target }) => change({ [name]: target.value })}
    />
  );
}
