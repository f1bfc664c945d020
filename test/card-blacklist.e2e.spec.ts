import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { asClient, asOfficer, type Caller } from './support/api.js';
import { aTestApp, FixedClock, type TestApp } from './support/app.js';
import { aDesignation, aResidentId } from './support/designations.js';
import { gb18030Of } from './support/officer-files.js';
import { revealed } from './support/lists.js';

const NDJSON = 'application/x-ndjson';
const clock = new FixedClock(new Date('2025-01-05T10:00:00+08:00'));

let app: TestApp;
let submitter: Caller;
let approver: Caller;
let auditor: Caller;
let bank: Caller;
let payment: Caller;
let carrier: Caller;
let numbers = 0;

beforeAll(async () => {
  app = await aTestApp({ clock });
  [submitter, approver, auditor, bank, payment, carrier] = await Promise.all([
    asOfficer(app, 'city-submitter'),
    asOfficer(app, 'city-approver'),
    asOfficer(app, 'auditor'),
    asClient(app, 'demo-bank-a'),
    asClient(app, 'demo-payment'),
    asClient(app, 'demo-carrier-a'),
  ]);
});

interface LeadRow {
  account: string;
  caseNo?: string;
  listing?: string;
  listedOn?: string;
  leadNo?: string;
}

function anAccount(): string {
  numbers += 1;
  return `62300000${String(10_000_000_000 + numbers)}`;
}

/** A lead sheet of accounts, as an office's spreadsheet exports it. */
function aSheet(rows: readonly LeadRow[]): Buffer {
  const lines = rows.map(({ account, caseNo = 'A500160116941', listing = '', listedOn = '', leadNo = 'DK09-A0001' }) =>
    [leadNo, caseNo, account, '赵试', aResidentId(), listing, listedOn].join(','),
  );
  return Buffer.from(['线索编号,案件编号,账号,开卡人,证件号码,名单类型,列入日期', ...lines].join('\r\n'));
}

async function draft(rows: readonly LeadRow[]): Promise<Response> {
  return submitter.post('/v1/card-blacklist/import').attach('file', aSheet(rows), 'leads.csv').expect(201);
}

/** Puts a lead sheet through the four eyes. @returns the revision from which every answer knows it */
async function approve(rows: readonly LeadRow[]): Promise<number> {
  const { body: list } = await draft(rows);
  expect(list.counts).toMatchObject({ rejected: 0 });
  await submitter.post(`/v1/sanction-lists/${list.id}/submit`).expect(200);
  const remark = { remark: '核对无误' };
  const { body } = await approver.post(`/v1/sanction-lists/${list.id}/approve`).send(remark).expect(200);
  return Number(body.revision);
}

async function check(number: string, caller = submitter): Promise<unknown> {
  const { body } = await caller.post('/v1/card-blacklist/check').send({ kind: 'bank_account', number }).expect(200);
  return body;
}

describe('a lead sheet', () => {
  it('lists implicated and suspicious cards with their case numbers and days, once a second officer has approved', async () => {
    const [implicated, unsaid, suspicious] = [anAccount(), anAccount(), anAccount()];
    const rows = [
      { account: implicated, caseNo: 'A1', listing: '涉案', listedOn: '2024-12-01' },
      { account: unsaid, caseNo: 'A2' },
      { account: suspicious, caseNo: 'A3', listing: '可疑账户', listedOn: '2024/12/2' },
    ];
    await draft(rows);
    const before = await check(implicated);

    await approve(rows);

    expect(before).toEqual({ status: 'clear', code: '0' });
    expect(await check(implicated)).toEqual({ status: 'implicated', code: '1', caseNo: 'A1', since: '2024-12-01' });
    expect(await check(unsaid)).toEqual({ status: 'implicated', code: '1', caseNo: 'A2', since: '2025-01-05' });
    expect(await check(suspicious)).toEqual({ status: 'suspicious', code: '2', caseNo: 'A3', since: '2024-12-02' });
  });

  it('in GB18030 says the same', async () => {
    const account = anAccount();
    const bytes = gb18030Of(aSheet([{ account, listing: '可疑' }]).toString('utf8'));

    const { body: list } = await submitter
      .post('/v1/card-blacklist/import')
      .attach('file', bytes, 'leads.csv')
      .expect(201);

    expect(await revealed(submitter, list.id, 1)).toMatchObject({
      verdict: 'accepted',
      entry: { kind: 'bank_account', number: account, status: 'suspicious' },
    });
  });

  it('keeps the holder a row names: nothing of an accepted row is lost', async () => {
    const { body: list } = await draft([{ account: anAccount() }]);

    const { entry } = await revealed(submitter, list.id, 1);

    expect(entry).toMatchObject({ holder: { kind: 'person', idType: 'resident_id', name: '赵试' } });
  });

  it('has its faulty rows refused with code, field and a reason in the language of the reader', async () => {
    const twice = anAccount();
    const { body: list } = await draft([
      { account: twice },
      { account: anAccount(), caseNo: '' },
      { account: '6.23E+18' },
      { account: anAccount(), listing: '待定' },
      { account: anAccount(), listedOn: '2025-01-06' },
      { account: twice },
      { account: anAccount(), listing: '解除' },
    ]);

    const path = `/v1/sanction-lists/${list.id}/entries?verdict=rejected`;
    const { body: chinese } = await submitter.get(path).expect(200);
    const { body: english } = await submitter.get(path).set('accept-language', 'en').expect(200);

    const codes = chinese.items.map(({ row, code, field }: Record<string, unknown>) => [row, code, field]);
    expect(codes).toEqual([
      [2, 'MISSING_FIELD', 'caseNo'],
      [3, 'ID_LOST_PRECISION', 'number'],
      [4, 'INVALID_FIELD', 'listing'],
      [5, 'DATE_IN_FUTURE', 'listedOn'],
      [6, 'DUPLICATE_IN_LIST', 'number'],
      [7, 'NOT_LISTED', 'caseNo'],
    ]);
    expect(chinese.items[5].reason).toMatch(/无可解除/);
    expect(english.items[5].reason).toBe('The card is not listed under this case number');
  });
});

describe('a card that was listed wrongly', () => {
  it('is cleared by a row of another sheet, by four eyes, with a revision of its own', async () => {
    const account = anAccount();
    const listed = await approve([{ account, caseNo: 'B1' }]);
    const { body: list } = await draft([{ account, caseNo: 'B1', listing: '解除' }]);
    await submitter.post(`/v1/sanction-lists/${list.id}/submit`).expect(200);
    const own = await submitter.post(`/v1/sanction-lists/${list.id}/approve`).send({ remark: '误列' });
    const meanwhile = await check(account);

    const { body } = await approver.post(`/v1/sanction-lists/${list.id}/approve`).send({ remark: '误列' }).expect(200);

    expect(own.status).toBe(403);
    expect(meanwhile).toMatchObject({ code: '1' });
    expect(body.revision).toBeGreaterThan(listed);
    expect(await check(account)).toEqual({ status: 'clear', code: '0' });
  });

  it('is cleared of one case and stays listed for another', async () => {
    const account = anAccount();
    await approve([{ account, caseNo: 'C1', listing: '涉案' }]);
    await approve([{ account, caseNo: 'C2', listing: '可疑' }]);

    await approve([{ account, caseNo: 'C1', listing: '解除' }]);

    expect(await check(account)).toMatchObject({ status: 'suspicious', caseNo: 'C2' });
  });

  it.each([
    { named: 'with its case', caseNo: 'C3' },
    { named: 'without any case or document number', caseNo: undefined },
  ])('is cleared too where a designation named it $named', async ({ caseNo }) => {
    const number = anAccount();
    const implicatedCards = [{ kind: 'bank_account' as const, number, ...(caseNo === undefined ? {} : { caseNo }) }];
    const entries = [aDesignation({ implicatedCards, documentNo: null })];
    const { body: list } = await submitter.post('/v1/sanction-lists').send({ title: '名单', entries }).expect(201);
    await submitter.post(`/v1/sanction-lists/${list.id}/submit`).expect(200);
    await approver.post(`/v1/sanction-lists/${list.id}/approve`).send({ remark: '核对' }).expect(200);
    const before = await check(number);

    await approve([{ account: number, caseNo: caseNo ?? '', listing: '解除' }]);

    expect(before).toMatchObject({ code: '1' });
    expect(await check(number)).toMatchObject({ code: '0' });
  });

  it('can be listed again later', async () => {
    const account = anAccount();
    await approve([{ account, caseNo: 'C4' }]);
    await approve([{ account, caseNo: 'C4', listing: '解除' }]);

    await approve([{ account, caseNo: 'C4' }]);

    expect(await check(account)).toMatchObject({ code: '1', caseNo: 'C4' });
  });

  it('leaves its listing readable, and nobody rewrites it, not even in the database', async () => {
    const account = anAccount();
    const listed = await approve([{ account, caseNo: 'C5' }]);
    const cleared = await approve([{ account, caseNo: 'C5', listing: '解除' }]);

    const { body } = await auditor.post('/v1/card-blacklist/search').send({ caseNo: 'C5' }).expect(200);

    const [item] = body.items;
    expect(item).toMatchObject({ revision: listed, cleared: { row: 1, revision: cleared } });
    const statements = [
      'UPDATE card_listing SET revision_to = NULL, cleared_list_id = NULL, cleared_row = NULL WHERE id = $1',
      `UPDATE card_listing SET status = 'suspicious' WHERE id = $1`,
      'DELETE FROM card_listing WHERE id = $1',
    ];
    for (const statement of statements) {
      await expect(app.db.query(statement, [item.id])).rejects.toThrow('card_listing is append-only');
    }
  });

  it('cannot be cleared by a list that nobody approved, whoever writes into the database', async () => {
    const account = anAccount();
    await approve([{ account, caseNo: 'C6' }]);
    const later = await approve([{ account: anAccount() }]);
    const { body: list } = await draft([{ account, caseNo: 'C6', listing: '解除' }]);

    const clearing = app.db.query(
      `UPDATE card_listing SET revision_to = $1, cleared_list_id = $2, cleared_row = 1 WHERE case_no = 'C6'`,
      [later, list.id],
    );

    await expect(clearing).rejects.toThrow('a card is cleared by an approved list');
  });
});

describe('what officers read of the card blacklist', () => {
  it('is paged, newest first, filtered, and never shows a whole number', async () => {
    const accounts = [anAccount(), anAccount(), anAccount()];
    await approve(accounts.map((account) => ({ account, caseNo: 'D1', listing: '可疑', listedOn: '2024-11-11' })));
    const filter = 'status=suspicious&kind=bank_account&state=listed&since=2024-11-11&limit=2';

    const first = await auditor.get(`/v1/card-blacklist?${filter}`).expect(200);
    const second = await auditor.get(`/v1/card-blacklist?${filter}&cursor=${first.body.nextCursor}`).expect(200);

    expect(first.body.items).toMatchObject([
      { numberMasked: expect.stringMatching(/^623\*+\d\d$/), status: 'suspicious', caseNo: 'D1', since: '2024-11-11' },
      { caseNo: 'D1' },
    ]);
    expect(second.body.items[0]).toMatchObject({ caseNo: 'D1' });
    for (const account of accounts) expect(first.text + second.text).not.toContain(account);
  });

  it.each([
    { filter: 'status=implicated', why: 'another status' },
    { filter: 'kind=mobile_sim', why: 'another kind' },
    { filter: 'state=cleared', why: 'not cleared' },
    { filter: 'since=2024-10-11', why: 'listed before' },
  ])('leaves out what the filter excludes: $why', async ({ filter }) => {
    const caseNo = `D2-${filter}`;
    await approve([{ account: anAccount(), caseNo, listing: '可疑', listedOn: '2024-10-10' }]);

    const { body } = await auditor.get(`/v1/card-blacklist?limit=200&${filter}`).expect(200);

    expect(body.items.filter((item: { caseNo: string }) => item.caseNo === caseNo)).toEqual([]);
  });

  it('is found by case number and by card number', async () => {
    const account = anAccount();
    await approve([{ account, caseNo: 'D3' }]);

    const ofCase = await auditor.post('/v1/card-blacklist/search').send({ caseNo: ' D3 ' }).expect(200);
    const ofCard = await auditor
      .post('/v1/card-blacklist/search')
      .send({ number: ` ${account}` })
      .expect(200);
    const ofNothing = await auditor.post('/v1/card-blacklist/search').send({ status: 'implicated' });

    expect(ofCase.body.items).toHaveLength(1);
    expect(ofCard.body.items).toEqual(ofCase.body.items);
    expect(ofNothing.body).toMatchObject({ type: 'urn:problem:validation-failed', errors: [{ path: 'caseNo' }] });
  });

  it('is not for institutions', async () => {
    const page = await bank.get('/v1/card-blacklist');
    const search = await bank.post('/v1/card-blacklist/search').send({ caseNo: 'D3' });

    expect([page.status, search.status]).toEqual([403, 403]);
  });
});

describe('the check', () => {
  it('tells the case to the holder of the card, not to a holder of another kind of card with its number', async () => {
    const account = '19900000017';
    await approve([{ account, caseNo: 'E1' }]);
    const holder = { idType: 'resident_id', idNumber: aResidentId(), name: '钱试' };
    await bank
      .put('/v1/cards')
      .send({ cards: [{ kind: 'bank_account', number: account, holder, status: 'active' }] })
      .expect(200);
    await carrier
      .put('/v1/cards')
      .send({ cards: [{ kind: 'mobile_sim', number: account, holder, status: 'active' }] })
      .expect(200);

    const known = { status: 'implicated', code: '1', since: '2025-01-05' };
    expect(await check(account, bank)).toEqual({ ...known, caseNo: 'E1' });
    expect(await check(account, carrier)).toEqual(known);
  });

  it('answers 5,000 lines in their order, a broken one in its place', async () => {
    const account = anAccount();
    await approve([{ account, caseNo: 'E2' }]);
    const lines = Array.from({ length: 5_000 }, (_, at) =>
      at === 2_500 ? '{"kind":' : JSON.stringify({ kind: 'bank_account', number: at % 2 === 0 ? account : '6230001' }),
    );

    const answer = await bank
      .post('/v1/card-blacklist/check')
      .set('content-type', NDJSON)
      .send(lines.join('\n'))
      .buffer(true);

    const answers = answer.text
      .trim()
      .split('\n')
      .map((line): { code?: string; type?: string } => JSON.parse(line));
    expect(answers).toHaveLength(5_000);
    expect(answers[2_500]).toMatchObject({ type: 'urn:problem:malformed-json' });
    const others = answers.flatMap(({ code }, at) => (at === 2_500 ? [] : [code === (at % 2 === 0 ? '1' : '0')]));
    expect(others).not.toContain(false);
  });
});

describe('paying into an implicated account', () => {
  const aPayment = (number: string, more: object = {}): object => ({
    action: 'bank_account.outflow',
    subject: { idType: 'resident_id', idNumber: aResidentId() },
    channel: 'online',
    purpose: 'transfer',
    counterpartyCard: { kind: 'bank_account', number },
    ...more,
  });

  it('is refused, on the confidence of an interpretation, and the case is not told', async () => {
    const account = anAccount();
    await approve([{ account, caseNo: 'F1' }]);

    const answer = await bank.post('/v1/decisions').set('accept-language', 'en').send(aPayment(account));

    expect(answer.body).toMatchObject({
      outcome: 'DENY',
      weakestConfidence: 'interpretation',
      reasons: [{ rule: 'cards/counterparty/implicated', measure: 'card.counterparty' }],
    });
    expect(answer.body.reasons[0].tellCustomer).toContain('96110');
    expect(answer.text).not.toContain('F1');
    const replay = await bank.post(`/v1/decisions/${answer.body.decisionId}/replay`).expect(200);
    expect(replay.body.same).toBe(true);
  });

  it('is refused from a payment account as well', async () => {
    const account = anAccount();
    await approve([{ account, caseNo: 'F2' }]);

    const answer = await payment.post('/v1/decisions').send(aPayment(account, { action: 'payment_account.pay' }));

    expect(answer.body.outcome).toBe('DENY');
  });

  it('is refused from the day it is listed, not before', async () => {
    const account = anAccount();
    await approve([{ account, caseNo: 'F3', listedOn: '2024-12-01' }]);

    const before = await bank.post('/v1/decisions').send(aPayment(account, { asOf: '2024-11-30T23:59:59+08:00' }));
    const from = await bank.post('/v1/decisions').send(aPayment(account, { asOf: '2024-12-01T00:00:00+08:00' }));

    expect([before.body.outcome, from.body.outcome]).toEqual(['ALLOW', 'DENY']);
  });

  it('is not refused where the payee is only suspicious, or has been cleared', async () => {
    const [suspicious, cleared] = [anAccount(), anAccount()];
    await approve([
      { account: suspicious, caseNo: 'F4', listing: '可疑' },
      { account: cleared, caseNo: 'F4' },
    ]);
    await approve([{ account: cleared, caseNo: 'F4', listing: '解除' }]);

    const toSuspicious = await bank.post('/v1/decisions').send(aPayment(suspicious));
    const toCleared = await bank.post('/v1/decisions').send(aPayment(cleared));

    expect([toSuspicious.body.outcome, toCleared.body.outcome]).toEqual(['ALLOW', 'ALLOW']);
  });

  it('does not make the own card an implicated one', async () => {
    const [own, other] = [anAccount(), anAccount()];
    await approve([{ account: other, caseNo: 'F5' }]);

    const answer = await bank
      .post('/v1/decisions')
      .send(aPayment(other, { card: { kind: 'bank_account', number: own } }));

    expect(answer.body.reasons.map(({ rule }: { rule: string }) => rule)).toEqual(['cards/counterparty/implicated']);
  });
});
