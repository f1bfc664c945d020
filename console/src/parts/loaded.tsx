import type { UseQueryResult } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import type { ReactNode } from 'react';
import type { Problem } from '../api/client';
import { useWords, words } from '../language/words';
import { Blank } from './blank';
import { ProblemAlert } from './problem-alert';

const WORDS = words({
  zh: { forbidden: '没有权限', forbiddenWhy: '您的角色不能查看这里的内容。需要时请联系管理员。', gone: '没有找到' },
  en: {
    forbidden: 'Not permitted',
    forbiddenWhy: 'Your role does not show this. Ask an administrator if you need it.',
    gone: 'Not found',
  },
});

interface LoadedProps<Data> {
  query: Pick<UseQueryResult<Data>, 'data' | 'error' | 'refetch'>;
  children: (data: Data) => ReactNode;
  /** What stands there until the answer comes; a skeleton if absent. */
  fallback?: ReactNode;
}

/** What a query answers, or why there is nothing: still loading, not permitted, not there, or failed and worth another try. */
export function Loaded<Data>({ query, children, fallback = <Skeleton active /> }: LoadedProps<Data>) {
  if (query.data !== undefined) return children(query.data);
  if (query.error === null) return fallback;
  return <Refused problem={query.error} onRetry={() => void query.refetch()} />;
}

/** In place of what was refused. */
export function Refused({ problem, onRetry }: { problem: Problem; onRetry?: (() => void) | undefined }) {
  const { forbidden, forbiddenWhy, gone } = useWords(WORDS);
  if (problem.status === 403) return <Blank title={forbidden} why={forbiddenWhy} />;
  if (problem.status === 404) return <Blank title={gone} why={problem.title} />;
  return <ProblemAlert problem={problem} onRetry={onRetry} />;
}
