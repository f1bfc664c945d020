import type { Facts, FactType, FactValue } from '../domain/facts.js';
import type { FactRow } from './compiled-condition.js';
import { isOfType } from './fact-type.js';

type Types = Readonly<Record<string, FactType>>;

interface Column {
  name: string;
  /** The value of the type that says "nothing is known": what most facts of most questions are. */
  usual: FactValue | undefined;
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
    if (values[slot] !== column.usual && !column.holds(values[slot])) throw notOfItsType(column.name);
  }
  return names.length === columns.length ? values : rowInOrder(facts, columns);
}

/** Reads the facts of some types: those of the question, and those of a sanction, which are only collected if read. */
export type RowReader = (general: Facts, ofSanction: () => Facts) => FactRow;

/**
 * A reader of rows that hold no more than the rules read. What it reads passes the test of {@link rowOf}; what no rule
 * reads can change no answer, and is not looked at.
 *
 * @param ofSanction which of the facts a sanction brings
 */
export function rowReader(types: Types, ofSanction: Types): RowReader {
  const columns = columnsOf(types);
  const isImposed = columns.map(({ name }) => Object.hasOwn(ofSanction, name));
  if (columns.length === 0) return () => NOTHING_READ;
  if (!isImposed.includes(true)) return (general) => columns.map((column) => valueIn(general, column));
  return (general, collect) => {
    const imposed = collect();
    return columns.map((column, slot) => valueIn(isImposed[slot] === true ? imposed : general, column));
  };
}

const NOTHING_READ: FactRow = Object.freeze([]);

function rowInOrder(facts: Facts, columns: readonly Column[]): FactRow {
  const unknown = Object.keys(facts).find((name) => columns.every((column) => column.name !== name));
  if (unknown !== undefined) throw new Error(`fact ${unknown} is not known`);
  return columns.map((column) => valueIn(facts, column));
}

function valueIn(facts: Facts, { name, usual, holds }: Column): FactValue {
  const value = facts[name];
  if (value === undefined || (value !== usual && !holds(value))) throw notOfItsType(name);
  return value;
}

function notOfItsType(name: string): Error {
  return new Error(`fact ${name} is missing or not a value of its type`);
}

function columnsOf(types: Types): readonly Column[] {
  const known = COLUMNS.get(types);
  if (known !== undefined) return known;
  const columns = Object.entries(types).map(([name, type]) => ({ name, holds: testOf(type), usual: usualOf(type) }));
  COLUMNS.set(types, columns);
  return columns;
}

function usualOf(type: FactType): FactValue | undefined {
  return ['none', 0, false].find((value) => isOfType(value, type));
}

function testOf(type: FactType): Column['holds'] {
  if (type.type === 'integer') {
    const { minimum, maximum } = type;
    return (value) => Number.isInteger(value) && Number(value) >= minimum && Number(value) <= maximum;
  }
  if (type.type !== 'enum') return (value) => isOfType(value, type);
  const [first, second, third, fourth, ...others] = type.values;
  // Most enumerations are this short, and comparing is far cheaper than hashing.
  if (others.length === 0) {
    return (value) =>
      value !== undefined && (value === first || value === second || value === third || value === fourth);
  }
  const values: ReadonlySet<unknown> = new Set(type.values);
  return (value) => values.has(value);
}
