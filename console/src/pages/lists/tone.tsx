import type { ReactNode } from 'react';

/** How something is: done well, refused, waiting, new, or none of these. */
export type Tone = 'good' | 'bad' | 'waiting' | 'new' | 'plain';

/** A word with a colour that can be read on it (WCAG AA), which the tags of antd have not. */
export function ToneTag({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className="list-tone" data-tone={tone}>
      {children}
    </span>
  );
}
