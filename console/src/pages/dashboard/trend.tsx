import { useMemo } from 'react';
import { useWords, words } from '../../language/words';
import { Blank } from '../../parts/blank';
import { Chart } from '../../parts/charts/chart';
import type { ChartProps } from '../../parts/charts/chart-canvas';
import { DataTable, type Column } from '../../parts/tables/data-table';
import { FigureNumber } from './figure-number';
import { FIGURES, type Counts, type FigureName, type Scope } from './figures';
import { FIGURE_WORDS } from './words';

const WORDS = words({
  zh: {
    month: '月份',
    label: '每月趋势',
    table: '每月数字',
    empty: '这个期间没有数据',
    emptyWhy: '批准第一份名单后,这里显示每月的变化。',
  },
  en: {
    month: 'Month',
    label: 'Trend by month',
    table: 'Numbers by month',
    empty: 'Nothing in this period',
    emptyWhy: 'Once a list is approved, the months show here.',
  },
});

/** Colours that are told apart without red and green, on white at 3 : 1. */
const SERIES = [
  ['new', '#b4531a'],
  ['ended', '#3f7fc6'],
  ['lifted', '#0f8a7e'],
  ['annulled', '#7a5bb5'],
] as const satisfies readonly (readonly [FigureName, string])[];
const LINE = ['inForce', '#2b3a4e'] as const;
const IN_TABLE = [
  'inForce',
  'new',
  'ended',
  'lifted',
  'annulled',
  'issued',
  'enforcedShare',
  'overdue',
  'filed',
  'upheldShare',
] as const;
const CHART_PX = 280;

/** How it went month by month: drawn, and the same numbers as a table. */
export function Trend({ months, scope }: { months: readonly Counts[]; scope: Scope }) {
  const said = useWords(WORDS);
  const figures = useWords(FIGURE_WORDS);
  const option = useMemo(() => optionOf(months, (name) => figures[name][0]), [months, figures]);
  const columns: Column<Counts>[] = [
    { key: 'month', title: said.month, width: 110, cell: ({ name }) => name },
    ...IN_TABLE.map((name): Column<Counts> => ({
      key: name,
      title: <span title={figures[name][1]}>{figures[name][0]}</span>,
      isNumber: true,
      cell: (row) => <FigureNumber name={name} row={row} place={{ scope, row: { by: 'month', key: row.key } }} />,
    })),
  ];
  if (!months.some(hasNumbers)) return <Blank title={said.empty} why={said.emptyWhy} />;
  return (
    <div className="trend">
      <Chart option={option} height={CHART_PX} label={said.label} />
      <DataTable label={said.table} rows={months.toReversed()} columns={columns} rowKey={({ key }) => key} />
    </div>
  );
}

/** A month is there although nothing was in it. */
function hasNumbers(month: Counts): boolean {
  return IN_TABLE.some((name) => (FIGURES[name].of(month) ?? 0) > 0);
}

function optionOf(months: readonly Counts[], nameOf: (figure: FigureName) => string): ChartProps['option'] {
  const valuesOf = (figure: FigureName) => months.map((month) => FIGURES[figure].of(month));
  const [standing, ink] = LINE;
  return {
    grid: { left: 48, right: 48, top: 40, bottom: 28 },
    legend: { top: 0, itemGap: 20 },
    tooltip: { trigger: 'axis' },
    xAxis: { type: 'category', data: months.map(({ name }) => name), axisTick: { show: false } },
    yAxis: [
      { type: 'value', minInterval: 1 },
      { type: 'value', minInterval: 1, splitLine: { show: false } },
    ],
    series: [
      ...SERIES.map(([figure, color]) => ({
        type: 'bar' as const,
        name: nameOf(figure),
        color,
        barMaxWidth: 14,
        data: valuesOf(figure),
      })),
      { type: 'line' as const, name: nameOf(standing), color: ink, yAxisIndex: 1, data: valuesOf(standing) },
    ],
  };
}
