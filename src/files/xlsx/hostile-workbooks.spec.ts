import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  aWorkbook,
  refusalOf,
  rowsOf,
  TELECOM_HEADER,
  TELECOM_ROW,
  textRow,
  workbookParts,
  type ZipPart,
  zipOf,
} from '../../../test/support/officer-files.js';
import { DEFAULT_LIMITS } from '../limits.js';

const HEADER = TELECOM_HEADER.split(',');
const CELLS = TELECOM_ROW.split(',');
const LEADS = readFileSync(new URL('../../../demo/card-leads-issue-07.xlsx', import.meta.url));

function replacing(parts: readonly ZipPart[], name: string, part: Partial<ZipPart>): Buffer {
  return zipOf(parts.map((one) => (one.name === name ? { ...one, ...part } : one)));
}

describe('attacks and accidents', () => {
  const parts = workbookParts({ sheets: [{ data: textRow(HEADER) + textRow(CELLS) }] });
  const SHEET = 'xl/worksheets/sheet1.xml';

  it('a formula is refused with its cell', async () => {
    const refusal = await refusalOf(
      aWorkbook({ sheets: [{ data: `${textRow(HEADER)}<row r="2"><c r="B2"><f>A1&amp;"1"</f><v>5</v></c></row>` }] }),
    );

    expect(refusal).toMatchObject({ code: 'file-has-formulas', parameters: { cell: 'B2' } });
  });

  it('an extension behind the cells may use the letter of formulas', async () => {
    const data = `<?xml version="1.0"?><worksheet><sheetData>${textRow(HEADER)}${textRow(CELLS)}</sheetData><extLst><ext><xm:f>Sheet2!A1</xm:f></ext></extLst></worksheet>`;

    expect(await rowsOf(aWorkbook({ sheets: [{ data }] }))).toEqual([CELLS]);
  });

  it('a thousand columns are refused', async () => {
    const refusal = await refusalOf(
      aWorkbook({ sheets: [{ data: textRow(Array.from({ length: 1000 }, (_, index) => `列${index}`)) }] }),
    );

    expect(refusal.code).toBe('file-too-wide');
  });

  it('many sheets whose last rows are far down are too many rows: their numbers count on', async () => {
    const data = textRow(HEADER) + `<row r="1048576">${textRow(CELLS).replace(/^<row[^>]*>/, '')}`;

    expect(await rowsOf(aWorkbook({ sheets: [{ data }] }))).toEqual([CELLS]);
    expect((await refusalOf(aWorkbook({ sheets: [{ data }, { data }] }))).code).toBe('file-too-many-rows');
  });

  it('formatted but empty columns far to the right do no harm', async () => {
    const data = textRow(HEADER) + textRow(CELLS).replace('</row>', '<c r="XFD2" s="1"/></row>');

    expect(await rowsOf(aWorkbook({ sheets: [{ data }] }))).toEqual([CELLS]);
  });

  it('an archive that says it expands too much is refused before anything is inflated', async () => {
    const bomb = replacing(parts, SHEET, { content: Buffer.alloc(8 * 1024 * 1024, 0x20) });

    expect((await refusalOf(bomb)).code).toBe('file-expands-too-much');
  });

  it('an archive that lies about its size is refused while it is inflated', async () => {
    const content = `<worksheet><sheetData>${textRow(HEADER)}${'<row></row>'.repeat(1_000_000)}</sheetData></worksheet>`;

    const refusal = await refusalOf(replacing(parts, SHEET, { content, declaredSize: 2000 }));

    expect(refusal.code).toBe('file-expands-too-much');
  });

  it('many parts that are each within the ratio are refused by their sum', async () => {
    const many = Array.from({ length: 30 }, (_, index) => ({
      name: `xl/media/${index}.bin`,
      content: Buffer.alloc(900_000),
    }));

    const refusal = await refusalOf(zipOf([...parts, ...many]), {
      limits: { ...DEFAULT_LIMITS, maxInflatedBytes: 20_000_000 },
    });

    expect(refusal.code).toBe('file-expands-too-much');
  });

  it('a part whose real size differs from the declared one is damage', async () => {
    expect((await refusalOf(replacing(parts, SHEET, { declaredSize: 100 }))).code).toBe('file-damaged');
  });

  it('more texts than the limit are refused', async () => {
    const sharedStrings = '<si><t>a</t></si>'.repeat(50);
    const workbook = aWorkbook({ sharedStrings, sheets: [{ data: '' }] });

    const refusal = await refusalOf(workbook, { limits: { ...DEFAULT_LIMITS, maxSharedStrings: 40 } });

    expect(refusal.code).toBe('file-expands-too-much');
  });

  it.each([
    {
      name: 'entities that multiply (“billion laughs”)',
      content: `<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha">${Array.from({ length: 20 }, (_, index) => `<!ENTITY b${index} "&a;&a;&a;">`).join('')}]><worksheet>&b19;</worksheet>`,
    },
    {
      name: 'an external entity',
      content: '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]><worksheet>&x;</worksheet>',
    },
    { name: 'an undeclared entity', content: '<worksheet>&x;</worksheet>' },
    { name: 'a tag without end', content: `<worksheet><c a="${randomBytes(800_000).toString('hex')}` },
    { name: 'elements without end', content: '<c>'.repeat(100_000) },
    { name: 'XML that stops', content: '<worksheet><sheetData><row>' },
    { name: 'no XML', content: 'PK' },
    { name: 'bytes that are no UTF-8', content: Buffer.from([0x3c, 0x77, 0x3e, 0xff, 0xfe]) },
    { name: 'rows out of order', content: '<worksheet><row r="5"/><row r="4"/></worksheet>' },
    {
      name: 'a row beyond the last one of a sheet',
      content: `<worksheet>${textRow(HEADER)}<row r="1048577"/></worksheet>`,
    },
    { name: 'a reference to no text', content: '<worksheet><row><c t="s"><v>99</v></c></row></worksheet>' },
    { name: 'a column that does not exist', content: '<worksheet><row><c r="ZZZZ1"><v>1</v></c></row></worksheet>' },
  ])('$name: damage', async ({ content }) => {
    expect((await refusalOf(replacing(parts, SHEET, { content }))).code).toBe('file-damaged');
  });

  it.each(['../../etc/passwd', '/etc/passwd', 'C:/windows/system.ini', 'xl/../../../x'])(
    'a part called %s is damage',
    async (name) => {
      expect((await refusalOf(zipOf([...parts, { name, content: 'x' }]))).code).toBe('file-damaged');
    },
  );

  it('a relation that points out of the archive finds nothing', async () => {
    const content =
      '<Relationships><Relationship Id="r0" Type="x/worksheet" Target="../../../../etc/passwd"/></Relationships>';

    expect((await refusalOf(replacing(parts, 'xl/_rels/workbook.xml.rels', { content }))).code).toBe('file-damaged');
  });

  it('two parts of one name are damage: readers would differ about which counts', async () => {
    expect((await refusalOf(zipOf([...parts, { name: SHEET.toUpperCase(), content: '<worksheet/>' }]))).code).toBe(
      'file-damaged',
    );
  });

  it('an encrypted part is named as such', async () => {
    const refusal = await refusalOf(replacing(parts, SHEET, { encrypted: true }));

    expect(String(refusal.parameters['where'])).toContain('密码');
  });

  it('one flipped bit in the packed bytes is found', async () => {
    const flipped = Buffer.from(LEADS);
    const place = flipped.length >> 1;
    flipped[place] = (flipped[place] ?? 0) ^ 1;

    expect((await refusalOf(flipped)).code).toBe('file-damaged');
  });

  it.each([0.05, 0.2, 0.4, 0.6, 0.8, 0.95, 0.999])('a file cut after %d of its length is damage', async (share) => {
    expect((await refusalOf(LEADS.subarray(0, Math.floor(LEADS.length * share)))).code).toBe('file-damaged');
  });
});
