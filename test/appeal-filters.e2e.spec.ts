import { beforeAll, describe, expect, it } from '@jest/globals';
import { asClient, asOfficer, type Caller } from './support/api.js';
import { aTestApp, FixedClock, type TestApp } from './support/app.js';
import { aDesignation, aResidentId } from './support/designations.js';

/** Every number of the statistics about appeals leads to its list: appeals of three months are counted and listed. */

const START = '2025-03-31T10:00:00+08:00';
const DAYS = { from: '2025-03-01', to: '2025-06-30', asOf: '2025-06-05' };
const clock = new FixedClock(new Date(START));

type Step = 'accept' | 'verify' | 'uphold' | 'dismiss' | 'refuse' | 'withdraw';

interface Case {
  code: string;
  level: 'city' | 'province';
  ground: 'rent' | 'lend' | 'trade';
  isOld: boolean;
  /** Steps after it was filed, each at its instant. */
  steps: readonly (readonly [step: Step, at: string])[];
}

const HEARD = [
  ['accept', '2025-04-01T09:00:00+08:00'],
  ['verify', '2025-04-02T09:00:00+08:00'],
] as const;

/** Of a month, of its last minute in Shanghai, and of the first minute of the next one. */
const CASES: readonly Case[] = [
  { code: '340100', level: 'city', ground: 'rent', isOld: false, steps: [] },
  { code: '340100', level: 'city', ground: 'lend', isOld: true, steps: [['accept', '2025-04-03T09:00:00+08:00']] },
  {
    code: '340000',
    level: 'province',
    ground: 'rent',
    isOld: false,
    steps: [...HEARD, ['uphold', '2025-04-30T23:59:00+08:00']],
  },
  {
    code: '340200',
    level: 'city',
    ground: 'trade',
    isOld: false,
    steps: [...HEARD, ['dismiss', '2025-05-01T00:00:30+08:00']],
  },
  {
    code: '500000',
    level: 'city',
    ground: 'rent',
    isOld: true,
    steps: [...HEARD, ['uphold', '2025-05-20T12:00:00+08:00']],
  },
  { code: '500000', level: 'city', ground: 'lend', isOld: false, steps: [['refuse', '2025-05-21T12:00:00+08:00']] },
  { code: '500100', level: 'city', ground: 'lend', isOld: false, steps: [['withdraw', '2025-06-01T12:00:00+08:00']] },
];

const SAID: Readonly<Record<Step, object>> = {
  accept: {},
  verify: { finding: '查无此事' },
  uphold: { reasons: '认定有误' },
  dismiss: { reasons: '认定无误' },
  refuse: { reasons: '材料不全' },
  withdraw: { remark: '本人撤回' },
};

let test: TestApp;
let desk: Caller;
let officer: Caller;

beforeAll(async () => {
  test = await aTestApp({ clock, environment: { DUANKA_RATE_LIMIT: '1000000', DUANKA_LOGIN_RATE_LIMIT: '100000' } });
  await test.db.query(`UPDATE officer SET roles = '{appeals,approver}' WHERE username = 'province-approver'`);
  const [author, approver, bank] = await Promise.all([
    asOfficer(test, 'city-submitter'),
    asOfficer(test, 'city-approver'),
    asClient(test, 'demo-bank-a'),
  ]);
  const entries = CASES.map(designationOf);
  const holder = entries[2]?.subject;
  const cards = ['6230000001900000101', '6230000001900000119'].map((number) => ({
    kind: 'bank_account',
    number,
    holder,
    status: 'active',
  }));
  await bank.put('/v1/cards').send({ cards }).expect(200);
  const { body: list } = await author.post('/v1/sanction-lists').send({ title: '一批', entries }).expect(201);
  expect(list.counts).toMatchObject({ rejected: 0 });
  await author.post(`/v1/sanction-lists/${list.id}/submit`).expect(200);
  await approver.post(`/v1/sanction-lists/${list.id}/approve`).send({ remark: '核对无误' }).expect(200);
  const sanctions: { id: string }[] = await test.db.query('SELECT id FROM sanction WHERE list_id = $1 ORDER BY row', [
    list.id,
  ]);
  const all: Appealed[] = CASES.map(({ steps }, at) => ({
    steps,
    about: { subject: entries[at]?.subject, sanctionId: sanctions[at]?.id },
  }));
  // Somebody who is under no sanction is taken for somebody who is.
  const stranger = { kind: 'person', idType: 'resident_id', idNumber: aResidentId(), name: '孙试' };
  await hear([
    ...all,
    { steps: [...HEARD, ['uphold', '2025-05-02T09:00:00+08:00']], about: { subject: stranger, kind: 'namesake' } },
  ]);
  await on(`${DAYS.asOf}T10:00:00+08:00`);
  officer = await asOfficer(test, 'city-submitter');
});

interface Appealed {
  about: object;
  steps: Case['steps'];
}

/** Sessions do not last for days. */
async function on(instant: string): Promise<void> {
  clock.set(new Date(instant));
  desk = await asOfficer(test, 'province-approver');
}

/** All filed at once, and then step by step, in the order of time. */
async function hear(appeals: readonly Appealed[]): Promise<void> {
  await on(START);
  const due: { id: string; step: Step; at: string }[] = [];
  for (const { about, steps } of appeals) {
    const { body } = await desk
      .post('/v1/appeals')
      .send({ ...about, grounds: '本人未出租账户' })
      .expect(201);
    due.push(...steps.map(([step, at]) => ({ id: String(body.id), step, at })));
  }
  for (const { id, step, at } of due.toSorted((one, other) => (one.at < other.at ? -1 : 1))) {
    await on(at);
    await desk.post(`/v1/appeals/${id}/${step}`).send(SAID[step]).expect(200);
  }
}

function designationOf({ code, level, ground, isOld }: Case) {
  const identifiedOn = isOld ? '2018-01-05' : '2025-01-10';
  return aDesignation({
    ...(isOld ? { regime: 'cn-fin-2016' } : {}),
    ground,
    identifiedOn,
    noticeServedOn: identifiedOn,
    identifyingOrgan: { code, level, name: `${code}公安机关` },
  });
}

interface Counts {
  key: string;
  appeals: { filed: number; upheld: number; dismissed: number; upheldShare: number | null };
}

async function counted(query: Record<string, string>): Promise<{ total: Counts; rows: Counts[] }> {
  const { body } = await officer
    .get(`/v1/statistics?${new URLSearchParams({ ...DAYS, ...query }).toString()}`)
    .expect(200);
  return body;
}

/** A whole list, page by page. */
async function listed(query: Record<string, string>): Promise<string[]> {
  const found: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const asked = new URLSearchParams({ limit: '3', ...query, ...(cursor === undefined ? {} : { cursor }) });
    const { body } = await desk.get(`/v1/appeals?${asked.toString()}`).expect(200);
    found.push(...body.items.map(({ id }: { id: string }) => id));
    cursor = body.nextCursor;
    // Counted by the other filters, state by state.
    const counts: [state: string, count: number][] = Object.entries(body.counts);
    const own = counts.filter(([state]) => query['state'] === undefined || query['state'] === state);
    if (cursor === null) expect(own.reduce((sum, [, count]) => sum + count, 0)).toBe(found.length);
  }
  return found;
}

async function expectLists(scope: Record<string, string>, { key, appeals }: Counts, days: typeof DAYS): Promise<void> {
  const { from, to } = days;
  const { filed, upheld, dismissed } = appeals;
  const numbers = Object.entries({ filed, upheld, dismissed, decided: upheld + dismissed });
  const lists = await Promise.all(numbers.map(([event]) => listed({ ...scope, event, from, to })));
  expect([key, ...lists.map(({ length }, at) => [numbers[at]?.[0], length])]).toEqual([key, ...numbers]);
}

/** By which key of the queue a row of a dimension is listed. */
const KEY_OF: Readonly<Record<string, string>> = { region: 'part' };

describe('the queue of appeals', () => {
  it('has something to count in every event', async () => {
    const { total } = await counted({});

    expect(total.appeals).toEqual({ filed: 8, upheld: 3, dismissed: 1, upheldShare: 0.75 });
  });

  it.each([
    { by: 'region', scope: {} },
    { by: 'region', scope: { region: '340000' } },
    { by: 'region', scope: { region: '340000', regime: 'cn-joint-2024' } },
    { by: 'organ', scope: {} },
    { by: 'organ', scope: { region: '500000' } },
    { by: 'regime', scope: {} },
    { by: 'category', scope: { region: '340000' } },
    { by: 'ground', scope: { regime: 'cn-joint-2024' } },
    { by: 'measure', scope: {} },
    { by: 'institution', scope: {} },
  ])('has exactly the appeals that the statistics count by $by of $scope', async ({ by, scope }) => {
    const { total, rows } = await counted({ by, ...scope });

    expect(rows.some(({ appeals }) => appeals.filed > 0)).toBe(true);
    await expectLists({ ...scope }, total, DAYS);
    for (const row of rows) await expectLists({ ...scope, [KEY_OF[by] ?? by]: row.key }, row, DAYS);
  });

  it('has those of each month, by the days of Shanghai', async () => {
    const { rows } = await counted({ by: 'month' });

    expect(rows.map(({ key, appeals }) => [key, appeals.filed, appeals.upheld, appeals.dismissed])).toEqual([
      ['2025-03', 8, 0, 0],
      ['2025-04', 0, 1, 0],
      ['2025-05', 0, 2, 1],
      ['2025-06', 0, 0, 0],
    ]);
    for (const row of rows) {
      const days = {
        ...DAYS,
        from: `${row.key}-01`,
        to: `${row.key}-${['04', '06'].includes(row.key.slice(5)) ? 30 : 31}`,
      };
      await expectLists({}, row, days);
    }
  });

  it('takes keys together with a state and a kind, and finds an organ with its level or without', async () => {
    const period = { event: 'decided', from: DAYS.from, to: DAYS.to };

    expect(await listed({ ...period, state: 'upheld', kind: 'namesake' })).toHaveLength(1);
    expect(await listed({ ...period, state: 'filed' })).toHaveLength(0);
    expect(await listed({ organ: '500000' })).toHaveLength(2);
    expect(await listed({ organ: '500000/city' })).toHaveLength(2);
    expect(await listed({ organ: '500000/province' })).toHaveLength(0);
    expect(await listed({ institution: 'demo-bank-a' })).toHaveLength(1);
  });

  it.each([
    'event=forgotten',
    'event=filed',
    'event=filed&from=2025-03-01',
    'event=filed&from=2025-02-30&to=2025-03-01',
    'region=34',
    'part=nowhere',
    'regime=',
    'ground=%00',
    'organ=%00',
    `measure=${'x'.repeat(61)}`,
    'colour=red',
  ])('refuses ?%s', async (query) => {
    expect((await desk.get(`/v1/appeals?${query}`)).status).toBe(400);
  });

  it('is empty where nothing is, and takes no key for SQL', async () => {
    for (const query of [
      'regime=cn-nowhere',
      'ground=%27%20OR%20true--',
      'measure=no.such',
      'institution=nobody',
      'organ=:from',
    ])
      expect((await desk.get(`/v1/appeals?${query}`).expect(200)).body).toMatchObject({ items: [], nextCursor: null });
  });
});
