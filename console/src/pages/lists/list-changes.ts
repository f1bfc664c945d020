import { useQueryClient, type InfiniteData } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { Schema } from '../../api/client';
import { OF_SUBJECTS, refresh } from '../../api/refresh';

type EntryPage = Schema<'EntryPageResponse'>;

const LISTS = '/v1/sanction-lists';
const ENTRIES = `${LISTS}/{id}/entries`;

/** After an act on a list: lists are read again, and what follows from the sanctions that it made. */
export function refreshLists(): Promise<void> {
  return refresh(LISTS, ...OF_SUBJECTS);
}

/** To be called with what the service made of a row: it is put where it is shown, as the pages of a long list are many to ask again. */
export function useEntryChanges(id: string): (revised: Schema<'RevisedEntryResponse'>) => Promise<void> {
  const queries = useQueryClient();
  return useCallback(
    async ({ entry, alsoChanged }) => {
      const rows = { queryKey: ['get', ENTRIES, { params: { path: { id } } }] };
      const placed = ({ items, ...page }: EntryPage): EntryPage => {
        return { ...page, items: items.map((item) => (item.row === entry.row ? entry : item)) };
      };
      // What is being read may have been written before the change, and would be put over it.
      const isOutdated = alsoChanged.length > 0 || queries.isFetching(rows) > 0;
      queries.setQueriesData<EntryPage | InfiniteData<EntryPage>>(rows, (known) => {
        if (known === undefined) return undefined;
        return 'pages' in known ? { ...known, pages: known.pages.map(placed) } : placed(known);
      });
      await Promise.all([
        // A filter that is not on the screen may find other rows now.
        queries.invalidateQueries({ ...rows, refetchType: isOutdated ? 'active' : 'none' }),
        queries.invalidateQueries({
          predicate: ({ queryKey: [, path] }) => String(path).startsWith(LISTS) && path !== ENTRIES,
        }),
      ]);
    },
    [queries, id],
  );
}
