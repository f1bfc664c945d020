import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { openOfficerFile } from './officer-file.js';
import { cardLeadReader, cardRecordReader, customerReader } from './card-rows.js';
import { designationReader } from './designations.js';
import { DuplicateTracker } from './duplicates.js';
import type { Recognised } from './recognise-template.js';
import type { RowResult } from './row-result.js';
import { type TemplateId, TEMPLATES } from './templates.js';

interface Expected {
  rows: number;
  rejected?: Record<string, number>;
  normalised?: Record<string, number>;
}

const DEMO = new URL('../../demo/', import.meta.url);
const expectedOf: Record<string, Expected> = JSON.parse(readFileSync(new URL('expected.json', DEMO), 'utf8'));
/** What the rules and not the readers refuse. */
const REFUSED_BY_RULES = ['ORGAN_LEVEL', 'NEEDS_PROVINCE', 'OFFENCE_NOT_COVERED'];

const READERS: Record<string, (recognised: Recognised) => (cells: readonly string[]) => RowResult<object>> = {
  sanctions: designationReader,
  'card-leads': cardLeadReader,
  cards: cardRecordReader,
  customers: customerReader,
};

async function readSample(name: string) {
  const file = await openOfficerFile(new URL(name, DEMO).pathname, { fileName: name });
  const templates = new Set<TemplateId>();
  const values: object[] = [];
  const rejected: Record<string, number> = {};
  const normalised: Record<string, number> = {};
  let rows = 0;
  const duplicates = new DuplicateTracker();
  for await (const { recognised, batches } of file.tables) {
    templates.add(recognised.template);
    const read = READERS[TEMPLATES[recognised.template].use]?.(recognised);
    for await (const batch of batches) {
      for (const { cells } of batch) {
        rows += 1;
        const result = withoutDuplicates(read?.(cells), duplicates);
        if (typeof result === 'string') rejected[result] = (rejected[result] ?? 0) + 1;
        else {
          values.push(result.value);
          for (const note of result.notes) normalised[note] = (normalised[note] ?? 0) + 1;
        }
      }
    }
  }
  return {
    format: file.format,
    encoding: file.encoding,
    templates: [...templates],
    rows,
    rejected,
    normalised,
    values,
  };
}

function withoutDuplicates(result: RowResult<object> | undefined, duplicates: DuplicateTracker) {
  if (result === undefined) throw new Error('There is no reader for this use');
  if (!result.ok) return result.code;
  if (!('subject' in result.value)) return result;
  const { idType, idNumber } = Object(result.value.subject);
  if (duplicates.seenBefore(idType, idNumber)) return 'DUPLICATE_IN_LIST';
  duplicates.accept(idType, idNumber);
  return result;
}

function withoutRules(rejected: Record<string, number> = {}): Record<string, number> {
  return Object.fromEntries(Object.entries(rejected).filter(([code]) => !REFUSED_BY_RULES.includes(code)));
}

describe('the files as they come from real offices', () => {
  it('every sample is expected and every expectation has its sample', () => {
    const samples = readdirSync(DEMO).filter((name) => name !== 'expected.json');

    expect(samples.toSorted()).toEqual(Object.keys(expectedOf).toSorted());
  });

  it.each(Object.keys(expectedOf))('%s gives exactly the rows, refusals and notes of expected.json', async (name) => {
    const sample = await readSample(name);

    const expected = expectedOf[name];
    expect(sample.rows).toBe(expected?.rows);
    expect(sample.rejected).toEqual(withoutRules(expected?.rejected));
    expect(sample.normalised).toEqual(expected?.normalised ?? {});
  });

  it.each([
    { name: 'telecom-2021-batch-1.csv', format: 'csv', encoding: 'utf-8', template: 'telecom-batch' },
    { name: 'telecom-2021-batch-2.csv', format: 'csv', encoding: 'gb18030', template: 'telecom-batch' },
    { name: 'financial-2021.csv', format: 'csv', encoding: 'gb18030', template: 'financial-list' },
    { name: 'joint-2025.csv', format: 'csv', encoding: 'utf-8', template: 'joint-2024' },
    { name: 'card-registry.csv', format: 'csv', encoding: 'utf-8', template: 'card-registry' },
    { name: 'card-leads-issue-07.xlsx', format: 'xlsx', encoding: null, template: 'card-leads' },
    { name: 'rural-bank-table-202101.xlsx', format: 'xlsx', encoding: null, template: 'bank-table' },
  ])('$name is recognised as $template, $format, $encoding', async ({ name, format, encoding, template }) => {
    const sample = await readSample(name);

    expect(sample).toMatchObject({ format, encoding, templates: [template] });
  });

  it('the lead sheets name phones and accounts, as many as expected', async () => {
    const { values } = await readSample('card-leads-issue-07.xlsx');

    expect(values.filter((value) => 'kind' in value && value.kind === 'mobile_sim')).toHaveLength(150);
    expect(values.filter((value) => 'kind' in value && value.kind === 'bank_account')).toHaveLength(220);
  });
});
