import { Skeleton } from 'antd';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import type { ChartProps } from './chart-canvas';

const HALF = { threshold: 0.5 };
const Canvas = lazy(() => import('./chart-canvas'));

/** A chart of ECharts. Its script is as large as all the rest: it is loaded when half of the chart is in sight. */
export function Chart(props: ChartProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [isSeen, setSeen] = useState(false);
  useEffect(() => {
    if (frame.current === null) return undefined;
    const watch = new IntersectionObserver((seen) => {
      if (seen.some(({ isIntersecting }) => isIntersecting)) setSeen(true);
    }, HALF);
    watch.observe(frame.current);
    return () => watch.disconnect();
  }, []);
  return (
    <div ref={frame} style={{ minHeight: props.height }}>
      {isSeen && (
        <Suspense fallback={<Skeleton active />}>
          <Canvas {...props} />
        </Suspense>
      )}
    </div>
  );
}
