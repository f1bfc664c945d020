import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';

const LISTS = '/v1/sanction-lists';

/** To be called after an act on a list: whatever of lists is on the screen is asked again. */
export function useListChanges(): () => Promise<void> {
  const queries = useQueryClient();
  return useCallback(
    () => queries.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[1]).startsWith(LISTS) }),
    [queries],
  );
}
