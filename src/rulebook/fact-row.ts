import type { Facts, FactType } from '../domain/facts.js';
import type { FactRow } from './compiled-condition.js';
import { isOfType } from './fact-type.js';

type Types = Readonly<Record<string, FactType>>;

interface Column {
  name: string;
  holds: (value: unknown) => boolean;
}

// Keyed by the table of types, which is immutable.
const COLUMNS = new WeakMap<Types, readonly Column[]>();

/**
 * Facts in the order of their types, as compiled conditions read them, after the same test as `assertFacts`: each one
 * present, none null, each of its type, and no other. Cheapest where the facts stand in that order already.
 *
 * @throws {Error} naming the fact, never its value
 */
export function rowOf(facts: Facts, types: Types): FactRow {
  const columns = columnsOf(types);
  const names = Object.keys(facts);
  const values = Object.values(facts);
  for (let slot = 0; slot < columns.length; slot += 1) {
    const column = columns[slot];
    if (column === undefined || column.name !== names[slot]) return rowInOrder(facts, columns);
    if (!column.holds(values[slot])) throw notOfItsType(column.name);
  }
  return names.length === columns.length ? values : rowInOrder(facts, columns);
}

function rowInOrder(facts: Facts, columns: readonly Column[]): FactRow {
  const unknown = Object.keys(facts).find((name) => columns.every((column) => column.name !== name));
  if (unknown !== undefined) throw new Error(`fact ${unknown} is not known`);
  return columns.map(({ name, holds }) => {
    const value = facts[name];
    if (value === undefined || !holds(value)) throw notOfItsType(name);
    return value;
  });
}

function notOfItsType(name: string): Error {
  return new Error(`fact ${name} is missing or not a value of its type`);
}

function columnsOf(types: Types): readonly Column[] {
  const known = COLUMNS.get(types);
  if (known !== undefined) return known;
  const columns = Object.entries(types).map(([name, type]) => ({ name, holds: testOf(type) }));
  COLUMNS.set(types, columns);
  return columns;
}

function testOf(type: FactType): Column['holds'] {
  if (type.type !== 'enum') return (value) => isOfType(value, type);
  const values: ReadonlySet<unknown> = new Set(type.values);
  return (value) => values.has(value);
}
