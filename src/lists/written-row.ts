import { Problem } from '../domain/problem.js';
import { DEFAULT_LIMITS } from '../files/limits.js';
import { ValidationProblem, validated } from '../platform/validation.js';
import { DesignationDto } from './lists.dto.js';
import type { SanctionList } from './sanction-list.entity.js';

/** Header cells as keys: an empty one gets its number, a repeated one too. */
export function distinctNames(header: readonly string[]): string[] {
  const names = new Set<string>();
  for (const [index, cell] of header.entries()) {
    const name = cell.trim();
    names.add(name === '' || names.has(name) ? `${name}#${index + 1}` : name);
  }
  return [...names];
}

/** Every cell under its column, also those beyond the header: nothing of a row is lost. */
export function byName(names: readonly string[], cells: readonly string[]): Record<string, string> {
  return Object.fromEntries(cells.map((cell, index) => [names[index] ?? `#${index + 1}`, cell]));
}

/** The columns and cells of a row of a file, from how it was stored. */
export function cellsIn(columns: readonly string[], raw: string): { names: string[]; cells: string[] } {
  const written = writtenIn(raw);
  const names = namesOf(written, columns);
  return { names, cells: cellsOf(names, written) };
}

/** The entry of a request, from how it was stored. */
export function entryIn(raw: string): DesignationDto {
  return JSON.parse(raw);
}

/**
 * What is written in a row after a correction, as an import of it would be stored.
 *
 * @param patch merged as by RFC 7396: what it does not name stays, null takes a field or the text of a cell away
 * @throws {Problem} `list-column-unknown`, `validation-failed`
 */
export async function corrected(
  { template, columns }: Pick<SanctionList, 'template' | 'columns'>,
  raw: string,
  patch: Readonly<Record<string, unknown>>,
): Promise<string> {
  if (template === null) {
    return JSON.stringify(await validated(DesignationDto, mergePatch(JSON.parse(raw), patch)));
  }
  const before = writtenIn(raw);
  // Where a cell stands is settled before it is written: one that was empty until now does not move ahead of others.
  const names = namesOf(before, columns);
  if (Object.keys(patch).some((name) => !names.includes(name))) throw new Problem('list-column-unknown');
  const changed = Object.entries(patch).map(([name, cell]): [string, string] => [
    name,
    cell === null ? '' : cellOf(cell),
  ]);
  return JSON.stringify(byName(names, cellsOf(names, { ...before, ...Object.fromEntries(changed) })));
}

function writtenIn(raw: string): Record<string, string> {
  return JSON.parse(raw);
}

/** Its own columns come first: a sheet may have others. */
function namesOf(written: Readonly<Record<string, string>>, columns: readonly string[]): string[] {
  return [...new Set([...Object.keys(written), ...columns])];
}

/** As a reader hands them on: to the right of the last cell with a text there is none. */
function cellsOf(names: readonly string[], written: Readonly<Record<string, string>>): string[] {
  const cells = names.map((name) => written[name] ?? '');
  while (cells.at(-1) === '') cells.pop();
  return cells;
}

function cellOf(value: unknown): string {
  const limit = DEFAULT_LIMITS.maxCellLength;
  if (typeof value !== 'string') throw new ValidationProblem([{ path: 'raw', constraint: 'isString', limits: [] }]);
  if (value.length > limit) throw new ValidationProblem([{ path: 'raw', constraint: 'maxLength', limits: [limit] }]);
  return value;
}

/** @see RFC 7396 section 2 */
function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const merged = new Map(isObject(target) ? Object.entries(target) : []);
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) merged.delete(name);
    else merged.set(name, mergePatch(merged.get(name), value));
  }
  return Object.fromEntries(merged);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
