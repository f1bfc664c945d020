import { queryClient } from './query-client';

/** What was read below a path of the API, such as `/v1/card-orders`, is read again. */
export function refresh(path: string): Promise<void> {
  return queryClient.invalidateQueries({ predicate: ({ queryKey: [, read] }) => String(read).startsWith(path) });
}
