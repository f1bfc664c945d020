import type { DecisionRule, IntakeRule } from './rulebook.js';

type Switched = Pick<DecisionRule | IntakeRule, 'interpretations' | 'unless'>;

/** Whether a rule holds while exactly these interpretations are switched on. */
export function isHeldUnder({ interpretations = [], unless }: Switched, on: ReadonlySet<string>): boolean {
  const isReplaced = unless?.every((id) => on.has(id)) ?? false;
  return !isReplaced && interpretations.every((id) => on.has(id));
}

/** The interpretations that rules depend on. */
export function interpretationsReadBy(rules: readonly Switched[]): string[] {
  return [...new Set(rules.flatMap(({ interpretations = [], unless = [] }) => [...interpretations, ...unless]))];
}

/** Whether a rule holds whenever another one does, however the interpretations are switched. */
export function holdsWhenever(one: Switched, other: Switched): boolean {
  return settingsOf([one, other]).every((on) => !isHeldUnder(other, on) || isHeldUnder(one, on));
}

/** Whether the interpretations can be switched so that both rules hold. */
export function canHoldTogether(one: Switched, other: Switched): boolean {
  return settingsOf([one, other]).some((on) => isHeldUnder(one, on) && isHeldUnder(other, on));
}

/** Every setting of the switches that rules depend on. */
function settingsOf(rules: readonly Switched[]): ReadonlySet<string>[] {
  let settings: ReadonlySet<string>[] = [new Set()];
  for (const id of interpretationsReadBy(rules)) settings = settings.flatMap((on) => [on, new Set([...on, id])]);
  return settings;
}
