import { SingleBar } from 'cli-progress';
import type { RowProgress } from '../progress.js';
import type { Terminal } from '../terminal.js';

/** Where nobody watches a bar, a line in the log now and then. */
const LINE_EVERY_MS = 10_000;

/** How a screening shows how far it is, how fast, and how long it will take. */
export interface ScreeningBar extends RowProgress {
  /** A line of its own. */
  say(text: string): void;
}

/** Says nothing: the output is for machines. */
export const SILENT_BAR: ScreeningBar = { update: () => undefined, say: () => undefined, stop: () => undefined };

/**
 * A bar on a terminal, plain lines elsewhere.
 *
 * @param total rows of the book
 * @param from rows done by an earlier run; they do not count as speed
 */
export function screeningBar({ messages }: Terminal, label: string, total: number, from: number): ScreeningBar {
  const startedAt = performance.now();
  const rate = (rows: number): number =>
    Math.round((rows - from) / Math.max(0.001, (performance.now() - startedAt) / 1000));
  if (messages.isTTY !== true) return lines(messages, label, total, rate);
  const bar = new SingleBar({
    format: `${label} [{bar}] {percentage}% · {value}/{total} rows · {rate} rows/s · {eta_formatted} left`,
    stream: messages,
    clearOnComplete: true,
    hideCursor: true,
    etaBuffer: 50,
  });
  bar.start(total, from, { rate: 0 });
  return {
    update: (rows) => bar.update(rows, { rate: rate(rows) }),
    say: (text) => {
      // Above the bar, which is drawn again with the next row.
      messages.write(`\r\u001B[K${text}\n`);
    },
    stop: () => bar.stop(),
  };
}

function lines(
  messages: Terminal['messages'],
  label: string,
  total: number,
  rate: (rows: number) => number,
): ScreeningBar {
  let saidAt = performance.now();
  return {
    update: (rows) => {
      if (performance.now() - saidAt < LINE_EVERY_MS) return;
      saidAt = performance.now();
      const perSecond = rate(rows);
      const left = perSecond === 0 ? '?' : String(Math.ceil((total - rows) / perSecond));
      messages.write(`${label}: ${rows} of ${total} rows, ${perSecond} rows/s, ${left} s left\n`);
    },
    say: (text) => void messages.write(`${text}\n`),
    stop: () => undefined,
  };
}
