import { beforeAll, describe, expect, it } from '@jest/globals';
import { runCases } from '../src/rulebook/cases.js';
import { caseFiles } from '../src/rulebook/check.js';
import { parseFiles } from '../src/rulebook/files.js';
import type { CaseFile } from '../src/rulebook/golden-case.js';
import { readRuleFiles, rulebookFromFiles } from '../src/rulebook/load.js';
import { switchesOf, withoutInterpretations } from '../src/rulebook/switches.js';

const files = await readRuleFiles('rules');
const rulebook = rulebookFromFiles(files);
const cases = caseFiles(parseFiles(files).parsed);
const switches = switchesOf(rulebook);

/** The cases of the rulebook as it is: those that tell another reading have switched something off themselves. */
const asItIs: Record<string, CaseFile> = Object.fromEntries(
  Object.entries(cases).map(([path, file]) => [
    path,
    { ...file, cases: file.cases.filter(({ off }) => off === undefined) },
  ]),
);

async function changedWithout(id: string): Promise<string[]> {
  const results = await runCases(withoutInterpretations(rulebook, [id]), asItIs);
  return results
    .filter(({ differences }) => differences.length > 0)
    .map(({ file, case: { id: name } }) => `${file} ${name}`);
}

function restingOn(id: string): string[] {
  return Object.entries(asItIs).flatMap(([path, file]) =>
    file.cases.filter(({ restsOn = [] }) => restsOn.includes(id)).map((golden) => `${path} ${golden.id}`),
  );
}

describe('the switches of the rulebook', () => {
  it('are the ten interpretations of the digest, and one policy', () => {
    expect(switches).toEqual([...Array.from({ length: 10 }, (_, index) => `I-${index + 1}`), 'P-85-livelihood']);
  });

  it('nothing is switched off twice by accident: a case names only switches there are', () => {
    const named = Object.values(cases)
      .flatMap((file) => file.cases)
      .flatMap(({ off = [], restsOn = [] }) => [...off, ...restsOn]);

    expect(named.filter((id) => !switches.includes(id))).toEqual([]);
  });
});

describe.each(switches)('switching %s off', (id) => {
  let changed: string[];

  beforeAll(async () => {
    changed = await changedWithout(id);
  });

  it('changes exactly the cases that say they rest on it', () => {
    expect(changed.toSorted()).toEqual(restingOn(id).toSorted());
  });

  it('changes something: a switch that nothing rests on is none', () => {
    expect(changed).not.toEqual([]);
  });

  it('has a case that tells the other reading', () => {
    const told = Object.values(cases).flatMap((file) => file.cases.filter(({ off }) => off?.includes(id) === true));

    expect(told).not.toEqual([]);
  });
});
