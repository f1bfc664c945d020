import { createReadStream } from 'node:fs';
import { SingleBar } from 'cli-progress';
import type { Terminal } from './terminal.js';

/** How far something is, in rows. */
export interface RowProgress {
  update(rows: number): void;
  stop(): void;
}

const NOWHERE: RowProgress = { update: () => undefined, stop: () => undefined };

/** A bar on a terminal; nothing elsewhere, where it would only fill a log. @param total rows, if known */
export function showProgress({ messages }: Terminal, label: string, total: number | undefined): RowProgress {
  if (messages.isTTY !== true) return NOWHERE;
  const counted =
    total === undefined ? '{value} rows' : '[{bar}] {percentage}% · {value}/{total} rows · {eta_formatted} left';
  const bar = new SingleBar({
    format: `${label} ${counted}`,
    stream: messages,
    clearOnComplete: true,
    hideCursor: true,
    etaBuffer: 50,
  });
  bar.start(total ?? 0, 0);
  return {
    update: (rows) => {
      // The count of lines is a guess: blank lines and line breaks inside cells are lines too.
      if (total !== undefined && rows > bar.getTotal()) bar.setTotal(rows);
      bar.update(rows);
    },
    stop: () => bar.stop(),
  };
}

const LINE_FEED = 0x0a;

/** Data rows of a CSV file, as far as its line feeds tell; undefined for a spreadsheet, which is compressed. */
export async function estimatedRows(path: string): Promise<number | undefined> {
  if (!path.toLowerCase().endsWith('.csv')) return undefined;
  let lines = 0;
  for await (const chunk of createReadStream(path)) {
    const bytes: Buffer = chunk;
    for (let at = bytes.indexOf(LINE_FEED); at !== -1; at = bytes.indexOf(LINE_FEED, at + 1)) lines++;
  }
  return Math.max(1, lines - 1);
}
