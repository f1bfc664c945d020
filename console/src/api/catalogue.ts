import { useCallback, useMemo } from 'react';
import { api, type Schema } from './client';

/** What the words of the API are called: of the rulebook in force, and of the service. */
export type Catalogue = Omit<Schema<'CatalogueResponse'>, 'rulebook'>;

/** A rulebook comes into force at midnight; until then a word keeps its name. */
const FRESH_MS = 600_000;

/** @returns the words, undefined until they are loaded */
export function useCatalogue(): Catalogue | undefined {
  return api.useQuery('get', '/v1/catalogue', {}, { staleTime: FRESH_MS }).data;
}

/** `useNameOf()('grounds', 'rent')` → 非法出租. What has no name, or none yet, is called by its id. */
export function useNameOf(): (kind: keyof Catalogue, id: string) => string {
  const catalogue = useCatalogue();
  const names = useMemo(() => {
    return new Map(
      Object.entries(catalogue ?? {}).flatMap(([kind, named]) =>
        Array.isArray(named) ? named.map(({ id, name }): [string, string] => [`${kind} ${id}`, name]) : [],
      ),
    );
  }, [catalogue]);
  return useCallback((kind, id) => names.get(`${kind} ${id}`) ?? id, [names]);
}

/** What the catalogue has of a kind, as fields and filters offer it: `choicesOf(catalogue?.measures)`. */
export function choicesOf(named: readonly { id: string; name: string }[] = []): { value: string; label: string }[] {
  return named.map(({ id, name }) => ({ value: id, label: name }));
}
