import type { Schema } from '../../../api/client';

/** A row of a list as the service shows it. */
export type Entry = Schema<'EntryResponse'>;

/** A value and where it stands: `['subject', 'name']`, `['implicatedCards', '0', 'number']`. */
export interface Leaf {
  path: readonly string[];
  value: string | number | boolean;
}

/** What `value` says at a path, as a text; `''` if it says nothing there. */
export function textAt(value: unknown, ...path: readonly string[]): string {
  const [step, ...rest] = path;
  if (step !== undefined) return isRecord(value) ? textAt(value[step], ...rest) : '';
  return isScalar(value) ? String(value) : '';
}

/** Everything a value says, in its own order. */
export function leavesOf(value: unknown, path: readonly string[] = []): Leaf[] {
  if (isScalar(value)) return [{ path, value }];
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, [...path, name]));
}

/** The service puts stars in the place of what is personal. */
export function isMasked(text: string): boolean {
  return text.includes('*');
}

/**
 * What changes of a row, as the service takes it (RFC 7396): of an array all of it, of everything else only what is new.
 *
 * @param raw as it was shown
 * @param typed by `path.join('.')`
 */
export function patchOf(raw: Entry['raw'], typed: ReadonlyMap<string, string>): Record<string, unknown> {
  const changed = leavesOf(raw).filter(({ path, value }) => (typed.get(path.join('.')) ?? value) !== String(value));
  const patch: Record<string, unknown> = {};
  for (const { path } of changed) {
    const [top = '', ...rest] = path;
    const before = raw?.[top];
    patch[top] = Array.isArray(before)
      ? retyped(before, typed, top)
      : merged(patch[top], rest, retyped(valueAt(before, rest), typed, path.join('.')));
  }
  return patch;
}

/** The same value with what was typed in the place of its leaves. */
function retyped(value: unknown, typed: ReadonlyMap<string, string>, at: string): unknown {
  if (Array.isArray(value)) return value.map((item: unknown, index) => retyped(item, typed, `${at}.${index}`));
  if (isRecord(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, retyped(inner, typed, `${at}.${name}`)]),
    );
  }
  const text = typed.get(at);
  if (text === undefined) return value;
  if (text.trim() === '') return null;
  if (typeof value === 'number') return Number.isFinite(Number(text)) ? Number(text) : text;
  return typeof value === 'boolean' ? text === 'true' : text;
}

function merged(into: unknown, [step, ...rest]: readonly string[], value: unknown): unknown {
  if (step === undefined) return value;
  const known = isRecord(into) ? into : {};
  return { ...known, [step]: merged(known[step], rest, value) };
}

function valueAt(value: unknown, [step, ...rest]: readonly string[]): unknown {
  if (step === undefined) return value;
  return isRecord(value) ? valueAt(value[step], rest) : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
