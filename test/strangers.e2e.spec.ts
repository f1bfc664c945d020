import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Issuing } from '../src/enforcement/directives/issuing.service.js';
import { asClient, asOfficer, type Caller } from './support/api.js';
import { aTestApp, FixedClock, type TestApp } from './support/app.js';
import { aDesignation, aResidentId } from './support/designations.js';
import { until } from './support/until.js';

/** An institution registers cards under the numbers of people who are none of its customers, to learn what is recorded of them. */

const NDJSON = 'application/x-ndjson';
/** As another institution recorded him, and as the attackers call him. */
const STRANGER = { idType: 'resident_id', idNumber: aResidentId(), name: '欧阳真名' };
const CLAIMED = { ...STRANGER, name: '某某' };
/** As the police recorded him. */
const SANCTIONED = { idType: 'resident_id', idNumber: aResidentId(), name: '诸葛真名' };
/** Directives, and cards with the directives on them. */
const NAMES_THE_SANCTIONED = /^\/v1\/(directives|cards\/)/;
const ACCOUNT = '6232300000019684190';
const OTHER_ACCOUNT = '6232300000019684208';
const IMPLICATED = '6232300000019684232';
const [SILENT, STRANGERS_OWN] = ['19910000001', '19910000002'];

let test: TestApp;
let submitter: Caller;
let approver: Caller;
let auditor: Caller;
let bank: Caller;
let otherBank: Caller;
let carrier: Caller;
let subjectIds: string[];

beforeAll(async () => {
  test = await aTestApp({
    clock: new FixedClock(new Date('2025-06-05T10:00:00+08:00')),
    environment: { DUANKA_LOGIN_RATE_LIMIT: '100000' },
  });
  [submitter, approver, auditor] = await Promise.all([
    asOfficer(test, 'city-submitter'),
    asOfficer(test, 'city-approver'),
    asOfficer(test, 'auditor'),
  ]);
  [bank, otherBank, carrier] = await Promise.all([
    asClient(test, 'demo-bank-a'),
    asClient(test, 'demo-bank-b'),
    asClient(test, 'demo-carrier-a'),
  ]);
  await register(await asClient(test, 'demo-carrier-b'), aSim(STRANGERS_OWN, STRANGER));
  const implicatedCards = [{ kind: 'bank_account' as const, number: IMPLICATED, caseNo: 'A1' }];
  await approve(aDesignation({ subject: { kind: 'person', ...SANCTIONED, idType: 'resident_id' } }));
  const another = { ...SANCTIONED, name: '某某' };
  await register(
    bank,
    ...[ACCOUNT, IMPLICATED].map((number) => anAccount(number, CLAIMED)),
    anAccount(OTHER_ACCOUNT, another),
  );
  await register(carrier, aSim(SILENT, CLAIMED));
  await approve(aDesignation({ implicatedCards }));
  await anOrder();
  await aCampaign();
  await test.app.get(Issuing).now();
  const rows: { id: string }[] = await test.db.query('SELECT id FROM subject');
  subjectIds = rows.map(({ id }) => id);
});

type Holder = typeof STRANGER;

function anAccount(number: string, holder: Holder) {
  return { kind: 'bank_account', number, holder, status: 'active' };
}

function aSim(number: string, holder: Holder) {
  const days = { openedOn: '2018-05-09', lastUsedOn: '2020-11-02' };
  return { kind: 'mobile_sim', number, holder, status: 'active', ...days };
}

async function register(institution: Caller, ...cards: object[]): Promise<void> {
  const { body } = await institution.put('/v1/cards').send({ cards }).expect(200);
  expect(body).toMatchObject({ created: cards.length, rejected: 0 });
}

async function approve(entry: object): Promise<void> {
  const { body } = await submitter
    .post('/v1/sanction-lists')
    .send({ title: '试批', entries: [entry] })
    .expect(201);
  await submitter.post(`/v1/sanction-lists/${body.id}/submit`).expect(200);
  await approver.post(`/v1/sanction-lists/${body.id}/approve`).send({ remark: '核对' }).expect(200);
}

async function anOrder(): Promise<void> {
  const card = { kind: 'bank_account', number: ACCOUNT };
  await submitter
    .post('/v1/card-orders')
    .send({ kind: 'stop_payment', card, institutionCode: 'demo-bank-a', caseNo: 'A1', grounds: '报案' })
    .expect(201);
}

async function aCampaign(): Promise<void> {
  const { body } = await submitter
    .post('/v1/campaigns')
    .send({ kind: 'silent_sim', title: '静默卡', institutionCodes: ['demo-carrier-a'] })
    .expect(201);
  await approver.post(`/v1/campaigns/${body.id}/start`).expect(200);
  await until(async () => (await submitter.get(`/v1/campaigns/${body.id}`)).body.state === 'running');
}

/** Every page that can be asked for without knowing anything, and every item of it by itself. */
async function everythingRead(client: Caller): Promise<{ path: string; text: string }[]> {
  const { paths }: { paths: Record<string, { get?: unknown }> } = JSON.parse(
    readFileSync('test/contract/openapi.json', 'utf8'),
  );
  const pages = Object.keys(paths).filter((path) => paths[path]?.get !== undefined && !path.includes('{'));
  const read = [];
  for (const page of pages) {
    const answer = await client.get(page);
    if (answer.status !== 200) continue;
    read.push({ path: page, text: answer.text });
    if (!(`${page}/{id}` in paths) || !Array.isArray(answer.body.items)) continue;
    for (const { id, decisionId } of answer.body.items) {
      const path = `${page}/${id ?? decisionId}`;
      read.push({ path, text: (await client.get(path).expect(200)).text });
    }
  }
  return read;
}

function tellsAny(secrets: readonly string[]): (answer: { text: string }) => boolean {
  return ({ text }) => secrets.some((secret) => text.includes(secret));
}

function reconcile(institution: Caller, ...cards: object[]) {
  const lines = cards.map((card) => `${JSON.stringify(card)}\n`).join('');
  return institution.post('/v1/reconciliations').set('content-type', NDJSON).send(lines).expect(200);
}

describe('who registers a card under a stranger’s number', () => {
  it('reads back the card, and nothing of its holder', async () => {
    const { body, text } = await bank.get('/v1/cards').expect(200);

    expect(body.items.map(({ number }: { number: string }) => number)).toEqual([ACCOUNT, IMPLICATED, OTHER_ACCOUNT]);
    expect(body.items[0]).not.toHaveProperty('holder');
    expect(tellsAny([STRANGER, SANCTIONED].flatMap(({ name, idNumber }) => [name, idNumber]))({ text })).toBe(false);
  });

  it('is told by a directive that follows from the card which card, not whose', async () => {
    const causes = new Set<string>();
    for (const client of [bank, carrier]) {
      const { body } = await client.get('/v1/directives?state=all&limit=200').expect(200);
      for (const { cause, card, subject } of body.items) {
        if (cause === 'sanction') continue;
        causes.add(cause);
        expect({ cause, number: card.number, subject }).toEqual({ cause, number: expect.any(String), subject: null });
      }
    }

    expect([...causes].toSorted()).toEqual(['campaign', 'card_listing', 'card_order']);
  });

  it('is told by a directive that follows from a sanction whom it concerns, as every bank is', async () => {
    const account = `/v1/directives?state=all&limit=200`;
    const [own, others] = [await bank.get(account).expect(200), await otherBank.get(account).expect(200)];

    for (const { body } of [own, others]) {
      const named = body.items.find(({ institutionId }: { institutionId: string | null }) => institutionId === null);
      expect(named).toMatchObject({ cause: 'sanction', subject: { name: SANCTIONED.name } });
    }
  });

  it('leaves officers their view: they read of every directive whom it concerns, masked', async () => {
    const { body } = await auditor.get('/v1/directives?state=all&limit=200&scope=named').expect(200);

    const ofOrder = body.items.find(({ cause }: { cause: string }) => cause === 'card_order');
    expect(ofOrder.subject).toMatchObject({ name: '欧***', id: expect.any(String) });
  });

  it('learns from no answer the name that is recorded, not even of a reconciliation, a question or a counter visit', async () => {
    const { idType, idNumber } = STRANGER;
    const subject = { idType, idNumber };
    const visit = { subject, card: { kind: 'mobile_sim', number: SILENT }, channel: 'counter', inPerson: true };
    const answers = [
      await bank.post('/v1/decisions').send({ action: 'bank_account.open', subject: { ...subject, name: '某某' } }),
      await carrier.post('/v1/decisions').send({ action: 'mobile_sim.activate', subject }),
      await carrier.post('/v1/sim-restorations').send(visit),
      await bank.post('/v1/card-blacklist/check').send({ kind: 'bank_account', number: ACCOUNT }),
      await reconcile(
        bank,
        { kind: 'bank_account', number: ACCOUNT, holder: subject, state: 'suspended' },
        { kind: 'bank_account', number: '6232300000019684216', holder: CLAIMED, state: 'active' },
      ),
      await reconcile(carrier, {
        kind: 'mobile_sim',
        number: SILENT,
        holder: { ...SANCTIONED, name: '某某' },
        state: 'active',
      }),
    ];

    for (const { status } of answers) expect(status).toBe(200);
    expect(answers.filter(tellsAny([STRANGER.name, SANCTIONED.name, ...subjectIds]))).toEqual([]);
  });

  it('learns from no page that a client can read the name that is recorded, nor under which id', async () => {
    for (const client of [bank, carrier]) {
      const read = await everythingRead(client);

      expect(read.map(({ path }) => path)).toEqual(
        expect.arrayContaining(['/v1/cards', '/v1/decisions', '/v1/directives', '/v1/reconciliation-tasks']),
      );
      expect(read.filter(tellsAny([STRANGER.name, ...subjectIds]))).toEqual([]);
      const others = read.filter(({ path }) => !NAMES_THE_SANCTIONED.test(path));
      expect(others.filter(tellsAny([SANCTIONED.name]))).toEqual([]);
    }
  });
});

describe('what is another institution’s', () => {
  it.each([
    ['/v1/cards', 'card-not-found'],
    ['/v1/directives?state=all&scope=named', 'directive-not-found'],
    ['/v1/decisions', 'decision-not-found'],
    ['/v1/reconciliations', 'reconciliation-not-found'],
    ['/v1/reconciliation-tasks', 'task-not-found'],
  ])('%s: there is none, and not one that is forbidden', async (page, problem) => {
    await bank.post('/v1/decisions').send({ action: 'bank_account.open', subject: { ...CLAIMED } });
    await reconcile(bank, { kind: 'bank_account', number: '6232300000019684224', holder: CLAIMED, state: 'active' });
    const { body } = await bank.get(page).expect(200);
    const [{ id, decisionId }] = body.items;

    const answer = await otherBank.get(`${page.replace(/\?.*/, '')}/${id ?? decisionId}`);

    expect(answer.body).toMatchObject({ type: `urn:problem:${problem}`, status: 404 });
  });

  it('takes no answer of a stranger either', async () => {
    const directive = (await bank.get('/v1/directives?state=all&scope=named').expect(200)).body.items[0];
    const task = (await bank.get('/v1/reconciliation-tasks').expect(200)).body.items[0];

    const receipt = await otherBank.post(`/v1/directives/${directive.id}/receipts`).send({ result: 'executed' });
    const explained = await otherBank.post(`/v1/reconciliation-tasks/${task.id}/answer`).send({ explanation: '说明' });

    expect([receipt.status, explained.status]).toEqual([404, 404]);
  });
});
