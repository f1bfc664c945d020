import type { CustomSeriesOption } from 'echarts/charts';
import { momentOf } from '../../../../language/format';
import type { ChartOption } from '../../../../parts/charts/chart-canvas';
import type { TermSpan } from './term-spans';

const ROW_PX = 34;
const BAR_PX = 22;
const FRAME_PX = 56;
/** A term is written into its bar where there is room for it. */
const LEAST_FOR_TEXT_PX = 36;
const READ = '#0b4f9e';
const UNREAD = '#6b6b6b';

/** Pixels. */
export function chartHeight(spans: readonly TermSpan[]): number {
  return FRAME_PX + rowsOf(spans).length * ROW_PX;
}

/** Bars over the designation days: a row per regime and category, the term in the bar. What still holds goes on to the end. */
export function chartOf(spans: readonly TermSpan[], today: string): ChartOption {
  const rows = rowsOf(spans);
  const end = `${Number(today.slice(0, 4)) + 2}-01-01`;
  const bars = spans.map((span) => ({
    name: span.term,
    value: [rows.indexOf(rowOf(span)), momentOf(span.from), momentOf(span.to ?? end)],
  }));
  return {
    grid: { left: 8, right: 24, top: 8, bottom: 8, containLabel: true },
    tooltip: {
      formatter: (shown) => {
        const span = Array.isArray(shown) ? undefined : spans[shown.dataIndex];
        return span === undefined ? '' : `${rowOf(span)}\n${span.from} – ${span.to ?? ''}\n${span.term}`;
      },
    },
    xAxis: { type: 'time', max: momentOf(end), axisLabel: { color: '#333' } },
    yAxis: {
      type: 'category',
      data: rows,
      inverse: true,
      axisTick: { show: false },
      axisLabel: { color: '#333', width: 260, overflow: 'truncate' },
    },
    series: [{ type: 'custom', renderItem: barsOf(spans), encode: { x: [1, 2], y: 0 }, data: bars }],
  };
}

function barsOf(spans: readonly TermSpan[]): NonNullable<CustomSeriesOption['renderItem']> {
  return ({ dataIndex }, api) => {
    const span = spans[dataIndex];
    const [left = 0, middle = 0] = api.coord([api.value(1), api.value(0)]);
    const [right = 0] = api.coord([api.value(2), api.value(0)]);
    const width = Math.max(2, right - left);
    const text = width < LEAST_FOR_TEXT_PX ? '' : (span?.term ?? '');
    return {
      type: 'rect',
      shape: { x: left, y: middle - BAR_PX / 2, width, height: BAR_PX, r: 3 },
      style: { fill: span?.isUnread === true ? UNREAD : READ },
      textConfig: { position: 'inside' },
      textContent: { type: 'text', style: { text, fill: '#fff', fontSize: 12 } },
    };
  };
}

function rowOf({ regime, category }: TermSpan): string {
  return `${regime.title} · ${category.title}`;
}

function rowsOf(spans: readonly TermSpan[]): string[] {
  return [...new Set(spans.map(rowOf))];
}
