import { choicesOf, useCatalogue } from '../../api/catalogue';
import { useInstitutions } from '../../api/institutions';
import { useWords } from '../../language/words';
import { FilterChoice, FilterDay, Filters, optionsOf, useFilterText } from '../../parts/filters/filters';
import { KeyTags } from '../../parts/filters/key-tags';
import { WORDS } from './words';

const STATES = ['in_force', 'ended', 'lifted', 'annulled'];
const KEYS = ['region', 'part', 'organ', 'category'] as const;

/** What chooses sanctions, each in the address. */
export function RegisterFilters() {
  const said = useWords(WORDS);
  const catalogue = useCatalogue();
  const { list } = useInstitutions();
  const [event] = useFilterText('event');
  const institutions = list
    .filter(({ kind }) => kind !== 'police_organ' && kind !== 'regulator')
    .map(({ code, name }) => ({ value: code, label: name }));
  const states = choicesOf(catalogue?.sanctionStates).filter(({ value }) => STATES.includes(value));
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
        options={choicesOf(catalogue?.regimes)}
        width={180}
        isLong
      />
      <FilterChoice name="ground" label={said.ground} all={said.allGrounds} options={choicesOf(catalogue?.grounds)} />
      <FilterChoice
        name="measure"
        label={said.measure}
        all={said.allMeasures}
        options={choicesOf(catalogue?.measures)}
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
      <KeyTags names={KEYS} />
    </Filters>
  );
}
