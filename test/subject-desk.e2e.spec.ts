import { beforeAll, describe, expect, it } from '@jest/globals';
import { Tokens } from '../src/institutions/tokens.service.js';
import { asClient, asOfficer, caller, type Caller } from './support/api.js';
import { aTestApp, type TestApp } from './support/app.js';
import { aDesignation, aResidentId } from './support/designations.js';

/** What an officer does at the desk about one person: find him, look at his cards, ask for him, read why. */

const idNumber = aResidentId();
const NAME = '赵桌试';
const ACCOUNT = '6230000000001890011';
const PHONE = '19900189001';
const NAMED = '6230000000001890029';
const NOBODYS = '6230000000001890037';
const STRANGER = '0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d';
const holder = { idType: 'resident_id', idNumber, name: NAME } as const;
const ANYTHING_PERSONAL = new RegExp([NAME, idNumber, ACCOUNT, PHONE, NAMED, NOBODYS].join('|'));

let app: TestApp;
let officer: Caller;
let bankA: Caller;
let bankB: Caller;
let subjectId: string;
let accountId: string;
let phoneId: string;

beforeAll(async () => {
  app = await aTestApp({ environment: { DUANKA_RATE_LIMIT: '1000000' } });
  officer = await asOfficer(app, 'city-submitter');
  const [approver, carrier] = await Promise.all([asOfficer(app, 'city-approver'), asClient(app, 'demo-carrier-a')]);
  [bankA, bankB] = await Promise.all([asClient(app, 'demo-bank-a'), asClient(app, 'demo-bank-b')]);
  const account = { kind: 'bank_account', number: ACCOUNT, holder, status: 'active', lastUsedOn: 'never' };
  await bankA
    .put('/v1/cards')
    .send({ cards: [account] })
    .expect(200);
  const phone = { kind: 'mobile_sim', number: PHONE, holder, status: 'suspended', openedOn: '2016-05-09' };
  await carrier
    .put('/v1/cards')
    .send({ cards: [phone] })
    .expect(200);
  const subject = { kind: 'person', ...holder } as const;
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const entry = aDesignation({
    subject,
    identifiedOn: today,
    noticeServedOn: today,
    implicatedCards: [
      { kind: 'bank_account', number: NAMED, caseNo: 'A500160116941' },
      { kind: 'mobile_sim', number: PHONE, caseNo: 'A500160116942' },
    ],
  });
  const { body } = await officer
    .post('/v1/sanction-lists')
    .send({ title: '测试', entries: [entry] })
    .expect(201);
  await officer.post(`/v1/sanction-lists/${body.id}/submit`).expect(200);
  await approver.post(`/v1/sanction-lists/${body.id}/approve`).send({ remark: '核对无误' }).expect(200);
  const [row] = await app.db.query('SELECT subject_id AS id FROM sanction');
  subjectId = String(row.id);
  const cards: { id: string; kind: string }[] = await app.db.query('SELECT id, kind FROM card');
  accountId = cards.find(({ kind }) => kind === 'bank_account')?.id ?? '';
  phoneId = cards.find(({ kind }) => kind === 'mobile_sim')?.id ?? '';
});

function search(terms: object, purpose = '核对名单') {
  return officer.post('/v1/subjects/search').send({ ...terms, purpose });
}

async function lastAudited(): Promise<{ what: string; object: string; detail: object }> {
  const [entry] = await app.db.query('SELECT what, object, detail FROM audit_entry ORDER BY seq DESC LIMIT 1');
  return entry;
}

describe('a search', () => {
  it.each([
    { by: 'identifier', terms: { identifier: { idType: 'resident_id', idNumber } } },
    { by: 'name', terms: { name: NAME } },
    { by: 'card', terms: { card: { kind: 'bank_account', number: ACCOUNT } } },
    { by: 'card', terms: { card: { number: ` ${PHONE} ` } } },
    { by: 'card', terms: { card: { number: NAMED } } },
  ])('by $by finds the subject, masked, with how many sanctions are in force: $terms', async ({ by, terms }) => {
    const { body } = await search(terms).expect(200);

    expect(body.items).toMatchObject([
      { id: subjectId, nameMasked: '赵**', matchedBy: by, inForce: 1, heaviest: 'in_force' },
    ]);
    expect(body.nextCursor).toBeNull();
    expect(JSON.stringify(body)).not.toMatch(ANYTHING_PERSONAL);
    expect(await lastAudited()).toEqual({
      what: 'subject.searched',
      object: 'subject',
      detail: { purpose: '核对名单', by, found: 1 },
    });
  });

  it('by card shows the card: whose registry it is in, and what the card blacklist says', async () => {
    const [own, named, ofNobody] = await Promise.all([
      search({ card: { kind: 'iot_sim', number: PHONE } }),
      search({ card: { number: NAMED } }),
      search({ card: { number: NOBODYS } }),
    ]);

    expect(own.body.cards).toMatchObject([
      {
        id: phoneId,
        kind: 'mobile_sim',
        institution: 'demo-carrier-a',
        status: 'implicated',
        since: expect.any(String),
      },
    ]);
    expect(named.body.cards).toMatchObject([
      { id: null, kind: 'bank_account', institution: null, status: 'implicated' },
    ]);
    expect(ofNobody.body).toMatchObject({ items: [], cards: [] });
  });

  it('by a card of another kind finds nobody', async () => {
    const { body } = await search({ card: { kind: 'internet_account', number: ACCOUNT } }).expect(200);

    expect(body).toMatchObject({ items: [], cards: [] });
  });

  it.each([
    { terms: {}, why: 'no term' },
    { terms: { name: NAME, card: { number: PHONE } }, why: 'two terms' },
    { terms: { name: NAME, identifier: { idType: 'resident_id', idNumber } }, why: 'two terms' },
    { terms: { card: { number: '' } }, why: 'an empty number' },
    { terms: { card: { number: 'x'.repeat(65) } }, why: 'a huge number' },
    { terms: { card: { kind: 'library_card', number: PHONE } }, why: 'an unknown kind' },
    { terms: { card: PHONE }, why: 'a card that is a text' },
    { terms: { card: null }, why: 'a card that is null' },
    { terms: { name: ' ' }, why: 'a name of nothing' },
    { terms: { name: NAME, cursor: 'x' }, why: 'a wrong cursor' },
  ])('is refused: $why', async ({ terms }) => {
    const answer = await search(terms);

    expect(answer.status).toBe(400);
    expect(answer.text).not.toMatch(ANYTHING_PERSONAL);
  });

  it.each([
    `查 ${idNumber}`,
    `查卡${ACCOUNT}`,
    `电话${PHONE}`,
    '电话１９９００１８９００１',
    `查 ${idNumber.slice(0, 17)}x`,
  ])('keeps no number in the audit trail: %s', async (purpose) => {
    expect((await search({ name: NAME }, purpose)).body.type).toBe('urn:problem:validation-failed');
  });

  it('may name a case in its purpose', async () => {
    await search({ name: NAME }, '案件 A500160116941 核查,认字〔2024〕00001号').expect(200);
  });
});

describe('the cards of a subject', () => {
  it('are shown masked, with their institution and what is to be done about each', async () => {
    const { body, text } = await officer.get(`/v1/subjects/${subjectId}/cards`).expect(200);

    expect(body.nextCursor).toBeNull();
    expect(body.items.find(({ id }: { id: string }) => id === accountId)).toMatchObject({
      kind: 'bank_account',
      numberMasked: '623**************11',
      institution: { code: 'demo-bank-a', name: '演示银行甲', kind: 'bank' },
      status: 'active',
      lastUsedOn: 'never',
      verifiedOn: null,
      isRetained: false,
      listing: 'clear',
      openDirective: { action: 'limit', isOverdue: false, receipt: null },
    });
    expect(body.items.find(({ id }: { id: string }) => id === phoneId)).toMatchObject({
      status: 'suspended',
      openedOn: '2016-05-09',
      listing: 'implicated',
      openDirective: { id: expect.any(String), measure: expect.any(String) },
    });
    expect(text).not.toMatch(ANYTHING_PERSONAL);
  });

  it('come page by page', async () => {
    const first = await officer.get(`/v1/subjects/${subjectId}/cards?limit=1`).expect(200);
    const path = `/v1/subjects/${subjectId}/cards?limit=1&cursor=${first.body.nextCursor}`;
    const second = await officer.get(path).expect(200);

    expect(new Set([first, second].map(({ body }) => body.items[0].id))).toEqual(new Set([accountId, phoneId]));
    expect(second.body.nextCursor).toBeNull();
  });

  it('are for officers, of subjects that exist', async () => {
    expect((await bankA.get(`/v1/subjects/${subjectId}/cards`)).status).toBe(403);
    expect((await app.request().get(`/v1/subjects/${subjectId}/cards`)).status).toBe(401);
    expect((await officer.get(`/v1/subjects/${STRANGER}/cards`)).body.type).toBe('urn:problem:subject-not-found');
    expect((await officer.get('/v1/subjects/nobody/cards')).status).toBe(400);
    expect((await officer.get(`/v1/subjects/${subjectId}/cards?cursor=x`)).status).toBe(400);
  });
});

describe('a card', () => {
  it('tells an officer what happened to it: directives and receipts, listings, orders', async () => {
    const order = {
      kind: 'stop_payment',
      card: { kind: 'bank_account', number: ACCOUNT },
      caseNo: 'A1',
      grounds: NAME,
    };
    await officer.post('/v1/card-orders').send(order).expect(201);
    const { body: cards } = await officer.get(`/v1/subjects/${subjectId}/cards`);
    const open = cards.items.find(({ id }: { id: string }) => id === phoneId).openDirective;
    const carrier = await asClient(app, 'demo-carrier-a');
    await carrier.post(`/v1/directives/${open.id}/receipts`).send({ result: 'not_found' }).expect(201);

    const account = await officer.get(`/v1/cards/${accountId}`).expect(200);
    const phone = await officer.get(`/v1/cards/${phoneId}`).expect(200);

    expect(account.body).toMatchObject({
      id: accountId,
      holder: { subjectId, kind: 'person', nameMasked: '赵**', identifiers: [{ idType: 'resident_id' }] },
      orders: [{ kind: 'stop_payment', state: 'standing', caseNo: 'A1' }],
      listings: [],
      campaigns: [],
      keepings: [],
    });
    expect(phone.body.openDirective).toMatchObject({ id: open.id, receipt: 'not_found', isOverdue: false });
    expect(phone.body.directives.find(({ id }: { id: string }) => id === open.id)).toMatchObject({
      receipts: [{ institution: 'demo-carrier-a', result: 'not_found' }],
    });
    expect(phone.body.listings).toMatchObject([{ status: 'implicated', caseNo: 'A500160116942' }]);
    for (const { text } of [account, phone]) expect(text).not.toMatch(ANYTHING_PERSONAL);
  });

  it('is shown to its own institution without cases, and to no other', async () => {
    const own = await bankA.get(`/v1/cards/${accountId}`).expect(200);

    expect(own.body).toMatchObject({ id: accountId, holder: null, listing: 'clear', listings: [], orders: [] });
    expect(own.body.openDirective).toMatchObject({ receipt: null });
    expect(own.body.directives.length).toBeGreaterThan(0);
    expect(own.text).not.toContain(subjectId);
    for (const path of [`/v1/cards/${phoneId}`, `/v1/cards/${STRANGER}`])
      expect((await bankA.get(path)).body).toMatchObject({ type: 'urn:problem:card-not-found', status: 404 });
    expect((await bankB.get(`/v1/cards/${accountId}`)).status).toBe(404);
    expect((await officer.get(`/v1/cards/${STRANGER}`)).status).toBe(404);
    expect((await officer.get('/v1/cards/x')).status).toBe(400);
  });

  it.each([
    [['cards'], false, false],
    [['cards', 'directives'], true, false],
    [['cards', 'blacklist'], false, true],
  ] as const)('tells a client with the scopes %j no more than they open', async (scopes, isTold, isListingTold) => {
    const client = caller(app, `Bearer ${await app.app.get(Tokens).signForClient('demo-carrier-a', scopes.join(' '))}`);

    const { body, text } = await client.get(`/v1/cards/${phoneId}`).expect(200);

    expect(body).toMatchObject({ id: phoneId, status: 'suspended', holder: null });
    expect(body.listing).toBe(isListingTold ? 'implicated' : null);
    expect([body.isRetained !== null, body.openDirective !== null, body.directives.length > 0]).toEqual([
      isTold,
      isTold,
      isTold,
    ]);
    expect(text).not.toContain(subjectId);
  });

  it('shows its number for a purpose that stays in the audit trail', async () => {
    const { body } = await officer.post(`/v1/cards/${accountId}/reveal`).send({ purpose: '当面核对' }).expect(200);

    expect(body).toEqual({ id: accountId, kind: 'bank_account', number: ACCOUNT });
    expect(await lastAudited()).toEqual({
      what: 'card.revealed',
      object: `card:${accountId}`,
      detail: { purpose: '当面核对' },
    });
  });

  it.each([{}, { purpose: '' }, { purpose: `核对 ${ACCOUNT}` }, { purpose: '核对', number: ACCOUNT }])(
    'does not show its number for %j',
    async (body) => {
      const answer = await officer.post(`/v1/cards/${accountId}/reveal`).send(body);

      expect(answer.status).toBe(400);
      expect(answer.text).not.toContain(ACCOUNT);
    },
  );

  it('shows its number to no client, and to nobody whose work it is not', async () => {
    const author = await asOfficer(app, 'rules-author');

    for (const caller of [bankA, author])
      expect((await caller.post(`/v1/cards/${accountId}/reveal`).send({ purpose: '核对' })).status).toBe(403);
    expect((await officer.post(`/v1/cards/${STRANGER}/reveal`).send({ purpose: '核对' })).status).toBe(404);
  });
});

describe('a question about a subject', () => {
  const asked = { action: 'bank_account.outflow', channel: 'online', purpose: 'transfer' };

  function ask(body: object, id = subjectId) {
    return officer.post(`/v1/subjects/${id}/decisions`).send(body);
  }

  it('is answered as the bank would be, and the number goes over no wire', async () => {
    const [own, ofBank] = await Promise.all([
      ask({ ...asked, cardId: accountId }),
      bankA.post('/v1/decisions').send({
        ...asked,
        subject: { idType: 'resident_id', idNumber },
        card: { kind: 'bank_account', number: ACCOUNT },
      }),
    ]);

    expect(own.status).toBe(200);
    expect(own.body).toMatchObject({ outcome: 'DENY', reasons: ofBank.body.reasons, revision: ofBank.body.revision });
    const trace = await officer.get(`/v1/decisions/${own.body.decisionId}`).expect(200);
    expect(trace.body).toMatchObject({
      asker: expect.stringMatching(/^officer:/),
      question: { action: asked.action, subject: { idType: 'resident_id' }, card: { kind: 'bank_account' } },
    });
    expect(trace.body.trace.some(({ fired }: { fired: boolean }) => fired)).toBe(true);
    for (const { text } of [own, trace]) expect(text).not.toMatch(ANYTHING_PERSONAL);
  });

  it('is answered as a carrier would be, in English, of a day in the past', async () => {
    const body = { action: 'mobile_sim.activate', channel: 'counter', inPerson: true };
    const now = await ask(body).set('accept-language', 'en').expect(200);
    const before = await ask({ ...body, asOf: '2020-01-05T10:00:00+08:00' }).expect(200);
    const unknown = await ask({ ...body, knownAt: '2020-01-05T10:00:00+08:00' });

    expect(now.body.outcome).toBe('DENY');
    expect(now.body.reasons[0].tellCustomer).toMatch(/^As identified/);
    expect(before.body.outcome).toBe('ALLOW');
    expect(unknown.body.reasons).toEqual([]);
  });

  it.each([
    { body: {}, status: 400 },
    { body: { ...asked, subject: { idType: 'resident_id', idNumber } }, status: 400 },
    { body: { ...asked, cardId: 'x' }, status: 400 },
    { body: { ...asked, cardId: null }, status: 400 },
    { body: { ...asked, cardId: STRANGER }, status: 404 },
    { body: { ...asked, cardId: STRANGER, card: { kind: 'bank_account', number: ACCOUNT } }, status: 400 },
    { body: { ...asked, action: 'bank.rob' }, status: 400 },
    { body: { ...asked, asOf: 'yesterday' }, status: 400 },
  ])('is refused with $status: $body', async ({ body, status }) => {
    expect((await ask(body)).status).toBe(status);
  });

  it('is for officers, about subjects that exist', async () => {
    expect((await ask(asked, STRANGER)).body.type).toBe('urn:problem:subject-not-found');
    expect((await bankA.post(`/v1/subjects/${subjectId}/decisions`).send(asked)).status).toBe(403);
    expect((await app.request().post(`/v1/subjects/${subjectId}/decisions`).send(asked)).status).toBe(401);
  });

  it('of a decision of a bank an officer reads no number, and the bank its own', async () => {
    const subject = { idType: 'resident_id', idNumber, name: NAME };
    const counterpartyCard = { kind: 'bank_account', number: NAMED };
    const { body } = await bankA.post('/v1/decisions').send({ ...asked, subject, counterpartyCard });
    const path = `/v1/decisions/${body.decisionId}`;

    const [read, own] = await Promise.all([officer.get(path), bankA.get(path)]);

    expect(read.text).not.toMatch(ANYTHING_PERSONAL);
    expect(read.body.question.subject).toMatchObject({ idType: 'resident_id', name: '赵**' });
    expect(own.body.question).toMatchObject({ subject, counterpartyCard });
  });
});

describe('the timeline', () => {
  it('names everything in the language of the request, and says what is in force and why', async () => {
    const path = `/v1/subjects/${subjectId}/timeline`;
    const [zh, en] = await Promise.all([officer.get(path), officer.get(path).set('accept-language', 'en')]);

    expect(zh.body.sanctions).toMatchObject([
      { regime: 'cn-joint-2024', regimeName: '联合惩戒办法(2024)', groundName: '非法出租' },
    ]);
    expect(en.body.sanctions).toMatchObject([{ groundName: 'Illegal renting out' }]);
    const [sanction] = zh.body.sanctions;
    const held = sanction.measures.filter(({ isInForce }: { isInForce: boolean }) => isInForce);
    expect(held.length).toBeGreaterThan(3);
    expect(zh.body.inForce.map(({ measure }: { measure: string }) => measure)).toEqual(
      held.map(({ measure }: { measure: string }) => measure),
    );
    for (const { measure, name, basis, confidence } of [...sanction.measures, ...zh.body.inForce]) {
      expect(name).not.toBe(measure);
      expect(basis.length).toBeGreaterThan(0);
      expect(basis[0]).toEqual({ source: expect.any(String), article: expect.any(String), title: expect.any(String) });
      expect(['enacted', 'official', 'secondary', 'interpretation']).toContain(confidence);
    }
    for (const one of zh.body.inForce) {
      expect(one.sanctionIds).toEqual([sanction.id]);
      expect(one.tellCustomer).toMatch(/^[^{}]+$/);
    }
    const [{ lastDay, tellCustomer }] = zh.body.inForce.filter(
      ({ measure }: { measure: string }) => measure === 'bank.noncounter.outflow',
    );
    expect(tellCustomer).toContain(lastDay);
    expect(tellCustomer).toContain('合肥市公安局');
  });

  it('has nothing in force of somebody who is under no sanction', async () => {
    const [row] = await app.db.query(
      `WITH made AS (INSERT INTO subject (id, kind, name_enc, name_hash) VALUES (gen_random_uuid(), 'person', '', '') RETURNING id)
       SELECT id FROM made`,
    );
    const { body } = await officer.get(`/v1/subjects/${row.id}/timeline`).expect(200);

    expect(body).toMatchObject({ inForce: [], sanctions: [] });
    expect((await officer.post(`/v1/subjects/${row.id}/decisions`).send({ action: 'bank_account.open' })).status).toBe(
      404,
    );
  });
});
