import { Tag } from 'antd';
import { useCatalogue, type Catalogue } from '../../api/catalogue';
import { useInstitutions } from '../../api/institutions';
import { useWords } from '../../language/words';
import { FilterChoice, FilterDay, Filters, optionsOf, useFilterText, type FilterOption } from '../../parts/filters';
import { WORDS } from './words';

const STATES = ['in_force', 'ended', 'lifted', 'annulled'];
/** Keys that a number of the statistics came with; they are taken away, not chosen. */
const KEYS = ['region', 'part', 'organ', 'category'] as const;

/** What chooses sanctions, each in the address. */
export function RegisterFilters() {
  const said = useWords(WORDS);
  const catalogue = useCatalogue();
  const { list } = useInstitutions();
  const [event] = useFilterText('event');
  const optionsIn = (kind: keyof Catalogue): FilterOption[] =>
    catalogue?.[kind].map(({ id, name }) => ({ value: id, label: name })) ?? [];
  const institutions = list
    .filter(({ kind }) => kind !== 'police_organ' && kind !== 'regulator')
    .map(({ code, name }) => ({ value: code, label: name }));
  const states = optionsIn('sanctionStates').filter(({ value }) => STATES.includes(value));
  return (
    <Filters>
      <FilterChoice name="standing" label={said.standing} all={said.anyStanding} options={states} width={130} />
      <FilterDay name="asOf" label={said.asOf} short={said.short.asOf} />
      <FilterChoice name="event" label={said.event} all={said.anyEvent} options={optionsOf(said.events)} width={120} />
      {event !== '' && (
        <>
          <FilterDay name="from" label={said.from} short={said.short.from} />
          <FilterDay name="to" label={said.to} short={said.short.to} />
        </>
      )}
      <FilterChoice
        name="regime"
        label={said.regime}
        all={said.allRegimes}
        options={optionsIn('regimes')}
        width={180}
        isLong
      />
      <FilterChoice name="ground" label={said.ground} all={said.allGrounds} options={optionsIn('grounds')} />
      <FilterChoice
        name="measure"
        label={said.measure}
        all={said.allMeasures}
        options={optionsIn('measures')}
        width={180}
        isLong
      />
      <FilterChoice
        name="institution"
        label={said.institution}
        all={said.allInstitutions}
        options={institutions}
        isLong
      />
      {KEYS.map((key) => (
        <Key key={key} name={key} />
      ))}
    </Filters>
  );
}

/** A key of the address that has no field of its own. */
function Key({ name }: { name: (typeof KEYS)[number] }) {
  const said = useWords(WORDS);
  const categories = useCatalogue()?.categories ?? [];
  const [value, setValue] = useFilterText(name);
  if (value === '') return null;
  const title = said.keys[name];
  const called = name === 'category' ? categories.find(({ id }) => id === value)?.name : undefined;
  return (
    <Tag closable={{ 'aria-label': said.remove(title) }} onClose={() => setValue('')}>
      {title} {called ?? value}
    </Tag>
  );
}
