import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { connect } from '../src/platform/database.js';
import { aCommandLine, type CommandLine } from './support/command-line.js';
import { aClone } from './support/database.js';
import { aResidentId } from './support/designations.js';
import { TELECOM_HEADER } from './support/officer-files.js';

const COMMANDS = [
  'quickstart',
  'start',
  'migrate',
  'import',
  'decide',
  'screen',
  'audit verify',
  'log verify',
  'log export',
  'log replay',
  'log anchor',
  'log retain',
  'log key',
  'rules check',
  'rules explain',
  'rules mutate',
  'keys create',
  'keys list',
  'keys rotate',
  'institutions create',
  'officers create',
  'clients create',
  'openapi',
];

/** A demo installation on a database of its own. */
async function aDemo(): Promise<CommandLine & { databaseUrl: string }> {
  const databaseUrl = await aClone();
  return Object.assign(await aCommandLine({ DATABASE_URL: databaseUrl, DUANKA_DEMO: '1' }), { databaseUrl });
}

/** A carriers' list with one row in order and two that are not. */
async function aListFile(line: CommandLine, idNumber = aResidentId()): Promise<string> {
  const path = join(line.directory, 'list.csv');
  const wrong = `${idNumber.slice(0, 17)}${idNumber.endsWith('0') ? '1' : '0'}`;
  const rows = [
    TELECOM_HEADER,
    `1,赵试,居民身份证,${idNumber},19900000001,重庆市公安局,渝公认字1号,2021-08-01`,
    `2,钱试,居民身份证,${wrong},19900000002,重庆市公安局,渝公认字2号,2021-08-01`,
    `3,,居民身份证,${aResidentId()},19900000003,重庆市公安局,渝公认字3号,2021-08-01`,
  ];
  await writeFile(path, rows.join('\n'));
  return path;
}

describe('help and errors', () => {
  it.each(COMMANDS)('the help of `duanka %s` shows examples', async (command) => {
    const line = await aCommandLine();

    const help = await line.run([...command.split(' '), '--help']);

    expect(help).toMatchObject({ exitCode: 0, messages: '' });
    expect(help.output).toContain(`Examples:\n  $ duanka ${command}`);
    expect(help.output).toContain('--json');
  });

  it('the help names every command and what the exit codes mean', async () => {
    const { output } = await (await aCommandLine()).run(['--help']);

    for (const command of COMMANDS) expect(output).toContain(command.split(' ')[0]);
    expect(output).toContain('Exit codes');
  });

  it('an unknown option ends with 2 and one line', async () => {
    const answer = await (await aCommandLine()).run(['migrate', '--chek']);

    expect(answer).toMatchObject({ exitCode: 2, output: '' });
    expect(answer.messages).toMatch(/^error: unknown option '--chek'/);
  });

  it('with --json an error is JSON on standard error', async () => {
    const answer = await (await aCommandLine()).run(['import', 'nowhere.csv', '--json']);

    expect(answer).toMatchObject({ exitCode: 2, output: '' });
    expect(JSON.parse(answer.messages)).toMatchObject({ error: { code: 'usage' } });
  });

  it('settings that are wrong are named, all of them, without a stack', async () => {
    const answer = await (await aCommandLine({ PORT: 'abc', LOG_LEVEL: 'loud' })).run(['keys', 'list']);

    expect(answer.exitCode).toBe(2);
    expect(answer.messages).toMatch(/PORT.*\n.*LOG_LEVEL/);
    expect(answer.messages).not.toContain('    at ');
  });

  it('a file that is not there ends with 2', async () => {
    const line = await aDemo();

    const answer = await line.run(['import', join(line.directory, 'none.csv'), '--as', 'city-submitter']);

    expect(answer.exitCode).toBe(2);
    expect(answer.messages).toContain('ENOENT');
  });

  it('a database that does not answer is called that', async () => {
    const line = await aCommandLine({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' });

    const answer = await line.run(['migrate']);

    expect(answer.exitCode).toBe(70);
    expect(answer.messages).toContain('DATABASE_URL');
  });
});

describe('migrate', () => {
  it('brings an empty database up to date, and finds nothing to do the second time', async () => {
    const line = await aCommandLine({ DATABASE_URL: await aClone('template0') });

    const before = await line.run(['migrate', '--check', '--json']);
    const first = await line.run(['migrate', '--json']);
    const second = await line.run(['migrate', '--json']);
    const after = await line.run(['migrate', '--check']);

    expect(before).toMatchObject({ exitCode: 1 });
    expect(before.json()).toEqual({ upToDate: false });
    expect(first.json()).toMatchObject({ upToDate: true, ran: expect.arrayContaining([expect.any(String)]) });
    expect(second.json()).toEqual({ upToDate: true, ran: [] });
    expect(after.exitCode).toBe(0);
  });

  it('outside the demo no command works on an old schema', async () => {
    const line = await aCommandLine({ DATABASE_URL: await aClone('template0') });
    await line.run(['keys', 'create']);

    const answer = await line.run(['audit', 'verify']);

    expect(answer).toMatchObject({ exitCode: 1, output: '' });
    expect(answer.messages).toContain('duanka migrate');
  });
});

describe('rules check', () => {
  it('the rulebook of this repository is in order, and no database is needed', async () => {
    const line = await aCommandLine({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' });

    const answer = await line.run(['rules', 'check', '--json']);

    expect(answer.exitCode).toBe(0);
    expect(answer.json()).toMatchObject({ rulebook: expect.stringMatching(/^sha256:[0-9a-f]{64}$/), findings: [] });
  });

  it('a rule that cites an unknown source is found, by file and rule', async () => {
    const line = await aCommandLine();
    const copy = join(line.directory, 'rules');
    await cp('rules', copy, { recursive: true });
    const file = join(copy, 'cn-fin-2019', 'bank.rules.json');
    await writeFile(file, (await readFile(file, 'utf8')).replace(/"source": *"[^"]+"/, '"source":"no-such-text"'));

    const answer = await line.run(['rules', 'check', '--dir', copy]);

    expect(answer.exitCode).toBe(1);
    expect(answer.output).toMatch(/cn-fin-2019\/bank\.rules\.json .*unknown-source/);
  });
});

describe('import and decide', () => {
  it('refused rows are counted by code, and the others become a draft', async () => {
    const line = await aDemo();

    const answer = await line.run(['import', await aListFile(line), '--as', 'city-submitter', '--json']);

    expect(answer).toMatchObject({ exitCode: 0, messages: '' });
    expect(answer.json()).toMatchObject({
      id: expect.any(String),
      state: 'draft',
      counts: { total: 3, accepted: 1, rejected: 2 },
      rejected: { INVALID_ID_CHECKSUM: 1, MISSING_NAME: 1 },
      revision: null,
    });
  });

  it('what a second officer approves is decided by, and nobody sees the number', async () => {
    const line = await aDemo();
    const idNumber = aResidentId();
    const file = await aListFile(line, idNumber);
    const ask = [
      'decide',
      '--as',
      'demo-carrier-a',
      '--action',
      'mobile_sim.activate',
      '--as-of',
      '2022-01-05T10:00:00+08:00',
    ];

    const before = await line.run([...ask, '--json'], [idNumber]);
    const list = await line.run(['import', file, '--as', 'city-submitter', '--approve-as', 'city-approver', '--json']);
    const after = await line.run([...ask, '--json'], [idNumber]);
    const told = await line.run(ask, [idNumber]);

    expect(before.json()).toMatchObject({ outcome: 'ALLOW', decisionId: expect.any(String) });
    expect(list.json()).toMatchObject({ state: 'approved', revision: 1 });
    expect(after.json()).toMatchObject({ outcome: 'DENY', revision: 1, reasons: [{ lastDay: expect.any(String) }] });
    expect(told.output).toMatch(/^DENY {2}mobile_sim\.activate/);
    expect(`${told.output}${told.messages}`).not.toContain(idNumber);
  });

  it('the identifier may come from a file', async () => {
    const line = await aDemo();
    const file = join(line.directory, 'number.txt');
    await writeFile(file, `${aResidentId()}\n`);

    const answer = await line.run([
      'decide',
      '--as',
      'demo-bank-a',
      '--action',
      'bank_account.open',
      '--id-file',
      file,
      '--json',
    ]);

    expect(answer.json()).toMatchObject({ outcome: 'ALLOW' });
  });

  it.each([
    { why: 'an approver drafts no list', words: ['--as', 'city-approver'], code: 'forbidden' },
    {
      why: 'the submitter approves no list',
      words: ['--as', 'city-submitter', '--approve-as', 'city-submitter'],
      code: 'forbidden',
    },
  ])('$why', async ({ words, code }) => {
    const line = await aDemo();

    const answer = await line.run(['import', await aListFile(line), ...words, '--json']);

    expect(answer).toMatchObject({ exitCode: 1, output: '' });
    expect(JSON.parse(answer.messages)).toMatchObject({ error: { code } });
  });

  it('a bank does not ask the questions of a carrier', async () => {
    const line = await aDemo();

    const answer = await line.run(
      ['decide', '--as', 'demo-bank-a', '--action', 'mobile_sim.activate'],
      [aResidentId()],
    );

    expect(answer.exitCode).toBe(1);
    expect(answer.messages).toContain('Your kind of institution does not ask this question');
  });

  it('a card registry is written for every institution it names, by an administrator only', async () => {
    const line = await aDemo();
    const file = join(line.directory, 'cards.csv');
    const header = '机构,卡种,号码,持有人,证件类型,证件号码,开户(入网)日期,状态';
    const rows = [
      `demo-carrier-a,电话卡,19900000011,赵试,居民身份证,${aResidentId()},2016-05-09,正常`,
      `demo-mvno,电话卡,19900000012,钱试,居民身份证,${aResidentId()},2017-10-21,停机`,
    ];
    await writeFile(file, [header, ...rows].join('\n'));

    const refused = await line.run(['import', file, '--as', 'city-submitter', '--json']);
    const written = await line.run(['import', file, '--as', 'admin', '--json']);
    const again = await line.run(['import', file, '--as', 'admin', '--json']);

    expect(refused.exitCode).toBe(1);
    expect(written.json()).toMatchObject({
      institutions: { 'demo-carrier-a': { created: 1 }, 'demo-mvno': { created: 1 } },
      faults: [],
    });
    expect(again.json()).toMatchObject({
      institutions: { 'demo-carrier-a': { unchanged: 1 }, 'demo-mvno': { unchanged: 1 } },
    });
  });
});

describe('the first days of an installation', () => {
  it('from nothing to a decision, with passwords from standard input', async () => {
    const line = await aCommandLine({ DATABASE_URL: await aClone('template0') });
    const organ = [
      'institutions',
      'create',
      'cq-police',
      '--kind',
      'police_organ',
      '--level',
      'city',
      '--region',
      '500000',
      '--name',
      '重庆市公安局',
    ];
    const bank = ['institutions', 'create', 'river-bank', '--kind', 'bank', '--region', '500000', '--name', '江河银行'];
    const officer = (name: string): string[] => ['officers', 'create', name, '--organ', 'cq-police', '--role', name];
    for (const words of [['keys', 'create'], ['migrate'], organ, bank])
      expect(await line.run(words)).toMatchObject({ exitCode: 0, messages: '' });
    expect(await line.run(officer('submitter'), ['three quiet rivers'])).toMatchObject({ exitCode: 0 });
    expect(await line.run(officer('approver'), ['seven tall bridges'])).toMatchObject({ exitCode: 0 });
    const client = await line.run([
      'clients',
      'create',
      'river-core',
      '--institution',
      'river-bank',
      '--scope',
      'decisions',
      '--json',
    ]);
    const { secret } = Object.assign({ secret: '' }, client.json());
    const idNumber = aResidentId();

    const list = await line.run(
      ['import', await aListFile(line, idNumber), '--as', 'submitter', '--approve-as', 'approver', '--json'],
      ['three quiet rivers', 'seven tall bridges'],
    );
    const decision = await line.run(
      ['decide', '--as', 'river-core', '--action', 'bank_account.open', '--json'],
      [secret, idNumber],
    );

    expect(list.json()).toMatchObject({ state: 'approved' });
    expect(decision.json()).toMatchObject({ decisionId: expect.any(String), revision: 1 });
    expect(`${list.output}${decision.output}`).not.toContain('rivers');
  });

  it('a wrong password is refused, and none at all is a wrong use', async () => {
    const databaseUrl = await aClone();
    const line = await aCommandLine({ DATABASE_URL: databaseUrl });
    await line.run(['keys', 'create']);
    const file = await aListFile(line);

    const wrong = await line.run(['import', file, '--as', 'nobody'], ['not the password']);
    const none = await line.run(['import', file, '--as', 'nobody']);

    expect(wrong).toMatchObject({ exitCode: 1, messages: expect.stringContaining('Wrong user name') });
    expect(none).toMatchObject({ exitCode: 2, messages: expect.stringContaining('Password of nobody') });
  });

  it('a short password is refused field by field', async () => {
    const line = await aDemo();

    const answer = await line.run(
      ['officers', 'create', 'newcomer', '--organ', 'demo-organ-city', '--role', 'submitter'],
      ['short'],
    );

    expect(answer).toMatchObject({ exitCode: 1, messages: expect.stringContaining('password') });
  });
});

describe('audit verify', () => {
  it('an untouched trail is intact', async () => {
    const line = await aDemo();
    await line.run(['decide', '--as', 'demo-bank-a', '--action', 'bank_account.open'], [aResidentId()]);

    const answer = await line.run(['audit', 'verify', '--json']);

    expect(answer.exitCode).toBe(0);
    expect(answer.json()).toMatchObject({
      intact: true,
      chains: { audit: { intact: true }, decisions: { intact: true, rows: 1 } },
    });
  });

  it('a changed word, a removed row and a flipped bit are found behind the back of the triggers', async () => {
    const line = await aDemo();
    for (let n = 0; n < 3; n++)
      await line.run(['decide', '--as', 'demo-bank-a', '--action', 'bank_account.open'], [aResidentId()]);
    for (let n = 0; n < 3; n++) await line.run(['import', await aListFile(line), '--as', 'city-submitter']);
    const database = await connect(line.databaseUrl, 1);
    await database.query(`SET session_replication_role = replica`);
    await database.query(`UPDATE audit_entry SET actor = 'somebody' WHERE seq = 3`);
    await database.query(`DELETE FROM audit_entry WHERE seq = 5`);
    await database.query(
      `UPDATE decision_group SET content_enc = set_byte(content_enc, 30, get_byte(content_enc, 30) # 1)
       WHERE chain = (SELECT id FROM decision_chain ORDER BY opened_at LIMIT 1)`,
    );
    await database.destroy();

    const answer = await line.run(['audit', 'verify']);

    expect(answer.exitCode).toBe(1);
    expect(answer.output).toMatch(/audit: .*NOT INTACT/);
    expect(answer.output).toContain('row 3 was altered');
    expect(answer.output).toContain('row 5 was removed');
    expect(answer.output).toMatch(/decisions: .*NOT INTACT[^]*: row 1 was altered/);
  });
});

describe('keys', () => {
  it('the list shows ids and never a key', async () => {
    const line = await aCommandLine();
    const made = await line.run(['keys', 'create', '--json']);
    const secrets = [
      ...(await readFile(join(line.directory, 'keys.json'), 'utf8')).matchAll(/"(?:key|indexKey|d)": "([^"]+)"/g),
    ].map(([, secret]) => secret);

    const listed = await line.run(['keys', 'list', '--json']);

    expect(listed.json()).toMatchObject({ dataKeys: [{ active: true }], signingKeys: [{ active: true }] });
    expect(secrets).toHaveLength(3);
    for (const secret of secrets) expect(`${made.output}${listed.output}`).not.toContain(secret);
  });

  it('keys are never overwritten', async () => {
    const line = await aCommandLine();
    await line.run(['keys', 'create']);

    expect(await line.run(['keys', 'create'])).toMatchObject({
      exitCode: 2,
      messages: expect.stringContaining('never overwritten'),
    });
  });

  it('after a rotation everything is under the new key, is found again, and the chains are intact', async () => {
    const line = await aDemo();
    const idNumber = aResidentId();
    await line.run([
      'import',
      await aListFile(line, idNumber),
      '--as',
      'city-submitter',
      '--approve-as',
      'city-approver',
    ]);
    const ask = [
      'decide',
      '--as',
      'demo-carrier-a',
      '--action',
      'mobile_sim.activate',
      '--as-of',
      '2022-01-05T10:00:00+08:00',
      '--json',
    ];
    await line.run(ask, [idNumber]);

    const rotated = await line.run(['keys', 'rotate', '--retire', '--json']);

    expect(rotated).toMatchObject({ exitCode: 0 });
    expect(rotated.json()).toMatchObject({
      left: 0,
      retired: [expect.any(String)],
      rewritten: { decision_group: 1, identifier: 1, list_entry: 3, subject: 1 },
    });
    expect((await line.run(['keys', 'list', '--json'])).json()).toMatchObject({ dataKeys: [{ active: true }] });
    expect((await line.run(ask, [idNumber])).json()).toMatchObject({ outcome: 'DENY' });
    expect(await line.run(['audit', 'verify'])).toMatchObject({ exitCode: 0 });
  });

  it('old keys are not removed while a service is connected', async () => {
    const line = await aDemo();
    await line.run(['audit', 'verify']);
    const service = await connect(line.databaseUrl);

    const refused = await line.run(['keys', 'rotate', '--retire']);
    await service.destroy();

    expect(refused).toMatchObject({ exitCode: 1, messages: expect.stringContaining('A service is running') });
    expect((await line.run(['keys', 'list', '--json'])).json()).toMatchObject({ dataKeys: [{ active: true }] });
  });

  it('the signing key rotates; older ones go only when they are retired', async () => {
    const line = await aDemo();
    await line.run(['audit', 'verify']);

    const rotated = await line.run(['keys', 'rotate', '--signing', '--json']);
    const listed = await line.run(['keys', 'list', '--json']);
    const retired = await line.run(['keys', 'rotate', '--signing', '--retire', '--json']);

    expect(rotated.json()).toMatchObject({ retired: [] });
    expect(listed.json()).toMatchObject({ signingKeys: [{ active: false }, { active: true }] });
    expect(retired.json()).toMatchObject({ retired: [expect.any(String), expect.any(String)] });
  });
});

describe('openapi', () => {
  it('the contract comes from the code alone: no database, and the same under any settings', async () => {
    const line = await aCommandLine({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' });
    const out = join(line.directory, 'contract', 'openapi.json');

    const printed = await line.run(['openapi']);
    const written = await line
      .with({ PORT: '8080', DUANKA_DEMO: '1', DUANKA_PUBLIC_URL: 'https://duanka.example' })
      .run(['openapi', '--out', out]);

    expect([printed.exitCode, written.exitCode]).toEqual([0, 0]);
    expect(printed.json()).toMatchObject({ openapi: '3.1.0', paths: { '/v1/decisions': { post: expect.anything() } } });
    expect(await readFile(out, 'utf8')).toBe(printed.output);
  });
});
