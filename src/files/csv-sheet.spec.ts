import { describe, expect, it } from '@jest/globals';
import {
  gb18030Of,
  readBytes,
  refusalOf,
  rowsOf,
  TELECOM_HEADER,
  TELECOM_ROW,
} from '../../test/support/officer-files.js';
import { DEFAULT_LIMITS } from './limits.js';

const CELLS = TELECOM_ROW.split(',');
const FILE = `${TELECOM_HEADER}\r\n${TELECOM_ROW}\r\n`;

function utf16(text: string, order: 'le' | 'be'): Buffer {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return order === 'le' ? bytes : bytes.swap16();
}

function rowsWith(count: number): string {
  return `${TELECOM_HEADER}\n${`${TELECOM_ROW}\n`.repeat(count)}`;
}

describe('the encoding of a CSV', () => {
  it.each([
    { name: 'UTF-8', bytes: Buffer.from(FILE), encoding: 'utf-8' },
    { name: 'UTF-8 with a byte order mark', bytes: Buffer.from(`\ufeff${FILE}`), encoding: 'utf-8' },
    { name: 'GB18030', bytes: gb18030Of(FILE), encoding: 'gb18030' },
    { name: 'Excel Unicode text', bytes: utf16(FILE.replaceAll(',', '\t'), 'le'), encoding: 'utf-16le' },
    { name: 'UTF-16 in the other byte order', bytes: utf16(FILE, 'be'), encoding: 'utf-16be' },
  ])('$name gives the same rows', async ({ bytes, encoding }) => {
    const file = await readBytes(bytes);

    expect(file.encoding).toBe(encoding);
    expect(file.tables[0]?.rows).toEqual([{ row: 1, line: 2, cells: CELLS }]);
  });

  it('a character cut by the border of two chunks is read whole', async () => {
    const rows = await rowsOf(gb18030Of(rowsWith(3000)));

    expect(rows).toHaveLength(3000);
    expect(new Set(rows.map((cells) => cells.join()))).toEqual(new Set([TELECOM_ROW]));
  });

  it('a lone lead byte of GB18030 in the middle of a file is no text', async () => {
    const bytes = Buffer.concat([
      gb18030Of(rowsWith(10)),
      Buffer.from([0xd5, 0x2c, 0x0a]),
      gb18030Of(`${TELECOM_ROW}\n`),
    ]);

    const refusal = await refusalOf(bytes);

    expect(refusal).toMatchObject({ code: 'file-encoding', faults: [{ code: 'not-decodable' }] });
  });

  it('a GB18030 row in a UTF-8 file is refused, never guessed', async () => {
    const refusal = await refusalOf(Buffer.concat([Buffer.from(FILE), gb18030Of(`${TELECOM_ROW}\r\n`)]));

    expect(refusal.code).toBe('file-encoding');
  });

  it('bytes that are text in no encoding are refused', async () => {
    const refusal = await refusalOf(Buffer.from([0x80, 0xff, 0x80, 0xff, 0x2c, 0x0a]));

    expect(refusal.code).toBe('file-encoding');
  });
});

describe('the form of a CSV', () => {
  it.each([
    { name: 'semicolons', text: FILE.replaceAll(',', ';') },
    { name: 'tabs', text: FILE.replaceAll(',', '\t') },
    { name: 'LF', text: FILE.replaceAll('\r\n', '\n') },
    { name: 'CR', text: FILE.replaceAll('\r\n', '\r') },
    { name: 'no line end at the end', text: FILE.trimEnd() },
    { name: 'all cells quoted', text: FILE.replaceAll(/[^,\r\n]+/g, '"$&"') },
    { name: 'empty columns behind the last', text: FILE.replaceAll('\r\n', `${','.repeat(300)}\r\n`) },
  ])('a file with $name reads the same', async ({ text }) => {
    expect(await rowsOf(text)).toEqual([CELLS]);
  });

  it('a quoted cell keeps commas, quotes and line ends', async () => {
    const cells = await rowsOf(`${TELECOM_HEADER}\n1,"重庆""小天鹅"",\n公司",统一社会信用代码,x,1,y,z,2021-08-01\n`);

    expect(cells[0]?.[1]).toBe('重庆"小天鹅",\n公司');
  });

  it('a quote in the middle of an unquoted cell is a character', async () => {
    const cells = await rowsOf(`${TELECOM_HEADER}\n1,重庆"小天鹅"公司,统一社会信用代码,x,1,y,z,2021-08-01\n`);

    expect(cells[0]?.[1]).toBe('重庆"小天鹅"公司');
  });

  it('blank lines are left out and still count as lines of the sheet', async () => {
    const { tables } = await readBytes(`${TELECOM_HEADER}\n${TELECOM_ROW}\n\n , ,\n${TELECOM_ROW}\n`);

    expect(tables[0]?.rows.map(({ row, line }) => ({ row, line }))).toEqual([
      { row: 1, line: 2 },
      { row: 4, line: 5 },
    ]);
  });

  it('short and long rows are rows', async () => {
    const rows = await rowsOf(`${TELECOM_HEADER}\n1,朱桂国\n${TELECOM_ROW},附注\n`);

    expect(rows).toEqual([
      ['1', '朱桂国'],
      [...CELLS, '附注'],
    ]);
  });

  it('an equals sign and quotes are how Excel keeps digits: the text inside is the value, marked as text', async () => {
    const rows = await rowsOf(FILE.replace('500117188009177151', '="500117188009177151"'));

    expect(rows[0]?.[3]).toBe("'500117188009177151");
  });
});

describe('what is refused of a CSV', () => {
  it('a formula, with its cell', async () => {
    const refusal = await refusalOf(FILE.replace('朱桂国', '=HYPERLINK(A1)'));

    expect(refusal).toMatchObject({ code: 'file-has-formulas', parameters: { cell: 'B2' } });
  });

  it('a NUL character, with its line', async () => {
    const refusal = await refusalOf(`${rowsWith(4)}1,朱\0桂国,,,,,,\n`);

    expect(refusal.code).toBe('file-damaged');
    expect(String(refusal.parameters['where'])).toContain('第 6 行');
  });

  it('a quote that is never closed, with the line of its row', async () => {
    const refusal = await refusalOf(`${rowsWith(2)}3,"朱桂国,,,,,,\n${`${TELECOM_ROW}\n`.repeat(5)}`);

    expect(refusal.code).toBe('file-damaged');
    expect(String(refusal.parameters['where'])).toContain('第 4 行');
  });

  it('a quote that is never closed in a long file, before the rest of it is held in memory', async () => {
    const refusal = await refusalOf(`${rowsWith(2)}3,"朱桂国,,,,,,\n${`${TELECOM_ROW}\n`.repeat(30_000)}`);

    expect(refusal.code).toBe('file-damaged');
  });

  it('two stray quotes that make one cell of the rows between them', async () => {
    const stray = TELECOM_ROW.replace('朱桂国', '"朱桂国');

    const refusal = await refusalOf(
      `${rowsWith(1)}${stray}\n${`${TELECOM_ROW}\n`.repeat(20)}${stray}\n${TELECOM_ROW}\n`,
    );

    expect(refusal.code).toBe('file-damaged');
    expect(String(refusal.parameters['where'])).toContain('第 3 行');
  });

  it('a line without end', async () => {
    const refusal = await refusalOf(`${FILE}${','.repeat(1_200_000)}`);

    expect(refusal.code).toBe('file-damaged');
  });

  it('a thousand columns', async () => {
    const header = `${TELECOM_HEADER},${Array.from({ length: 992 }, (_, index) => `列${index}`).join(',')}`;

    const refusal = await refusalOf(`${header}\n${TELECOM_ROW}\n`);

    expect(refusal).toMatchObject({ code: 'file-too-wide', parameters: { limit: 200 } });
  });

  it('a cell longer than a spreadsheet can hold', async () => {
    const refusal = await refusalOf(FILE.replace('朱桂国', '朱'.repeat(32_768)));

    expect(refusal.code).toBe('file-damaged');
  });

  it('more rows than the limit, and not one row less', async () => {
    const limits = { ...DEFAULT_LIMITS, maxRows: 5 };

    const refusal = await refusalOf(rowsWith(6), { limits });

    expect(refusal).toMatchObject({ code: 'file-too-many-rows', parameters: { limit: 5 } });
    expect(await rowsOf(rowsWith(5), { limits })).toHaveLength(5);
  });

  it('a flood of blank lines', async () => {
    const refusal = await refusalOf(`${FILE}${'\n'.repeat(100)}`, { limits: { ...DEFAULT_LIMITS, maxRows: 50 } });

    expect(refusal.code).toBe('file-too-many-rows');
  });

  it.each([
    { name: 'an empty file', text: '' },
    { name: 'a file of blank lines', text: '\n\r\n  \n' },
    { name: 'a header without rows', text: `${TELECOM_HEADER}\r\n` },
  ])('$name', async ({ text }) => {
    expect((await refusalOf(text)).code).toBe('file-empty');
  });
});
