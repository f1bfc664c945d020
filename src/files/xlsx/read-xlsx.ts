import type { ReadLimits } from '../limits.js';
import type { Sheet, SheetLine } from '../sheet.js';
import { feedXml } from './feed-xml.js';
import { PackageParts } from './package-parts.js';
import { SheetListener } from './sheet-listener.js';
import { readWorkbook, type Workbook } from './workbook.js';

/**
 * The visible sheets of an XLSX, streamed. Only the shared strings are held in memory.
 *
 * @throws {Problem} `file-type-unknown`, `file-damaged`, `file-expands-too-much`, `file-has-formulas`, `file-too-wide`,
 *   `file-too-many-rows`
 */
export async function* readXlsx(path: string, limits: ReadLimits): AsyncGenerator<Sheet> {
  const parts = await PackageParts.open(path, limits);
  try {
    const workbook = await readWorkbook(parts, limits);
    for (const { name, part } of workbook.sheets) yield { name, batches: readLines(parts, part, workbook, limits) };
  } finally {
    parts.close();
  }
}

async function* readLines(
  parts: PackageParts,
  part: string,
  workbook: Workbook,
  limits: ReadLimits,
): AsyncGenerator<SheetLine[]> {
  const listener = new SheetListener(workbook, limits);
  for await (const _ of feedXml(parts.read(part), listener)) {
    const lines = listener.takeLines();
    if (lines.length > 0) yield lines;
  }
}
