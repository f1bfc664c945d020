import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { appendFile, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { exportJWK, generateKeyPair } from 'jose';
import { asOfficer } from './support/api.js';
import { aTestApp, type TestApp } from './support/app.js';
import { whenDone } from './support/cleanup.js';
import { aCommandLine, type CommandLine, type CommandResult } from './support/command-line.js';
import { aDesignation, aResidentId } from './support/designations.js';
import { aFaultyProxy } from './support/faulty-proxy.js';
import { aWorkbook, gb18030Of, textRow } from './support/officer-files.js';

const DENIED = aResidentId();
const FREE = aResidentId();
const HEADER = ['姓名', '证件号码'];
const ANSWER_COLUMNS = [
  '行号',
  '判定',
  '判定说明',
  '规则与依据',
  '限制',
  '惩戒截止日',
  '告知客户',
  '判定编号',
  '问题代码',
  '问题说明',
];
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

let service: TestApp;
let address: string;

beforeAll(async () => {
  service = await aTestApp();
  const bound = service.app.getHttpServer().address();
  address = `http://127.0.0.1:${typeof bound === 'object' && bound !== null ? bound.port : 0}`;
  const author = await asOfficer(service, 'city-submitter');
  const approver = await asOfficer(service, 'city-approver');
  const organ = { code: '500000', level: 'city', name: '重庆市公安局' } as const;
  const subject = { kind: 'person', idType: 'resident_id', idNumber: DENIED, name: '赵试' } as const;
  const entries = [aDesignation({ subject, identifyingOrgan: organ })];
  const list = await author.post('/v1/sanction-lists').send({ title: '筛查', entries }).expect(201);
  await author.post(`/v1/sanction-lists/${list.body.id}/submit`).expect(200);
  await approver.post(`/v1/sanction-lists/${list.body.id}/approve`).send({ remark: 'seen' }).expect(200);
});

/** A bank's machine with a folder of its own, and a way to ask the service. */
async function aBank(client = 'demo-bank-a'): Promise<CommandLine & { client: string }> {
  return Object.assign(await aCommandLine({ DUANKA_CLIENT_SECRET: `demo-secret-${client}` }), { client });
}

interface Run extends CommandResult {
  path: string;
  text: () => Promise<string>;
  /** Rows of the result by heading. */
  rows: () => Promise<Record<string, string>[]>;
}

async function screen(
  bank: CommandLine & { client: string },
  file: string,
  options: readonly string[] = [],
  url = address,
): Promise<Run> {
  const words = ['screen', join(bank.directory, file), '--client', bank.client, '--url', url, '--json', ...options];
  const path = join(bank.directory, `${file.replace(/\.\w+$/, '')}.screened.csv`);
  const text = (): Promise<string> => readFile(path, 'utf8');
  const rows = async (): Promise<Record<string, string>[]> => parse(await text(), { bom: true, columns: true });
  return { ...(await bank.run(words)), path, text, rows };
}

async function aBook(bank: CommandLine, rows: readonly (readonly string[])[], header = HEADER): Promise<string> {
  await writeFile(join(bank.directory, 'customers.csv'), [header, ...rows].map((row) => row.join(',')).join('\n'));
  return 'customers.csv';
}

/** A book in which every tenth customer is sanctioned, and every seventh row is spoilt. */
async function aLongBook(bank: CommandLine, customers: number): Promise<string> {
  const numberOf = (row: number): string => {
    if (row % 7 === 0) return '5.00117E+17';
    return row % 10 === 0 ? DENIED : aResidentId();
  };
  return aBook(
    bank,
    Array.from({ length: customers }, (_, row) => [row % 10 === 0 ? '赵试' : '钱客', numberOf(row)]),
  );
}

/** Two runs about the same customers differ in the ids of their decisions, and in nothing else. */
function withoutIds(text: string): string {
  return text.replace(UUID, 'id');
}

describe('a bank screens its customers', () => {
  it('each row is answered in its place, with the rule, the last day and what to tell the customer', async () => {
    const bank = await aBank();
    const file = await aBook(bank, [
      ['赵试', DENIED],
      ['钱客', FREE],
      ['孙客', '5.00117E+17'],
      ['李客', `${FREE.slice(0, 17)}${FREE.endsWith('0') ? '1' : '0'}`],
      ['周客', ''],
    ]);

    const run = await screen(bank, file);

    const rows = await run.rows();
    expect(Object.keys(rows[0] ?? {})).toEqual([...HEADER, ...ANSWER_COLUMNS]);
    expect(rows.map(({ 行号: row, 判定: outcome, 问题代码: code }) => [row, outcome, code])).toEqual([
      ['1', 'ALLOW_LIMITED', ''],
      ['2', 'ALLOW', ''],
      ['3', '', 'ID_LOST_PRECISION'],
      ['4', '', 'INVALID_ID_CHECKSUM'],
      ['5', '', 'MISSING_FIELD'],
    ]);
    expect(rows[0]).toMatchObject({
      姓名: '赵试',
      判定说明: '有限办理',
      规则与依据: expect.stringContaining('cn-joint-2024/'),
      惩戒截止日: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      告知客户: expect.stringMatching(/\p{Script=Han}/u),
      判定编号: expect.stringMatching(UUID),
    });
    expect(rows[2]).toMatchObject({ 问题说明: expect.stringContaining('证件号码') });
    expect(run.exitCode).toBe(0);
    expect(run.json()).toMatchObject({
      rows: 5,
      outcomes: { ALLOW: 1, ALLOW_LIMITED: 1, REVIEW: 0, DENY: 0 },
      unanswered: 3,
      problems: { ID_LOST_PRECISION: 1, INVALID_ID_CHECKSUM: 1, MISSING_FIELD: 1 },
    });
  });

  it('every answer is a decision of the client, which it can read again', async () => {
    const bank = await aBank();
    const run = await screen(bank, await aBook(bank, [['赵试', DENIED]]));
    const [row] = await run.rows();

    const officer = await asOfficer(service, 'auditor');
    const stored = await officer.get(`/v1/decisions/${row?.['判定编号'] ?? ''}`).expect(200);

    expect(stored.body).toMatchObject({ outcome: 'ALLOW_LIMITED', asker: 'client:demo-bank-a' });
  });

  const texts = [HEADER, ['赵试', DENIED], ['钱客', FREE]];
  const csv = texts.map((row) => row.join(',')).join('\r\n');
  it.each([
    { how: 'UTF-8 with a byte order mark', file: 'book.csv', bytes: Buffer.from(`\uFEFF${csv}`) },
    { how: 'GB18030', file: 'book.csv', bytes: gb18030Of(csv) },
    { how: 'UTF-16', file: 'book.csv', bytes: Buffer.from(`\uFEFF${csv}`, 'utf16le') },
    {
      how: 'a two-column XLSX',
      file: 'book.xlsx',
      bytes: aWorkbook({ sheets: [{ data: texts.map(textRow).join('') }] }),
    },
    { how: 'English headings', file: 'book.csv', bytes: Buffer.from(csv.replace('姓名,证件号码', 'Name,id_number')) },
    {
      how: 'title rows and a total',
      file: 'book.csv',
      bytes: Buffer.from(`某某银行客户清单,\r\n${csv}\r\n合计：2人,`),
    },
  ])('a book in $how is read', async ({ file, bytes }) => {
    const bank = await aBank();
    await writeFile(join(bank.directory, file), bytes);

    const run = await screen(bank, file);

    expect((await run.rows()).map(({ 判定: outcome }) => outcome)).toEqual(['ALLOW_LIMITED', 'ALLOW']);
  });

  it('a number alone suffices; units, types and cards are sent where the book has them', async () => {
    const bank = await aBank();
    const numbers = await aBook(bank, [[FREE], ['91500000000000000C']], ['证件号码']);
    const alone = await (await screen(bank, numbers)).rows();
    const header = ['客户姓名', '证件类型', '证件号码', '卡号'];
    const rows = [
      ['钱客', '护照', 'G12345678', '6230000000001234567'],
      ['钱客', '居民身份证', FREE, '6.23E+18'],
      ['钱客', '会员证', FREE, ''],
    ];

    const full = await (await screen(bank, await aBook(bank, rows, header), ['--restart'])).rows();

    expect(alone.map(({ 判定: outcome, 问题代码: code }) => outcome || code)).toEqual([
      'ALLOW',
      expect.stringMatching(/^INVALID_ID/),
    ]);
    expect(full.map(({ 判定: outcome, 问题代码: code }) => outcome || code)).toEqual([
      'ALLOW',
      'ID_LOST_PRECISION',
      'INVALID_FIELD',
    ]);
  });

  it('only the restricted ones, in English, under the rules of another day', async () => {
    const bank = await aBank();
    const file = await aBook(bank, [
      ['赵试', DENIED],
      ['钱客', FREE],
    ]);

    const outflow = ['--action', 'bank_account.outflow', '--channel', 'online', '--only', 'restricted'];
    const run = await screen(bank, file, [...outflow, '--lang', 'en', '--as-of', '2025-01-05T10:00:00+08:00']);
    const [restricted, ...others] = await run.rows();
    const before = await screen(bank, file, [...outflow, '--restart', '--as-of', '2024-11-01T10:00:00+08:00']);

    expect(restricted).toMatchObject({ 姓名: '赵试', Row: '1', Outcome: 'DENY', Meaning: 'refused' });
    expect(restricted).toMatchObject({
      'Tell the customer': expect.stringMatching(/^As identified by .* is restricted until/),
    });
    expect(others).toEqual([]);
    expect(run.json()).toMatchObject({ rows: 2, outcomes: { ALLOW: 1, DENY: 1 } });
    expect(before.json()).toMatchObject({ rows: 2, outcomes: { ALLOW: 2, DENY: 0 } });
    expect(await before.rows()).toEqual([]);
  });

  it('the result is for its owner only, opens in a spreadsheet, and runs nothing there', async () => {
    const bank = await aBank();
    const run = await screen(bank, await aBook(bank, [['@SUM(A1)', FREE]]));

    expect((await stat(run.path)).mode & 0o777).toBe(0o600);
    expect(await run.text()).toMatch(/^\uFEFF姓名,.*\r\n'@SUM\(A1\),/);
    await expect(stat(`${run.path}.progress`)).rejects.toThrow('ENOENT');
  });

  it('a client may sign assertions instead of having a secret', async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
    const publicJwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'first', alg: 'ES256' }] };
    const admin = await asOfficer(service, 'admin');
    const made = { id: 'signing-bank', institutionCode: 'demo-bank-a', scopes: ['decisions'], publicJwks };
    await admin.post('/v1/api-clients').send(made).expect(201);
    const bank = await aBank('signing-bank');
    const key = join(bank.directory, 'key.json');
    await writeFile(key, JSON.stringify({ ...(await exportJWK(privateKey)), kid: 'first', alg: 'ES256' }));

    const options = ['--key-file', key, '--audience', 'http://localhost:0'];
    const run = await screen(bank, await aBook(bank, [['赵试', DENIED]]), options);

    expect(run.json()).toMatchObject({ outcomes: { ALLOW_LIMITED: 1 } });
  });
});

describe('what cannot be done is said, and nothing is lost', () => {
  it.each([
    { why: 'another secret', client: 'demo-bank-a', secret: 'wrong', options: [], exitCode: 1, says: 'no token' },
    {
      why: 'a question of banks, asked by a carrier',
      client: 'demo-carrier-a',
      options: [],
      exitCode: 1,
      says: 'refuses these questions',
    },
    { why: 'an unknown question', client: 'demo-bank-a', options: ['--action', 'x.y'], exitCode: 1, says: 'refuses' },
    {
      why: 'a day that is none',
      client: 'demo-bank-a',
      options: ['--as-of', '2025-02-30'],
      exitCode: 2,
      says: '--as-of',
    },
  ])('$why', async ({ client, secret = `demo-secret-${client}`, options, exitCode, says }) => {
    const bank = Object.assign((await aBank(client)).with({ DUANKA_CLIENT_SECRET: secret }), { client });
    const file = await aBook(bank, [['赵试', DENIED]]);

    const run = await screen(bank, file, options);

    expect(run).toMatchObject({ exitCode, messages: expect.stringContaining(says) });
    expect(run.messages).not.toContain(DENIED);
  });

  it('an address at which nobody is', async () => {
    const bank = await aBank();

    const run = await screen(bank, await aBook(bank, [['赵试', DENIED]]), [], 'http://127.0.0.1:1');

    expect(run).toMatchObject({ exitCode: 1, messages: expect.stringContaining('is --url right?') });
  });

  it('a damaged book is refused before anything is asked', async () => {
    const bank = await aBank();
    const rows = Array.from({ length: 3000 }, () => ['钱客', FREE]);
    const file = await aBook(bank, [...rows, ['=1+1', FREE]]);
    const proxy = await aFaultyProxy(address, () => 'none');

    const run = await screen(bank, file, [], proxy.address);

    expect(run).toMatchObject({ exitCode: 1, messages: expect.stringContaining('A3002') });
    expect(proxy.asked()).toBe(0);
  });

  it('a result that is there is not overwritten unawares', async () => {
    const bank = await aBank();
    const file = await aBook(bank, [['赵试', DENIED]]);
    const { path } = await screen(bank, file);
    await writeFile(path, 'my remarks');

    const again = await screen(bank, file);

    expect(again).toMatchObject({ exitCode: 2, messages: expect.stringContaining('--restart') });
    expect(await readFile(path, 'utf8')).toBe('my remarks');
    expect(await screen(bank, file, ['--restart'])).toMatchObject({ exitCode: 0 });
  });
});

describe('a service that falters', () => {
  it('lost connections, cut answers, restarts and expired tokens leave no trace in the result', async () => {
    const bank = await aBank();
    const file = await aLongBook(bank, 120);
    const undisturbed = await (await screen(bank, file, ['--group', '10'])).text();
    const proxy = await aFaultyProxy(address, (count) => {
      if (count % 6 === 2) return { status: 503, headers: { 'retry-after': '0' } };
      if (count % 6 === 3) return 'cut';
      return count % 6 === 4 ? { status: 401 } : 'none';
    });

    const run = await screen(bank, file, ['--group', '10', '--restart'], proxy.address);

    expect(run).toMatchObject({ exitCode: 0 });
    expect(withoutIds(await run.text())).toBe(withoutIds(undisturbed));
    expect(proxy.asked()).toBeGreaterThan(12);
  });

  it('when patience ends, the same command goes on later; another one does not', async () => {
    const bank = await aBank();
    const file = await aLongBook(bank, 100);
    const undisturbed = await (await screen(bank, file)).text();
    const options = ['--group', '10'];
    const proxy = await aFaultyProxy(address, (count) =>
      count > 4 ? { status: 429, headers: { 'retry-after': '3600' } } : 'none',
    );

    const stopped = await screen(bank, file, [...options, '--restart'], proxy.address);
    const other = await screen(bank, file, [...options, '--lang', 'en']);
    await appendFile(stopped.path, '"half a row');
    const finished = await screen(bank, file, options);

    expect(stopped).toMatchObject({ exitCode: 1, messages: expect.stringContaining('start the same command later') });
    expect(other).toMatchObject({ exitCode: 1, messages: expect.stringContaining('language') });
    expect(finished.exitCode).toBe(0);
    expect(withoutIds(await finished.text())).toBe(withoutIds(undisturbed));
    expect(finished.json()).toMatchObject({ rows: 100, unanswered: 15 });
  });

  it('it does not go on with other customers, nor behind a result that lost its end', async () => {
    const bank = await aBank();
    const file = await aLongBook(bank, 60);
    const proxy = await aFaultyProxy(address, (count) =>
      count > 3 ? { status: 503, headers: { 'retry-after': '3600' } } : 'none',
    );
    const { path } = await screen(bank, file, ['--group', '10'], proxy.address);
    const record = await readFile(`${path}.progress`, 'utf8');

    await truncate(path, 50);
    const shortened = await screen(bank, file);
    await aBook(bank, [['赵试', DENIED]]);
    const changed = await screen(bank, file);

    expect(shortened).toMatchObject({ exitCode: 1, messages: expect.stringContaining('not as it was left') });
    expect(changed).toMatchObject({ exitCode: 1, messages: expect.stringContaining('not the same file') });
    expect(record).not.toContain(DENIED);
  });
});

/** The command in a process of its own. */
function aProcess(
  bank: CommandLine & { client: string },
  file: string,
  options: readonly string[],
  url = address,
): ChildProcess {
  const words = ['screen', join(bank.directory, file), '--client', bank.client, '--url', url, ...options];
  const child = spawn(process.execPath, ['--import', './test/support/typescript.mjs', 'src/cli.ts', ...words], {
    env: {
      ...process.env,
      DUANKA_CLIENT_SECRET: `demo-secret-${bank.client}`,
      DUANKA_DATA_DIR: bank.directory,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  whenDone(async () => void child.kill('SIGKILL'));
  return child;
}

/** Sends the signal as soon as more rows than these are done. @returns exit code or signal, and the rows done then */
async function endedAfter(
  child: ChildProcess,
  result: string,
  rows: number,
  signal: 'SIGKILL' | 'SIGINT',
): Promise<{ ending: unknown; rows: number }> {
  const ended = once(child, 'close');
  let isSent = false;
  const watcher = watch(join(result, '..'), () => {
    void rowsDone(result).then((done) => {
      if (done > rows && !isSent) isSent = child.kill(signal);
    });
  });
  const [code, ending] = await ended;
  watcher.close();
  return { ending: code ?? ending, rows: await rowsDone(result) };
}

async function rowsDone(result: string): Promise<number> {
  const text = await readFile(`${result}.progress`, 'utf8').catch(() => '{"rows":0}');
  return Number(/"rows": ?(\d+),\s+"bytes"/.exec(text)?.[1] ?? 0);
}

describe('the process dies', () => {
  it('killed at random moments and started again, the result is that of an undisturbed run', async () => {
    const bank = await aBank();
    const file = await aLongBook(bank, 1500);
    const undisturbed = await screen(bank, file);
    const expected = await undisturbed.text();
    const options = ['--group', '7'];

    let done = 0;
    for (const start of [['--restart'], [], []]) {
      // However fast the service is, no process comes to the end before it is killed.
      const proxy = await aFaultyProxy(address, (count) => (count > 70 ? 'silence' : 'none'));
      const child = aProcess(bank, file, [...options, ...start], proxy.address);
      const after = done + Math.floor(Math.random() * 300);
      const end = await endedAfter(child, undisturbed.path, after, 'SIGKILL');
      expect(end.ending).toBe('SIGKILL');
      expect(end.rows).toBeGreaterThan(done);
      done = end.rows;
    }
    const finished = await screen(bank, file, options);

    expect(finished.exitCode).toBe(0);
    expect(withoutIds(await finished.text())).toBe(withoutIds(expected));
    expect(finished.json()).toEqual(undisturbed.json());
  }, 120_000);

  it('Ctrl-C finishes what is under way, says how to go on, and loses nothing', async () => {
    const bank = await aBank();
    const file = await aLongBook(bank, 1000);
    const undisturbed = await screen(bank, file);
    const expected = await undisturbed.text();
    const child = aProcess(bank, file, ['--group', '4', '--restart']);
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));

    const end = await endedAfter(child, undisturbed.path, 50, 'SIGINT');
    const finished = await screen(bank, file);

    expect(end.ending).toBe(130);
    expect(said).toContain(`stopped after ${end.rows} of 1000 rows`);
    expect(withoutIds(await finished.text())).toBe(withoutIds(expected));
  }, 120_000);
});
