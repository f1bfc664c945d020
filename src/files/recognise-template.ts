import { type Fault, Problem } from '../domain/problem.js';
import { COLUMN_KEYS, type ColumnKey, HEADINGS, TEMPLATE_IDS, TEMPLATES, type TemplateId } from './templates.js';

/** Column → index in the row. */
export type ColumnMap = Readonly<Partial<Record<ColumnKey, number>>>;

export interface Recognised {
  readonly template: TemplateId;
  readonly columns: ColumnMap;
}

const FULL_WIDTH_OFFSET = 0xfee0;

/** A heading without blanks, marks, width and case: `证件号码 *` and `证件号码` are one, `ID_Number` and `idNumber`. */
export function normaliseHeading(cell: string): string {
  return cell
    .replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - FULL_WIDTH_OFFSET))
    .replace(/[\s\u200b-\u200f\u2060\ufeff"'*_]/g, '')
    .replace(/[\\|、]/g, '/')
    .replace(/[〔[【{]/g, '(')
    .replace(/[〕\]】}]/g, ')')
    .replace(/[::]+$/, '')
    .toLowerCase();
}

/** Without a closing remark in brackets: `认定日期(YYYY-MM-DD)`, `证件号码(必填)`. */
function withoutRemark(heading: string): string {
  return heading.replace(/\([^()]*\)$/, '');
}

/** How many cells are headings of any template. */
export function countKnownHeadings(cells: readonly string[]): number {
  let known = 0;
  for (const cell of cells) {
    const heading = normaliseHeading(cell);
    if (HEADING_KEYS.has(heading) || HEADING_KEYS.has(withoutRemark(heading))) known += 1;
  }
  return known;
}

interface Attempt {
  template: TemplateId;
  columns: Partial<Record<ColumnKey, number>>;
  found: number;
  missing: string[];
}

/**
 * The template of a header row; order is free, further columns are tolerated.
 *
 * @param wanted the template the caller named; no other is tried
 * @throws {Problem} `template-unknown`, whose faults name the nearest template and the columns it lacks
 */
export function recogniseTemplate(header: readonly string[], wanted?: TemplateId): Recognised {
  const headings = header.map(normaliseHeading);
  const attempts = (wanted === undefined ? TEMPLATE_IDS : [wanted]).map((template) => attempt(template, headings));
  const fitting = attempts.filter(({ missing }) => missing.length === 0);
  // Array.sort is stable: of equals, the more telling template stays first.
  const best = fitting.sort((one, other) => other.found - one.found)[0];
  // A telecom batch without its date column would also pass for a table of customers: it is a faulty batch.
  const isPartOfMore = best !== undefined && attempts.some(({ found }) => found > best.found);
  if (best === undefined || isPartOfMore)
    throw unknownTemplate(attempts, wanted === undefined ? TEMPLATE_IDS : [wanted]);
  return { template: best.template, columns: best.columns };
}

function attempt(template: TemplateId, headings: readonly string[]): Attempt {
  const { required, optional } = TEMPLATES[template];
  const columns: Partial<Record<ColumnKey, number>> = {};
  const taken = new Set<number>();
  for (const key of [...required.flat(), ...optional]) {
    const index = findColumn(key, headings, taken);
    if (index === -1) continue;
    columns[key] = index;
    taken.add(index);
  }
  const missing = required
    .filter((group) => group.every((key) => columns[key] === undefined))
    .map((group) => group.map((key) => HEADINGS[key][0] ?? key).join('/'));
  return { template, columns, found: taken.size, missing };
}

/** An exact heading wins over one with a remark, wherever it stands. */
function findColumn(key: ColumnKey, headings: readonly string[], taken: ReadonlySet<number>): number {
  const isFree = (index: number): boolean => !taken.has(index);
  const exact = headings.findIndex((heading, index) => isFree(index) && isHeadingOf(key, heading));
  if (exact !== -1) return exact;
  return headings.findIndex((heading, index) => isFree(index) && isHeadingOf(key, withoutRemark(heading)));
}

const HEADING_KEYS: ReadonlyMap<string, readonly ColumnKey[]> = keysByHeading();

/** What a heading stands for in any template; nothing for one that no template has. */
export function keysOfHeading(cell: string): readonly ColumnKey[] {
  const heading = normaliseHeading(cell);
  return HEADING_KEYS.get(heading) ?? HEADING_KEYS.get(withoutRemark(heading)) ?? [];
}

function isHeadingOf(key: ColumnKey, heading: string): boolean {
  return HEADING_KEYS.get(heading)?.includes(key) === true;
}

/** Names the nearest template, or several that are equally near, and what they lack. */
function unknownTemplate(attempts: readonly Attempt[], known: readonly TemplateId[]): Problem {
  const faulty = attempts
    .filter(({ missing, found }) => missing.length > 0 && found > 0)
    .sort((one, other) => other.found - one.found || one.missing.length - other.missing.length);
  const [nearest] = faulty;
  const isNearest = ({ found, missing }: Attempt): boolean =>
    found === nearest?.found && missing.length === nearest.missing.length;
  const faults: Fault[] = faulty.filter(isNearest).flatMap(({ template, missing }) =>
    missing.map((column) => ({
      path: column,
      code: 'column-missing',
      detail: `最接近的模板是「${TEMPLATES[template].title}」,缺少「${column}」列`,
    })),
  );
  return new Problem('template-unknown', { known: known.map((id) => TEMPLATES[id].title).join('、') }, faults);
}

function keysByHeading(): Map<string, ColumnKey[]> {
  const keys = new Map<string, ColumnKey[]>();
  for (const key of COLUMN_KEYS) {
    for (const written of HEADINGS[key]) {
      const heading = normaliseHeading(written);
      keys.set(heading, [...(keys.get(heading) ?? []), key]);
    }
  }
  return keys;
}
