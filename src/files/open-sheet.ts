import { stat } from 'node:fs/promises';
import { Problem } from '../domain/problem.js';
import { readCsv } from './csv-sheet.js';
import { assertExtensionFits, detectFormat, type FileFormat, readHead } from './file-type.js';
import { DEFAULT_LIMITS, type ReadLimits } from './limits.js';
import type { Sheet } from './sheet.js';
import { tooLarge } from './spool.js';
import { detectCoding, type TextEncoding } from './text-encoding.js';
import { readXlsx } from './xlsx/read-xlsx.js';

/** A file of known type, not yet read. */
export interface OpenedFile {
  readonly format: FileFormat;
  /** `null` for an XLSX. */
  readonly encoding: TextEncoding | null;
  /** To be read once, in order, each sheet to its end or not at all. */
  readonly sheets: AsyncIterable<Sheet>;
}

/**
 * Opens an officer file by its content and streams it in flat memory.
 *
 * @param fileName the name it was sent under, if any: it must not promise another type
 * @throws {Problem} `file-too-large`, `file-empty`, `file-type-unknown`, `file-extension-mismatch`, `file-encoding`,
 *   `file-damaged`; further refusals come while reading
 */
export async function openSheets(
  path: string,
  fileName = '',
  limits: ReadLimits = DEFAULT_LIMITS,
): Promise<OpenedFile> {
  const { size } = await stat(path);
  if (size > limits.maxBytes) throw tooLarge(limits.maxBytes);
  if (size === 0) throw new Problem('file-empty');
  const head = await readHead(path);
  const format = await detectFormat(path, head);
  assertExtensionFits(fileName, format);
  if (format === 'xlsx') return { format, encoding: null, sheets: readXlsx(path, limits) };
  const coding = detectCoding(head);
  return { format, encoding: coding.encoding, sheets: onlySheet(readCsv(path, head, coding, limits)) };
}

async function* onlySheet(batches: Sheet['batches']): AsyncGenerator<Sheet> {
  yield { name: '', batches };
}
