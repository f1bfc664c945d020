import { QueryClient } from '@tanstack/react-query';
import { onSessionClosed } from '../session/session';
import type { Problem } from './client';

const RETRIES = 2;
const FRESH_MS = 15_000;

declare module '@tanstack/react-query' {
  interface Register {
    defaultError: Problem;
    queryMeta: {
      /** Every reading is in the audit trail: it is read when somebody asks, and not by itself. */
      isAudited?: boolean;
    };
  }
}

/** What was refused is refused again; what failed on the way or in the service may work the next time. Writes are never repeated by themselves. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: FRESH_MS,
      retry: (failures, problem) => failures < RETRIES && (problem.status >= 500 || problem.status === 429),
    },
  },
});

/** For what is written down in the audit trail whenever it is read: it is read when somebody opens it and after an act, and not by itself. */
export const READ_ONCE = {
  meta: { isAudited: true },
  staleTime: Number.POSITIVE_INFINITY,
  refetchOnWindowFocus: false,
  refetchOnReconnect: false,
};

onSessionClosed(() => queryClient.clear());
