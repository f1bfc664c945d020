import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  aWorkbook,
  gb18030Of,
  readBytes,
  refusalOf,
  TELECOM_HEADER,
  TELECOM_ROW,
  textRow,
  zipOf,
} from '../../test/support/officer-files.js';
import { DEFAULT_LIMITS } from './limits.js';
import { spoolUpload } from './spool.js';

const CSV = `${TELECOM_HEADER}\n${TELECOM_ROW}\n`;
const XLSX = aWorkbook({ sheets: [{ data: textRow(TELECOM_HEADER.split(',')) + textRow(TELECOM_ROW.split(',')) }] });

describe('the type of a file is what it contains', () => {
  it.each([
    { name: 'a PDF', bytes: Buffer.from('%PDF-1.7\n…') },
    { name: 'a PNG', bytes: Buffer.from('89504e470d0a1a0a0000', 'hex') },
    { name: 'an old XLS', bytes: Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(2000)]) },
    { name: 'HTML saved as XLS', bytes: Buffer.from('\ufeff  <html><table><tr><td>姓名</td></tr></table></html>') },
    { name: 'JSON', bytes: Buffer.from('{"姓名":"朱桂国"}') },
    { name: 'a program', bytes: Buffer.from('7f454c460201010000000000000000000300', 'hex') },
    { name: 'a file of control characters', bytes: Buffer.from(Array.from({ length: 400 }, (_, index) => index % 20)) },
    { name: 'an archive of something else', bytes: zipOf([{ name: 'word/document.xml', content: '<w/>' }]) },
    { name: 'an empty archive', bytes: zipOf([]) },
  ])('$name is refused', async ({ bytes }) => {
    expect((await refusalOf(bytes)).code).toBe('file-type-unknown');
  });

  it('a workbook behind a password is refused with what to do about it', async () => {
    const bytes = Buffer.concat([
      Buffer.from('d0cf11e0a1b11ae1', 'hex'),
      Buffer.alloc(70_000),
      Buffer.from('EncryptedPackage', 'utf16le'),
    ]);

    const refusal = await refusalOf(bytes);

    expect(refusal.code).toBe('file-damaged');
    expect(String(refusal.parameters['where'])).toContain('密码');
  });

  it.each([
    { fileName: '名单.csv', bytes: XLSX, extension: '.csv', content: 'XLSX' },
    { fileName: '名单.xlsx', bytes: Buffer.from(CSV), extension: '.xlsx', content: 'CSV' },
    { fileName: '名单.pdf', bytes: Buffer.from(CSV), extension: '.pdf', content: 'CSV' },
    { fileName: '名单.<b>', bytes: Buffer.from(CSV), extension: '…', content: 'CSV' },
  ])('$fileName that contains $content is refused, and told why', async ({ fileName, bytes, extension, content }) => {
    expect(await refusalOf(bytes, { fileName })).toMatchObject({
      code: 'file-extension-mismatch',
      parameters: { extension, content },
    });
  });

  it.each(['名单.CSV', '名单.txt', '名单', '某市.名单.csv '])('%s may be a CSV', async (fileName) => {
    expect((await readBytes(CSV, { fileName })).format).toBe('csv');
  });

  it('a file over the limit is refused without being read', async () => {
    const refusal = await refusalOf(CSV, { limits: { ...DEFAULT_LIMITS, maxBytes: 20 } });

    expect(refusal.code).toBe('file-too-large');
  });
});

describe('an upload goes to disk', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'duanka-spool-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('with its size and hash', async () => {
    const path = join(folder, 'small');

    const spooled = await spoolUpload(Readable.from([Buffer.from('ab'), Buffer.from('c')]), path);

    expect(spooled).toEqual({ bytes: 3, sha256: createHash('sha256').update('abc').digest() });
    expect(await readFile(path, 'utf8')).toBe('abc');
  });

  it('60 MB are refused as soon as the limit is passed, and nothing is left on disk', async () => {
    const path = join(folder, 'large');
    let pulled = 0;
    function* sixtyMegabytes(): Generator<Buffer> {
      for (; pulled < 60; pulled += 1) yield Buffer.alloc(1024 * 1024);
    }

    const spooling = spoolUpload(Readable.from(sixtyMegabytes(), { highWaterMark: 1 }), path);

    await expect(spooling).rejects.toMatchObject({ code: 'file-too-large', parameters: { limitMb: 50 } });
    expect(pulled).toBeLessThan(60);
    expect(existsSync(path)).toBe(false);
  });

  it('an upload without a byte is refused', async () => {
    await expect(spoolUpload(Readable.from([]), join(folder, 'empty'))).rejects.toMatchObject({ code: 'file-empty' });
  });
});

describe('title rows, header row, data rows and what is below them', () => {
  const TITLES = '重庆市公安局电信惩戒名单\n,,,(第七批),,,,\n制表日期:2021年12月1日\n';

  it.each([
    { name: 'UTF-8', bytes: Buffer.from(TITLES + CSV) },
    { name: 'GB18030', bytes: gb18030Of(TITLES + CSV) },
    { name: 'blank lines between', bytes: Buffer.from(`${TITLES}\n\n${CSV}`) },
  ])('titles above the header are skipped ($name)', async ({ bytes }) => {
    const { tables } = await readBytes(bytes);

    expect(tables[0]).toMatchObject({ template: 'telecom-batch', header: TELECOM_HEADER.split(',') });
    expect(tables[0]?.rows.map(({ row, cells }) => [row, cells])).toEqual([[1, TELECOM_ROW.split(',')]]);
  });

  it('totals and signatures below the list are named as skipped, not refused as rows', async () => {
    const { tables } = await readBytes(`${CSV}合计,300,,,,,,\n,填表人:某某,,审核人:某某,,,,\n`);

    expect(tables[0]?.rows).toHaveLength(1);
    expect(tables[0]?.skipped).toEqual([
      { row: 2, line: 3, why: 'total' },
      { row: 3, line: 4, why: 'total' },
    ]);
  });

  it('a header repeated on every printed page is no row', async () => {
    const { tables } = await readBytes(`${CSV}${CSV}`);

    expect(tables[0]?.rows.map(({ row }) => row)).toEqual([1, 3]);
    expect(tables[0]?.skipped).toEqual([{ row: 2, line: 3, why: 'repeated_header' }]);
  });

  it('a row without identifier is a row to refuse, even if the name begins like a signature', async () => {
    const { tables } = await readBytes(`${CSV}注册,合计,居民身份证,,19900495888,重庆市公安局,文,2021-08-01\n`);

    expect(tables[0]?.rows).toHaveLength(2);
  });
});
