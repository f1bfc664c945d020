import { useSearchParams } from 'react-router';

/** What an address says after `?`, and a way to change some of it. */
export interface SearchParameters {
  read: (name: string) => string | undefined;
  /** The value if it is one of those. */
  choice: <Value extends string>(name: string, known: readonly Value[]) => Value | undefined;
  /** The address with other parameters; undefined and `''` take one away. */
  link: (changes: Changes) => string;
  change: (changes: Changes) => void;
}

/** Filters, tabs and what is selected stand in the address: it can be passed on, and the way back works. */
export function useSearchParameters(): SearchParameters {
  const [search, setSearch] = useSearchParams();
  return {
    read: (name) => search.get(name) ?? undefined,
    choice: (name, known) => known.find((value) => value === search.get(name)),
    link: (changes) => `?${changed(search, changes).toString()}`,
    change: (changes) => setSearch((now) => changed(now, changes), { replace: true }),
  };
}

type Changes = Readonly<Record<string, string | undefined>>;

function changed(search: URLSearchParams, changes: Changes): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === '') next.delete(name);
    else next.set(name, value);
  }
  return next;
}
