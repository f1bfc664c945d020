import { createReadStream } from 'node:fs';
import { Problem } from '../domain/problem.js';
import { damaged } from './damage.js';
import { countKnownHeadings } from './recognise-template.js';

export type TextEncoding = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be';

/** How the bytes of a text file become text. */
export interface TextCoding {
  readonly encoding: TextEncoding;
  /** Length of the byte order mark. */
  readonly markBytes: number;
}

/** Title rows an office puts above the header row, at most. */
export const MAX_TITLE_ROWS = 5;
/** A line longer than this is no row of a table: 200 cells of 5,000 characters. */
export const MAX_LINE_LENGTH = 1_000_000;
/** What separates cells; of headings in brackets, `(` and `/` never do. */
const SEPARATORS = /[,;\t\r\n]/;

/**
 * The encoding of a text file: by its byte order mark, or by which reading of its first lines has Chinese headings.
 *
 * @param head the first bytes of the file
 * @throws {Problem} `file-encoding` if the first lines are text in neither encoding
 */
export function detectCoding(head: Buffer): TextCoding {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', markBytes: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', markBytes: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', markBytes: 2 };
  const lines = firstLines(head);
  const readings = (['utf-8', 'gb18030'] as const).flatMap((encoding) => {
    const text = decodeHead(lines, encoding);
    return text === null ? [] : [{ encoding, known: countKnownHeadings(text.split(SEPARATORS)) }];
  });
  // Two bytes of GB18030 can by chance be one character of UTF-8; the headings tell. Of equals UTF-8 wins.
  const best = readings.sort((one, other) => other.known - one.known)[0];
  if (best === undefined) throw new Problem('file-encoding');
  return { encoding: best.encoding, markBytes: 0 };
}

/** As much of the head as holds the title rows and the header row. */
function firstLines(head: Buffer): Buffer {
  const lineEnd = head.includes(0x0a) ? 0x0a : 0x0d;
  let end = 0;
  for (let line = 0; line <= MAX_TITLE_ROWS; line += 1) {
    const next = head.indexOf(lineEnd, end);
    if (next === -1) return head;
    end = next + 1;
  }
  return head.subarray(0, end);
}

/** Text of the first bytes; a character cut at their end is left out. */
export function decodeHead(bytes: Buffer, encoding: TextEncoding): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true });
  } catch {
    return null;
  }
}

/**
 * The text of a file, piece by piece.
 *
 * @throws {Problem} `file-encoding` at the first byte that is not of the encoding, `file-damaged` at a NUL or a line without end
 */
export async function* decodeFile(path: string, { encoding, markBytes }: TextCoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  let lines = 1;
  let sinceLineEnd = 0;
  const checked = (bytes?: Buffer): string => {
    const text = decode(decoder, bytes, lines);
    const nul = text.indexOf('\0');
    if (nul !== -1) {
      const line = lines + countLineEnds(text.slice(0, nul));
      throw damaged(`第 ${line} 行附近有空字符`, `a NUL character near line ${line}`);
    }
    lines += countLineEnds(text);
    const lineEnd = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'));
    sinceLineEnd = lineEnd === -1 ? sinceLineEnd + text.length : text.length - lineEnd - 1;
    if (sinceLineEnd > MAX_LINE_LENGTH) throw damaged(`第 ${lines} 行过长`, `line ${lines} is too long`);
    return text;
  };
  for await (const chunk of createReadStream(path, { start: markBytes })) yield checked(chunk);
  const rest = checked();
  if (rest !== '') yield rest;
}

function decode(decoder: InstanceType<typeof TextDecoder>, bytes: Buffer | undefined, line: number): string {
  try {
    return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
  } catch {
    const path = `第 ${line} 行之后`;
    throw new Problem('file-encoding', {}, [{ path, code: 'not-decodable', detail: `${path}有无法解码的字节` }]);
  }
}

function countLineEnds(text: string): number {
  let count = 0;
  for (let index = text.indexOf('\n'); index !== -1; index = text.indexOf('\n', index + 1)) count += 1;
  return count;
}
