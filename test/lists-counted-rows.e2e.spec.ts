import { beforeAll, describe, expect, it } from '@jest/globals';
import type { DesignationDto } from '../src/lists/lists.dto.js';
import type { SummaryResponse } from '../src/lists/review/summary.dto.js';
import { asClient, asOfficer, type Caller } from './support/api.js';
import { aTestApp, type TestApp } from './support/app.js';
import { aDesignation, aResidentId } from './support/designations.js';
import { allEntries } from './support/lists.js';
import { until } from './support/until.js';

/** Every number of a list's summary about rows leads to exactly these rows. */

const HEFEI = { code: '340100', level: 'city', name: '合肥市公安局' } as const;
const HEFEI_IN_FULL = { ...HEFEI, name: '安徽省合肥市公安局' };
const ANHUI = { code: '340000', level: 'province', name: '安徽省公安厅' } as const;
const OLD = { regime: 'cn-fin-2016', identifiedOn: '2018-01-05', noticeServedOn: '2018-01-05' } as const;

let test: TestApp;
let submitter: Caller;
let approver: Caller;
let list: string;

beforeAll(async () => {
  test = await aTestApp();
  [submitter, approver] = await Promise.all([asOfficer(test, 'city-submitter'), asOfficer(test, 'province-approver')]);
  const [twice, once] = [person('魏试'), person('蒋试')];
  for (const identifiedOn of ['2024-12-10', '2025-06-01'])
    await decided(await drafted([aDesignation({ subject: twice, identifiedOn })]));
  await decided(await drafted([aDesignation({ subject: once }), aDesignation({ subject: person('魏试') })]));
  list = await drafted([
    aDesignation({ subject: twice, identifiedOn: '2026-06-01' }),
    aDesignation({ subject: once, identifiedOn: '2025-06-01', noticeServedOn: null }),
    aDesignation({ subject: person('孙试'), ground: 'trade' }),
    aDesignation({ subject: person('李试'), ground: 'lend', identifyingOrgan: HEFEI_IN_FULL }),
    aDesignation({ ...OLD, subject: person('周试'), ground: 'lend' }),
    aDesignation({ ...OLD, subject: person('吴试'), identifyingOrgan: ANHUI }),
    aDesignation({ subject: person('郑试'), identifyingOrgan: ANHUI, noticeServedOn: null }),
    aDesignation({ subject: person('王试'), items: 1 }),
  ]);
});

function person(name: string) {
  return { kind: 'person', idType: 'resident_id', idNumber: aResidentId(), name } as const;
}

async function drafted(entries: readonly DesignationDto[]): Promise<string> {
  const { body } = await submitter.post('/v1/sanction-lists').send({ title: '试批', entries }).expect(201);
  return body.id;
}

async function decided(id: string): Promise<void> {
  await submitter.post(`/v1/sanction-lists/${id}/submit`).expect(200);
  await approver.post(`/v1/sanction-lists/${id}/approve`).send({ remark: '核对' }).expect(200);
}

async function summaryOf(id: string): Promise<SummaryResponse> {
  return (await approver.get(`/v1/sanction-lists/${id}/summary`).expect(200)).body;
}

/** Every number, by the name of its rows. Of an organ all its spellings together. */
function numbersOf({ sanctions, cards }: SummaryResponse): Map<string, number> {
  const numbers = new Map<string, number>();
  const count = (name: string, more: number): unknown => numbers.set(name, (numbers.get(name) ?? 0) + more);
  for (const one of sanctions?.byGround ?? []) count(`ground:${one.ground}`, one.count);
  for (const one of sanctions?.byRegime ?? []) count(`regime:${one.regime}`, one.count);
  for (const one of sanctions?.byCategory ?? []) count(`category:${one.regime}/${one.category}`, one.count);
  for (const one of sanctions?.bySubjectKind ?? []) count(`kind:${one.kind}`, one.count);
  for (const one of sanctions?.byOrgan ?? []) count(`organ:${one.code}/${one.level}`, one.count);
  for (const one of sanctions?.byMeasure ?? []) {
    count(`measure:${one.measure}`, one.count);
    count(`cappedMeasure:${one.measure}`, one.capped);
  }
  for (const [name, number] of Object.entries(sanctions?.chains ?? {})) count(name, number);
  for (const name of ['alreadySanctioned', 'minors', 'namesakes'] as const) count(name, sanctions?.[name] ?? 0);
  for (const one of cards?.byKind ?? []) count(`cardKind:${one.kind}`, one.count);
  for (const one of cards?.byStatus ?? []) count(`status:${one.status}`, one.count);
  for (const one of cards?.byInstitution ?? [])
    count(one.code === null ? 'unregistered' : `institution:${one.code}`, one.count);
  return numbers;
}

function comparisonOf(id: string): Promise<unknown> {
  return approver.get(`/v1/sanction-lists/${id}/comparison`).expect(200);
}

/** Not to be asked in a transaction: there the first answer stays. */
const WAITING_FOR_LOCK = `
  SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%list_entry%'`;

async function rowsOf(id: string, filter: Record<string, string>): Promise<number[]> {
  return (await allEntries(approver, id, filter)).map(({ row }) => row);
}

async function expectRows(id: string): Promise<Map<string, number>> {
  const numbers = numbersOf(await summaryOf(id));
  for (const [counted, number] of numbers) {
    const rows = await rowsOf(id, { counted, limit: '2' });
    expect([counted, rows.length, new Set(rows).size]).toEqual([counted, number, number]);
  }
  return numbers;
}

describe('the rows behind the numbers of a summary', () => {
  it('are as many as each number says, before the approval and after it', async () => {
    const before = await expectRows(list);

    await decided(list);
    const after = await expectRows(list);

    expect(Object.fromEntries(before)).toMatchObject({
      'ground:lend': 2,
      'ground:trade': 1,
      'regime:cn-fin-2016': 2,
      'organ:340100/city': 5,
      'organ:340000/province': 2,
      capped: 1,
    });
    for (const name of ['joining', 'alreadySanctioned', 'namesakes']) expect(before.get(name)).toBeGreaterThan(0);
    expect(after).toEqual(before);
  });

  it('are those that the number is about', async () => {
    expect(await rowsOf(list, { counted: 'ground:lend' })).toEqual([4, 5]);
    expect(await rowsOf(list, { counted: 'regime:cn-fin-2016' })).toEqual([5, 6]);
    expect(await rowsOf(list, { counted: 'joining' })).toEqual([1, 2]);
    expect(await rowsOf(list, { counted: 'capped' })).toEqual([1]);
    const { sanctions } = await summaryOf(list);
    for (const name of ['namesakes', 'alreadySanctioned', 'joining', 'capped', 'needsReview'] as const)
      expect(await rowsOf(list, { counted: name })).toEqual(sanctions?.notable[name]);
  });

  it('are narrowed down by the other filters, and read from a row on', async () => {
    expect(await rowsOf(list, { counted: 'organ:340100/city', from: '3' })).toEqual([3, 4, 5]);
    expect(await rowsOf(list, { counted: 'organ:340000/province', note: 'NOTICE_MISSING' })).toEqual([7]);
    expect(await rowsOf(list, { counted: 'joining', verdict: 'rejected' })).toEqual([]);
    expect(await rowsOf(list, { counted: 'joining', rows: '2,3' })).toEqual([2]);
  });

  it('follow a correction', async () => {
    const id = await drafted([aDesignation({ ground: 'lend' }), aDesignation()]);
    const before = await rowsOf(id, { counted: 'ground:lend' });

    await submitter
      .patch(`/v1/sanction-lists/${id}/entries/2`)
      .send({ raw: { ground: 'lend' } })
      .expect(200);

    expect(before).toEqual([1]);
    expect(await rowsOf(id, { counted: 'ground:lend' })).toEqual([1, 2]);
  });

  it('stay those of the first page while a listing goes on, whatever happens to the books', async () => {
    const people = [person('冯试'), person('陈试'), person('褚试')];
    const [first, second, third] = people.map((subject) => aDesignation({ subject, identifiedOn: '2026-06-01' }));
    const before = people.map((subject) => aDesignation({ subject, identifiedOn: '2024-12-10' }));
    if (first === undefined || second === undefined || third === undefined) throw new Error('They are three');
    await decided(await drafted(before.slice(0, 2)));
    const id = await drafted([first, second, third]);
    const page = async (cursor?: string) => {
      const query = new URLSearchParams({
        counted: 'joining',
        limit: '1',
        ...(cursor === undefined ? {} : { cursor }),
      });
      return (await approver.get(`/v1/sanction-lists/${id}/entries?${query.toString()}`).expect(200)).body;
    };
    const { nextCursor } = await page();

    await decided(await drafted(before.slice(2)));

    expect(await page(nextCursor)).toMatchObject({ items: [{ row: 2 }], nextCursor: null });
    expect(await rowsOf(id, { counted: 'joining' })).toEqual([1, 2, 3]);
  });

  it('are counted by few at once, and who waits keeps nobody from the database', async () => {
    const drafts: string[] = [];
    while (drafts.length < 12) drafts.push(await drafted([aDesignation()]));
    const lock = test.db.createQueryRunner();
    await lock.startTransaction();
    await lock.query('LOCK TABLE list_entry IN ACCESS EXCLUSIVE MODE');
    const waiting = drafts.flatMap((id) => [summaryOf(id), comparisonOf(id)]);
    await until(async () => (await test.db.query(WAITING_FOR_LOCK)).length >= 2);

    const { body } = await approver.get(`/v1/sanction-lists/${list}`).expect(200);

    await lock.rollbackTransaction();
    await lock.release();
    expect(body).toMatchObject({ id: list });
    expect(await Promise.all(waiting)).toHaveLength(24);
  });

  it('of a lead sheet go by kind, status and the institution that registered the card', async () => {
    const { body } = await submitter
      .post('/v1/card-blacklist/import')
      .attach('file', 'demo/card-leads-issue-07.xlsx')
      .expect(201);

    const numbers = await expectRows(body.id);

    expect(numbers.get('unregistered')).toBe(body.counts.accepted);
    expect([...numbers.keys()].some((name) => name.startsWith('cardKind:'))).toBe(true);
  });

  it('lead to each organ, also where its name is written in more ways than anybody reads', async () => {
    const ways = Array.from({ length: 200 }, (_, at) => ({ ...HEFEI, name: `${HEFEI.name}${at}` }));
    const organs = [...ways, HEFEI, HEFEI, ANHUI];
    const id = await drafted(organs.map((identifyingOrgan) => aDesignation({ identifyingOrgan })));

    const { sanctions } = await summaryOf(id);

    expect(sanctions?.byOrgan).toEqual([
      { ...HEFEI, count: 202 },
      { ...ANHUI, count: 1 },
    ]);
    expect(await rowsOf(id, { counted: 'organ:340100/city' })).toHaveLength(202);
  });

  it('are none where the summary has no such number', async () => {
    for (const counted of ['ground:none', 'colour', 'organ:340100', 'institution:demo-bank-a', 'measure:x'])
      expect(await rowsOf(list, { counted })).toEqual([]);
  });

  it.each(['counted=', 'counted=%00', 'counted=ground:', 'counted=ground:%27', `counted=ground:${'x'.repeat(151)}`])(
    '%s is refused',
    async (query) => {
      await approver.get(`/v1/sanction-lists/${list}/entries?${query}`).expect(400);
    },
  );

  it('are nobody else’s business', async () => {
    const bank = await asClient(test, 'demo-bank-a');
    const author = await asOfficer(test, 'rules-author');

    for (const caller of [bank, author])
      await caller.get(`/v1/sanction-lists/${list}/entries?counted=joining`).expect(403);
    await approver.get('/v1/sanction-lists/0192f0c1-2b3c-7d4e-8f50-617283940a1b/entries?counted=joining').expect(404);
  });
});
