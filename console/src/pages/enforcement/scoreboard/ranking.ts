import { useCallback } from 'react';
import { useSearchParameters } from '../../../parts/filters/search-parameters';
import { NUMBERS, type NumberKey, type Score } from './columns';

/** By which column institutions are ranked, and which way. */
export interface Ranking {
  by: NumberKey;
  isRising: boolean;
  /** The other way round, or by another column. */
  rankBy: (key: NumberKey) => void;
  arranged: (rows: Score[]) => Score[];
}

/** As the address says, `sort=overdue` or `sort=-overdue`; the most overdue first if it says nothing. */
export function useRanking(): Ranking {
  const { read, change } = useSearchParameters();
  const said = read('sort') ?? '-overdue';
  const isRising = !said.startsWith('-');
  const by = NUMBERS.find(({ key }) => key === said.replace('-', ''))?.key ?? 'overdue';
  const rankBy = (key: NumberKey): void => change({ sort: key === by && !isRising ? key : `-${key}` });
  const arranged = useCallback(
    (rows: Score[]) => rows.toSorted((one, other) => compare(one[by], other[by]) * (isRising ? 1 : -1)),
    [by, isRising],
  );
  return { by, isRising, rankBy, arranged };
}

/** Where there is no number, it is the least. */
function compare(one: number | null, other: number | null): number {
  return (one ?? -1) - (other ?? -1);
}
