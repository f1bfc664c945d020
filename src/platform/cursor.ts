import { Problem } from '../domain/problem.js';

/**
 * The place after which the next page starts, as an opaque text for the caller.
 *
 * @param position column values of the last row shown, such as `{ seq: 41 }`; ids and numbers only, no personal data
 */
export function encodeCursor(position: Readonly<Record<string, string | number>>): string {
  const texts = Object.fromEntries(Object.entries(position).map(([name, value]) => [name, String(value)]));
  return Buffer.from(JSON.stringify(texts), 'utf8').toString('base64url');
}

/**
 * The position a caller hands back. Values are texts; bind them as parameters of a query.
 *
 * @param names what the position must hold
 * @throws {Problem} `cursor-invalid` for anything {@link encodeCursor} did not make
 */
export function decodeCursor<Name extends string>(cursor: string, ...names: readonly Name[]): Record<Name, string> {
  const position = parse(cursor);
  if (!holds(position, names)) throw new Problem('cursor-invalid');
  return position;
}

/** A cursor that holds one number, such as a sequence. @throws {Problem} `cursor-invalid` */
export function decodeSequence(cursor: string): number {
  const { seq } = decodeCursor(cursor, 'seq');
  if (!/^\d{1,15}$/.test(seq)) throw new Problem('cursor-invalid');
  return Number(seq);
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

function holds<Name extends string>(value: unknown, names: readonly Name[]): value is Record<Name, string> {
  if (typeof value !== 'object' || value === null) return false;
  const found = new Map<string, unknown>(Object.entries(value));
  return found.size === names.length && names.every((name) => typeof found.get(name) === 'string');
}
