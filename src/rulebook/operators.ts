import type { ConditionValue } from './rulebook.js';

/** What an operator compares: a fact on the left; a literal, a parameter or another fact on the right. */
export type Operand = ConditionValue;
export type Operator = (left: Operand, right: Operand) => boolean;

/** Days compare as text; `none` is no day, so nothing is before or after it. */
export const DAY_OPERATORS = {
  before: (left: Operand, right: Operand) => areDays(left, right) && left < right,
  onOrBefore: (left: Operand, right: Operand) => areDays(left, right) && left <= right,
  after: (left: Operand, right: Operand) => areDays(left, right) && left > right,
} as const satisfies Record<string, Operator>;

/**
 * Every operator a condition may name: those of json-rules-engine 7 to the letter, and those for days.
 *
 * To the letter means: equality is strict; an order holds only if the left side starts with a number, and then compares
 * as JavaScript does; `in` looks for a part of a text where the right side is a text; `contains` holds only of a list.
 */
export const CONDITION_OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['equal', (left, right) => left === right],
  ['notEqual', (left, right) => left !== right],
  ['in', (left, right) => isIn(left, right)],
  ['notIn', (left, right) => !isIn(left, right)],
  ['contains', (left, right) => Array.isArray(left) && isIn(right, left)],
  ['doesNotContain', (left, right) => Array.isArray(left) && !isIn(right, left)],
  ['lessThan', (left, right) => isNumeric(left) && left < right],
  ['lessThanInclusive', (left, right) => isNumeric(left) && left <= right],
  ['greaterThan', (left, right) => isNumeric(left) && left > right],
  ['greaterThanInclusive', (left, right) => isNumeric(left) && left >= right],
  ...Object.entries(DAY_OPERATORS),
]);

/** Whether an operator can only look into a list or a text; with anything else on the right, json-rules-engine breaks off. */
export function looksIntoRight(operator: string): boolean {
  return operator === 'in' || operator === 'notIn';
}

function isIn(item: Operand, whole: Operand): boolean {
  if (typeof whole === 'string') return whole.includes(String(item));
  if (typeof whole !== 'object') throw new TypeError('nothing can be in a number or a truth value');
  return typeof item === 'string' || typeof item === 'number' ? whole.indexOf(item) !== -1 : false;
}

function isNumeric(value: Operand): boolean {
  // The engine parses the text of every value; a number needs no parsing.
  return typeof value === 'number' || !Number.isNaN(Number.parseFloat(String(value)));
}

function areDays(left: Operand, right: Operand): boolean {
  return left !== 'none' && right !== 'none';
}
