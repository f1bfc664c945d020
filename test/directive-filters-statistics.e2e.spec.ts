import { beforeAll, describe, expect, it } from '@jest/globals';
import { asClient, asOfficer, type Caller } from './support/api.js';
import { aTestApp, FixedClock, type TestApp } from './support/app.js';
import { aDesignation } from './support/designations.js';
import { aDirective, aRegisteredCard, type DirectiveOfTest } from './support/directives.js';

/** Every number of the statistics about directives leads to its list: directives of three months are counted and listed. */

const START = '2025-03-31T10:00:00+08:00';
const NOW = '2025-06-05T10:00:00+08:00';
const DAYS = { from: '2025-03-01', to: '2025-06-30', asOf: '2025-06-05' };
const [MAY, JUNE] = [new Date('2025-05-31T23:59:30+08:00'), new Date('2025-06-01T00:00:30+08:00')];
const [DUE, FAR] = [new Date('2025-06-03T00:00:00+08:00'), new Date('2025-06-20T00:00:00+08:00')];
const clock = new FixedClock(new Date(START));

const CASES = [
  { code: '340100', level: 'city', ground: 'rent', isOld: false },
  { code: '340100', level: 'city', ground: 'lend', isOld: true },
  { code: '340000', level: 'province', ground: 'rent', isOld: false },
  { code: '340200', level: 'city', ground: 'trade', isOld: false },
  { code: '500000', level: 'city', ground: 'rent', isOld: true },
  { code: '500100', level: 'city', ground: 'lend', isOld: false },
] as const;

const HOLDERS = [
  { institution: 'demo-carrier-a', party: 'telecom', measure: 'telecom.suspend', cardKind: 'mobile_sim' },
  { institution: 'demo-bank-a', party: 'bank', measure: 'account.counter_only', cardKind: 'bank_account' },
] as const;

let test: TestApp;
let officer: Caller;
/** By code. */
const clients = new Map<string, Caller>();
const cards = new Map<string, string>();

beforeAll(async () => {
  test = await aTestApp({ clock, environment: { DUANKA_RATE_LIMIT: '1000000', DUANKA_LOGIN_RATE_LIMIT: '100000' } });
  for (const { institution, cardKind } of HOLDERS)
    cards.set(institution, (await aRegisteredCard(test, institution, cardKind)).cardId);
  await approveCases();
  // Sessions do not last for months.
  clock.set(new Date(NOW));
  officer = await asOfficer(test, 'auditor');
  for (const { institution } of HOLDERS) clients.set(institution, await asClient(test, institution));
  const sanctions: { id: string }[] = await test.db.query('SELECT id FROM sanction ORDER BY row');
  for (const [at, sanctionId] of [...sanctions.map(({ id }) => id), null].entries()) {
    for (const { institution, party, measure } of HOLDERS)
      await history(at, { institution, party, measure, sanctionId, cardId: cards.get(institution) ?? null });
  }
});

/** Their subjects get directives of their own, one of them on a card. */
async function approveCases(): Promise<void> {
  const entries = CASES.map(({ code, level, ground, isOld }) => {
    const identifiedOn = isOld ? '2018-01-05' : '2025-01-10';
    return aDesignation({
      ...(isOld ? { regime: 'cn-fin-2016' } : {}),
      ground,
      identifiedOn,
      noticeServedOn: identifiedOn,
      identifyingOrgan: { code, level, name: `${code}公安机关` },
    });
  });
  const held = [{ kind: 'bank_account', number: '6230000001900000101', holder: entries[2]?.subject, status: 'active' }];
  await (await asClient(test, 'demo-bank-a')).put('/v1/cards').send({ cards: held }).expect(200);
  const author = await asOfficer(test, 'city-submitter');
  const { body: list } = await author.post('/v1/sanction-lists').send({ title: '一批', entries }).expect(201);
  expect(list.counts).toMatchObject({ rejected: 0 });
  await author.post(`/v1/sanction-lists/${list.id}/submit`).expect(200);
  const approver = await asOfficer(test, 'city-approver');
  await approver.post(`/v1/sanction-lists/${list.id}/approve`).send({ remark: '核对无误' }).expect(200);
}

type About = Pick<DirectiveOfTest, 'institution' | 'party' | 'measure' | 'sanctionId' | 'cardId'> & {
  institution: string;
};

/** Directives of an institution about a sanction, one of each kind, on both sides of a midnight in Shanghai; more hours the later. */
async function history(at: number, { institution, ...about }: About): Promise<void> {
  const issue = (change: Partial<DirectiveOfTest>): Promise<string> =>
    aDirective(test, { institution, ...about, issuedAt: JUNE, ...change });
  const carriedOut = async (id: string, after: Date, hours: number): Promise<void> =>
    answer(institution, id, { result: 'executed', executedAt: new Date(after.getTime() + hours * 3_600_000) });
  const done = await issue({ issuedAt: MAY, endedAt: JUNE });
  await carriedOut(done, MAY, at + 1);
  const released = await issue({ action: 'restore', releases: done });
  await carriedOut(released, JUNE, at + 3);
  await answer(institution, await issue({}), { result: 'refused', detail: '说明' });
  // Late: on a card, on none, answered, withdrawn, and to be given back.
  await issue({ dueAt: DUE });
  await issue({ cardId: null, dueAt: DUE });
  await carriedOut(await issue({ dueAt: DUE }), JUNE, 7);
  const withdrawn = await issue({ dueAt: DUE, endedAt: JUNE });
  if (at % 2 === 0) await issue({ action: 'restore', releases: withdrawn, dueAt: DUE });
  await issue({ dueAt: FAR });
  // Another one takes the place of what nobody, and of what somebody has answered.
  await issue({ supersedes: await issue({ endedAt: JUNE, dueAt: DUE }) });
  const superseded = await issue({ issuedAt: MAY, endedAt: JUNE });
  await carriedOut(superseded, MAY, 2);
  await issue({ supersedes: superseded });
  const general = await issue({ institution: null, cardId: null, dueAt: DUE });
  if (at % 3 === 0) await answer(institution, general, { result: 'executed' });
}

async function answer(institution: string, id: string, receipt: object): Promise<void> {
  await clients.get(institution)?.post(`/v1/directives/${id}/receipts`).send(receipt).expect(201);
}

interface Counts {
  key: string;
  directives: Record<
    'issued' | 'onCards' | 'executed' | 'overdue' | 'medianHoursToEnforce' | 'medianHoursToRelease',
    number | null
  >;
}

async function counted(query: Record<string, string>): Promise<{ total: Counts; rows: Counts[] }> {
  const { body } = await officer
    .get(`/v1/statistics?${new URLSearchParams({ ...DAYS, ...query }).toString()}`)
    .expect(200);
  return body;
}

interface Listed {
  id: string;
  issuedAt: string;
  receipt: { executedAt: string | null; receivedAt: string } | null;
}

/** A whole list, page by page. */
async function listed(query: Record<string, string>): Promise<Listed[]> {
  const found: Listed[] = [];
  const asked = new URLSearchParams({ state: 'all', limit: '17', ...query });
  for (let hasMore = true; hasMore;) {
    const { body } = await officer.get(`/v1/directives?${asked.toString()}`).expect(200);
    found.push(...body.items);
    asked.set('cursor', body.nextCursor);
    hasMore = body.hasMore;
  }
  expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
  return found;
}

/** Hours from issue to execution, half of them fewer. */
function medianOf(list: readonly Listed[]): number | null {
  const hours = list
    .map(({ issuedAt, receipt }) => Date.parse(receipt?.executedAt ?? receipt?.receivedAt ?? '') - Date.parse(issuedAt))
    .map((ms) => ms / 3_600_000)
    .toSorted((one, other) => one - other);
  const [low, high] = [hours[(hours.length - 1) >> 1], hours[hours.length >> 1]];
  return low === undefined || high === undefined ? null : Number(((low + high) / 2).toFixed(2));
}

async function expectLists(
  keys: Record<string, string>,
  { key, directives }: Counts,
  { from, to }: Record<'from' | 'to', string> = DAYS,
): Promise<void> {
  const lists = ['on_cards', 'executed', 'restored', 'overdue'].map((number) =>
    listed({ ...keys, counted: number, from, to }),
  );
  const [onCards = [], executed = [], restored = [], overdue = []] = await Promise.all(lists);
  const issued = await listed({ ...keys, from, to });
  expect({
    keys,
    key,
    issued: issued.length,
    onCards: onCards.length,
    executed: executed.length,
    overdue: overdue.length,
    medianHoursToEnforce: medianOf(executed),
    medianHoursToRelease: medianOf(restored),
  }).toEqual({ keys, key, ...directives, enforcedShare: undefined });
}

/** By which key a row of a dimension is listed. */
const KEY_OF: Readonly<Record<string, string>> = { region: 'part' };

describe('the directives of officers', () => {
  it('have something to count in every number, also what the service issued itself', async () => {
    const { total } = await counted({});

    expect(total.directives).toMatchObject({ overdue: 22 + 1 });
    expect(Object.values(total.directives).every((number) => number !== null && number > 0)).toBe(true);
  });

  it.each([
    { by: 'region', scope: {} },
    { by: 'region', scope: { region: '340000' } },
    { by: 'region', scope: { region: '340100', regime: 'cn-joint-2024' } },
    { by: 'organ', scope: {} },
    { by: 'organ', scope: { region: '500000' } },
    { by: 'regime', scope: {} },
    { by: 'category', scope: { region: '340000' } },
    { by: 'ground', scope: { regime: 'cn-joint-2024' } },
    { by: 'measure', scope: {} },
    { by: 'measure', scope: { region: '340000' } },
    { by: 'institution', scope: {} },
    { by: 'institution', scope: { regime: 'cn-fin-2016' } },
  ])('are exactly those that the statistics count by $by of $scope', async ({ by, scope }) => {
    const { total, rows } = await counted({ by, ...scope });

    expect(rows.some(({ directives }) => (directives.onCards ?? 0) > 0)).toBe(true);
    await expectLists({ ...scope }, total);
    for (const row of rows) await expectLists({ ...scope, [KEY_OF[by] ?? by]: row.key }, row);
  });

  it('are those of each institution also as that one sees what names it', async () => {
    const { rows } = await counted({ by: 'institution', region: '340000' });
    const institutions: { id: string; code: string }[] = await test.db.query('SELECT id, code FROM institution');

    expect(rows.length).toBeGreaterThan(1);
    for (const row of rows) {
      const institutionId = institutions.find(({ code }) => code === row.key)?.id ?? '';
      await expectLists({ region: '340000', institutionId, scope: 'named' }, row);
    }
  });

  it('are those of each month, by the days of Shanghai', async () => {
    const { rows } = await counted({ by: 'month', region: '340000' });

    expect(rows.map(({ key }) => key)).toEqual(['2025-03', '2025-04', '2025-05', '2025-06']);
    expect(rows.at(2)?.directives.executed).toBe(16);
    for (const row of rows) {
      const last = ['04', '06'].includes(row.key.slice(5)) ? 30 : 31;
      await expectLists({ region: '340000' }, row, { from: `${row.key}-01`, to: `${row.key}-${last}` });
    }
  });

  it('take what is counted together with the other filters', async () => {
    const ofHefei = { organ: '340100', institution: 'demo-carrier-a' };

    expect(await listed({ ...ofHefei, counted: 'on_cards', receipt: 'refused' })).toHaveLength(2);
    expect(await listed({ ...ofHefei, counted: 'on_cards', receipt: 'none', ended: 'true' })).toHaveLength(2);
    expect(await listed({ ...ofHefei, counted: 'on_cards', state: 'pending', overdue: 'true' })).toHaveLength(2);
    expect(await listed({ ...ofHefei, counted: 'executed', state: 'pending' })).toHaveLength(0);
    expect(await listed({ ...ofHefei, counted: 'executed', scope: 'everybody' })).toHaveLength(0);
    expect(await listed({ organ: '340100/city', counted: 'restored', action: 'restore' })).toHaveLength(4);
    expect(await listed({ organ: '340100/province' })).toHaveLength(0);
  });

  it.each([
    'counted=all',
    'counted=',
    'region=34',
    'part=nowhere',
    'regime=',
    'ground=%00',
    'organ=%00',
    'institution=%00',
    'measure=%00',
    `category=${'x'.repeat(121)}`,
    'region=340000&region=500000',
    'colour=red',
  ])('refuse ?%s', async (query) => {
    expect((await officer.get(`/v1/directives?${query}`)).status).toBe(400);
  });

  it('are none where nothing is, and take no key for SQL', async () => {
    for (const query of [
      'regime=cn-nowhere',
      'ground=%27%20OR%20true--',
      'institution=nobody',
      'organ=$1',
      'part=000000',
    ])
      expect(await listed(Object.fromEntries(new URLSearchParams(query)))).toEqual([]);
  });
});

describe('an institution', () => {
  it.each([
    'counted=overdue',
    'region=340000',
    'part=340000',
    'organ=340100',
    'regime=cn-joint-2024',
    'category=cn-joint-2024/category-2',
    'ground=rent',
    'institution=demo-bank-a',
  ])('does not ask for ?%s', async (query) => {
    const { body } = (await clients.get('demo-bank-a')?.get(`/v1/directives?${query}`).expect(403)) ?? {};
    expect(body.type).toContain('forbidden');
  });
});
