import { describe, expect, it } from '@jest/globals';
import ExcelJS from 'exceljs';
import {
  aWorkbook,
  readBytes,
  refusalOf,
  rowsOf,
  TELECOM_HEADER,
  TELECOM_ROW,
  textRow,
} from '../../../test/support/officer-files.js';

const HEADER = TELECOM_HEADER.split(',');
const CELLS = TELECOM_ROW.split(',');

/** A table of one data row whose identifier cell is the given XML. */
function withIdentifierCell(
  xml: string,
  parts: { sharedStrings?: string; styles?: string; is1904?: boolean } = {},
): Buffer {
  const header = textRow(['手机号码', '身份证号码']);
  return aWorkbook({
    ...parts,
    sheets: [{ data: `${header}<row><c t="inlineStr"><is><t>19900495888</t></is></c>${xml}</row>` }],
  });
}

async function identifierOf(workbook: Buffer): Promise<string | undefined> {
  return (await rowsOf(workbook))[0]?.[1];
}

describe('cells of an XLSX become the texts an officer sees', () => {
  const styles =
    '<numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/>' +
    '<numFmt numFmtId="165" formatCode="0.00&quot;day&quot;"/></numFmts>' +
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>' +
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="31"/><xf numFmtId="165"/></cellXfs>';

  it.each([
    { name: 'a shared text', xml: '<c t="s"><v>0</v></c>', text: '500117188009177151' },
    { name: 'runs of rich text, without what is phonetic', xml: '<c t="s"><v>1</v></c>', text: '朱桂国' },
    { name: 'an inline text', xml: '<c t="inlineStr"><is><t xml:space="preserve"> a </t></is></c>', text: ' a ' },
    { name: 'CDATA', xml: '<c t="inlineStr"><is><t><![CDATA[<朱>]]></t></is></c>', text: '<朱>' },
    { name: 'an escaped control character', xml: '<c t="inlineStr"><is><t>a_x000A_b</t></is></c>', text: 'a\nb' },
    { name: 'a small number', xml: '<c><v>19900495888</v></c>', text: '19900495888' },
    { name: 'a small number written with an exponent', xml: '<c><v>1.9900495888E10</v></c>', text: '19900495888' },
    { name: 'a whole number written as a fraction', xml: '<c><v>3.0</v></c>', text: '3' },
    {
      name: 'a long number keeps showing that it is destroyed',
      xml: '<c><v>5.00117188009177E+17</v></c>',
      text: '5.00117188009177E+17',
    },
    {
      name: 'a long number in plain digits is no better',
      xml: '<c><v>500117188009177000</v></c>',
      text: '5.00117188009177E+17',
    },
    { name: 'a day', xml: '<c s="1"><v>44409</v></c>', text: '2021-08-01' },
    { name: 'a day in a Chinese format', xml: '<c s="2"><v>44409.75</v></c>', text: '2021-08-01' },
    { name: 'a day in an East Asian built-in format', xml: '<c s="3"><v>44409</v></c>', text: '2021-08-01' },
    { name: 'a number whose unit is called day', xml: '<c s="4"><v>44409</v></c>', text: '44409' },
    { name: 'an ISO day', xml: '<c t="d"><v>2021-08-01T00:00:00</v></c>', text: '2021-08-01' },
    { name: 'true', xml: '<c t="b"><v>1</v></c>', text: '是' },
    { name: 'false', xml: '<c t="b"><v>0</v></c>', text: '否' },
    { name: 'an error', xml: '<c t="e"><v>#N/A</v></c>', text: '#N/A' },
  ])('$name', async ({ xml, text }) => {
    const sharedStrings =
      '<si><t>500117188009177151</t></si><si><r><t>朱</t></r><r><t>桂国</t></r><rPh><t>zhu</t></rPh></si>';

    expect(await identifierOf(withIdentifierCell(xml, { sharedStrings, styles }))).toBe(text);
  });

  it.each([
    { is1904: false, serial: 1, day: '1900-01-01', why: 'the first day' },
    { is1904: false, serial: 59, day: '1900-02-28', why: 'before the leap day that never was' },
    { is1904: false, serial: 60, day: '60', why: 'the leap day that never was' },
    { is1904: false, serial: 61, day: '1900-03-01', why: 'after it' },
    { is1904: true, serial: 42947, day: '2021-08-01', why: 'the Macintosh epoch' },
    { is1904: false, serial: 0.5, day: '0.5', why: 'a time without a day' },
  ])('day $serial (1904: $is1904) is $day: $why', async ({ is1904, serial, day }) => {
    expect(await identifierOf(withIdentifierCell(`<c s="1"><v>${serial}</v></c>`, { styles, is1904 }))).toBe(day);
  });

  it('cells find their columns by reference, and rows their numbers', async () => {
    const data = `<row r="3">${HEADER.map((text, index) => `<c r="${String.fromCharCode(65 + index)}3" t="inlineStr"><is><t>${text}</t></is></c>`).join('')}</row><row r="7"><c r="B7" t="inlineStr"><is><t>朱桂国</t></is></c><c r="D7" t="inlineStr"><is><t>5</t></is></c></row>`;

    const { tables } = await readBytes(aWorkbook({ sheets: [{ data }] }));

    expect(tables[0]?.rows).toEqual([{ row: 4, line: 7, cells: ['', '朱桂国', '', '5'] }]);
  });

  it('names with a namespace prefix are the same elements', async () => {
    const data = `<?xml version="1.0"?><x:worksheet xmlns:x="main"><x:sheetData>${textRow(HEADER)}${textRow(CELLS)}</x:sheetData></x:worksheet>`;
    const prefixed = data.replaceAll(/<(\/?)(row|c|is|t)([ >])/g, '<$1x:$2$3');

    expect(await rowsOf(aWorkbook({ sheets: [{ data: prefixed }] }))).toEqual([CELLS]);
  });

  it('a workbook written by another program reads the same', async () => {
    const workbook = new ExcelJS.Workbook();
    const sheet = workbook.addWorksheet('名单');
    sheet.addRow(['电信惩戒名单(第七批)']);
    sheet.mergeCells('A1:H1');
    sheet.addRow(HEADER);
    sheet.addRow([
      1,
      '朱桂国',
      '居民身份证',
      '500117188009177151',
      19900495888,
      '重庆市公安局',
      '文1',
      new Date('2021-08-01'),
    ]);
    workbook.addWorksheet('空表');

    const { tables } = await readBytes(Buffer.from(await workbook.xlsx.writeBuffer()));

    expect(tables).toHaveLength(1);
    expect(tables[0]?.rows).toEqual([{ row: 1, line: 3, cells: ['1', ...CELLS.slice(1, 6), '文1', '2021-08-01'] }]);
  });
});

describe('sheets of an XLSX', () => {
  const table = textRow(HEADER) + textRow(CELLS);

  it('hidden sheets are not read, whatever is in them', async () => {
    const secret = { name: '草稿', data: '<row><c><f>1+1</f></c></row>' };

    const { tables } = await readBytes(
      aWorkbook({
        sheets: [
          { ...secret, state: 'hidden' },
          { ...secret, state: 'veryHidden' },
          { name: '名单', data: table },
        ],
      }),
    );

    expect(tables.map(({ sheet }) => sheet)).toEqual(['名单']);
  });

  it('a sheet of instructions is left aside and named', async () => {
    const file = await readBytes(
      aWorkbook({
        sheets: [{ name: '说明', data: textRow(['填写说明']) + textRow(['姓名', '须与证件一致']) }, { data: table }],
      }),
    );

    expect(file.tables).toHaveLength(1);
    expect(file.skippedSheets).toEqual(['说明']);
  });

  it('a second sheet that lacks a column is never left aside', async () => {
    const faulty = textRow(HEADER.slice(0, 7)) + textRow(CELLS.slice(0, 7));

    const refusal = await refusalOf(aWorkbook({ sheets: [{ data: table }, { data: faulty }] }));

    expect(refusal).toMatchObject({ code: 'template-unknown', faults: [{ path: '认定日期' }] });
  });

  it('rows of a second sheet are numbered on, so that every row of a file has its own number', async () => {
    const { tables } = await readBytes(aWorkbook({ sheets: [{ data: table + textRow(CELLS) }, { data: table }] }));

    expect(tables.map(({ rows }) => rows.map(({ row, line }) => [row, line]))).toEqual([
      [
        [1, 2],
        [2, 3],
      ],
      [[3, 2]],
    ]);
  });
});
