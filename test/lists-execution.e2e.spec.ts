import { beforeAll, describe, expect, it } from '@jest/globals';
import { Issuing } from '../src/enforcement/directives/issuing.service.js';
import type { DesignationDto } from '../src/lists/lists.dto.js';
import { asClient, asOfficer, type Caller } from './support/api.js';
import { aTestApp, type TestApp } from './support/app.js';
import { aDesignation, aResidentId } from './support/designations.js';

const UNKNOWN = '00000000-0000-7000-8000-000000000000';

let test: TestApp;
let submitter: Caller;
let approver: Caller;

beforeAll(async () => {
  test = await aTestApp();
  submitter = await asOfficer(test, 'city-submitter');
  approver = await asOfficer(test, 'city-approver');
});

/** An approved list of one person who holds a SIM of demo-carrier-a, with every directive of it issued. */
async function anExecutedList(): Promise<string> {
  const designation = aDesignation();
  const { idType, idNumber, name } = designation.subject;
  const card = { kind: 'mobile_sim', number: `199${idNumber.slice(6, 14)}`, holder: { idType, idNumber, name } };
  const carrier = await asClient(test, 'demo-carrier-a');
  await carrier
    .put('/v1/cards')
    .send({ cards: [{ ...card, status: 'active' }] })
    .expect(200);
  const { body: list } = await submitter
    .post('/v1/sanction-lists')
    .send({ title: '执行', entries: [designation] })
    .expect(201);
  return approved(list.id);
}

async function anEntryList(change: Partial<DesignationDto>): Promise<{ id: string }> {
  const { body } = await submitter
    .post('/v1/sanction-lists')
    .send({ title: '涉案', entries: [aDesignation(change)] })
    .expect(201);
  return body;
}

async function aClearingSheet(account: string, caseNo: string): Promise<string> {
  const sheet = `线索编号,案件编号,账号,开卡人,证件号码,名单类型\n1,${caseNo},${account},赵试,${aResidentId()},解除\n`;
  const { body } = await submitter.post('/v1/card-blacklist/import').attach('file', Buffer.from(sheet), 'leads.csv');
  expect(body).toMatchObject({ counts: { accepted: 1 } });
  return body.id;
}

/** With every directive of it issued. */
async function approved(id: string): Promise<string> {
  await submitter.post(`/v1/sanction-lists/${id}/submit`).expect(200);
  await approver.post(`/v1/sanction-lists/${id}/approve`).send({ remark: '核对' }).expect(200);
  await test.app.get(Issuing).now();
  return id;
}

describe('the execution of a list', () => {
  it('counts the directives that rest on it and the receipts as they come in', async () => {
    const id = await anExecutedList();
    const before = await approver.get(`/v1/sanction-lists/${id}/execution`).expect(200);
    const carrier = await asClient(test, 'demo-carrier-a');
    const { body: pending } = await carrier.get('/v1/directives?state=pending&limit=100').expect(200);
    const own = pending.items.find(({ card }: { card: unknown }) => card !== null && card !== undefined);
    await carrier.post(`/v1/directives/${own.id}/receipts`).send({ result: 'executed' }).expect(201);

    const after = await approver.get(`/v1/sanction-lists/${id}/execution`).expect(200);

    const issued = before.body.total.issued;
    expect(issued).toBeGreaterThan(0);
    expect(before.body).toMatchObject({ isIssued: true, total: { executed: 0, pending: issued } });
    expect(before.body.general.issued).toBeGreaterThan(0);
    expect(after.body.total).toMatchObject({ issued, executed: 1, pending: issued - 1 });
    expect(after.body.institutions).toMatchObject([
      { code: 'demo-carrier-a', issued, executed: 1, lastReceiptAt: expect.any(String) },
    ]);
  });

  it('counts the cards it names as implicated, until another list clears them and a later one lists them anew', async () => {
    const number = '6230000019000495888';
    const { idType, idNumber, name } = aDesignation().subject;
    const bank = await asClient(test, 'demo-bank-a');
    const card = { kind: 'bank_account', number, holder: { idType, idNumber, name }, status: 'active' };
    await bank
      .put('/v1/cards')
      .send({ cards: [card] })
      .expect(200);
    const implicatedCards = [{ kind: 'payment_account' as const, number, caseNo: 'A1' }];
    const counts = async (id: string): Promise<unknown[]> => {
      const { body } = await approver.get(`/v1/sanction-lists/${id}/execution`).expect(200);
      return body.institutions.map(({ code, issued }: Record<string, unknown>) => [code, issued]);
    };

    const listing = await approved((await anEntryList({ implicatedCards })).id);
    const before = await counts(listing);
    const clearing = await approved(await aClearingSheet(number, 'A1'));
    const again = await approved((await anEntryList({ implicatedCards })).id);

    expect(before).toEqual([['demo-bank-a', 1]]);
    expect(await counts(listing)).toEqual(before);
    expect(await counts(clearing)).toEqual(before);
    expect(await counts(again)).toEqual(before);
  });

  it('of a draft is nothing yet, and no institution reads it', async () => {
    const { body: draft } = await submitter
      .post('/v1/sanction-lists')
      .send({ title: '草', entries: [aDesignation()] })
      .expect(201);

    const { body } = await submitter.get(`/v1/sanction-lists/${draft.id}/execution`).expect(200);

    expect(body).toMatchObject({ isIssued: false, total: { issued: 0 }, general: { issued: 0 }, institutions: [] });
    const bank = await asClient(test, 'demo-bank-a');
    expect((await bank.get(`/v1/sanction-lists/${draft.id}/execution`)).status).toBe(403);
    expect((await approver.get(`/v1/sanction-lists/${UNKNOWN}/execution`)).status).toBe(404);
  });
});

describe('notable rows', () => {
  it('of the summary are shown by themselves', async () => {
    await anExecutedList();
    const subject = { kind: 'person', idType: 'resident_id', idNumber: aResidentId(), name: '孤名' } as const;
    const first = aDesignation({ subject });
    const { body: list } = await submitter
      .post('/v1/sanction-lists')
      .send({ title: '同名', entries: [first, aDesignation(), aDesignation()] })
      .expect(201);

    const { body: summary } = await approver.get(`/v1/sanction-lists/${list.id}/summary`).expect(200);
    const rows = summary.sanctions.notable.namesakes;
    const { body: page } = await approver
      .get(`/v1/sanction-lists/${list.id}/entries?rows=${rows.join(',')}`)
      .expect(200);

    expect(rows).toEqual([2, 3]);
    expect(page.items.map(({ row }: { row: number }) => row)).toEqual([2, 3]);
    for (const rows of ['', 'a', '1,', '1;2', '9999999999', `${'1,'.repeat(500)}1`]) {
      const answer = await approver.get(`/v1/sanction-lists/${list.id}/entries?rows=${rows}`);
      expect(answer.status).toBe(400);
    }
  });
});
