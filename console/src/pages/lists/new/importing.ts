import type { Problem, Schema } from '../../../api/client';
import { currentLanguage } from '../../../language/language';
import { authorisedFetch } from '../../../session/authorised-fetch';

/** What came of a file: a draft, and what of the file is not in it. */
export type Imported = Schema<'ImportResponse'>;

/** How far an import is. */
export interface Progress {
  rows: number;
  accepted: number;
  rejected: number;
}

interface Line {
  progress?: Progress;
  list?: Imported;
  problem?: Problem;
}

/**
 * Sends an officer file and tells how far it is while it is read. Lead sheets are recognised as such.
 *
 * @param signal gives up: the service then keeps nothing
 * @returns the draft, or why there is none; undefined if the connection broke before the last line
 */
export async function importFile(
  file: File,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<{ list: Imported } | { problem: Problem } | undefined> {
  const headers = { Accept: 'application/x-ndjson', 'Accept-Language': currentLanguage() };
  const url = new URL('/v1/sanction-lists/import', window.location.origin);
  const body = new FormData();
  body.append('file', file);
  const response = await authorisedFetch(new Request(url, { method: 'POST', headers, body, signal }));
  if (!response.ok || response.body === null) return { problem: await response.json() };
  for await (const text of linesOf(response.body)) {
    const { progress, list, problem }: Line = JSON.parse(text);
    if (problem !== undefined) return { problem };
    if (list !== undefined) return { list };
    if (progress !== undefined) onProgress(progress);
  }
  return undefined;
}

async function* linesOf(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value = '' } = await reader.read();
    const lines = (rest + value).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') yield line;
    if (done) return;
  }
}
