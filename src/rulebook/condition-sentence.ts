import type { Condition, Leaf, Text } from './rulebook.js';
import type { Words } from './words.js';

/** A condition with every `not` carried down to the comparisons and every named condition written out. */
export type PlainCondition =
  | { kind: 'all' | 'any'; parts: readonly PlainCondition[] }
  /** `hasToHold` false: the comparison has to fail. */
  | { kind: 'leaf'; leaf: Leaf; hasToHold: boolean };

/**
 * Writes a condition out so that it can be read from left to right.
 *
 * @throws {Error} for a named condition that does not exist
 */
export function plainly(
  condition: Condition,
  named: Readonly<Record<string, Condition>>,
  hasToHold = true,
): PlainCondition {
  if ('not' in condition) return plainly(condition.not, named, !hasToHold);
  if ('all' in condition) return joined(hasToHold ? 'all' : 'any', condition.all, named, hasToHold);
  if ('any' in condition) return joined(hasToHold ? 'any' : 'all', condition.any, named, hasToHold);
  if ('condition' in condition) {
    const meant = named[condition.condition];
    if (meant === undefined) throw new Error(`there is no condition ${condition.condition}`);
    return plainly(meant, named, hasToHold);
  }
  return { kind: 'leaf', leaf: condition, hasToHold };
}

/** The condition as a clause: alternatives inside a list stand in brackets. */
export function conditionSentence(condition: PlainCondition, words: Words, language: keyof Text): string {
  if (condition.kind === 'leaf') return words.leaf(condition.leaf, condition.hasToHold);
  const parts = condition.parts.map((part) => {
    const text = conditionSentence(part, words, language);
    return part.kind === 'leaf' ? text : `(${text})`;
  });
  return parts.join(JOINTS[condition.kind][language]);
}

/** Parts of the same kind inside each other are one list. */
function joined(
  kind: 'all' | 'any',
  conditions: readonly Condition[],
  named: Readonly<Record<string, Condition>>,
  hasToHold: boolean,
): PlainCondition {
  const parts = conditions.flatMap((condition) => {
    const part = plainly(condition, named, hasToHold);
    return part.kind === kind ? part.parts : [part];
  });
  const [only, ...others] = parts;
  return only !== undefined && others.length === 0 ? only : { kind, parts };
}

const JOINTS = {
  all: { zh: ',并且', en: ', and ' },
  any: { zh: ',或者', en: ', or ' },
} as const;
