import { buffer, text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { readBytes, TELECOM_HEADER, TELECOM_ROW } from '../../test/support/officer-files.js';
import { ROW_CODES } from '../domain/designation.js';
import { designationReader } from './designations.js';
import { recogniseTemplate } from './recognise-template.js';
import { refusedCsv, type RefusedRow } from './refused.js';
import { rowReason } from './row-reason.js';

const HEADER = TELECOM_HEADER.split(',');
const CELLS = TELECOM_ROW.split(',');

async function writtenRows(rows: readonly RefusedRow[]): Promise<string[][]> {
  return parse(await text(refusedCsv(HEADER, rows)), { bom: true, relax_column_count: true });
}

describe('refused rows are handed back', () => {
  it('in their own columns, with row number, code and reason', async () => {
    const rows = await writtenRows([{ row: 7, cells: CELLS, code: 'INVALID_FIELD', field: 'identifiedOn' }]);

    expect(rows[0]).toEqual([...HEADER, '行号', '原因代码', '原因']);
    expect(rows[1]?.slice(8)).toEqual(['7', 'INVALID_FIELD', '认定日期:内容无法识别']);
    expect(rows[1]?.[1]).toBe('朱桂国');
  });

  it('as UTF-8 with a byte order mark and CRLF, as Excel wants it', async () => {
    const written = (await buffer(refusedCsv(HEADER, []))).toString('utf8');

    expect(written.startsWith('\ufeff')).toBe(true);
    expect(written.endsWith('\r\n')).toBe(true);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '=HYPERLINK("http://x")'])('a cell %j cannot run', async (cell) => {
    const rows = await writtenRows([{ row: 1, cells: [cell], code: 'MISSING_NAME' }]);

    expect(rows[1]?.[0]).toBe(`'${cell}`);
  });

  it('digits that a spreadsheet would round are kept as text', async () => {
    const rows = await writtenRows([{ row: 1, cells: CELLS, code: 'MISSING_NAME' }]);

    expect(rows[1]?.[3]).toBe("'500117188009177151");
  });

  it('short rows are padded and cells beyond the header come last', async () => {
    const rows = await writtenRows([
      { row: 1, cells: ['1'], code: 'MISSING_NAME' },
      { row: 2, cells: [...CELLS, '附注'], code: 'MISSING_NAME' },
    ]);

    expect(rows[1]).toHaveLength(11);
    expect(rows[2]?.at(-1)).toBe('附注');
  });

  it('a corrected file can be sent as it is: the readers take the protection off again', async () => {
    const written = await text(refusedCsv(HEADER, [{ row: 1, cells: CELLS, code: 'DUPLICATE_IN_LIST' }]));

    const { tables } = await readBytes(written);
    const read = designationReader(recogniseTemplate(tables[0]?.header ?? []));

    expect(read(tables[0]?.rows[0]?.cells ?? [])).toMatchObject({
      ok: true,
      value: { subject: { idNumber: '500117188009177151' } },
      notes: ['TEXT_QUOTE'],
    });
  });

  it('a failing source fails the answer instead of ending it early', async () => {
    async function* failing(): AsyncGenerator<RefusedRow> {
      yield { row: 1, cells: CELLS, code: 'MISSING_NAME' };
      throw new Error('the database went away');
    }

    await expect(text(refusedCsv(HEADER, failing()))).rejects.toThrow('went away');
  });

  it.each(ROW_CODES)('%s is explained in both languages', (code) => {
    expect(rowReason(code)).toMatch(/\p{Script=Han}/u);
    expect(rowReason(code, 'en')).toMatch(/^[A-Z]/);
  });
});
