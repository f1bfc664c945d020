import { describe, expect, it } from '@jest/globals';
import { WINDOW_MS, Windows } from './windows.js';

function someWindows(): { windows: Windows; pass: (ms: number) => void } {
  let nowMs = 1_000;
  return { windows: new Windows(() => nowMs), pass: (ms) => void (nowMs += ms) };
}

describe('windows of the rate limit', () => {
  it('the limit itself is still allowed, one more is not', () => {
    const { windows } = someWindows();

    const hits = [1, 2, 3, 4].map(() => windows.hit('client:a', 3));

    expect(hits.map(({ isAllowed }) => isAllowed)).toEqual([true, true, true, false]);
    expect(hits.map(({ remaining }) => remaining)).toEqual([2, 1, 0, 0]);
  });

  it('tells how many seconds the window still lasts', () => {
    const { windows, pass } = someWindows();

    windows.hit('client:a', 3);
    pass(12_500);

    expect(windows.hit('client:a', 3).seconds).toBe(48);
  });

  it('a new window starts when the old one is over, and not before', () => {
    const { windows, pass } = someWindows();
    for (let count = 0; count < 9; count += 1) windows.hit('client:a', 3);

    pass(WINDOW_MS - 1);
    expect(windows.hit('client:a', 3).isAllowed).toBe(false);

    pass(1);
    expect(windows.hit('client:a', 3)).toEqual({ isAllowed: true, remaining: 2, seconds: 60 });
  });

  it('one caller does not use up the limit of another', () => {
    const { windows } = someWindows();
    for (let count = 0; count < 9; count += 1) windows.hit('client:a', 3);

    expect(windows.hit('client:b', 3).isAllowed).toBe(true);
  });
});
