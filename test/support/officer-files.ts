import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { Problem } from '../../src/domain/problem.js';
import { openOfficerFile, type OfficerFileOptions } from '../../src/files/officer-file.js';
import type { DataRow, SkippedRow } from '../../src/files/row-sorter.js';

export const TELECOM_HEADER = '序号,姓名,证件类型,证件号码,涉案号码,认定单位,认定书文号,认定日期';
export const TELECOM_ROW = '1,朱桂国,居民身份证,500117188009177151,19900495888,重庆市公安局,渝公认字1号,2021-08-01';

export interface ReadTable {
  sheet: string;
  template: string;
  header: readonly string[];
  rows: DataRow[];
  skipped: readonly SkippedRow[];
}

export interface ReadFile {
  format: string;
  encoding: string | null;
  tables: ReadTable[];
  skippedSheets: readonly string[];
}

/** Writes the bytes to disk, as an upload would, and reads all of them. */
export async function readBytes(bytes: Uint8Array | string, options: OfficerFileOptions = {}): Promise<ReadFile> {
  const folder = await mkdtemp(join(tmpdir(), 'duanka-file-'));
  try {
    const path = join(folder, 'upload');
    await writeFile(path, bytes);
    return await readPath(path, options);
  } finally {
    await rm(folder, { recursive: true });
  }
}

export async function readPath(path: string, options: OfficerFileOptions = {}): Promise<ReadFile> {
  const file = await openOfficerFile(path, options);
  const tables: ReadTable[] = [];
  for await (const { sheet, recognised, header, batches, skipped } of file.tables) {
    const rows: DataRow[] = [];
    for await (const batch of batches) rows.push(...batch);
    tables.push({ sheet, template: recognised.template, header, rows, skipped });
  }
  return { format: file.format, encoding: file.encoding, tables, skippedSheets: file.skippedSheets };
}

/** The rows of a file with one table. */
export async function rowsOf(bytes: Uint8Array | string, options: OfficerFileOptions = {}): Promise<string[][]> {
  const { tables } = await readBytes(bytes, options);
  return tables.flatMap(({ rows }) => rows.map(({ cells }) => cells));
}

/** The refusal of a file. Anything thrown that is no Problem fails the test; so does a file that is read. */
export async function refusalOf(bytes: Uint8Array | string, options: OfficerFileOptions = {}): Promise<Problem> {
  const outcome = await problemOrFile(bytes, options);
  if (outcome instanceof Problem) return outcome;
  throw new Error('The file was read, a refusal was expected');
}

/** A refusal or what was read; any other error goes through. */
export async function problemOrFile(
  bytes: Uint8Array | string,
  options: OfficerFileOptions = {},
): Promise<Problem | ReadFile> {
  try {
    return await readBytes(bytes, options);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

export interface ZipPart {
  name: string;
  content: Buffer | string;
  /** What the directory says of its size, if it lies. */
  declaredSize?: number;
  encrypted?: boolean;
}

/** A ZIP archive, written by hand so that it can lie. */
export function zipOf(parts: readonly ZipPart[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const content = Buffer.from(part.content);
    const packed = deflateRawSync(content);
    const name = Buffer.from(part.name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(part.encrypted === true ? 0x801 : 0x800, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(part.declaredSize ?? content.length, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), common, name, packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000'), common, tail, name]));
    locals.push(local);
    offset += local.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(entries.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, entries, Buffer.from('PK\u0005\u0006'), end]);
}

export interface WorkbookSheet {
  name?: string;
  state?: string;
  /** Content of `<sheetData>`; or whole worksheet XML if it begins with `<?xml`. */
  data: string;
}

export interface WorkbookParts {
  sheets: readonly WorkbookSheet[];
  /** `<si>` elements. */
  sharedStrings?: string;
  /** `<numFmts>` and `<cellXfs>`. */
  styles?: string;
  is1904?: boolean;
}

/** The parts of a workbook; a test replaces or adds some. */
export function workbookParts({ sheets, sharedStrings = '', styles = '', is1904 = false }: WorkbookParts): ZipPart[] {
  const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const targets = [
    ...sheets.map((_, index) => ['worksheet', `worksheets/sheet${index + 1}.xml`] as const),
    ['sharedStrings', 'sharedStrings.xml'] as const,
    ['styles', 'styles.xml'] as const,
  ];
  const list = sheets.map(
    ({ name, state = 'visible' }, index) =>
      `<sheet name="${name ?? `表${index + 1}`}" sheetId="${index + 1}" state="${state}" r:id="r${index}"/>`,
  );
  const relations = targets.map(
    ([type, target], index) => `<Relationship Id="r${index}" Type="${relation}/${type}" Target="${target}"/>`,
  );
  return [
    { name: '[Content_Types].xml', content: '<Types/>' },
    {
      name: '_rels/.rels',
      content: `<Relationships><Relationship Id="w" Type="${relation}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    },
    {
      name: 'xl/workbook.xml',
      content: `<workbook xmlns:r="${relation}"><workbookPr date1904="${is1904}"/><sheets>${list.join('')}</sheets></workbook>`,
    },
    { name: 'xl/_rels/workbook.xml.rels', content: `<Relationships>${relations.join('')}</Relationships>` },
    { name: 'xl/sharedStrings.xml', content: `<sst>${sharedStrings}</sst>` },
    { name: 'xl/styles.xml', content: `<styleSheet>${styles}</styleSheet>` },
    ...sheets.map(({ data }, index) => ({
      name: `xl/worksheets/sheet${index + 1}.xml`,
      content: data.startsWith('<?xml') ? data : `<worksheet><sheetData>${data}</sheetData></worksheet>`,
    })),
  ];
}

export function aWorkbook(parts: WorkbookParts): Buffer {
  return zipOf(workbookParts(parts));
}

/** A row of inline texts. */
export function textRow(cells: readonly string[]): string {
  return `<row>${cells.map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`).join('')}</row>`;
}

const GB18030 = new Map<string, readonly [number, number]>();

/** Text in GB18030 (its two-byte part); Node decodes but does not encode it. */
export function gb18030Of(text: string): Buffer {
  if (GB18030.size === 0) {
    const decoder = new TextDecoder('gb18030');
    for (let lead = 0x81; lead <= 0xfe; lead += 1) {
      for (let trail = 0x40; trail <= 0xfe; trail += 1) {
        const character = decoder.decode(Uint8Array.of(lead, trail));
        if (character.length === 1 && !GB18030.has(character)) GB18030.set(character, [lead, trail]);
      }
    }
  }
  const bytes = Array.from(text).flatMap((character) => {
    const code = character.charCodeAt(0);
    return code < 0x80 ? [code] : [...(GB18030.get(character) ?? [0x3f])];
  });
  return Buffer.from(bytes);
}
