import { useVirtualizer } from '@tanstack/react-virtual';
import { Skeleton } from 'antd';
import { useEffect, useRef, type ReactNode } from 'react';

/** One column: its heading, what a row says in it, and how wide it is. */
export interface Column<Row> {
  key: string;
  title: ReactNode;
  cell: (row: Row) => ReactNode;
  /** Pixels, or a share of what is left, such as `2fr`-like `"20%"`. */
  width?: number | string;
  /** Numbers stand at the right, digits below each other. */
  isNumber?: boolean;
  /** Of the column by which the rows are sorted. */
  sorted?: 'ascending' | 'descending' | undefined;
}

interface DataTableProps<Row> {
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string | number;
  /** Which row is the chosen one. */
  isCurrent?: (row: Row) => boolean;
  /** What the rows are, for who cannot see the table. */
  label: string;
  /** Pixels; absent: as high as its rows. */
  height?: number;
  /** Pixels below which the table scrolls sideways. */
  minWidth?: number;
  isLoading?: boolean;
  /** All rows there are, of which these are the first; unknown if absent. */
  total?: number;
  /** In place of no rows. */
  empty?: ReactNode;
  /** Called when the last rows come into sight. */
  onNearEnd?: () => void;
}

const ROW_PX = 42;
const OVERSCAN = 12;
const NEAR_END = 30;

/** A real table, of which only the rows in sight are in the document: 100,000 are as quick as ten. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const {
    columns,
    rows,
    rowKey,
    isCurrent,
    label,
    height,
    minWidth = 800,
    isLoading = false,
    total,
    empty,
    onNearEnd,
  } = props;
  const frame = useRef<HTMLElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
    enabled: height !== undefined,
  });
  const drawn = virtualizer.getVirtualItems();
  const last = drawn.at(-1)?.index ?? 0;
  useEffect(() => {
    if (height !== undefined && rows.length > 0 && last >= rows.length - NEAR_END) onNearEnd?.();
  }, [height, last, rows.length, onNearEnd]);
  const inSight = height === undefined ? rows.map((row, index) => ({ row, index })) : rowsAt(drawn, rows);
  const above = drawn[0]?.start ?? 0;
  const below = height === undefined ? 0 : virtualizer.getTotalSize() - (drawn.at(-1)?.end ?? 0);
  return (
    // A region that scrolls must be reachable by keyboard.
    <section ref={frame} className="data-table" aria-label={label} tabIndex={0} style={{ height }}>
      <table style={{ minWidth }} aria-rowcount={total ?? -1} aria-busy={isLoading}>
        <colgroup>
          {columns.map(({ key, width }) => (
            <col key={key} style={{ width }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {columns.map(({ key, title, isNumber = false, sorted }) => (
              <th key={key} scope="col" aria-sort={sorted} className={isNumber ? 'number' : undefined}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Spacer height={above} columns={columns.length} />
          {inSight.map(({ row, index }) => (
            <tr
              key={rowKey(row)}
              ref={virtualizer.measureElement}
              data-index={index}
              aria-rowindex={index + 2}
              aria-current={isCurrent?.(row) === true ? 'true' : undefined}
            >
              {columns.map(({ key, cell, isNumber = false }) => (
                <td key={key} className={isNumber ? 'number' : undefined}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
          <Spacer height={below} columns={columns.length} />
        </tbody>
      </table>
      {isLoading && <Skeleton active style={{ padding: 16 }} />}
      {!isLoading && rows.length === 0 && empty}
    </section>
  );
}

function rowsAt<Row>(items: readonly { index: number }[], rows: readonly Row[]): { row: Row; index: number }[] {
  return items.flatMap(({ index }) => {
    const row = rows[index];
    return row === undefined ? [] : [{ row, index }];
  });
}

/** As high as the rows that are not drawn. */
function Spacer({ height, columns }: { height: number; columns: number }) {
  if (height <= 0) return null;
  return (
    <tr className="spacer" aria-hidden>
      <td colSpan={columns} style={{ height }} />
    </tr>
  );
}
