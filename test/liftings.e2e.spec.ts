import { beforeAll, describe, expect, it } from '@jest/globals';
import type supertest from 'supertest';
import type { DesignationDto } from '../src/lists/lists.dto.js';
import { asClient, asOfficer, type Caller } from './support/api.js';
import { aTestApp, FixedClock, type TestApp } from './support/app.js';
import { aDesignation } from './support/designations.js';

const clock = new FixedClock(new Date('2025-06-05T10:00:00+08:00'));

let test: TestApp;
let bank: Caller;
let submitter: Caller;
let approver: Caller;
let provinceApprover: Caller;
let appeals: Caller;

beforeAll(async () => {
  test = await aTestApp({ clock });
  await test.db.query(`UPDATE officer SET roles = '{submitter,approver}' WHERE username = 'province-approver'`);
  [bank, submitter, approver, provinceApprover, appeals] = await Promise.all([
    asClient(test, 'demo-bank-a'),
    asOfficer(test, 'city-submitter'),
    asOfficer(test, 'city-approver'),
    asOfficer(test, 'province-approver'),
    asOfficer(test, 'appeals-officer'),
  ]);
});

/** Puts a designation through the four eyes. @returns id of its sanction */
async function aSanction(designation: DesignationDto): Promise<string> {
  const drafted = await submitter.post('/v1/sanction-lists').send({ title: '测试', entries: [designation] });
  await submitter.post(`/v1/sanction-lists/${drafted.body.id}/submit`).expect(200);
  const approved = await provinceApprover
    .post(`/v1/sanction-lists/${drafted.body.id}/approve`)
    .send({ remark: '核对无误' })
    .expect(200);
  const [row] = await test.db.query('SELECT id FROM sanction WHERE revision_from = $1', [approved.body.revision]);
  return row.id;
}

function propose(sanctionId: string, more: object = {}, by: Caller = submitter): supertest.Test {
  return by
    .post(`/v1/sanctions/${sanctionId}/lift`)
    .send({ ground: '情况属实', documentNo: '解字〔2025〕1号', ...more });
}

/** A lifting that waits for the second officer. */
async function aProposal(designation = aDesignation(), more: object = {}): Promise<string> {
  return (await propose(await aSanction(designation), more).expect(201)).body.id;
}

function decide(id: string, action: 'approve' | 'reject', by: Caller = approver): supertest.Test {
  return by.post(`/v1/liftings/${id}/${action}`).send({ remark: '同意' });
}

async function outcome(designation: DesignationDto, asOf?: string): Promise<string> {
  const { idType, idNumber } = designation.subject;
  const { body } = await bank.post('/v1/decisions').send({
    action: 'bank_account.outflow',
    channel: 'online',
    purpose: 'transfer',
    subject: { idType, idNumber },
    ...(asOf === undefined ? {} : { asOf }),
  });
  return body.outcome;
}

function statuses(answers: readonly supertest.Response[]): number[] {
  return answers.map(({ status }) => status).toSorted((left, right) => left - right);
}

describe('an early end', () => {
  it('takes two officers; from the revision of the answer on the sanction restricts nothing', async () => {
    const designation = aDesignation();

    const { body: proposed } = await propose(await aSanction(designation)).expect(201);
    expect(proposed).toMatchObject({ state: 'proposed', revision: null, decidedBy: null, ground: '情况属实' });
    expect(proposed.sanction).toEqual({
      subjectId: expect.any(String),
      regime: 'cn-joint-2024',
      category: 'category-2',
      organName: '合肥市公安局',
      lastDay: '2026-12-10',
    });
    expect(await outcome(designation)).toBe('DENY');
    const { body: approved } = await decide(proposed.id, 'approve').expect(200);

    expect(approved).toMatchObject({ state: 'approved', revision: expect.any(Number), remark: '同意' });
    expect(await outcome(designation)).toBe('ALLOW');
    expect(await outcome(designation, '2025-06-05T09:59:59+08:00')).toBe('DENY');
  });

  it('can be effective before it was decided', async () => {
    const designation = aDesignation();
    const id = await aProposal(designation, { effectiveAt: '2025-06-01T08:00:00+08:00' });

    await decide(id, 'approve').expect(200);

    expect(await outcome(designation, '2025-06-01T07:59:59+08:00')).toBe('DENY');
    expect(await outcome(designation, '2025-06-01T08:00:00+08:00')).toBe('ALLOW');
  });

  it('that is rejected changes nothing, and another one may be proposed', async () => {
    const designation = aDesignation();
    const sanctionId = await aSanction(designation);
    const { body } = await propose(sanctionId).expect(201);

    await decide(body.id, 'reject').expect(200);

    expect(await outcome(designation)).toBe('DENY');
    await propose(sanctionId, {}, appeals).expect(201);
  });

  it('nothing is ended early that has run to its last day: what was cumulated behind it keeps its days', async () => {
    const days = { identifiedOn: '2019-05-10', noticeServedOn: '2019-05-12' };
    const sanctionId = await aSanction(aDesignation({ ...days, regime: 'cn-fin-2019' }));

    const { body } = await propose(sanctionId).expect(422);

    expect(body.type).toBe('urn:problem:lifting-after-end');
  });

  it.each([
    ['in the future', '2025-06-05T10:00:01+08:00', 400, 'validation-failed'],
    ['before the sanction starts', '2024-12-09T23:59:59+08:00', 422, 'lifting-before-start'],
    ['on no day of the calendar', '2025-02-30T00:00:00+08:00', 400, 'validation-failed'],
    ['without an offset', '2025-06-01T00:00:00', 400, 'validation-failed'],
  ])('%s: refused', async (_, effectiveAt, status, code) => {
    const { body } = await propose(await aSanction(aDesignation()), { effectiveAt }).expect(status);

    expect(body.type).toBe(`urn:problem:${code}`);
  });

  it('is proposed once at a time, also in the same second', async () => {
    const sanctionId = await aSanction(aDesignation());

    const answers = await Promise.all([propose(sanctionId), propose(sanctionId), propose(sanctionId, {}, appeals)]);

    expect(statuses(answers)).toEqual([201, 409, 409]);
    expect((await propose(sanctionId)).body.type).toBe('urn:problem:lifting-open');
  });

  it('approved and rejected in the same second: one wins', async () => {
    const designation = aDesignation();
    const id = await aProposal(designation);

    const answers = await Promise.all([decide(id, 'approve'), decide(id, 'reject', provinceApprover)]);

    expect(statuses(answers)).toEqual([200, 409]);
    const { body } = await approver.get(`/v1/liftings/${id}`).expect(200);
    expect(await outcome(designation)).toBe(body.state === 'approved' ? 'ALLOW' : 'DENY');
  });

  it('of what was lifted before is refused', async () => {
    const sanctionId = await aSanction(aDesignation());
    const { body } = await propose(sanctionId).expect(201);
    await decide(body.id, 'approve').expect(200);

    expect((await propose(sanctionId)).body.type).toBe('urn:problem:sanction-not-standing');
  });

  it('of a sanction that was annulled meanwhile is refused, and can be rejected', async () => {
    const designation = aDesignation();
    const id = await aProposal(designation);
    const { idType, idNumber } = designation.subject;
    const filed = await appeals
      .post('/v1/appeals')
      .send({ subject: { idType, idNumber }, grounds: '有误' })
      .expect(201);
    await appeals.post(`/v1/appeals/${filed.body.id}/accept`).send({}).expect(200);
    await appeals.post(`/v1/appeals/${filed.body.id}/verify`).send({ finding: '有误' }).expect(200);
    await appeals.post(`/v1/appeals/${filed.body.id}/uphold`).send({ reasons: '有误' }).expect(200);

    expect((await decide(id, 'approve')).body.type).toBe('urn:problem:sanction-not-standing');
    await decide(id, 'reject').expect(200);
  });

  it('the days cumulated behind it count from their own start', async () => {
    const first = aDesignation();
    const sanctionId = await aSanction(first);
    const second = aDesignation({ subject: first.subject, identifiedOn: '2025-02-10', noticeServedOn: '2025-02-11' });
    await aSanction(second);

    const { body } = await propose(sanctionId).expect(201);
    await decide(body.id, 'approve').expect(200);

    const { idType, idNumber } = first.subject;
    const { body: answer } = await bank
      .post('/v1/decisions')
      .send({ action: 'bank_account.outflow', channel: 'online', subject: { idType, idNumber } });
    expect(answer).toMatchObject({ outcome: 'DENY', lastDay: '2027-02-10' });
  });
});

describe('four eyes', () => {
  it('who proposed it does not decide it, whatever the roles', async () => {
    const { body } = await propose(await aSanction(aDesignation()), {}, provinceApprover).expect(201);

    for (const action of ['approve', 'reject'] as const)
      expect((await decide(body.id, action, provinceApprover)).body.type).toBe('urn:problem:lifting-own-proposal');
    await decide(body.id, 'approve').expect(200);
  });

  it('a city does not lift what a province has identified', async () => {
    const id = await aProposal(
      aDesignation({ identifyingOrgan: { code: '340000', level: 'province', name: '安徽省公安厅' } }),
    );

    expect((await decide(id, 'approve')).body).toMatchObject({ type: 'urn:problem:approver-level-insufficient' });
    await decide(id, 'approve', provinceApprover).expect(200);
  });

  it.each([
    [
      'the approval of one’s own proposal',
      `UPDATE lifting SET state = 'rejected', decided_by = proposed_by, decided_at = now() WHERE state = 'proposed'`,
      'lifting_four_eyes',
    ],
    [
      'an approval without a revision',
      `UPDATE lifting SET state = 'approved', decided_at = now(), decided_by = (SELECT id FROM officer WHERE id <> proposed_by LIMIT 1) WHERE state = 'proposed'`,
      'lifting_approval_has_revision',
    ],
    [
      'a second decision',
      `UPDATE lifting SET state = 'rejected', revision = NULL WHERE state = 'approved'`,
      'decided once',
    ],
    ['another sanction', `UPDATE lifting SET sanction_id = (SELECT max(id::text)::uuid FROM sanction)`, 'decided once'],
    ['a deletion', 'DELETE FROM lifting', 'decided once'],
  ])('the database refuses %s', async (_, statement, refusal) => {
    await aProposal();

    await expect(test.db.query(statement)).rejects.toThrow(refusal);
  });

  it('is for officers with the role', async () => {
    const sanctionId = await aSanction(aDesignation());
    const { body } = await propose(sanctionId).expect(201);

    expect((await propose(sanctionId, {}, bank)).status).toBe(403);
    expect((await propose(sanctionId, {}, approver)).status).toBe(403);
    expect((await decide(body.id, 'approve', appeals)).status).toBe(403);
    expect((await bank.get('/v1/liftings')).status).toBe(403);
  });

  it('of a subject are those of its own sanctions', async () => {
    const [own, other] = [await aProposal(), await aProposal()];
    const [{ id: subjectId }] = await test.db.query(
      'SELECT subject_id AS id FROM sanction JOIN lifting ON lifting.sanction_id = sanction.id WHERE lifting.id = $1',
      [own],
    );

    const { body } = await submitter.get(`/v1/liftings?subjectId=${subjectId}&limit=100`).expect(200);

    expect(body.items.map(({ id }: { id: string }) => id)).toEqual([own]);
    expect(other).not.toBe(own);
    await submitter.get('/v1/liftings?subjectId=somebody').expect(400);
  });

  it('what waits is shown oldest first', async () => {
    const { body } = await approver.get('/v1/liftings?state=proposed&limit=3').expect(200);

    const ids = body.items.map(({ id }: { id: string }) => id);
    expect(ids).toEqual(ids.toSorted());
    expect((await approver.get('/v1/liftings?state=nonsense')).status).toBe(400);
  });

  it('what does not exist is not found', async () => {
    const nobody = '0192f0c1-2b3c-7d4e-8f50-617283940a1b';

    expect((await propose(nobody)).body.type).toBe('urn:problem:sanction-not-found');
    expect((await decide(nobody, 'approve')).body.type).toBe('urn:problem:lifting-not-found');
    expect((await approver.get(`/v1/liftings/${nobody}`)).body.type).toBe('urn:problem:lifting-not-found');
  });
});
