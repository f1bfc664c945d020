import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { DesignationDto } from '../src/lists/lists.dto.js';
import { judged } from '../src/lists/review/mass-change.service.js';
import { asClient, asOfficer, type Caller } from './support/api.js';
import { aTestApp, type TestApp } from './support/app.js';
import { aDesignation, aResidentId } from './support/designations.js';

let test: TestApp;
let submitter: Caller;
let approver: Caller;

beforeAll(async () => {
  test = await aTestApp({ environment: { DUANKA_LOGIN_RATE_LIMIT: '100000' } });
  submitter = await asOfficer(test, 'city-submitter');
  approver = await asOfficer(test, 'city-approver');
});

function person(name = '赵试', idNumber = aResidentId()) {
  return { kind: 'person', idType: 'resident_id', idNumber, name } as const;
}

async function aDraft(entries: readonly DesignationDto[], title = '试批'): Promise<string> {
  const { body } = await submitter.post('/v1/sanction-lists').send({ title, entries }).expect(201);
  return body.id;
}

async function approved(entries: readonly DesignationDto[]): Promise<string> {
  const id = await aDraft(entries);
  await submitter.post(`/v1/sanction-lists/${id}/submit`).expect(200);
  await approver.post(`/v1/sanction-lists/${id}/approve`).send({ remark: '核对' }).expect(200);
  return id;
}

async function summary(caller: Caller, id: string) {
  return (await caller.get(`/v1/sanction-lists/${id}/summary`).expect(200)).body;
}

async function comparison(id: string, query: Record<string, string>) {
  const path = `/v1/sanction-lists/${id}/comparison?${new URLSearchParams(query).toString()}`;
  return (await approver.get(path).expect(200)).body;
}

describe('the summary of a list', () => {
  it('counts what the accepted rows would become, by ground, organ and measure, with the longest last day', async () => {
    const id = await aDraft([
      aDesignation(),
      aDesignation({ ground: 'trade', identifiedOn: '2025-03-01', noticeServedOn: null }),
      aDesignation({ items: 1 }),
    ]);

    const body = await summary(approver, id);

    expect(body).toMatchObject({
      accepted: 2,
      rejected: 1,
      notes: [{ note: 'NOTICE_MISSING', count: 1 }],
      refused: [{ code: 'NEEDS_PROVINCE', count: 1, reason: { zh: expect.any(String), en: expect.any(String) } }],
      cards: null,
    });
    expect(body.sanctions.byGround).toEqual(
      expect.arrayContaining([
        { ground: 'rent', title: { zh: '非法出租', en: 'Illegal renting out' }, count: 1 },
        { ground: 'trade', title: expect.anything(), count: 1 },
      ]),
    );
    expect(body.sanctions.byRegime).toMatchObject([{ regime: 'cn-joint-2024', count: 2 }]);
    expect(body.sanctions.byOrgan).toEqual([{ code: '340100', level: 'city', name: '合肥市公安局', count: 2 }]);
    expect(body.sanctions.byMeasure).toContainEqual({
      measure: 'telecom.open',
      title: { zh: expect.any(String), en: expect.any(String) },
      count: 2,
      longestLastDay: '2027-03-01',
      capped: 0,
    });
    expect(body.sanctions.chains).toEqual({ alone: 2, joining: 0, capped: 0, needsReview: 0 });
  });

  it('has a part that is there at once, for whoever reads the rows: reasons and notes, as they are after a correction', async () => {
    const id = await aDraft([aDesignation({ items: 1 }), aDesignation({ noticeServedOn: null }), aDesignation()]);
    const reasons = (caller: Caller) => caller.get(`/v1/sanction-lists/${id}/entries/reasons`);
    const before = await reasons(submitter).expect(200);

    await submitter
      .patch(`/v1/sanction-lists/${id}/entries/1`)
      .send({ raw: { items: 3 } })
      .expect(200);

    const after = await reasons(await asOfficer(test, 'appeals-officer')).expect(200);
    expect(before.body).toMatchObject({ refused: [{ code: 'NEEDS_PROVINCE' }], notes: [{ note: 'NOTICE_MISSING' }] });
    expect(after.body).toEqual({ refused: [], notes: [{ note: 'NOTICE_MISSING', count: 1 }] });
    expect(await summary(approver, id)).toMatchObject(after.body);
    await reasons(await asClient(test, 'demo-bank-a')).expect(403);
    await submitter.get(`/v1/sanction-lists/${randomUUID()}/entries/reasons`).expect(404);
  });

  it('says of an approved list what it said before, and what was made', async () => {
    const known = person('沈试');
    await approved([aDesignation({ subject: known })]);
    const id = await aDraft([
      aDesignation({ subject: known, identifiedOn: '2025-06-01' }),
      aDesignation({ subject: person('蒋试') }),
    ]);
    await submitter.post(`/v1/sanction-lists/${id}/submit`).expect(200);
    const before = await summary(approver, id);

    await approver.post(`/v1/sanction-lists/${id}/approve`).send({ remark: '核对' }).expect(200);
    await approved([aDesignation({ subject: known, identifiedOn: '2026-06-01' })]);

    const after = await summary(approver, id);
    expect(after.sanctions).toEqual(before.sanctions);
    const made = await test.db.query(
      `SELECT measure, count(*)::int AS count, max(last_day)::text AS last FROM sanction_measure
       JOIN sanction ON sanction.id = sanction_id
       WHERE list_id = $1 AND sanction_measure.revision_from = sanction.revision_from GROUP BY measure ORDER BY measure`,
      [id],
    );
    const said = after.sanctions.byMeasure
      .map(({ measure, count, longestLastDay }: Record<string, unknown>) => ({ measure, count, last: longestLastDay }))
      .toSorted((one: { measure: string }, other: { measure: string }) => (one.measure < other.measure ? -1 : 1));
    expect(said).toEqual(made);
  });

  it('tells who is sanctioned already, whose chain hits the five years, and who has a namesake', async () => {
    const known = person('魏试');
    for (const identifiedOn of ['2024-12-10', '2025-06-01'])
      await approved([aDesignation({ subject: known, identifiedOn })]);
    const id = await aDraft([
      aDesignation({ subject: known, identifiedOn: '2026-06-01' }),
      aDesignation({ subject: person('魏试') }),
    ]);

    const { sanctions } = await summary(approver, id);

    expect(sanctions).toMatchObject({
      chains: { alone: 1, joining: 1, capped: 1 },
      alreadySanctioned: 1,
      namesakes: 2,
      notable: { namesakes: [1, 2] },
    });
  });

  it('counts namesakes within the list before it is approved as afterwards, whoever is recorded later', async () => {
    const renamed = person('旧录试');
    await approved([aDesignation({ subject: renamed }), aDesignation({ subject: person('已录试') })]);
    const names = ['同批试', '独名试', '同批试', '已录试', '新写试', '旧录试'].map((name) => person(name));
    const subjects = [...names, { ...renamed, name: '新写试' }];
    const id = await aDraft(subjects.map((subject) => aDesignation({ subject, identifiedOn: '2025-06-01' })));
    await submitter.post(`/v1/sanction-lists/${id}/submit`).expect(200);
    const before = await summary(approver, id);

    await approver.post(`/v1/sanction-lists/${id}/approve`).send({ remark: '核对' }).expect(200);
    await approved([aDesignation({ subject: person('独名试') })]);

    const after = await summary(approver, id);
    expect(before.sanctions).toMatchObject({ namesakes: 6, notable: { namesakes: [1, 3, 4, 5, 6, 7] } });
    expect(after.sanctions).toEqual(before.sanctions);
  });

  it('counts no namesake in a row that is refused or was excluded', async () => {
    const [one, other] = [person('除外试'), person('除外试')];
    const id = await aDraft([
      aDesignation({ subject: one }),
      aDesignation({ subject: other }),
      aDesignation({ subject: person('除外试'), items: 1 }),
    ]);
    const first = await summary(approver, id);

    await submitter.post(`/v1/sanction-lists/${id}/entries/2/exclude`).send({ remark: '待补' }).expect(200);

    expect(first.sanctions.notable.namesakes).toEqual([1, 2]);
    expect((await summary(approver, id)).sanctions).toMatchObject({ namesakes: 0, notable: { namesakes: [] } });
  });

  it('writes nothing, and follows every correction', async () => {
    const id = await aDraft([aDesignation(), aDesignation()]);
    const books = `SELECT (SELECT count(*) FROM subject) AS subjects, (SELECT count(*) FROM audit_entry) AS acts`;
    const before = await test.db.query(books);
    const first = await summary(submitter, id);
    const after = await test.db.query(books);

    await submitter.post(`/v1/sanction-lists/${id}/entries/2/exclude`).send({ remark: '待补' }).expect(200);

    const second = await summary(submitter, id);
    expect(after).toEqual(before);
    expect([first.accepted, second.accepted]).toEqual([2, 1]);
    expect(second.refused).toMatchObject([{ code: 'EXCLUDED', count: 1 }]);
    expect(second.sanctions.chains.alone).toBe(1);
  });

  it('of a lead sheet counts kinds, statuses and the institutions that hold the cards', async () => {
    const { body: list } = await submitter
      .post('/v1/card-blacklist/import')
      .attach('file', 'demo/card-leads-issue-07.xlsx')
      .expect(201);

    const body = await summary(approver, list.id);

    expect(body).toMatchObject({ sanctions: null, massChange: { inForce: null } });
    const total = (items: { count: number }[]): number => items.reduce((sum, { count }) => sum + count, 0);
    expect(total(body.cards.byKind)).toBe(list.counts.accepted);
    expect(total(body.cards.byStatus)).toBe(list.counts.accepted);
    expect(body.cards.byInstitution).toMatchObject([{ code: null, count: list.counts.accepted }]);
  });

  it('holds no name and no number', async () => {
    const subject = person('欧阳试');
    const id = await aDraft([aDesignation({ subject })]);

    const answer = await approver.get(`/v1/sanction-lists/${id}/summary`).expect(200);

    expect(answer.text).not.toContain(subject.idNumber);
    expect(answer.text).not.toContain('欧阳');
  });

  it('is nobody else’s business', async () => {
    const id = await aDraft([aDesignation()]);
    const bank = await asClient(test, 'demo-bank-a');
    const author = await asOfficer(test, 'rules-author');

    for (const caller of [bank, author]) {
      await caller.get(`/v1/sanction-lists/${id}/summary`).expect(403);
      await caller.get(`/v1/sanction-lists/${id}/comparison`).expect(403);
    }
    await approver.get(`/v1/sanction-lists/0192f0c1-2b3c-7d4e-8f50-617283940a1b/summary`).expect(404);
  });

  it.each([
    { accepted: 49, inForce: 10, median: 1, lists: 10, isUnusual: false, why: 'a short list' },
    { accepted: 500, inForce: 10_000, median: 100, lists: 10, isUnusual: false, why: 'just five times the median' },
    { accepted: 501, inForce: 10_000, median: 100, lists: 10, isUnusual: true, why: 'more than five times the median' },
    { accepted: 501, inForce: 10_000, median: 100, lists: 2, isUnusual: false, why: 'a median of two lists' },
    { accepted: 201, inForce: 1_000, median: null, lists: 0, isUnusual: true, why: 'a fifth of the region' },
    { accepted: 1_000, inForce: 0, median: null, lists: 0, isUnusual: false, why: 'the first list of all' },
  ])('$why: unusual is $isUnusual', ({ isUnusual, accepted, inForce, median, lists }) => {
    const result = judged({ accepted, inForce, median, lists });

    expect(result.isUnusual).toBe(isUnusual);
    expect(result.reasons.length > 0).toBe(isUnusual);
  });
});

describe('the comparison with the previous list', () => {
  it('tells who came, who went, what changed and what stayed, without names or numbers', async () => {
    const [stays, changes, goes, comes] = [person(), person('钱试'), person('孙试'), person('李试')];
    const before = await aDraft(
      [stays, changes, goes].map((subject) => aDesignation({ subject })),
      '前一批',
    );
    const after = await aDraft([
      aDesignation({ subject: comes }),
      aDesignation({ subject: { ...changes, name: '钱式' }, documentNo: '认字2号' }),
      aDesignation({ subject: stays }),
    ]);

    const body = await comparison(after, {});

    expect(body).toMatchObject({
      with: { id: before, title: '前一批', submittedAt: null },
      counts: { added: 1, gone: 1, changed: 1, same: 1 },
      nextCursor: null,
    });
    expect(body.items.map(({ kind, row, otherRow }: Record<string, unknown>) => [kind, row, otherRow])).toEqual([
      ['added', 1, null],
      ['changed', 2, 2],
      ['same', 3, 1],
      ['gone', null, 3],
    ]);
    expect(body.items[1].differences).toEqual([
      { field: 'subject.name', before: '钱*', after: '钱*' },
      { field: 'documentNo', before: '认字〔2024〕00001号', after: '认字2号' },
    ]);
    expect(JSON.stringify(body)).not.toMatch(/钱试|钱式|\d{15}/);
  });

  it('is read page by page, by kind', async () => {
    const before = await aDraft([aDesignation()]);
    const after = await aDraft(Array.from({ length: 5 }, () => aDesignation()));

    const pages = [await comparison(after, { with: before, kind: 'added', limit: '2' })];
    for (let cursor = pages[0].nextCursor; cursor !== null; cursor = pages.at(-1).nextCursor) {
      pages.push(await comparison(after, { with: before, kind: 'added', limit: '2', cursor }));
    }

    expect(pages.map(({ items }) => items.map(({ row }: { row: number }) => row))).toEqual([[1, 2], [3, 4], [5]]);
    expect((await comparison(after, { with: before, kind: 'gone' })).items).toMatchObject([{ row: null, otherRow: 1 }]);
  });

  it('passes over lists that were taken back, and of other organs', async () => {
    const before = await aDraft([aDesignation()]);
    const withdrawn = await aDraft([aDesignation()]);
    await submitter.post(`/v1/sanction-lists/${withdrawn}/withdraw`).send({ remark: '误' }).expect(200);
    const other = await asOfficer(test, 'province-submitter');
    await other
      .post('/v1/sanction-lists')
      .send({ title: '省', entries: [aDesignation()] })
      .expect(201);
    const after = await aDraft([aDesignation()]);

    expect((await comparison(after, {})).with.id).toBe(before);
  });

  it('follows a correction of either list', async () => {
    const subject = person();
    const before = await aDraft([aDesignation({ subject })]);
    const after = await aDraft([aDesignation({ subject })]);
    const first = await comparison(after, { with: before });

    await submitter
      .patch(`/v1/sanction-lists/${before}/entries/1`)
      .send({ raw: { documentNo: '认字9号' } })
      .expect(200);

    expect(first.counts).toMatchObject({ same: 1, changed: 0 });
    expect((await comparison(after, { with: before })).counts).toMatchObject({ same: 0, changed: 1 });
  });

  it('of a list and a lead sheet is refused; of lead sheets it goes by card', async () => {
    const list = await aDraft([aDesignation()]);
    const leads = async (): Promise<string> => {
      const { body } = await submitter
        .post('/v1/card-blacklist/import')
        .attach('file', 'demo/card-leads-issue-07.xlsx')
        .expect(201);
      return body.id;
    };
    const [one, other] = [await leads(), await leads()];

    const refused = await approver.get(`/v1/sanction-lists/${one}/comparison?with=${list}`);
    const body = await comparison(other, { limit: '1' });

    expect(refused.body).toMatchObject({ type: 'urn:problem:lists-not-comparable', status: 422 });
    expect(body).toMatchObject({ with: { id: one }, counts: { added: 0, gone: 0, changed: 0 } });
    expect(body.items[0]).toMatchObject({
      kind: 'same',
      subject: null,
      card: { numberMasked: expect.stringContaining('*') },
    });
  });

  it.each(['with=x', 'kind=odd', 'limit=0', 'cursor=x'])('%s is refused', async (query) => {
    const id = await aDraft([aDesignation()]);

    await approver.get(`/v1/sanction-lists/${id}/comparison?${query}`).expect(400);
  });
});

describe('the page of lists', () => {
  async function page(caller: Caller, query: Record<string, string>) {
    const path = `/v1/sanction-lists?${new URLSearchParams(query).toString()}`;
    return (await caller.get(path).expect(200)).body;
  }

  it('is filtered by title, author and organ, with a total over all pages and the names of the officers', async () => {
    const id = await aDraft([aDesignation()], '甲_100%批');
    await submitter.post(`/v1/sanction-lists/${id}/submit`).expect(200);
    await approver.post(`/v1/sanction-lists/${id}/approve`).send({ remark: '核对' }).expect(200);
    await aDraft([aDesignation()], '甲x100y批');

    const exact = await page(approver, { q: '_100%' });
    const paged = await page(submitter, { q: '100', author: 'me', limit: '1' });

    expect(exact).toMatchObject({
      total: 1,
      items: [{ id, author: { username: 'city-submitter' }, decider: { username: 'city-approver' } }],
    });
    expect(exact.items[0].author.organName).toEqual(expect.any(String));
    expect(paged).toMatchObject({ total: 2, items: [{ title: '甲x100y批', decider: null }] });
    expect(await page(submitter, { q: '100', author: 'me', limit: '1', cursor: paged.nextCursor })).toMatchObject({
      total: 2,
      items: [{ id }],
      nextCursor: null,
    });
    expect((await page(approver, { author: 'me' })).total).toBe(0);
    const [{ code }] = await test.db.query(
      `SELECT code FROM institution JOIN officer ON institution_id = institution.id WHERE username = 'city-submitter'`,
    );
    expect((await page(approver, { q: '100', organ: code })).total).toBe(2);
    expect((await page(approver, { organ: 'nobody' })).total).toBe(0);
  });

  it('is filtered by the day of creation in Shanghai', async () => {
    const id = await aDraft([aDesignation()], '乙批');
    await test.db.query(`UPDATE sanction_list SET created_at = '2025-03-01T23:30:00+08:00' WHERE id = $1`, [id]);

    expect((await page(submitter, { q: '乙批', from: '2025-03-01', to: '2025-03-01' })).total).toBe(1);
    expect((await page(submitter, { q: '乙批', from: '2025-03-02' })).total).toBe(0);
    expect((await page(submitter, { q: '乙批', to: '2025-02-28' })).total).toBe(0);
    expect((await page(submitter, { q: '乙批', to: '9999-12-31' })).total).toBe(1);
  });

  it.each(['author=you', 'q=', 'q=%00', 'organ=%00', 'from=2025-02-30', 'to=x'])('%s is refused', async (query) => {
    await submitter.get(`/v1/sanction-lists?${query}`).expect(400);
  });
});
