import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

/** What an address says after `?`, and a way to change some of it. */
export interface SearchParameters {
  read(name: string): string | undefined;
  /** The value if it is one of those. */
  choice<Value extends string>(name: string, known: readonly Value[]): Value | undefined;
  /** The address with other parameters; undefined and `''` take one away. */
  link(changes: Readonly<Record<string, string | undefined>>): string;
  change(changes: Readonly<Record<string, string | undefined>>): void;
}

/** Filters, tabs and what is selected stand in the address: it can be passed on, and the way back works. */
export function useSearchParameters(): SearchParameters {
  const [search, setSearch] = useSearchParams();
  const changed = useCallback(
    (changes: Readonly<Record<string, string | undefined>>): URLSearchParams => {
      const next = new URLSearchParams(search);
      for (const [name, value] of Object.entries(changes)) {
        if (value === undefined || value === '') next.delete(name);
        else next.set(name, value);
      }
      return next;
    },
    [search],
  );
  return {
    read: (name) => search.get(name) ?? undefined,
    choice: (name, known) => known.find((value) => value === search.get(name)),
    link: (changes) => `?${changed(changes).toString()}`,
    change: (changes) => setSearch(changed(changes), { replace: true }),
  };
}
