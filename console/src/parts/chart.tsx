import { Skeleton } from 'antd';
import { lazy, Suspense } from 'react';
import type { ChartProps } from './chart-canvas';

const Canvas = lazy(() => import('./chart-canvas'));

/** A chart of ECharts, whose script is loaded when the page already stands. */
export function Chart(props: ChartProps) {
  return (
    <Suspense fallback={<Skeleton.Node active style={{ width: '100%', height: props.height }} />}>
      <Canvas {...props} />
    </Suspense>
  );
}
