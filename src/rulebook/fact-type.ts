import type { Facts, FactType, FactValue } from '../domain/facts.js';
import { isLocalDate } from '../domain/period.js';
import type { ConditionValue } from './rulebook.js';

const EQUALITY = ['equal', 'notEqual'] as const;
const MEMBERSHIP = ['in', 'notIn'] as const;
const ORDER = ['lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive'] as const;

/** The operators a rule may use on a fact of each type. There is no other: `path`, patterns and arithmetic are not law. */
export const OPERATORS: Readonly<Record<FactType['type'], readonly string[]>> = {
  enum: [...EQUALITY, ...MEMBERSHIP],
  text: [...EQUALITY, ...MEMBERSHIP],
  integer: [...EQUALITY, ...MEMBERSHIP, ...ORDER],
  boolean: ['equal', 'notEqual'],
  day: ['before', 'onOrBefore', 'after'],
};

/** Whether a value is one of a fact's: right type, inside its enumeration or range, a real day. */
export function isOfType(value: unknown, type: FactType): value is FactValue {
  if (type.type === 'boolean') return typeof value === 'boolean';
  if (type.type === 'integer') {
    return typeof value === 'number' && Number.isInteger(value) && value >= type.minimum && value <= type.maximum;
  }
  if (typeof value !== 'string') return false;
  if (type.type === 'enum') return type.values.includes(value);
  return type.type === 'text' || value === 'none' || isLocalDate(value);
}

/** Whether a literal or a parameter may stand on the right of an operator for a fact of a type. */
export function isComparable(value: ConditionValue, operator: string, type: FactType): boolean {
  const takesList = operator === 'in' || operator === 'notIn';
  if (Array.isArray(value)) return takesList && value.length > 0 && value.every((item) => isOfType(item, type));
  return !takesList && isOfType(value, type);
}

/**
 * Facts are total: json-rules-engine takes a missing, null or wrongly typed fact for "did not fire", and a rule that
 * denies would fail open.
 *
 * @throws {Error} naming the fact, never its value
 */
export function assertFacts(facts: Facts, types: Readonly<Record<string, FactType>>): void {
  for (const [name, type] of Object.entries(types)) {
    if (!isOfType(facts[name], type)) throw new Error(`fact ${name} is missing or not a value of its type`);
  }
  for (const name of Object.keys(facts)) {
    if (!(name in types)) throw new Error(`fact ${name} is not known`);
  }
}
