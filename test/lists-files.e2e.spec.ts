import { once } from 'node:events';
import http from 'node:http';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { asOfficer, type Caller } from './support/api.js';
import { aTestApp, type TestApp } from './support/app.js';
import { aResidentId } from './support/designations.js';
import { allEntries } from './support/lists.js';
import { aWorkbook, gb18030Of, textRow } from './support/officer-files.js';
import { until } from './support/until.js';

let test: TestApp;
let submitter: Caller;

beforeAll(async () => {
  test = await aTestApp();
  submitter = await asOfficer(test, 'city-submitter');
});

const NO_SUCH_ID = '500117188009177150';

/** A header, and a row of it that is accepted. */
const TEMPLATES = {
  'joint-2024': {
    header: '姓名,证件号码,惩戒情形,张(个)数,次数,对象数,涉及卡种,认定单位,认定日期,告知书送达日期',
    row: '赵试,ID,非法出租,3,1,1,银行卡,合肥市公安局,2024-12-10,2024-12-12',
  },
  'telecom-batch': {
    header: '序号,姓名,证件类型,证件号码,涉案号码,认定单位,认定书文号,认定日期',
    row: '1,朱试,居民身份证,ID,19900495888,重庆市公安局,渝公认字1号,2021-08-01',
  },
  'financial-list': {
    header: '序号,姓名,证件类型,证件号码,涉案账户,认定单位,认定书文号,认定日期',
    row: '1,朱试,居民身份证,ID,6232300000019684190,重庆市公安局,渝公认字1号,2021-08-01',
  },
  'card-leads': {
    header: '序号,线索编号,案件编号,手机号码,姓名,证件号码',
    row: '1,X1,A500160116941,19900495888,朱试,ID',
  },
} as const;

const SOURCES = {
  'UTF-8': (rows: string[][]): Buffer => Buffer.from(stringify(rows)),
  GB18030: (rows: string[][]): Buffer => gb18030Of(stringify(rows)),
  XLSX: (rows: string[][]): Buffer => aWorkbook({ sheets: [{ data: rows.map(textRow).join('') }] }),
};

async function imported(file: Buffer, name: string) {
  const { body } = await submitter.post('/v1/sanction-lists/import').attach('file', file, name).expect(201);
  return body;
}

async function refusedOf(id: string): Promise<string[][]> {
  const { body } = await submitter.get(`/v1/sanction-lists/${id}/refused`).responseType('blob').expect(200);
  return parse(body, { bom: true, relax_column_count: true });
}

const CASES = Object.keys(TEMPLATES).flatMap((template) =>
  Object.keys(SOURCES).map((source) => ({ template, source })),
) as { template: keyof typeof TEMPLATES; source: keyof typeof SOURCES }[];

describe('refused rows go round', () => {
  it.each(CASES)(
    '$template in $source: mended cells are accepted, the reasons are passed over',
    async ({ template, source }) => {
      const { header, row } = TEMPLATES[template];
      const columns = [...header.split(','), '备注'];
      const rowOf = (id: string): string[] => [...row.replace('ID', id).split(','), '注'];
      const file = SOURCES[source]([columns, rowOf(aResidentId()), rowOf(NO_SUCH_ID)]);
      const first = await imported(file, source === 'XLSX' ? 'list.xlsx' : 'list.csv');

      const refused = await refusedOf(first.id);
      expect(first).toMatchObject({ template, counts: { accepted: 1, rejected: 1 } });
      expect(refused[0]).toEqual([...columns, '行号', '原因代码', '原因']);
      expect(refused[1]?.slice(-3, -1)).toEqual(['2', 'INVALID_ID_CHECKSUM']);

      // Sent back as it is: refused for the same reason, and the reasons do not pile up.
      const again = await imported(Buffer.from(stringify(refused)), 'again.csv');
      const refusedAgain = await refusedOf(again.id);
      expect(refusedAgain.map((cells) => cells.length)).toEqual(refused.map((cells) => cells.length));
      expect(refusedAgain[1]?.slice(-3, -1)).toEqual(['1', 'INVALID_ID_CHECKSUM']);

      const mended = refusedAgain.map((cells) =>
        cells.map((cell) => (cell.includes(NO_SUCH_ID) ? `'${aResidentId()}` : cell)),
      );
      const second = await imported(Buffer.from(stringify(mended)), 'mended.csv');
      expect(second).toMatchObject({ template, counts: { total: 1, accepted: 1, rejected: 0 } });
      expect(await allEntries(submitter, second.id)).toMatchObject([{ raw: { 备注: '注' } }]);
    },
  );
});

describe('an import told line by line', () => {
  const header = TEMPLATES['telecom-batch'].header;
  const rows = (count: number): string =>
    Array.from({ length: count }, () => TEMPLATES['telecom-batch'].row.replace('ID', aResidentId())).join('\n');

  function send(file: Buffer | string, name = 'list.csv') {
    const request = submitter.post('/v1/sanction-lists/import').set('accept', 'application/x-ndjson');
    return request.attach('file', Buffer.from(file), name);
  }

  async function lines(file: Buffer | string): Promise<Record<string, Record<string, unknown>>[]> {
    const { body, status, headers } = await send(file).responseType('blob');
    expect([status, headers['content-type']]).toEqual([200, 'application/x-ndjson']);
    return body
      .toString('utf8')
      .trim()
      .split('\n')
      .map((line: string) => JSON.parse(line));
  }

  it('says how far it is, and at last what the ordinary answer says', async () => {
    const said = await lines(`${header}\n${rows(1200)}`);

    expect(said[0]).toEqual({ progress: { rows: 499, accepted: 499, rejected: 0 } });
    expect(said.slice(1, -1).every((line) => 'progress' in line)).toBe(true);
    expect(said.at(-1)).toMatchObject({
      list: { state: 'draft', counts: { total: 1200 }, leftAside: { sheets: [], lines: [] } },
    });
  });

  it('a file that cannot be understood is refused as ever', async () => {
    const answer = await send('甲,乙\n1,2\n');

    expect(answer.status).toBe(422);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.body).toMatchObject({ type: 'urn:problem:template-unknown' });
  });

  it('a file that breaks off later ends with the problem, and leaves nothing', async () => {
    const before = await test.db.query('SELECT count(*)::int AS n FROM sanction_list');

    const said = await lines(`${header}\n${rows(600)}\n"unclosed,`);

    expect(said.at(-1)).toMatchObject({ problem: { type: 'urn:problem:file-damaged', status: 422 } });
    expect(await test.db.query('SELECT count(*)::int AS n FROM sanction_list')).toEqual(before);
  });

  it('has no idempotency key, for it could not be told again', async () => {
    const answer = await send(`${header}\n${rows(1)}`).set('idempotency-key', 'once');

    expect(answer.body).toMatchObject({ type: 'urn:problem:idempotency-not-for-streams', status: 400 });
  });

  it('whoever hangs up leaves no list behind', async () => {
    const before = await test.db.query('SELECT count(*)::int AS n FROM sanction_list');
    const boundary = 'b0undary';
    const url = new URL('/v1/sanction-lists/import', await test.app.getUrl());
    const request = http.request(url, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${submitter.token}`,
        accept: 'application/x-ndjson',
        'content-type': `multipart/form-data; boundary=${boundary}`,
      },
    });
    const head = 'content-disposition: form-data; name="file"; filename="list.csv"';
    request.end(`--${boundary}\r\n${head}\r\n\r\n${header}\n${rows(40_000)}\r\n--${boundary}--\r\n`);
    const [answer] = await once(request, 'response');
    const [first] = await once(answer, 'data');
    expect(String(first)).toContain('progress');

    request.destroy();

    await until(async () => {
      const [{ busy }] = await test.db.query(
        `SELECT count(*)::int AS busy FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL`,
      );
      return busy === 0;
    });
    expect(await test.db.query('SELECT count(*)::int AS n FROM sanction_list')).toEqual(before);
  });
});
