import type { CustomSeriesOption } from 'echarts/charts';
import { momentOf } from '../../../language/format';
import type { ChartOption } from '../../../parts/charts/chart-canvas';
import type { Bar, BarState } from './bars';
import type { Happening, HappeningKind } from './happenings';

/** What the chart says besides the names of things. */
export interface ChartWords {
  kinds: Record<HappeningKind, string>;
  states: Record<BarState, string>;
  today: string;
  capped: string;
}

type RenderItem = NonNullable<CustomSeriesOption['renderItem']>;

interface Look {
  fill: string;
  stroke: string;
  lineDash?: number[];
}

/** Never by colour alone: what holds is filled, what does not is hollow or dashed. */
export const LOOKS: Record<BarState, Look> = {
  in_force: { fill: '#c4222a', stroke: '#c4222a' },
  upcoming: { fill: '#ffffff', stroke: '#0b4f9e' },
  suspended: { fill: '#ffe7ba', stroke: '#a85f00' },
  ended: { fill: '#9aa5b1', stroke: '#9aa5b1' },
  cut: { fill: '#ffffff', stroke: '#2a7d0b', lineDash: [4, 3] },
  superseded: { fill: '#ffffff', stroke: '#8c98a4', lineDash: [2, 3] },
  annulled: { fill: '#ffffff', stroke: '#c4222a', lineDash: [2, 3] },
};

const MARK_COLOURS: Record<HappeningKind, string> = {
  designation: '#0b4f9e',
  lifting: '#2a7d0b',
  directive: '#6b3fa0',
  receipt: '#5b6b7b',
  appeal: '#a85f00',
  keeping: '#00707a',
};

const LEAST_LANE_PX = 30;
const SLOT_PX = 11;
const AROUND_PX = 96;
const BAR_SHARE = 0.66;
const NAME_PX = 190;
/** Of the time that is shown, before and after it: nothing touches the edge. */
const MARGIN_SHARE = 0.02;

/** @returns pixels for all lanes */
export function heightOf(lanes: readonly string[], bars: readonly Bar[]): number {
  return lanes.length * laneOf(bars) + AROUND_PX;
}

/** High enough for all terms that lie beside each other. */
function laneOf(bars: readonly Bar[]): number {
  return Math.max(LEAST_LANE_PX, (Math.max(0, ...bars.map(({ slot }) => slot + 1)) * SLOT_PX) / BAR_SHARE);
}

/** From top to bottom: the kinds of marks there are, then the measures. */
export function lanesOf(happenings: readonly Happening[], bars: readonly Bar[], { kinds }: ChartWords): string[] {
  const marked = new Set(happenings.map(({ kind }) => kinds[kind]));
  return [...marked, ...new Set(bars.map(({ name }) => name))];
}

/** Marks on top, a bar per measure and sanction below, the line of today across. */
export function timelineOption(happenings: readonly Happening[], bars: readonly Bar[], said: ChartWords): ChartOption {
  const lanes = lanesOf(happenings, bars, said);
  const slots = new Map<string, number>();
  for (const { name, slot } of bars) slots.set(name, Math.max(slots.get(name) ?? 1, slot + 1));
  const now = momentOf(new Date().toISOString());
  const moments = [now, ...happenings.map(({ at }) => momentOf(at)), ...bars.flatMap(({ from, to }) => [from, to])];
  const [first, last] = [Math.min(...moments), Math.max(...moments)];
  const margin = (last - first) * MARGIN_SHARE;
  return {
    aria: { enabled: false },
    animation: false,
    grid: { left: NAME_PX, right: 24, top: 28, bottom: 64 },
    tooltip: { formatter: (shown) => (Array.isArray(shown) ? '' : shown.name) },
    xAxis: {
      type: 'time',
      min: first - margin,
      max: last + margin,
      splitLine: { show: true, lineStyle: { color: '#edf0f3' } },
      axisLabel: { hideOverlap: true },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: lanes,
      axisTick: { show: false },
      axisLabel: { width: NAME_PX - 16, overflow: 'truncate', color: '#1f2933' },
    },
    dataZoom: [
      { type: 'slider', bottom: 8, height: 22, filterMode: 'none' },
      { type: 'inside', filterMode: 'none', zoomOnMouseWheel: 'ctrl' },
    ],
    series: [
      {
        type: 'custom',
        clip: true,
        encode: { x: [1, 2], y: 0 },
        renderItem: barItem(bars, slots),
        data: bars.map((bar) => ({ name: sentenceOf(bar, said), value: [lanes.indexOf(bar.name), bar.from, bar.to] })),
      },
      {
        type: 'custom',
        clip: true,
        encode: { x: 1, y: 0 },
        renderItem: markItem(happenings),
        data: happenings.map(({ kind, at, what }) => ({
          name: `${at.slice(0, 'YYYY-MM-DD'.length)} ${what}`,
          value: [lanes.indexOf(said.kinds[kind]), momentOf(at)],
        })),
      },
      {
        type: 'line',
        data: [],
        markLine: {
          silent: true,
          symbol: 'none',
          label: { formatter: said.today, position: 'start', distance: [0, -4], color: '#c4222a' },
          lineStyle: { color: '#c4222a', type: 'solid' },
          data: [{ xAxis: now }],
        },
      },
    ],
  };
}

function sentenceOf({ name, regimeName, firstDay, lastDay, state, isCapped }: Bar, said: ChartWords): string {
  const marks = [said.states[state], ...(isCapped ? [said.capped] : [])].join(', ');
  return `${name}\n${firstDay} – ${lastDay}\n${regimeName}\n${marks}`;
}

function barItem(bars: readonly Bar[], slots: ReadonlyMap<string, number>): RenderItem {
  const lane = laneOf(bars) * BAR_SHARE;
  return ({ dataIndex }, api) => {
    const bar = bars[dataIndex];
    if (bar === undefined) return null;
    const [left = 0, middle = 0] = api.coord([Number(api.value(1)), Number(api.value(0))]);
    const [right = 0] = api.coord([Number(api.value(2)), Number(api.value(0))]);
    const height = lane / (slots.get(bar.name) ?? 1);
    const y = middle - lane / 2 + bar.slot * height;
    const shape = { x: left, y, width: Math.max(right - left, 2), height: Math.max(height - 2, 3), r: 2 };
    const rect = { type: 'rect' as const, shape, style: { ...LOOKS[bar.state], lineWidth: 1 } };
    if (!bar.isCapped) return rect;
    // The five-year cap ends it: a post at its end.
    const post = { x: right - 3, y: y - 2, width: 4, height: shape.height + 4 };
    return { type: 'group', children: [rect, { type: 'rect', shape: post, style: { fill: '#1f2933' } }] };
  };
}

function markItem(happenings: readonly Happening[]): RenderItem {
  return ({ dataIndex }, api) => {
    const happening = happenings[dataIndex];
    if (happening === undefined) return null;
    const [cx = 0, cy = 0] = api.coord([Number(api.value(1)), Number(api.value(0))]);
    const points = [
      [cx, cy - 6],
      [cx + 6, cy],
      [cx, cy + 6],
      [cx - 6, cy],
    ];
    return { type: 'polygon', shape: { points }, style: { fill: MARK_COLOURS[happening.kind], stroke: '#fff' } };
  };
}
