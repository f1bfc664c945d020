import { beforeAll, describe, expect, it } from '@jest/globals';
import type supertest from 'supertest';
import { Issuing } from '../src/enforcement/directives/issuing.service.js';
import type { DesignationDto, SubjectDto } from '../src/lists/lists.dto.js';
import { asClient, asOfficer, type Caller } from './support/api.js';
import { aTestApp, FixedClock, type TestApp } from './support/app.js';
import { aDesignation, aResidentId } from './support/designations.js';
import { revealed } from './support/lists.js';

const clock = new FixedClock(new Date('2025-06-05T10:00:00+08:00'));

let test: TestApp;
let bank: Caller;
let submitter: Caller;
let approver: Caller;
let appeals: Caller;
let province: Caller;

beforeAll(async () => {
  test = await aTestApp({ clock });
  await test.db.query(`UPDATE officer SET roles = '{appeals,approver}' WHERE username = 'province-approver'`);
  await test.db.query(`UPDATE officer SET roles = '{submitter,appeals}' WHERE username = 'city-submitter'`);
  [bank, submitter, approver, appeals, province] = await Promise.all([
    asClient(test, 'demo-bank-a'),
    asOfficer(test, 'city-submitter'),
    asOfficer(test, 'city-approver'),
    asOfficer(test, 'appeals-officer'),
    asOfficer(test, 'province-approver'),
  ]);
});

/** Puts designations through the four eyes. */
async function approve(...entries: DesignationDto[]): Promise<void> {
  const drafted = await submitter.post('/v1/sanction-lists').send({ title: '测试', entries }).expect(201);
  expect(drafted.body.counts).toMatchObject({ rejected: 0 });
  await submitter.post(`/v1/sanction-lists/${drafted.body.id}/submit`).expect(200);
  await approver.post(`/v1/sanction-lists/${drafted.body.id}/approve`).send({ remark: '核对无误' }).expect(200);
}

type About = Pick<DesignationDto, 'subject'>;

function subjectOf({ subject: { idType, idNumber } }: About): { idType: string; idNumber: string } {
  return { idType, idNumber };
}

/** The same subject, but for what is written down otherwise. */
function written({ kind, idType, name }: SubjectDto, idNumber: string, rightName = name): SubjectDto {
  return { kind, idType, idNumber, name: rightName };
}

function file(designation: DesignationDto, more: object = {}): supertest.Test {
  return appeals.post('/v1/appeals').send({ subject: subjectOf(designation), grounds: '本人未出租账户', ...more });
}

/** A sanction and an appeal against it. @returns id of the appeal */
async function anAppeal(designation: DesignationDto, more: object = {}): Promise<string> {
  await approve(designation);
  return String((await file(designation, more).expect(201)).body.id);
}

const SAID = {
  accept: {},
  verify: { finding: '查无此事' },
  uphold: { reasons: '认定有误' },
  dismiss: { reasons: '认定无误' },
  refuse: { reasons: '材料不全' },
  withdraw: { remark: '本人撤回' },
} as const;

function step(id: string, action: keyof typeof SAID, more: object = {}, by: Caller = appeals): supertest.Test {
  return by.post(`/v1/appeals/${id}/${action}`).send({ ...SAID[action], ...more });
}

async function decision(designation: About): Promise<supertest.Response['body']> {
  const { body } = await bank
    .post('/v1/decisions')
    .send({ action: 'bank_account.outflow', channel: 'online', purpose: 'transfer', subject: subjectOf(designation) })
    .expect(200);
  return body;
}

async function timeline(designation: DesignationDto): Promise<{ sanctions: Record<string, unknown>[] }> {
  const found = await appeals
    .post('/v1/subjects/search')
    .send({ identifier: subjectOf(designation), purpose: '测试核对' });
  return (await appeals.get(`/v1/subjects/${found.body.items[0]?.id}/timeline`).expect(200)).body;
}

async function sanctionIds(designation: DesignationDto): Promise<string[]> {
  return (await timeline(designation)).sanctions.map(({ id }) => String(id));
}

function statuses(answers: readonly supertest.Response[]): number[] {
  return answers.map(({ status }) => status).toSorted((left, right) => left - right);
}

describe('a wrongly sanctioned person', () => {
  it('is heard: while the appeal is pending nothing is restricted, and once it is upheld the sanction never was', async () => {
    const first = aDesignation();
    const second = aDesignation({ subject: first.subject, identifiedOn: '2025-02-10', noticeServedOn: '2025-02-11' });
    await approve(first);
    await approve(second);
    const [wrong, right] = await sanctionIds(first);
    expect(await decision(first)).toMatchObject({ outcome: 'DENY', lastDay: '2028-12-10' });

    const filed = await file(first, { sanctionId: wrong, evidence: ['身份证复印件'], contact: '代理人' }).expect(201);
    expect(filed.body).toMatchObject({ state: 'filed', kind: 'objection', sanctionId: wrong, revision: null });
    expect(await decision(first)).toMatchObject({ outcome: 'DENY', lastDay: '2028-12-10' });
    await step(filed.body.id, 'accept', { suspendEffect: true }).expect(200);
    expect(await decision(first)).toMatchObject({ outcome: 'DENY', lastDay: '2028-12-10' });
    expect((await timeline(first)).sanctions).toMatchObject([
      { standing: 'suspended', liftedAt: '2025-06-05T10:00:00.000+08:00' },
      { standing: 'standing' },
    ]);
    await step(filed.body.id, 'verify').expect(200);
    const upheld = await step(filed.body.id, 'uphold').expect(200);

    expect(upheld.body).toMatchObject({ state: 'upheld', revision: expect.any(Number), correctionListId: null });
    expect((await timeline(first)).sanctions).toMatchObject([
      { id: wrong, standing: 'annulled', measures: [] },
      { id: right, standing: 'standing' },
    ]);
    // The second one lasts what it would have lasted alone.
    expect(await decision(first)).toMatchObject({
      outcome: 'DENY',
      lastDay: '2027-02-10',
      revision: upheld.body.revision,
    });
  });

  it('with one sanction is free from the acceptance on, where its effect is suspended', async () => {
    const designation = aDesignation();
    const id = await anAppeal(designation);

    const accepted = await step(id, 'accept', { suspendEffect: true }).expect(200);

    expect(accepted.body.suspendedAt).toBe('2025-06-05T10:00:00.000+08:00');
    expect(await decision(designation)).toMatchObject({ outcome: 'ALLOW', reasons: [] });
    await step(id, 'verify').expect(200);
    await step(id, 'uphold').expect(200);
    expect(await decision(designation)).toMatchObject({ outcome: 'ALLOW', reasons: [] });
  });

  it('is seen to be released from the suspension on, institution by institution, which nobody has to read the case for', async () => {
    const designation = aDesignation();
    const id = await anAppeal(designation);
    const progress = async (): Promise<Record<string, unknown>> =>
      (await submitter.get(`/v1/appeals/${id}/releases`).expect(200)).body;
    const none = { directives: 0, receipts: 0, acknowledged: 0, outstanding: [], institutions: [] };
    await test.app.get(Issuing).now();
    expect(await progress()).toEqual(none);

    await step(id, 'accept', { suspendEffect: true }).expect(200);
    await test.app.get(Issuing).now();
    const suspended = await progress();
    expect(suspended).toMatchObject({ acknowledged: 0 });
    expect(suspended['institutions']).toContainEqual(
      expect.objectContaining({ code: 'demo-bank-a', directives: expect.any(Number), acknowledged: 0 }),
    );
    const { body } = await bank.get('/v1/directives?state=pending&limit=200').expect(200);
    const released: { id: string }[] = body.items.filter(({ action }: { action: string }) => action === 'restore');
    for (const { id: told } of released)
      await bank.post(`/v1/directives/${told}/receipts`).send({ result: 'executed' }).expect(201);
    await step(id, 'verify').expect(200);
    await step(id, 'uphold').expect(200);

    const upheld = await progress();
    expect(upheld).toMatchObject({ receipts: suspended['receipts'], acknowledged: expect.any(Number) });
    expect(upheld['acknowledged']).toBeGreaterThan(0);
    expect(JSON.stringify(upheld['outstanding'])).not.toContain('demo-bank-a');
  });

  it('that is dismissed after a suspension releases nothing any more', async () => {
    const id = await anAppeal(aDesignation());
    await step(id, 'accept', { suspendEffect: true }).expect(200);
    await step(id, 'verify').expect(200);
    await step(id, 'dismiss').expect(200);

    const { body } = await appeals.get(`/v1/appeals/${id}/releases`).expect(200);

    expect(body).toMatchObject({ directives: 0, institutions: [] });
  });

  it('finds every step in the history, with who took it and why', async () => {
    const designation = aDesignation();
    const id = await anAppeal(designation, { evidence: ['户籍证明'], contact: '代理人' });
    for (const action of ['accept', 'verify', 'uphold'] as const) await step(id, action).expect(200);

    const { body } = await appeals.get(`/v1/appeals/${id}`).expect(200);

    expect(body).toMatchObject({
      grounds: '本人未出租账户',
      evidence: ['户籍证明'],
      contact: '代理人',
      sanction: { standing: 'annulled', organ: { level: 'city' } },
      releases: { directives: expect.any(Number), outstanding: expect.any(Array) },
    });
    expect(body.history).toMatchObject([
      { action: 'file', text: null, revision: null },
      { action: 'accept', revision: expect.any(Number) },
      { action: 'verify', text: '查无此事', revision: null },
      { action: 'uphold', text: '认定有误', revision: expect.any(Number) },
    ]);
    expect(JSON.stringify(body)).not.toContain(designation.subject.idNumber);
  });
});

describe('a pending appeal', () => {
  it('without a suspension restricts on, and every decision says that somebody appealed (case G01)', async () => {
    const designation = aDesignation();
    const id = await anAppeal(designation);
    const before = await decision(designation);

    await step(id, 'accept').expect(200);

    const after = await decision(designation);
    expect(before.reasons[0]).not.toHaveProperty('appeal');
    expect(after).toMatchObject({ outcome: 'DENY', lastDay: '2026-12-10' });
    expect(after.reasons[0]).toMatchObject({ appeal: 'pending', interpretations: expect.arrayContaining(['I-10']) });
  });

  it.each(['dismiss', 'withdraw'] as const)('after %s the sanction stands as before', async (action) => {
    const designation = aDesignation();
    const id = await anAppeal(designation);
    const before = await decision(designation);
    await step(id, 'accept', { suspendEffect: true }).expect(200);
    await step(id, 'verify').expect(200);
    expect(await decision(designation)).toMatchObject({ outcome: 'ALLOW' });

    await step(id, action).expect(200);

    const after = await decision(designation);
    expect(after).toMatchObject({ outcome: 'DENY', reasons: before.reasons });
    expect((await timeline(designation)).sanctions).toMatchObject([{ standing: 'standing', liftedAt: null }]);
  });

  it('what was decided while it was suspended is replayed byte for byte after it was dismissed', async () => {
    const designation = aDesignation();
    const id = await anAppeal(designation);
    await step(id, 'accept').expect(200);
    const { decisionId } = await decision(designation);
    await step(id, 'verify').expect(200);
    await step(id, 'dismiss').expect(200);

    const { body } = await bank.post(`/v1/decisions/${decisionId}/replay`).expect(200);

    expect(body).toMatchObject({ same: true });
  });

  it('an appeal that is refused leaves no trace in decisions, and another one may be filed', async () => {
    const designation = aDesignation();
    const id = await anAppeal(designation);
    const { revision } = await decision(designation);

    await step(id, 'refuse').expect(200);

    expect(await decision(designation)).toMatchObject({ outcome: 'DENY', revision });
    await file(designation).expect(201);
  });

  it('two appeals against the same sanction at the same time: one is filed', async () => {
    const designation = aDesignation();
    await approve(designation);

    const answers = await Promise.all([file(designation), file(designation), file(designation)]);

    expect(statuses(answers)).toEqual([201, 409, 409]);
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({ type: 'urn:problem:appeal-open' });
  });

  it('upheld and dismissed in the same second: one wins, the other is told the state', async () => {
    const designation = aDesignation();
    const id = await anAppeal(designation);
    await step(id, 'accept').expect(200);
    await step(id, 'verify').expect(200);

    const answers = await Promise.all([step(id, 'uphold'), step(id, 'dismiss', {}, province)]);

    expect(statuses(answers)).toEqual([200, 409]);
    const { body } = await appeals.get(`/v1/appeals/${id}`);
    expect((await decision(designation)).outcome).toBe(body.state === 'upheld' ? 'ALLOW' : 'DENY');
  });

  it('a sanction that was lifted meanwhile can still be taken out as if it never was', async () => {
    const designation = aDesignation();
    const id = await anAppeal(designation);
    await step(id, 'accept').expect(200);
    const [sanctionId] = await sanctionIds(designation);
    const lifting = await submitter
      .post(`/v1/sanctions/${sanctionId}/lift`)
      .send({ ground: '情况属实', documentNo: '解字1号' })
      .expect(201);
    await approver.post(`/v1/liftings/${lifting.body.id}/approve`).send({ remark: '同意' }).expect(200);
    expect(await decision(designation)).toMatchObject({ outcome: 'ALLOW' });

    await step(id, 'verify').expect(200);
    await step(id, 'uphold').expect(200);

    expect((await timeline(designation)).sanctions).toMatchObject([{ standing: 'annulled' }]);
  });

  it('a sanction that was lifted meanwhile stays lifted when the appeal is dismissed', async () => {
    const designation = aDesignation();
    const id = await anAppeal(designation);
    await step(id, 'accept', { suspendEffect: true }).expect(200);
    const [sanctionId] = await sanctionIds(designation);
    const lifting = await submitter
      .post(`/v1/sanctions/${sanctionId}/lift`)
      .send({ ground: '情况属实', documentNo: '解字1号' });
    await approver.post(`/v1/liftings/${lifting.body.id}/approve`).send({ remark: '同意' }).expect(200);

    await step(id, 'verify').expect(200);
    await step(id, 'dismiss').expect(200);

    expect((await timeline(designation)).sanctions).toMatchObject([{ standing: 'lifted' }]);
    expect(await decision(designation)).toMatchObject({ outcome: 'ALLOW' });
  });
});

describe('which sanction', () => {
  it('an objection against one of several names it', async () => {
    const first = aDesignation();
    await approve(first);
    await approve(aDesignation({ subject: first.subject, identifiedOn: '2025-02-10', noticeServedOn: '2025-02-11' }));
    const ids = await sanctionIds(first);

    const { body } = await file(first).set('accept-language', 'en').expect(422);

    expect(body.type).toBe('urn:problem:appeal-sanction-ambiguous');
    for (const id of ids) expect(body.detail).toContain(id);
    await file(first, { sanctionId: ids[1] }).expect(201);
  });

  it('an objection of somebody without a sanction is told so', async () => {
    const { body } = await file(aDesignation()).expect(422);

    expect(body.type).toBe('urn:problem:appeal-sanction-missing');
  });

  it('nobody appeals against the sanction of another', async () => {
    const designation = aDesignation();
    await approve(designation);
    const [sanctionId] = await sanctionIds(designation);

    const { body } = await file(aDesignation(), { sanctionId }).expect(422);

    expect(body.type).toBe('urn:problem:appeal-sanction-of-another');
  });

  it('there is nothing left to appeal against once it was annulled', async () => {
    const designation = aDesignation();
    const id = await anAppeal(designation);
    for (const action of ['accept', 'verify', 'uphold'] as const) await step(id, action).expect(200);
    const [sanctionId] = await sanctionIds(designation);

    const { body } = await file(designation, { sanctionId }).expect(409);

    expect(body.type).toBe('urn:problem:sanction-not-standing');
  });
});

describe('time limits', () => {
  it('nobody has read how many days there are: none is invented, and the answer says so (case G04)', async () => {
    const designation = aDesignation();
    await approve(designation);

    const { body } = await file(designation).set('accept-language', 'en').expect(201);

    expect(body.clocks.map(({ step: name }: { step: string }) => name)).toEqual([
      'acceptance',
      'verification',
      'reply',
      'lifting',
    ]);
    for (const one of body.clocks) {
      expect(one).toMatchObject({
        days: null,
        dueOn: null,
        source: 'joint-measures-2024',
        article: '14-16',
        mark: 'N',
      });
      expect(one.note).toContain('was not read');
    }
    expect(body.clocks[0].startedOn).toBe('2025-06-05');
    expect(body.clocks[1].startedOn).toBeNull();
  });
});

describe('a namesake', () => {
  it('is taken out of the books, and the right person goes through the four eyes as anybody', async () => {
    const wrong = aDesignation({ implicatedCards: [{ kind: 'mobile_sim', number: '19900000001', caseNo: 'A1' }] });
    const right = written(wrong.subject, aResidentId());
    const id = await anAppeal(wrong, { kind: 'namesake', grounds: '与他人同名' });
    await step(id, 'accept', { suspendEffect: true }).expect(200);
    await step(id, 'verify').expect(200);

    const { body } = await step(id, 'uphold', { correction: { subject: right } }).expect(200);

    expect(await decision(wrong)).toMatchObject({ outcome: 'ALLOW', reasons: [] });
    expect(await decision({ subject: right })).toMatchObject({ outcome: 'ALLOW' });
    const list = body.correctionListId;
    const entry = await revealed(appeals, list, 1);
    expect(entry).toMatchObject({
      verdict: 'accepted',
      entry: { subject: right, ground: 'rent', identifiedOn: '2024-12-10', documentNo: wrong.documentNo },
    });
    await appeals.post(`/v1/sanction-lists/${list}/submit`).expect(200);
    await approver.post(`/v1/sanction-lists/${list}/approve`).send({ remark: '更正' }).expect(200);
    expect(await decision({ subject: right })).toMatchObject({ outcome: 'DENY', lastDay: '2026-12-10' });
    expect(await decision(wrong)).toMatchObject({ outcome: 'ALLOW' });
  });

  it('whom a bank took for somebody else appeals without any sanction, and nothing is annulled', async () => {
    const nobody = aDesignation();
    const { body: filed } = await file(nobody, { kind: 'namesake' }).expect(201);
    expect(filed).toMatchObject({ sanctionId: null, kind: 'namesake' });
    await step(filed.id, 'accept').expect(200);
    await step(filed.id, 'verify').expect(200);

    const { body } = await step(filed.id, 'uphold').expect(200);

    expect(body).toMatchObject({ state: 'upheld', revision: null });
  });

  it('where there is no sanction, there is nothing to suspend or to correct', async () => {
    const { body: filed } = await file(aDesignation(), { kind: 'namesake' }).expect(201);

    const suspended = await step(filed.id, 'accept', { suspendEffect: true }).expect(422);
    await step(filed.id, 'accept').expect(200);
    await step(filed.id, 'verify').expect(200);
    const corrected = await step(filed.id, 'uphold', { correction: { subject: aDesignation().subject } }).expect(422);

    expect(suspended.body.type).toBe('urn:problem:appeal-without-sanction');
    expect(corrected.body.type).toBe('urn:problem:appeal-without-sanction');
  });
});

describe('a wrong number', () => {
  it('is written down again with the right one', async () => {
    const wrong = aDesignation();
    const right = written(wrong.subject, aResidentId(), '赵试更');
    const id = await anAppeal(wrong, { kind: 'wrong_number' });
    await step(id, 'accept').expect(200);
    await step(id, 'verify').expect(200);

    const { body } = await step(id, 'uphold', { correction: { subject: right } }).expect(200);

    expect(body.correctionListId).toEqual(expect.any(String));
    expect(await decision(wrong)).toMatchObject({ outcome: 'ALLOW' });
  });

  it('a correction that no list would accept is refused, and nothing is annulled', async () => {
    const wrong = aDesignation();
    const id = await anAppeal(wrong, { kind: 'wrong_number' });
    await step(id, 'accept').expect(200);
    await step(id, 'verify').expect(200);

    const bad = await step(id, 'uphold', {
      correction: { subject: written(wrong.subject, '110101188001010012') },
    });

    expect(bad.body).toMatchObject({ type: 'urn:problem:validation-failed' });
    expect((await appeals.get(`/v1/appeals/${id}`)).body.state).toBe('verified');
    expect(await decision(wrong)).toMatchObject({ outcome: 'DENY' });
  });

  it('an objection is not corrected', async () => {
    const id = await anAppeal(aDesignation());
    await step(id, 'accept').expect(200);
    await step(id, 'verify').expect(200);

    const { body } = await step(id, 'uphold', { correction: { subject: aDesignation().subject } }).expect(422);

    expect(body.type).toBe('urn:problem:correction-for-mistakes');
  });
});

describe('who judges', () => {
  it('whoever wrote the list accepts an appeal against it, and neither verifies nor decides nor refuses it', async () => {
    const id = await anAppeal(aDesignation());

    expect((await step(id, 'refuse', {}, submitter)).body.type).toBe('urn:problem:appeal-own-list');
    await step(id, 'accept', {}, submitter).expect(200);
    expect((await step(id, 'verify', {}, submitter)).body.type).toBe('urn:problem:appeal-own-list');
    await step(id, 'verify').expect(200);
    expect((await step(id, 'uphold', {}, submitter)).body.type).toBe('urn:problem:appeal-own-list');
    expect((await step(id, 'dismiss', {}, submitter)).body.type).toBe('urn:problem:appeal-own-list');
  });

  it('the database refuses it too', async () => {
    const id = await anAppeal(aDesignation());

    await expect(
      test.db.query(
        `INSERT INTO appeal_step (appeal_id, number, action, officer_id, taken_at)
         SELECT $1, 2, 'uphold', id, now() FROM officer WHERE username = 'city-submitter'`,
        [id],
      ),
    ).rejects.toThrow('nobody judges an appeal against his own list');
  });

  it('a city neither suspends nor takes back what a province has identified; the province does', async () => {
    const designation = aDesignation({
      identifyingOrgan: { code: '340000', level: 'province', name: '安徽省公安厅' },
    });
    const id = await anAppeal(designation);

    expect((await step(id, 'accept', { suspendEffect: true })).body).toMatchObject({
      type: 'urn:problem:appeal-organ-level',
      status: 403,
    });
    await step(id, 'accept').expect(200);
    await step(id, 'verify').expect(200);
    expect((await step(id, 'uphold')).body).toMatchObject({ type: 'urn:problem:appeal-organ-level' });
    await step(id, 'uphold', {}, province).expect(200);
  });

  it('is an officer for appeals and nobody else', async () => {
    const id = await anAppeal(aDesignation());

    for (const caller of [bank, approver]) expect((await step(id, 'accept', {}, caller)).status).toBe(403);
    expect((await bank.get(`/v1/appeals/${id}`)).status).toBe(403);
  });
});

describe('the doors', () => {
  // Something of everything for the database to refuse.
  beforeAll(async () => {
    await anAppeal(aDesignation());
    const decided = await anAppeal(aDesignation());
    await step(decided, 'accept').expect(200);
    await step(decided, 'verify').expect(200);
    await step(decided, 'dismiss').expect(200);
  });

  it('steps out of order are told the state', async () => {
    const id = await anAppeal(aDesignation());

    for (const action of ['verify', 'uphold', 'dismiss'] as const) {
      const { body } = await step(id, action).set('accept-language', 'en').expect(409);
      expect(body).toMatchObject({ type: 'urn:problem:appeal-transition-refused', detail: 'It is filed' });
    }
  });

  it.each([
    ['no grounds', { grounds: '' }],
    ['grounds without end', { grounds: '长'.repeat(10_001) }],
    ['an unknown kind', { kind: 'mercy' }],
    ['a sanction that is no id', { sanctionId: '1' }],
    ['evidence that is no list', { evidence: 'x' }],
    ['null for a contact', { contact: null }],
    ['a field that nobody knows', { urgent: true }],
    ['a number that is nobody’s', { subject: { idType: 'resident_id', idNumber: '1' } }],
    ['a person who is a unit', { subject: { kind: 'unit', idType: 'resident_id', idNumber: aResidentId() } }],
  ])('%s: refused', async (_, more) => {
    const { body } = await file(aDesignation(), more).expect(400);

    expect(body.type).toBe('urn:problem:validation-failed');
  });

  it('an appeal that does not exist is not found', async () => {
    const nobody = '0192f0c1-2b3c-7d4e-8f50-617283940a1b';

    for (const action of ['accept', 'verify', 'uphold', 'dismiss', 'refuse', 'withdraw'] as const)
      expect((await step(nobody, action)).body.type).toBe('urn:problem:appeal-not-found');
    expect((await appeals.get(`/v1/appeals/${nobody}`)).status).toBe(404);
  });

  it('the queue shows who waits longest first, page by page, and nothing of what they say', async () => {
    for (let one = 0; one < 4; one += 1) await file(aDesignation(), { kind: 'namesake' }).expect(201);
    const { body: first } = await appeals.get('/v1/appeals?state=filed&limit=2').expect(200);
    const { body: second } = await appeals
      .get(`/v1/appeals?state=filed&limit=2&cursor=${first.nextCursor}`)
      .expect(200);

    const ids = [...first.items, ...second.items].map(({ id }: { id: string }) => id);
    expect(ids).toEqual(ids.toSorted());
    expect(new Set(ids).size).toBe(4);
    expect(first.items[0]).not.toHaveProperty('grounds');
  });

  it('nothing of what somebody says, and no identifier, is in the log or in the audit trail', async () => {
    const designation = aDesignation();
    await anAppeal(designation, { grounds: '独一无二的理由', contact: '独一无二的联系' });

    const trail: { text: string }[] = await test.db.query('SELECT detail::text AS text FROM audit_entry');
    const written = test.log.join('') + trail.map(({ text }) => text).join('');
    for (const secret of [designation.subject.idNumber, '独一无二']) expect(written).not.toContain(secret);
    const [raw]: { row: string }[] = await test.db.query('SELECT string_agg(appeal::text, $1) AS row FROM appeal', [
      '',
    ]);
    expect(raw?.row).not.toContain('独一无二');
  });

  it.each([
    ['a state of one that is decided', `UPDATE appeal SET state = 'verified' WHERE state IN ('upheld', 'dismissed')`],
    ['another sanction', `UPDATE appeal SET sanction_id = NULL, kind = 'namesake' WHERE sanction_id IS NOT NULL`],
    ['a jump over the verification', `UPDATE appeal SET state = 'upheld' WHERE state = 'filed'`],
    ['the deletion of an appeal', 'DELETE FROM appeal'],
  ])('the database refuses %s', async (_, statement) => {
    await expect(test.db.query(statement)).rejects.toThrow('an appeal does not go this way');
  });

  it('accepted twice in the same second: one accepts, and decisions learn of it once', async () => {
    const designation = aDesignation();
    const id = await anAppeal(designation);

    const answers = await Promise.all([step(id, 'accept'), step(id, 'accept', { suspendEffect: true })]);

    expect(statuses(answers)).toEqual([200, 409]);
    const { body } = await appeals.get(`/v1/appeals/${id}`);
    expect(body.history).toHaveLength(2);
    expect((await decision(designation)).outcome).toBe(body.suspendedAt === null ? 'DENY' : 'ALLOW');
  });

  it('the same request with an idempotency key files one appeal', async () => {
    const designation = aDesignation();
    await approve(designation);

    const first = await file(designation).set('idempotency-key', 'appeal-1').expect(201);
    const again = await file(designation).set('idempotency-key', 'appeal-1').expect(201);

    expect(again.body).toEqual(first.body);
  });

  it('ciphertext of what is decided can be rewritten, as a rotation of keys does', async () => {
    const id = await anAppeal(aDesignation(), { contact: '代理人' });
    await step(id, 'refuse').expect(200);

    await test.db.query('UPDATE appeal SET grounds_enc = grounds_enc, contact_enc = contact_enc');
    await test.db.query('UPDATE appeal_step SET text_enc = text_enc');

    expect((await appeals.get(`/v1/appeals/${id}`)).body).toMatchObject({ contact: '代理人', state: 'refused' });
  });

  it('the history is append-only', async () => {
    await expect(test.db.query(`UPDATE appeal_step SET action = 'refuse'`)).rejects.toThrow('append-only');
    await expect(test.db.query('DELETE FROM appeal_step')).rejects.toThrow('append-only');
  });
});

describe('the queue', () => {
  it('shows who waits, masked, against whom, and how long; and how many there are in each state', async () => {
    const organ = { code: '510100', level: 'city' as const, name: '成都市公安局' };
    const first = aDesignation({ identifyingOrgan: organ });
    const second = aDesignation({ identifyingOrgan: organ });
    const [one, two] = [await anAppeal(first), await anAppeal(second, { kind: 'namesake' })];
    await step(two, 'accept').expect(200);
    clock.set(new Date('2025-06-10T09:00:00+08:00'));
    const desk = await asOfficer(test, 'appeals-officer');

    const { body } = await desk.get('/v1/appeals?organ=510100').expect(200);

    expect(body.items.map(({ id }: { id: string }) => id)).toEqual([one, two]);
    expect(body.items[0]).toMatchObject({
      regime: 'cn-joint-2024',
      organ,
      // Friday, Monday and Tuesday.
      workingDaysOpen: 3,
      dueOn: null,
      subject: {
        nameMasked: '赵*',
        subjectId: expect.any(String),
        idNumberMasked: expect.stringMatching(/^\d{3}\*+.{2}$/),
      },
    });
    expect(body.counts).toMatchObject({ filed: 1, accepted: 1, upheld: 0 });
    expect(JSON.stringify(body)).not.toContain(first.subject.idNumber);
    const filtered = await desk.get('/v1/appeals?organ=510100&kind=namesake&state=filed').expect(200);
    expect(filtered.body).toMatchObject({ items: [], counts: { filed: 0, accepted: 1 } });
    expect((await desk.get('/v1/appeals?kind=other')).status).toBe(400);
  });

  it('is read by anybody at the desk, but who reads a case is in the audit trail', async () => {
    const desk = await asOfficer(test, 'appeals-officer');
    const shown = (): Promise<unknown[]> => test.db.query(`SELECT FROM audit_entry WHERE what = 'appeal.shown'`);
    const { body } = await desk.get('/v1/appeals').expect(200);
    const before = await shown();

    await desk.get(`/v1/appeals/${body.items[0].id}`).expect(200);

    expect(await shown()).toHaveLength(before.length + 1);
  });
});
