import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { useCallback, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useFormat } from '../../language/format';
import { useWords, words } from '../../language/words';
import { Blank } from '../blank';
import { DataTable, type Column } from './data-table';
import { Refused } from '../loaded';
import { ProblemAlert } from '../problem-alert';

const WORDS = words({
  zh: {
    loaded: (count: string) => `已加载 ${count} 行`,
    of: (count: string, total: string) => `共 ${total} 行,已加载 ${count} 行`,
    more: '向下滚动加载更多',
    empty: '没有记录',
  },
  en: {
    loaded: (count: string) => `${count} rows loaded`,
    of: (count: string, total: string) => `${count} of ${total} rows loaded`,
    more: 'scroll for more',
    empty: 'Nothing here',
  },
});

const FOOT_PX = 72;
const LEAST_PX = 240;

/** A page of any list of the API. */
export interface CursorPage<Row> {
  items: Row[];
  nextCursor: string | null;
}

/** For `api.useInfiniteQuery` on a list of the API: `api.useInfiniteQuery('get', path, init, BY_CURSOR)`. */
export const BY_CURSOR = {
  pageParamName: 'cursor',
  // null is not sent; undefined would be sent as 0.
  initialPageParam: null,
  getNextPageParam: (last: { nextCursor: string | null }) => last.nextCursor,
  // All the pages that are loaded would be asked again, each after the other.
  refetchOnWindowFocus: false,
};

interface CursorTableProps<Row> {
  query: UseInfiniteQueryResult<InfiniteData<CursorPage<Row>>>;
  columns: readonly Column<Row>[];
  rowKey: (row: Row) => string | number;
  /** Which row is the chosen one. */
  isCurrent?: (row: Row) => boolean;
  /** What the rows are, for who cannot see the table. */
  label: string;
  minWidth?: number;
  /** All rows of the filter, where the service counts them. */
  total?: number;
  /** In which order they are shown, of a list that is loaded whole; as they come if absent. */
  arranged?: (rows: Row[]) => Row[];
  /** Why there may be nothing, and what to do. */
  empty?: ReactNode;
}

/** A list of any length in the height that is left on the screen; the next page is asked for before the end of the last is reached. */
export function CursorTable<Row>({ query, empty, total, arranged, ...table }: CursorTableProps<Row>) {
  const said = useWords(WORDS);
  const format = useFormat();
  const { frame, height } = useHeightBelow();
  const { data, error, hasNextPage, isFetchingNextPage, isFetchNextPageError, isPending, fetchNextPage, refetch } =
    query;
  const loadedRows = useMemo(() => data?.pages.flatMap(({ items }) => items) ?? [], [data]);
  const rows = useMemo(() => arranged?.(loadedRows) ?? loadedRows, [arranged, loadedRows]);
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  // What failed is tried again: another page would clear the error and leave old rows that look fresh.
  const again = (): void => void (isFetchNextPageError ? fetchNextPage() : refetch());
  const loaded = format.number(rows.length);
  const count = total === undefined ? said.loaded(loaded) : said.of(loaded, format.number(total));
  // In one frame, so that its height is known whenever rows come after all.
  if (error !== null && data === undefined)
    return (
      <div ref={frame}>
        <Refused problem={error} onRetry={again} />
      </div>
    );
  return (
    <div ref={frame}>
      {error !== null && <ProblemAlert problem={error} onRetry={again} />}
      <DataTable
        {...table}
        rows={rows}
        height={height}
        isLoading={isPending}
        onNearEnd={more}
        empty={empty ?? <Blank title={said.empty} />}
        {...(total === undefined ? {} : { total })}
      />
      <div role="status" className="tabular" style={{ padding: 8 }}>
        {!isPending && (hasNextPage ? `${count} · ${said.more}` : count)}
      </div>
    </div>
  );
}

/** Pixels from the top of an element to the bottom of the window, less the foot below it; again when what stands above it grows. */
function useHeightBelow() {
  const frame = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(LEAST_PX);
  useLayoutEffect(() => {
    const measure = (): void => {
      const scrolled = frame.current?.closest('#page')?.scrollTop ?? 0;
      const top = (frame.current?.getBoundingClientRect().top ?? 0) + scrolled;
      setHeight(Math.max(LEAST_PX, window.innerHeight - top - FOOT_PX));
    };
    measure();
    const watch = new ResizeObserver(measure);
    // It is as high as the screen at least: it grows when the table is pushed below the fold.
    const around = frame.current?.parentElement;
    if (around !== null && around !== undefined) watch.observe(around);
    window.addEventListener('resize', measure);
    return () => {
      watch.disconnect();
      window.removeEventListener('resize', measure);
    };
  }, []);
  return { frame, height };
}
