import { posix } from 'node:path';
import { Problem } from '../../domain/problem.js';
import { damaged } from '../damage.js';
import type { ReadLimits } from '../limits.js';
import { isDateFormat } from './cell-number.js';
import { type Attributes, hearXml } from './feed-xml.js';
import type { PackageParts } from './package-parts.js';

/** What every sheet of a workbook needs to make texts of its cells. */
export interface Workbook {
  /** Visible sheets in the order of their tabs. */
  readonly sheets: readonly { name: string; part: string }[];
  readonly is1904: boolean;
  readonly sharedStrings: readonly string[];
  /** By style index: whether a number is shown as a day. */
  readonly dateStyles: readonly boolean[];
}

interface Relation {
  type: string;
  part: string;
}

const MAX_SHARED_LENGTH = 128 * 1024 * 1024;

/** @throws {Problem} `file-type-unknown` if the archive is no workbook, `file-damaged` if parts of it are missing */
export async function readWorkbook(parts: PackageParts, limits: ReadLimits): Promise<Workbook> {
  const main = await mainPart(parts);
  const relations = await readRelations(parts, main);
  const { sheets, is1904 } = await readSheetList(parts, main, relations);
  const partOf = (type: string): string | undefined =>
    [...relations.values()].find((relation) => relation.type === type)?.part;
  return {
    sheets,
    is1904,
    sharedStrings: await readSharedStrings(parts, partOf('sharedStrings'), limits),
    dateStyles: await readDateStyles(parts, partOf('styles')),
  };
}

async function mainPart(parts: PackageParts): Promise<string> {
  const relations = await readRelations(parts, '');
  const named = [...relations.values()].find(({ type }) => type === 'officeDocument')?.part;
  const main = named ?? 'xl/workbook.xml';
  const isWorkbook = [...parts.names()].some((name) => name.startsWith('xl/')) && main.endsWith('.xml');
  if (!isWorkbook) throw new Problem('file-type-unknown');
  return main;
}

/** Relations of a part by id; targets become names within the archive. External ones are left out: nothing is fetched. */
async function readRelations(parts: PackageParts, part: string): Promise<Map<string, Relation>> {
  const folder = posix.dirname(part);
  const path = posix.join(folder, '_rels', `${posix.basename(part)}.rels`);
  const relations = new Map<string, Relation>();
  if (!parts.has(path)) return relations;
  await hearXml(parts.read(path), {
    open(name, attributes) {
      const { Id: id, Type: type, Target: target, TargetMode: mode } = attributes;
      if (name !== 'Relationship' || id === undefined || type === undefined || target === undefined) return;
      if (mode === 'External') return;
      const absolute = posix.join('/', target.startsWith('/') ? '' : folder, target);
      relations.set(id, { type: posix.basename(type), part: absolute.slice(1) });
    },
    close() {},
    text() {},
  });
  return relations;
}

async function readSheetList(
  parts: PackageParts,
  main: string,
  relations: ReadonlyMap<string, Relation>,
): Promise<Pick<Workbook, 'sheets' | 'is1904'>> {
  const sheets: { name: string; part: string }[] = [];
  let is1904 = false;
  const open = (name: string, attributes: Attributes): void => {
    if (name === 'workbookPr') is1904 = ['1', 'true'].includes(attributes['date1904'] ?? '');
    if (name !== 'sheet' || (attributes['state'] ?? 'visible') !== 'visible') return;
    const relation = relations.get(relationId(attributes));
    if (relation === undefined || !parts.has(relation.part)) {
      throw damaged('工作簿缺少工作表', 'a sheet of the workbook is missing');
    }
    if (relation.type === 'worksheet') sheets.push({ name: attributes['name'] ?? '', part: relation.part });
  };
  await hearXml(parts.read(main), { open, close() {}, text() {} });
  return { sheets, is1904 };
}

/** `r:id`, whatever the prefix. */
function relationId(attributes: Attributes): string {
  const name = Object.keys(attributes).find((key) => key.endsWith(':id'));
  return name === undefined ? '' : (attributes[name] ?? '');
}

/** Runs of a rich text are joined; what is phonetic (`rPh`) is no part of the text. */
async function readSharedStrings(parts: PackageParts, part: string | undefined, limits: ReadLimits): Promise<string[]> {
  const strings: string[] = [];
  if (part === undefined) return strings;
  let current = '';
  let isText = false;
  let isPhonetic = false;
  let allLength = 0;
  await hearXml(parts.read(part), {
    open(name) {
      if (name === 'si') current = '';
      else if (name === 't') isText = !isPhonetic;
      else if (name === 'rPh') isPhonetic = true;
    },
    close(name) {
      if (name === 't') isText = false;
      else if (name === 'rPh') isPhonetic = false;
      else if (name === 'si') strings.push(unescapeText(current));
      if (strings.length > limits.maxSharedStrings) throw new Problem('file-expands-too-much');
    },
    text(text) {
      if (!isText) return;
      current += text;
      allLength += text.length;
      if (allLength > MAX_SHARED_LENGTH) throw new Problem('file-expands-too-much');
    },
  });
  return strings;
}

/** `_x000D_` stands for a character that XML cannot hold (ECMA-376 part 1 §22.9.2.19). */
export function unescapeText(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

async function readDateStyles(parts: PackageParts, part: string | undefined): Promise<boolean[]> {
  const styles: boolean[] = [];
  if (part === undefined) return styles;
  const codes = new Map<number, string>();
  let isCellFormats = false;
  await hearXml(parts.read(part), {
    open(name, attributes) {
      const formatId = Number(attributes['numFmtId'] ?? 0);
      if (name === 'numFmt') codes.set(formatId, attributes['formatCode'] ?? '');
      else if (name === 'cellXfs') isCellFormats = true;
      else if (name === 'xf' && isCellFormats) styles.push(isDateFormat(formatId, codes.get(formatId)));
    },
    close(name) {
      if (name === 'cellXfs') isCellFormats = false;
    },
    text() {},
  });
  return styles;
}
