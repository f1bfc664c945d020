import { api, type Schema } from '../../../api/client';
import { useFormat } from '../../../language/format';
import { useWords } from '../../../language/words';
import type { FilterOption } from '../../../parts/filters/filters';
import { WORDS } from './words';

type Count = Schema<'TaskCount'>;

/** What tasks are filtered by. */
export interface Chosen {
  state?: Count['state'] | undefined;
  difference?: Count['difference'] | undefined;
  institution?: string | undefined;
}

const KEY_OF: Readonly<Record<keyof Chosen, (count: Count) => string>> = {
  state: ({ state }) => state,
  difference: ({ difference }) => difference,
  institution: ({ institution }) => institution.id,
};

const FILTERS = ['state', 'difference', 'institution'] as const;

/** The values of each filter, and how many tasks there would be with each, the others being as they are chosen. */
export function useCountedOptions(chosen: Chosen): Record<keyof Chosen, FilterOption[]> {
  const said = useWords(WORDS);
  const format = useFormat();
  const { data } = api.useQuery('get', '/v1/reconciliation-tasks/counts');
  const counts = data?.items ?? [];
  const institutions = new Map(counts.map(({ institution: { id, name } }) => [id, name]));
  const counted = (filter: keyof Chosen, names: Iterable<[string, string]>): FilterOption[] =>
    [...names].map(([value, name]) => {
      const others = FILTERS.filter((other) => other !== filter && chosen[other] !== undefined);
      const matching = counts.filter(
        (count) => KEY_OF[filter](count) === value && others.every((other) => KEY_OF[other](count) === chosen[other]),
      );
      const sum = matching.reduce((total, { count }) => total + count, 0);
      return { value, label: `${name} (${format.number(sum)})` };
    });
  return {
    state: counted('state', Object.entries(said.states)),
    difference: counted('difference', Object.entries(said.differences)),
    institution: counted('institution', institutions),
  };
}
