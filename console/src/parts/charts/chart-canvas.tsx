import { BarChart, CustomChart, LineChart } from 'echarts/charts';
import {
  AriaComponent,
  DataZoomComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
} from 'echarts/components';
import { init, use as register, type ComposeOption, type ECharts } from 'echarts/core';
import type { BarSeriesOption, CustomSeriesOption, LineSeriesOption } from 'echarts/charts';
import type {
  DataZoomComponentOption,
  GridComponentOption,
  LegendComponentOption,
  TooltipComponentOption,
} from 'echarts/components';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';

register([
  AriaComponent,
  BarChart,
  CanvasRenderer,
  CustomChart,
  DataZoomComponent,
  GridComponent,
  LegendComponent,
  LineChart,
  MarkLineComponent,
  TooltipComponent,
]);

/** What a chart may show: bars, lines, and custom series such as bars over time. */
export type ChartOption = ComposeOption<
  | BarSeriesOption
  | CustomSeriesOption
  | DataZoomComponentOption
  | GridComponentOption
  | LegendComponentOption
  | LineSeriesOption
> & { tooltip?: TooltipComponentOption };

export interface ChartProps {
  option: ChartOption;
  height: number;
  /** What it shows, for who cannot see it; the numbers themselves are in a table beside it. */
  label: string;
  /** `dataIndex` and `seriesIndex` of what was clicked. */
  onSelect?: (selected: { dataIndex: number; seriesIndex: number }) => void;
}

/** The page may style nothing inline: the tooltip is drawn, not an element. */
const TOOLTIP: TooltipComponentOption = { renderMode: 'richText', confine: true };

export default function ChartCanvas({ option, height, label, onSelect }: ChartProps) {
  const frame = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts>(undefined);
  useEffect(() => {
    if (frame.current === null) return undefined;
    const made = init(frame.current);
    chart.current = made;
    const watch = new ResizeObserver(() => made.resize());
    watch.observe(frame.current);
    return () => {
      watch.disconnect();
      made.dispose();
    };
  }, []);
  useEffect(() => {
    // `momentOf` gives the clock of Beijing as if it were UTC; the zone of the desk has no say.
    chart.current?.setOption(
      { useUTC: true, ...option, tooltip: { ...TOOLTIP, ...option.tooltip } },
      { notMerge: true },
    );
  }, [option]);
  useEffect(() => {
    const made = chart.current;
    if (made === undefined || onSelect === undefined) return undefined;
    const select = ({ dataIndex, seriesIndex = 0 }: { dataIndex: number; seriesIndex?: number }): void =>
      onSelect({ dataIndex, seriesIndex });
    made.on('click', select);
    return () => void made.off('click', select);
  }, [onSelect]);
  return <div ref={frame} role="img" aria-label={label} style={{ width: '100%', height }} />;
}
