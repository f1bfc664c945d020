import { describe, expect, it } from '@jest/globals';
import { runCases } from '../src/rulebook/cases.js';
import { caseFiles, checkRulebook } from '../src/rulebook/check.js';
import { parseFiles } from '../src/rulebook/files.js';
import { formatFinding } from '../src/rulebook/finding.js';
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
