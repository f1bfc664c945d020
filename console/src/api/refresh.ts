import { queryClient } from './query-client';

/** What follows from the sanctions of a subject: his timeline and cards, what institutions are told, and the numbers of it. */
export const OF_SUBJECTS = [
  '/v1/subjects',
  '/v1/sanctions',
  '/v1/cards',
  '/v1/directives',
  '/v1/escalations',
  '/v1/statistics',
] as const;

/** What was read below one of these paths of the API, such as `/v1/card-orders`, is read again. */
export function refresh(...paths: readonly string[]): Promise<void> {
  return queryClient.invalidateQueries({
    predicate: ({ queryKey: [, read] }) => paths.some((path) => String(read).startsWith(path)),
  });
}
