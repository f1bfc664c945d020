import type { Facts, FactValue } from '../domain/facts.js';
import type { Scope } from './compiled-condition.js';
import { leavesAndNames } from './evaluate.js';
import { domainOf, holds, rightSide } from './fact-domain.js';
import type { FactDomain } from './fact-domain.js';
import type { Condition, Leaf } from './rulebook.js';

/** `found`: facts under which the condition holds, those that matter only. `exceeded`: nobody knows, the search was cut off. */
export type Search = { found: Facts } | { found: undefined; exceeded: boolean };

/** What conditions mean, and how many partial assignments a search may look at before it is cut off. */
export interface SearchScope extends Scope {
  limit: number;
}

/** The largest group of the rulebook takes some thousands. */
export const SEARCH_LIMIT = 200_000;

/** What is known of a condition when only some facts are: true, false, or still open. */
type PartialTest = (known: ReadonlyMap<string, FactValue>) => boolean | undefined;

/**
 * Searches the whole finite domain for facts under which a condition holds.
 *
 * Every combination of values is covered: a branch is left only once the facts chosen so far decide the condition.
 *
 * @throws {Error} for an unknown fact, operator, parameter or named condition
 */
export function findFacts(condition: Condition, scope: SearchScope): Search {
  const { leaves } = leavesAndNames(condition, scope.conditions);
  const domain = domainOf(leaves, scope);
  return search(partialTest(condition, scope), domain, scope.limit);
}

function search(test: PartialTest, domain: FactDomain, limit: number): Search {
  const facts = [...domain.keys()];
  const known = new Map<string, FactValue>();
  let looked = 0;
  const tryFrom = (depth: number): boolean | undefined => {
    looked += 1;
    if (looked > limit) return undefined;
    const decided = test(known);
    if (decided !== undefined) return decided;
    const fact = facts[depth];
    // Every leaf is decided once all its facts are known.
    if (fact === undefined) throw new Error('a condition stayed open with every fact known');
    for (const value of domain.get(fact) ?? []) {
      known.set(fact, value);
      const found = tryFrom(depth + 1);
      if (found !== false) return found;
    }
    known.delete(fact);
    return false;
  };
  const found = tryFrom(0);
  return found === true ? { found: Object.fromEntries(known) } : { found: undefined, exceeded: found === undefined };
}

function partialTest(condition: Condition, scope: Scope): PartialTest {
  if ('all' in condition) return every(condition.all.map((part) => partialTest(part, scope)));
  if ('any' in condition) {
    // De Morgan: one of them holds unless all fail.
    const none = every(condition.any.map((part) => negated(partialTest(part, scope))));
    return negated(none);
  }
  if ('not' in condition) return negated(partialTest(condition.not, scope));
  if ('condition' in condition) return partialTest(namedCondition(condition.condition, scope), scope);
  return leafTest(condition, scope);
}

function namedCondition(name: string, { conditions }: Scope): Condition {
  const named = conditions[name];
  if (named === undefined) throw new Error(`there is no condition ${name}`);
  return named;
}

function every(tests: readonly PartialTest[]): PartialTest {
  return (known) => {
    let isOpen = false;
    for (const test of tests) {
      const result = test(known);
      if (result === false) return false;
      isOpen ||= result === undefined;
    }
    return isOpen ? undefined : true;
  };
}

function negated(test: PartialTest): PartialTest {
  return (known) => {
    const result = test(known);
    return result === undefined ? undefined : !result;
  };
}

function leafTest(leaf: Leaf, scope: Scope): PartialTest {
  const { fact, operator, value } = leaf;
  if (typeof value === 'object' && 'fact' in value) {
    const other = value.fact;
    return (known) => {
      const [left, right] = [known.get(fact), known.get(other)];
      return left === undefined || right === undefined ? undefined : holds(operator, left, right);
    };
  }
  const right = rightSide(leaf, scope);
  return (known) => {
    const left = known.get(fact);
    return left === undefined ? undefined : holds(operator, left, right);
  };
}
