import { dayAfter, isLocalDate } from '../domain/period.js';
import type { LocalDate } from '../domain/period.js';
import { canonicalJson } from '../domain/canonical.js';
import type { Condition, DecisionRule, Rulebook } from './rulebook.js';

/**
 * The days after `day` on which one of two rulebooks begins or ceases to say something that the other does not, in order:
 * between them, the difference between the rulebooks stays what it was.
 */
export function laterDifferences(before: Rulebook, after: Rulebook, day: LocalDate): LocalDate[] {
  const [was, is] = [statementsOf(before), statementsOf(after)];
  const days = new Set<LocalDate>();
  for (const [one, other] of [
    [was, is],
    [is, was],
  ] as const) {
    for (const [statement, bounds] of one) if (!other.has(statement)) for (const bound of bounds) days.add(bound);
  }
  return [...days].filter((bound) => bound > day).toSorted();
}

/** The days after `day` on which the rulebook begins or ceases to say something. */
export function daysOfChange(rulebook: Rulebook, day: LocalDate): LocalDate[] {
  return [...new Set([...statementsOf(rulebook).values()].flat())].filter((bound) => bound > day);
}

/** Every day a decision rule of the rulebook compares a fact with, also by way of a parameter. */
export function comparedDays(rulebook: Rulebook): Set<LocalDate> {
  const days = new Set<LocalDate>();
  const add = (value: unknown): void => {
    if (typeof value === 'string' && isLocalDate(value)) days.add(value);
    else if (Array.isArray(value)) value.forEach(add);
  };
  const walk = (condition: Condition): void => {
    if ('all' in condition) condition.all.forEach(walk);
    else if ('any' in condition) condition.any.forEach(walk);
    else if ('not' in condition) walk(condition.not);
    else if ('fact' in condition) add(condition.value);
  };
  for (const { versions } of decisionRules(rulebook)) {
    for (const { conditions } of versions) if (conditions !== undefined) walk(conditions);
  }
  const named = [
    ...[...rulebook.regimes.values()].map(({ conditions }) => conditions),
    ...rulebook.general.map(({ conditions }) => conditions ?? {}),
  ];
  for (const conditions of named) Object.values(conditions).forEach(walk);
  for (const { values } of rulebook.parameters.values()) for (const { value } of values) add(value);
  return days;
}

function decisionRules({ regimes, general }: Rulebook): DecisionRule[] {
  const ofRegimes = [...regimes.values()].flatMap(({ decisions }) => [...decisions.values()].flat());
  return [...ofRegimes, ...general.flatMap(({ rules }) => rules)];
}

/** What the rulebook says from a day on, as text → the days on which that begins and is over. */
function statementsOf(rulebook: Rulebook): Map<string, LocalDate[]> {
  const statements = new Map<string, LocalDate[]>();
  for (const { versions, ...rule } of decisionRules(rulebook)) {
    for (const version of versions) {
      const over = version.to === undefined ? [] : [dayAfter(version.to)];
      statements.set(canonicalJson({ rule, version }), [version.from, ...over]);
    }
  }
  for (const { id, values } of rulebook.parameters.values()) {
    for (const { from, value } of values) statements.set(canonicalJson({ id, from, value }), [from]);
  }
  return statements;
}
