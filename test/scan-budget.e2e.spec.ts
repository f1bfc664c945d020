import { beforeAll, describe, expect, it } from '@jest/globals';
import type supertest from 'supertest';
import { ScanBudgets } from '../src/registry/scan/scan-budgets.service.js';
import { asClient, asOfficer, type Caller } from './support/api.js';
import { aTestApp, type TestApp } from './support/app.js';
import { aResidentId } from './support/designations.js';

/** Two strangers a day: 28 are saved up, 280 tokens. */
const environment = {
  DUANKA_STRANGERS_PER_DAY: '2',
  DUANKA_STRANGERS_PER_THOUSAND: '0',
  DUANKA_RATE_LIMIT: '1000000',
};
const CAPACITY = 280;
const NDJSON = 'application/x-ndjson';

let test: TestApp;

beforeAll(async () => {
  test = await aTestApp({ environment });
});

function questionAbout(idNumber: string): object {
  return { action: 'bank_account.open', subject: { idType: 'resident_id', idNumber } };
}

function ask(client: Caller, idNumber: string): supertest.Test {
  return client.post('/v1/decisions').send(questionAbout(idNumber));
}

function register(client: Caller, kind: string, number: string, idNumber: string): supertest.Test {
  const holder = { kind: 'person', idType: 'resident_id', idNumber, name: '赵试' };
  return client.put('/v1/cards').send({ cards: [{ kind, number, holder, openedOn: '2020-01-01', status: 'active' }] });
}

function remaining({ headers }: supertest.Response): number {
  return Number(headers['duanka-budget-remaining']);
}

/** Lines answered by a batch about so many strangers. */
async function batch(client: Caller, lines: readonly object[]): Promise<{ type?: string; outcome?: string }[]> {
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  const answer = await client.post('/v1/decisions/batch').set('content-type', NDJSON).send(text).buffer().expect(200);
  return answer.text
    .trim()
    .split('\n')
    .map((line): { type?: string; outcome?: string } => JSON.parse(line));
}

function strangers(count: number): object[] {
  return Array.from({ length: count }, () => questionAbout(aResidentId()));
}

/** Has a card listed as implicated, by four eyes. */
async function listCard(number: string): Promise<void> {
  const sheet = `线索编号,案件编号,账号,开卡人,证件号码\nX1,A1,${number},赵试,${aResidentId()}\n`;
  const [submitter, approver] = [await asOfficer(test, 'city-submitter'), await asOfficer(test, 'city-approver')];
  const { body } = await submitter
    .post('/v1/sanction-lists/import')
    .attach('file', Buffer.from(sheet), '线索.csv')
    .expect(201);
  await submitter.post(`/v1/sanction-lists/${body.id}/submit`).expect(200);
  await approver.post(`/v1/sanction-lists/${body.id}/approve`).send({ remark: '同意' }).expect(200);
}

describe('the budget of a client, over HTTP', () => {
  it('a stranger costs ten tokens once a day, and every token comes back when the stranger has become a customer', async () => {
    const bank = await asClient(test, 'demo-bank-a');
    const person = aResidentId();

    expect(remaining(await ask(bank, person).expect(200))).toBe(CAPACITY - 10);
    expect(remaining(await ask(bank, person).expect(200))).toBe(CAPACITY - 10);

    await register(bank, 'bank_account', '6232300000019684190', person).expect(200);
    const { headers } = await ask(bank, person).expect(200);
    expect(headers).toMatchObject({ 'duanka-budget-remaining': `${CAPACITY}`, 'duanka-budget-reset': '0' });
    const { body } = await bank.get('/v1/budget').expect(200);
    expect(body.lastDay).toMatchObject({ asked: 3, strangers: 1, repetitions: 1, ownCustomers: 1, refunds: 1 });
  });

  it('a customer of another institution is a stranger', async () => {
    const payment = await asClient(test, 'demo-payment');
    const bank = await asClient(test, 'demo-bank-a');
    const person = aResidentId();
    await register(bank, 'bank_account', '6232300000019684273', person).expect(200);

    const { headers } = await payment
      .post('/v1/decisions')
      .send({ ...questionAbout(person), action: 'payment_account.open' })
      .expect(200);

    expect(headers['duanka-budget-remaining']).toBe(`${CAPACITY - 10}`);
  });

  it('a number that can belong to nobody costs one token, and is answered as what it is', async () => {
    const bank = await asClient(test, 'demo-bank-b');

    await ask(bank, '110101188001010012').expect(400);

    expect((await bank.get('/v1/budget')).body).toMatchObject({ remaining: CAPACITY - 1, lastDay: { invalid: 1 } });
  });

  it('a scanner is refused with the time to wait; own customers are answered, and so are officers', async () => {
    const carrier = await asClient(test, 'demo-carrier-a');
    const customer = aResidentId();
    await register(carrier, 'mobile_sim', '19900000001', customer).expect(200);
    const activation = (idNumber: string): supertest.Test =>
      carrier.post('/v1/decisions').send({ ...questionAbout(idNumber), action: 'mobile_sim.activate' });
    for (let count = 0; count < 28; count += 1) await activation(aResidentId()).expect(200);

    const refused = await activation(aResidentId()).set('Accept-Language', 'en').expect(429);

    expect(refused.body).toMatchObject({ type: 'urn:problem:budget-exhausted', status: 429 });
    // Two strangers a day: one in half a day.
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(43_000);
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(43_200);
    await activation(customer).expect(200);
    await ask(await asOfficer(test, 'city-submitter'), aResidentId()).expect(200);
    await test.app.get(ScanBudgets).settled();
    const told = await test.db.query(`SELECT object FROM audit_entry WHERE what = 'scan-budget.exhausted'`);
    expect(told).toEqual([{ object: 'client:demo-carrier-a' }]);
  });

  it('in a batch each line is charged, and a refused line gets the problem in its place', async () => {
    const carrier = await asClient(test, 'demo-carrier-b');
    const own = aResidentId();
    await register(carrier, 'mobile_sim', '19900000002', own).expect(200);
    const lines = [...strangers(30), questionAbout(own)].map((line) => ({ ...line, action: 'mobile_sim.activate' }));

    const answers = await batch(carrier, lines);

    expect(answers.map(({ outcome, type }) => outcome ?? type)).toEqual([
      ...Array<string>(28).fill('ALLOW'),
      ...Array<string>(2).fill('urn:problem:budget-exhausted'),
      'ALLOW',
    ]);
  });

  it('a listed card of somebody else costs what a stranger costs, also in a question about an own customer', async () => {
    const bank = await asClient(test, 'demo-bank-b');
    const customer = aResidentId();
    const [listed, clear] = ['6232300000019684505', '6232300000019684513'];
    await register(bank, 'bank_account', '6232300000019684521', customer).expect(200);
    await listCard(listed);
    const pay = (to: string, as: 'card' | 'counterpartyCard'): supertest.Test =>
      bank.post('/v1/decisions').send({
        action: 'bank_account.outflow',
        subject: { idType: 'resident_id', idNumber: customer },
        [as]: { kind: 'bank_account', number: to },
      });
    const before = remaining(await pay(clear, 'counterpartyCard').expect(200));

    expect(remaining(await pay(clear, 'card').expect(200))).toBe(before);
    expect(remaining(await pay(listed, 'counterpartyCard').expect(200))).toBe(before - 10);
    // The same card again, however it is asked about, tells nothing new.
    expect(remaining(await pay(listed, 'card').expect(200))).toBe(before - 10);
  });

  it('a check of a card is charged too, unless the card is the own one', async () => {
    const mvno = await asClient(test, 'demo-mvno');
    await register(mvno, 'mobile_sim', '19900000003', aResidentId()).expect(200);
    const check = (number: string): supertest.Test =>
      mvno.post('/v1/card-blacklist/check').send({ kind: 'mobile_sim', number });

    expect(remaining(await check('19900000003').expect(200))).toBe(CAPACITY);
    expect(remaining(await check('19900000004').expect(200))).toBe(CAPACITY - 10);
  });
});
