import { describe, expect, it } from '@jest/globals';
import { runCases } from '../src/rulebook/cases.js';
import { caseFiles, checkRulebook } from '../src/rulebook/check.js';
import { parseFiles } from '../src/rulebook/files.js';
import { formatFinding } from '../src/rulebook/finding.js';
import { localDate } from '../src/domain/period.js';
import { numberOn } from '../src/rulebook/parameters.js';
import { readRuleFiles, rulebookFromFiles } from '../src/rulebook/load.js';

const files = await readRuleFiles('rules');
const rulebook = rulebookFromFiles(files);
const cases = caseFiles(parseFiles(files).parsed);
const results = await runCases(rulebook, cases);

describe('the rulebook of the project', () => {
  it('has no fault that the checker knows', async () => {
    const findings = await checkRulebook(files);

    expect(findings.map((found) => formatFinding(found))).toEqual([]);
  });
});

/** The rows of the case table of the law digest. */
const ROWS = `
  A01 A02 A03 A04 A05 A06 A08 A10 A11 A12 A13 A14 A15 A16
  B01 B02 B04 B05 B07 B08 B09 B10 B12 B13
  C01 C02 C03 C04 C05 C06 C07 C09 C10 C11 C12 C13 C14 C16 C17 C18 C19 C21 C22
  D01 D02 D03 D05 D08 D09 D10 D11 D12 D14 D15 D17 D18 D19 D20 D21
  E01 E02 E04 E05 E06 E07 E08 E09 E11 E12 E14 E15 E16 E18 E19 E20 E21 E22 E23 E25 E26 E27
  F01 F03 F05 F06 F07 F08 F12 F14 F15 F16 F18
  G01 G02 G04 G05 G06 G09 G10 G11 G13 G14 G15 G16 G17 G18 G19 G20 G21`;

/** Rows about a procedure, in which nothing is asked and no row of a list is judged; G04 is told below. */
const PROCEDURES = ['G04', 'G15', 'G16', 'G21'];

describe('the case table of the law digest', () => {
  it('every row is a golden case, unless it is about a procedure', () => {
    const told = new Set(Object.values(cases).flatMap((file) => file.cases.map(({ id }) => id)));
    const untold = ROWS.trim()
      .split(/\s+/)
      .filter((row) => !told.has(row));

    expect(untold).toEqual(PROCEDURES);
  });

  it('G04: a time limit of the appeal that nobody has read is not invented', () => {
    const clocks = ['acceptance', 'verification', 'reply', 'lifting'].map((clock) => `cn-joint-2024.appeal.${clock}`);

    for (const clock of clocks) {
      expect(rulebook.parameters.get(clock)?.values).toMatchObject([{ unknown: true, mark: 'N' }]);
      expect(() => numberOn(rulebook, clock, localDate('2025-01-10'))).toThrow(/has no number/);
    }
  });
});

for (const file of Object.keys(cases)) {
  describe(`rules/${file}`, () => {
    it.each(results.filter((result) => result.file === file).map((result) => ({ ...result.case, result })))(
      '$id $title',
      ({ result }) => {
        expect(result.differences).toEqual([]);
      },
    );
  });
}
