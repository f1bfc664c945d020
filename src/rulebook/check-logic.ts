import { checkConditionsDecide } from './check-conditions.js';
import { checkDecisions } from './check-decisions.js';
import { checkIntake } from './check-intake.js';
import type { ParsedFiles } from './files.js';
import { SEARCH_LIMIT } from './find-facts.js';
import type { Finding } from './finding.js';
import type { Rulebook } from './rulebook.js';

/**
 * What the rules say together, found by going through the finite domain of the facts they read: conditions and rules
 * that say nothing, rules that cover or contradict each other, rows and days of which nothing is said.
 *
 * A search that had to be cut off is a finding too (`domain-too-large`).
 *
 * @param parsed files without a fault of schema or reference
 * @param rulebook the rulebook of these files
 * @param limit how many partial assignments of facts one search may look at
 */
export function checkLogic(parsed: ParsedFiles, rulebook: Rulebook, limit: number = SEARCH_LIMIT): Finding[] {
  const found = [
    ...checkConditionsDecide(parsed, rulebook, limit),
    ...checkDecisions(parsed, rulebook, limit),
    ...checkIntake(parsed, rulebook, limit),
  ];
  // A rule that answers several questions shows one fault several times.
  const distinct = new Map(found.map((one) => [JSON.stringify([one.file, one.rule, one.path, one.code]), one]));
  return [...distinct.values()];
}
