import { describe, expect, it } from '@jest/globals';
import { parseFiles } from './files.js';
import type { RuleFiles } from './files.js';
import { readRuleFiles } from './load.js';
import { mutantsOf, MUTATIONS, withMutant } from './mutate.js';
import type { Mutant } from './mutate.js';
import { mutantFates, scoreOf } from './mutation-run.js';
import type { Fate } from './mutation-run.js';

const files = await readRuleFiles('rules');
const { parsed } = parseFiles(files);
const mutants = mutantsOf(parsed);

/** The faults of one rule, in words. */
function faultsOf(rule: string): string[] {
  return mutants.filter((mutant) => mutant.rule === rule).map(({ mutation, change }) => `${mutation} ${change}`);
}

function changesIn(mutant: Mutant): string[] {
  const after = withMutant(files, mutant);
  return Object.keys(files).filter((path) => JSON.stringify(files[path]) !== JSON.stringify(after[path]));
}

async function fatesOf(ruleFiles: RuleFiles, isChosen: (mutant: Mutant, index: number) => boolean): Promise<Fate[]> {
  const fates: Fate[] = [];
  for await (const fate of mutantFates(ruleFiles, isChosen)) fates.push(fate);
  return fates;
}

describe('the mutants of a rulebook', () => {
  it('of a rule are its operators, bounds, effects, parts and exceptions, one at a time', () => {
    expect(faultsOf('cn-joint-2024/bank/livelihood-agreed')).toEqual([
      'effect ALLOW → ALLOW_LIMITED',
      'effect ALLOW → REVIEW',
      'effect ALLOW → DENY',
      'effect in_force → ended',
      'exception without cn-joint-2024/bank/outflow',
      'day 2024-12-01 → 2024-12-02',
      'condition without purpose in',
      'operator purpose: in → notIn',
      'condition without agreementSince before',
      'operator agreementSince: before → onOrBefore',
      'operator agreementSince: before → after',
    ]);
  });

  it('of an intake rule change what becomes of the row', () => {
    expect(faultsOf('cn-joint-2024/intake/under-age')).toEqual(
      expect.arrayContaining([
        'effect UNDER_AGE → ORGAN_LEVEL',
        'effect UNDER_AGE → OFFENCE_NOT_COVERED',
        'effect UNDER_AGE → {"note":"MINOR"}',
        'operator isAgeKnown: equal → notEqual',
        'operator age: lessThan → lessThanInclusive',
      ]),
    );
  });

  it('move numbers by one, take words from lists and add a neighbour', () => {
    const ofLimits = mutants.filter(({ file }) => file === 'parameters/limits.json').map(({ change }) => change);

    expect(ofLimits).toEqual(expect.arrayContaining(['3 → 2', '3 → 4', '18 → 17']));
    expect(ofLimits.some((change) => change.endsWith('→ ["tax","social_insurance","water","electricity"]'))).toBe(true);
  });

  it('move days by one, and take terms away', () => {
    const ofRegime = mutants.filter(({ file }) => file === 'cn-fin-2019/regime.json').map(({ change }) => change);

    expect(ofRegime).toEqual(
      expect.arrayContaining(['2019-04-01 → 2019-03-31', '2024-11-30 → 2024-12-01', 'no bank.noncounter for listed']),
    );
  });

  it('are of every kind, and each changes one file and nothing else', () => {
    expect(new Set(mutants.map(({ mutation }) => mutation))).toEqual(new Set(MUTATIONS));
    for (const mutant of mutants.filter((_mutant, index) => index % 40 === 0)) {
      expect({ mutant, changed: changesIn(mutant) }).toEqual({ mutant, changed: [mutant.file] });
    }
  });
});

describe('the golden cases', () => {
  it('kill at least 95 of 100 mutants, in a sample of one in twenty', async () => {
    const fates = await fatesOf(files, (_mutant, index) => index % 20 === 0);

    const survivors = fates.flatMap(({ fate, mutant }) =>
      fate === 'survived' ? [`${mutant.file} ${mutant.path} ${mutant.change}`] : [],
    );
    // The list of survivors is what to read when this fails.
    expect({ isEnough: scoreOf(fates).share >= 0.95, survivors }).toEqual({ isEnough: true, survivors });
    expect(fates.length).toBeGreaterThan(50);
  });

  it('let a fault pass that no case tells apart', async () => {
    const path = 'cn-joint-2024/payment.cases.json';
    const { [path]: _cases, ...blind } = files;

    const fates = await fatesOf(blind, ({ rule }) => rule === 'cn-joint-2024/payment/own-bank');

    expect(fates.some(({ fate }) => fate === 'survived')).toBe(true);
    expect(scoreOf(fates).share).toBeLessThan(0.5);
  });

  it('are not asked about a rulebook that does not load', async () => {
    const fates = await fatesOf(
      files,
      ({ file, change }) => file === 'cn-joint-2024/regime.json' && change === '2024-12-01 → 2024-11-30',
    );

    expect(fates.map(({ fate }) => fate)).toEqual(['refused']);
  });
});
