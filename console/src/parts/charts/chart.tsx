import { Skeleton } from 'antd';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import type { ChartProps } from './chart-canvas';

/** So much of a chart in sight, or half of a small one, and somebody looks at it. */
const SEEN_PX = 120;
const Canvas = lazy(() => import('./chart-canvas'));

/** A chart of ECharts. Its script is as large as all the rest: it is loaded when the chart comes into sight. @param isWanted somebody chose to see it: loaded at once */
export function Chart({ isWanted = false, ...props }: ChartProps & { isWanted?: boolean }) {
  const frame = useRef<HTMLDivElement>(null);
  const [isSeen, setSeen] = useState(isWanted);
  const { height } = props;
  useEffect(() => {
    if (frame.current === null) return undefined;
    const watch = new IntersectionObserver(
      (seen) => {
        if (seen.some(({ isIntersecting }) => isIntersecting)) setSeen(true);
      },
      { threshold: Math.min(0.5, SEEN_PX / height) },
    );
    watch.observe(frame.current);
    return () => watch.disconnect();
  }, [height]);
  return (
    <div ref={frame} style={{ minHeight: height }}>
      {isSeen && (
        <Suspense fallback={<Skeleton active />}>
          <Canvas {...props} />
        </Suspense>
      )}
    </div>
  );
}
