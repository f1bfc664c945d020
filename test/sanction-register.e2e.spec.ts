import { beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { RulebookStore } from '../src/decisions/rulebook-store.service.js';
import { daysAfter, localDate, localDateOf } from '../src/domain/period.js';
import type { DesignationDto } from '../src/lists/lists.dto.js';
import { Revisions } from '../src/platform/revisions.js';
import { SanctionsService } from '../src/sanctions/sanctions.service.js';
import { asClient, asOfficer, type Caller } from './support/api.js';
import { aTestApp, type TestApp } from './support/app.js';
import { aDesignation, aResidentId } from './support/designations.js';

/** Every number of the statistics leads to its list: a random book is counted and listed. */

const today = localDateOf(new Date());
const PEOPLE = Array.from({ length: 12 }, () => aResidentId());
const ORGANS = [
  { code: '340100', level: 'city', name: '合肥市公安局' },
  { code: '340000', level: 'province', name: '安徽省公安厅' },
  { code: '340200', level: 'city', name: '芜湖市公安局' },
  { code: '500000', level: 'city', name: '重庆市公安局' },
] as const;

interface Entry {
  person: number;
  organ: (typeof ORGANS)[number];
  ground: 'rent' | 'lend' | 'trade';
  daysAgo: number;
  isOld: boolean;
}

interface Deed {
  what: 'lift' | 'annul' | 'suspendEffect' | 'appeal';
  which: number;
}

const entries: fc.Arbitrary<Entry[]> = fc.uniqueArray(
  fc.record({
    person: fc.nat(PEOPLE.length - 1),
    organ: fc.constantFrom(...ORGANS),
    ground: fc.constantFrom('rent', 'lend', 'trade'),
    daysAgo: fc.integer({ min: 5, max: 300 }),
    isOld: fc.boolean(),
  }),
  { minLength: 8, maxLength: 8, selector: ({ person }) => person },
);
const deeds: fc.Arbitrary<Deed> = fc.record({
  what: fc.constantFrom('lift', 'annul', 'suspendEffect', 'appeal'),
  which: fc.nat(),
});

let app: TestApp;
let officer: Caller;
let approver: Caller;
let ids: string[];

beforeAll(async () => {
  app = await aTestApp({ environment: { DUANKA_RATE_LIMIT: '1000000' } });
  [officer, approver] = await Promise.all([asOfficer(app, 'city-submitter'), asOfficer(app, 'province-approver')]);
  const [bankA, bankB] = await Promise.all([asClient(app, 'demo-bank-a'), asClient(app, 'demo-bank-b')]);
  await putCards(bankA, PEOPLE.slice(0, 7));
  await putCards(bankB, PEOPLE.slice(5));
  for (const some of fc.sample(entries, { numRuns: 4, seed: 6 })) await approve(some.map(designationOf));
  const rows: { id: string }[] = await app.db.query('SELECT id FROM sanction ORDER BY id');
  ids = rows.map(({ id }) => id);
  for (const deed of fc.sample(deeds, { numRuns: 14, seed: 7 })) await change(deed);
});

/** Two cards each, some of them closed. */
async function putCards(bank: Caller, people: readonly string[]): Promise<void> {
  const cards = people.flatMap((idNumber, at) =>
    [1, 2].map((which) => ({
      kind: 'bank_account',
      number: `62300000019${which}${String(at).padStart(6, '0')}`,
      holder: { idType: 'resident_id', idNumber, name: '赵试' },
      status: at % 3 === 0 && (which === 2 || at === 6) ? 'closed' : 'active',
    })),
  );
  await bank.put('/v1/cards').send({ cards }).expect(200);
}

function designationOf({ person, organ, ground, daysAgo, isOld }: Entry): DesignationDto {
  const identifiedOn = isOld ? daysAfter(localDate('2018-01-05'), daysAgo) : daysAfter(today, -daysAgo);
  return aDesignation({
    ...(isOld ? { regime: 'cn-fin-2016' } : {}),
    ground,
    identifiedOn,
    noticeServedOn: identifiedOn,
    identifyingOrgan: organ,
    subject: { kind: 'person', idType: 'resident_id', idNumber: PEOPLE[person] ?? '', name: '赵试' },
  });
}

async function approve(some: DesignationDto[]): Promise<void> {
  const { body } = await officer.post('/v1/sanction-lists').send({ title: '测试', entries: some }).expect(201);
  expect(body.counts).toMatchObject({ rejected: 0 });
  await officer.post(`/v1/sanction-lists/${body.id}/submit`).expect(200);
  await approver.post(`/v1/sanction-lists/${body.id}/approve`).send({ remark: '核对无误' }).expect(200);
}

/** What cannot be done to a sanction any more is not done. */
async function change({ what, which }: Deed): Promise<void> {
  const sanctionId = ids[which % ids.length] ?? '';

  await app.db
    .transaction(async (tx) => {
      const revision = await app.app.get(Revisions).next(tx, 'test');
      const done = { sanctionId, revision, at: new Date(Date.now() - 86_400_000 * (which % 40)) };
      await app.app.get(SanctionsService)[what](tx, app.app.get(RulebookStore), done);
      return revision;
    })
    .then((revision) => app.app.get(Revisions).announce(revision))
    .catch((error: unknown) => expect(error).toMatchObject({ code: 'sanction-not-standing' }));
}

interface Counts {
  key: string;
  standing: Record<'subjects' | 'inForce' | 'ended' | 'lifted' | 'annulled', number>;
  period: Record<'new' | 'ended' | 'lifted' | 'annulled', number>;
}

interface Counted {
  asOf: string;
  from: string;
  to: string;
  total: Counts;
  rows: Counts[];
}

interface Listed {
  ids: string[];
  total: number;
  subjects: number;
}

/** A whole list, page by page. */
async function listed(query: Record<string, string>): Promise<Listed> {
  const found: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const asked = new URLSearchParams({ limit: '7', ...query, ...(cursor === undefined ? {} : { cursor }) });
    const { body } = await officer.get(`/v1/sanctions?${asked.toString()}`).expect(200);
    found.push(...body.items.map(({ id }: { id: string }) => id));
    cursor = body.nextCursor;
    if (cursor === null) return { ids: found, total: body.total, subjects: body.subjects };
  }
  throw new Error('a list without an end');
}

async function expectLists(scope: Record<string, string>, counts: Counts, days: Counted): Promise<void> {
  const { standing, period } = counts;
  const { asOf, from, to } = days;
  const lists = [
    [{ standing: 'in_force', asOf }, standing.inForce],
    [{ standing: 'ended', asOf }, standing.ended],
    [{ standing: 'lifted', asOf }, standing.lifted],
    [{ standing: 'annulled', asOf }, standing.annulled],
    [{ event: 'new', from, to }, period.new],
    [{ event: 'ended', from, to }, period.ended],
    [{ event: 'lifted', from, to }, period.lifted],
    [{ event: 'annulled', from, to }, period.annulled],
  ] as const;
  for (const [picked, count] of lists) {
    const list = await listed({ ...scope, ...picked });
    expect([counts.key, picked, list.ids.length, new Set(list.ids).size, list.total]).toEqual([
      counts.key,
      picked,
      count,
      count,
      count,
    ]);
    if ('standing' in picked && picked.standing === 'in_force') expect(list.subjects).toBe(standing.subjects);
  }
}

async function statistics(query: Record<string, string>): Promise<Counted> {
  const { body } = await officer.get(`/v1/statistics?${new URLSearchParams(query).toString()}`).expect(200);
  return body;
}

/** By which key of the register a row of a dimension is listed. */
const KEY_OF: Readonly<Record<string, string>> = { region: 'part' };

describe('the register of sanctions', () => {
  it.each([
    { by: 'regime', scope: {} },
    { by: 'category', scope: {} },
    { by: 'ground', scope: {} },
    { by: 'organ', scope: {} },
    { by: 'institution', scope: {} },
    { by: 'region', scope: {} },
    { by: 'region', scope: { region: '340000' } },
    { by: 'organ', scope: { region: '340000', regime: 'cn-joint-2024' } },
    { by: 'institution', scope: { regime: 'cn-fin-2016' } },
  ])('has exactly the sanctions that the statistics count by $by of $scope', async ({ by, scope }) => {
    const days = { asOf: daysAfter(today, -3), from: '2020-01-01', to: today };
    const counted = await statistics({ by, ...scope, ...days });

    expect(counted.rows.length).toBeGreaterThan(0);
    await expectLists({ ...scope }, counted.total, counted);
    for (const row of counted.rows) await expectLists({ ...scope, [KEY_OF[by] ?? by]: row.key }, row, counted);
  });

  it('has those of each measure, on the days of the measure', async () => {
    const asOf = '2022-06-01';
    const counted = await statistics({ by: 'measure', regime: 'cn-fin-2016', asOf, from: '2020-01-01', to: today });

    expect(counted.rows.length).toBeGreaterThan(1);
    for (const row of counted.rows) await expectLists({ regime: 'cn-fin-2016', measure: row.key }, row, counted);
  });

  it('has those of each month, as of its last day', async () => {
    const counted = await statistics({ by: 'month', from: daysAfter(today, -100), to: today });

    for (const row of counted.rows) {
      const [first, end] = [`${row.key}-01`, lastDayOf(row.key)];
      const within = {
        ...counted,
        asOf: end < counted.asOf ? end : counted.asOf,
        from: first < counted.from ? counted.from : first,
        to: end < counted.to ? end : counted.to,
      };
      await expectLists({}, row, within);
    }
  });

  it('shows each sanction masked, how it stands, and the row it comes from', async () => {
    const { body } = await officer.get('/v1/sanctions?limit=200').expect(200);

    expect(body).toMatchObject({ asOf: today, total: ids.length, more: false, nextCursor: null });
    expect(body.items.map(({ id }: { id: string }) => id)).toEqual(ids.toSorted().toReversed());
    expect(body.items[0]).toMatchObject({
      subject: { kind: 'person', nameMasked: '赵*', identifiers: [{ idNumberMasked: expect.stringContaining('***') }] },
      organ: { level: expect.any(String) },
      listId: expect.any(String),
      row: expect.any(Number),
    });
    expect(JSON.stringify(body)).not.toMatch(new RegExp(`赵试|${PEOPLE.join('|')}`));
    for (const standing of ['in_force', 'ended', 'lifted', 'annulled']) {
      const { body: some } = await officer.get(`/v1/sanctions?limit=200&standing=${standing}`).expect(200);
      expect(some.items.length).toBeGreaterThan(0);
      expect([...new Set(some.items.map((item: { standing: string }) => item.standing))]).toEqual([standing]);
      for (const item of some.items) expect(item.measuresInForce > 0).toBe(standing === 'in_force');
    }
  });

  it.each([
    'standing=dead',
    'event=new',
    `event=new&from=${today}`,
    'asOf=2026-02-30',
    'part=34',
    'organ=340100',
    'limit=0',
    'limit=100000',
    'cursor=x',
    `cursor=${Buffer.from(JSON.stringify({ id: 'x' })).toString('base64url')}`,
    `measure=${'x'.repeat(61)}`,
    'colour=red',
  ])('refuses ?%s', async (query) => {
    expect((await officer.get(`/v1/sanctions?${query}`)).status).toBe(400);
  });

  it('is empty where nothing is, and takes no key for SQL', async () => {
    for (const query of ['regime=cn-nowhere', 'ground=%27%20OR%20true--', 'measure=no.such', 'institution=nobody']) {
      const { body } = await officer.get(`/v1/sanctions?${query}`).expect(200);
      expect(body).toMatchObject({ items: [], total: 0, subjects: 0, more: false, nextCursor: null });
    }
  });

  it('is for officers, auditors too', async () => {
    const [bank, auditor] = await Promise.all([asClient(app, 'demo-bank-a'), asOfficer(app, 'auditor')]);

    expect((await bank.get('/v1/sanctions')).status).toBe(403);
    expect((await app.request().get('/v1/sanctions')).status).toBe(401);
    expect((await auditor.get('/v1/sanctions')).status).toBe(200);
  });
});

function lastDayOf(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
}
