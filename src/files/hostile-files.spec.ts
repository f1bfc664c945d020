import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  aWorkbook,
  problemOrFile,
  refusalOf,
  TELECOM_HEADER,
  textRow,
  workbookParts,
  zipOf,
} from '../../test/support/officer-files.js';
import { Problem } from '../domain/problem.js';
import { designationReader } from './designations.js';
import { recogniseTemplate } from './recognise-template.js';
import { TEMPLATES } from './templates.js';

const DEMO = new URL('../../demo/', import.meta.url);
const LEADS = readFileSync(new URL('card-leads-issue-07.xlsx', DEMO));
const BATCHES = ['telecom-2021-batch-1.csv', 'telecom-2021-batch-2.csv'].map((name) =>
  readFileSync(new URL(name, DEMO)),
);
const HEADER = TELECOM_HEADER.split(',');

/** Reads the file and every row of it; throws what is neither a row, a row's refusal nor a Problem. */
async function outcomeOf(bytes: Uint8Array): Promise<'rows' | Problem> {
  const outcome = await problemOrFile(bytes);
  if (outcome instanceof Problem) return outcome;
  for (const { header, rows, template } of outcome.tables) {
    if (TEMPLATES[recogniseTemplate(header).template].use !== 'sanctions') continue;
    expect(template).toBe(recogniseTemplate(header).template);
    const read = designationReader(recogniseTemplate(header));
    for (const { cells } of rows) read(cells);
  }
  return 'rows';
}

/** Some bytes of a file replaced, cut out or repeated. */
function mutated(bytes: Buffer): fc.Arbitrary<Buffer> {
  const place = fc.integer({ min: 0, max: bytes.length - 1 });
  const change = fc.record({ place, length: fc.integer({ min: 0, max: 64 }), put: fc.uint8Array({ maxLength: 64 }) });
  return fc
    .array(change, { minLength: 1, maxLength: 5 })
    .map((changes) =>
      changes.reduce<Buffer>(
        (whole, { place: at, length, put }) => Buffer.concat([whole.subarray(0, at), put, whole.subarray(at + length)]),
        bytes,
      ),
    );
}

describe('whatever is uploaded, the answer is rows or a Problem', () => {
  it('random bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), async (bytes) => {
        expect(['rows', expect.any(Problem)]).toContainEqual(await outcomeOf(bytes));
      }),
      { numRuns: 150 },
    );
  });

  it('random text below a true header', async () => {
    const cell = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string(),
      fc.constantFrom('"', '=', '\r', '\n', ',', "'"),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { maxLength: 60 }), fc.constantFrom(',', ''), async (cells, glue) => {
        await outcomeOf(Buffer.from(`${TELECOM_HEADER}\n${cells.join(glue)}`));
      }),
      { numRuns: 150 },
    );
  });

  it.each([
    { name: 'UTF-8', bytes: BATCHES[0] },
    { name: 'GB18030', bytes: BATCHES[1] },
  ])('a damaged CSV in $name', async ({ bytes = Buffer.alloc(1) }) => {
    await fc.assert(
      fc.asyncProperty(mutated(bytes.subarray(0, 6000)), async (damaged) => {
        await outcomeOf(damaged);
      }),
      { numRuns: 100 },
    );
  });

  it('a damaged XLSX', async () => {
    await fc.assert(
      fc.asyncProperty(mutated(LEADS), async (damaged) => {
        await outcomeOf(damaged);
      }),
      { numRuns: 150 },
    );
  });

  it('a sound archive with damaged XML in any of its parts', async () => {
    const parts = workbookParts({
      sharedStrings: '<si><t>朱桂国</t></si>',
      styles: '<cellXfs><xf numFmtId="14"/></cellXfs>',
      sheets: [{ data: `${textRow(HEADER)}<row><c t="s"><v>0</v></c><c s="0"><v>44409</v></c></row>` }],
    });
    const damagedPart = fc
      .nat({ max: parts.length - 1 })
      .chain((index) => mutated(Buffer.from(parts[index]?.content ?? '')).map((content) => ({ index, content })));
    await fc.assert(
      fc.asyncProperty(damagedPart, async ({ index, content }) => {
        await outcomeOf(zipOf(parts.map((part, at) => (at === index ? { ...part, content } : part))));
      }),
      { numRuns: 150 },
    );
  });

  it('an XLSX cut anywhere is refused: a part of a list is never taken for the list', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: LEADS.length - 1 }), async (length) => {
        expect(await refusalOf(LEADS.subarray(0, length))).toBeInstanceOf(Problem);
      }),
      { numRuns: 100 },
    );
  });

  it('a workbook gives back the texts that were put in', async () => {
    const unit = fc
      .constantFrom(...Array.from('朱桂国abcXYZ0123456789&<>"、('))
      .filter((sign) => sign !== '&' && sign !== '<');
    const cell = fc.string({ unit, minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 20 }), async (rows) => {
        const filled = rows.map(([name, number]) => ['1', name, '居民身份证', `A${number}`]);

        const file = await problemOrFile(aWorkbook({ sheets: [{ data: [HEADER, ...filled].map(textRow).join('') }] }));

        expect(file).toMatchObject({ tables: [{ rows: filled.map((cells) => ({ cells })) }] });
      }),
      { numRuns: 50 },
    );
  });
});
