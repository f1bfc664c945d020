import { beforeAll, describe, expect, it } from '@jest/globals';
import { Problem } from '../src/domain/problem.js';
import { ApiClients } from '../src/institutions/api-clients.service.js';
import type { ClientPrincipal } from '../src/institutions/principal.js';
import { Pii } from '../src/platform/pii.js';
import { ScanBudgets } from '../src/registry/scan/scan-budgets.service.js';
import { asClient, asOfficer, type Caller } from './support/api.js';
import { aTestApp, type TestApp } from './support/app.js';

/** Two strangers a day: 28 are saved up, 280 tokens. */
const environment = { DUANKA_STRANGERS_PER_DAY: '2', DUANKA_STRANGERS_PER_THOUSAND: '1000' };

let test: TestApp;
let budgets: ScanBudgets;
let admin: Caller;

beforeAll(async () => {
  test = await aTestApp({ environment });
  budgets = test.app.get(ScanBudgets);
  admin = await asOfficer(test, 'admin');
});

async function principal(id: string): Promise<ClientPrincipal> {
  const client = await test.app.get(ApiClients).principalOf(id, 'decisions cards blacklist directives');
  if (client === null) throw new Error(`There is no client ${id}`);
  return client;
}

function hashOf(number: number): Buffer {
  return test.app.get(Pii).hash('identifier', `resident_id:${number}`);
}

/** Asks about strangers until it is refused. */
function refusal(client: ClientPrincipal): unknown {
  for (let number = 0; ; number += 1) {
    try {
      budgets.charge(client, hashOf(number), false);
    } catch (error) {
      return error;
    }
  }
}

describe('GET /v1/budget', () => {
  it('tells a client what it has left, what it costs, and what it was used for', async () => {
    const client = await principal('demo-bank-a');
    budgets.charge(client, hashOf(1), false);
    budgets.charge(client, hashOf(1), false);
    budgets.charge(client, hashOf(2), true);
    budgets.chargeInvalid(client);

    const { body, headers } = await (await asClient(test, 'demo-bank-a')).get('/v1/budget').expect(200);

    expect(headers).toMatchObject({ 'duanka-budget-remaining': '269', 'duanka-budget-reset': `${body.resetSeconds}` });
    expect(body).toEqual({
      clientId: 'demo-bank-a',
      customers: 0,
      capacity: 280,
      remaining: 269,
      perDay: 20,
      resetSeconds: expect.any(Number),
      prices: { ownCustomer: 0, stranger: 10, invalid: 1 },
      lastDay: { asked: 4, ownCustomers: 1, strangers: 1, repetitions: 1, invalid: 1, refused: 0, refunds: 0 },
    });
    expect(body.resetSeconds).toBeGreaterThan(0);
  });

  it('grows with the customers the institution has registered, closed cards not counted', async () => {
    const carrier = await asClient(test, 'demo-carrier-a');
    const held = ['110101188001010011', '11010118800101002X', '110101188001010038', '110101188001010046'];
    const cards = held.map((idNumber, at) => ({
      kind: 'mobile_sim',
      number: `1990000000${at}`,
      holder: { kind: 'person', idType: 'resident_id', idNumber, name: '赵试' },
      openedOn: '2020-01-01',
      status: at === 3 ? 'closed' : 'active',
    }));
    const { body: counts } = await carrier.put('/v1/cards').send({ cards }).expect(200);
    expect(counts).toMatchObject({ created: 4 });

    const { body } = await carrier.get('/v1/budget').expect(200);

    expect(body).toMatchObject({ customers: 3, perDay: 30, capacity: 420, remaining: 420 });
  });

  it('is for clients; officers have no budget', async () => {
    expect((await admin.get('/v1/budget')).status).toBe(403);
  });
});

describe('GET /v1/api-clients/{id}/budget', () => {
  it('tells an administrator and an auditor the budget of a client', async () => {
    for (const reader of [admin, await asOfficer(test, 'auditor')]) {
      const { body } = await reader.get('/v1/api-clients/demo-isp/budget').expect(200);
      expect(body).toMatchObject({ clientId: 'demo-isp', remaining: 280, resetSeconds: 0 });
    }
  });

  it('is not for other officers, nor for clients', async () => {
    const submitter = await asOfficer(test, 'city-submitter');
    const client = await asClient(test, 'demo-isp');

    for (const reader of [submitter, client])
      expect((await reader.get('/v1/api-clients/demo-isp/budget')).status).toBe(403);
  });

  it('a client that is not registered has none', async () => {
    const { body } = await admin.get('/v1/api-clients/nobody/budget').expect(404);

    expect(body.type).toBe('urn:problem:client-not-found');
  });
});

describe('a client that scans', () => {
  it('is refused, told on once in the audit trail, and shown in the metrics; its own customers are answered', async () => {
    const client = await principal('demo-bank-b');

    const first = refusal(client);
    const second = refusal(client);
    await budgets.settled();

    expect(first).toBeInstanceOf(Problem);
    expect(second).toMatchObject({
      code: 'budget-exhausted',
      status: 429,
      parameters: { seconds: expect.any(Number) },
    });
    const entries = await test.db.query(
      `SELECT actor, object, detail FROM audit_entry WHERE what = 'scan-budget.exhausted'`,
    );
    expect(entries).toEqual([
      {
        actor: 'client:demo-bank-b',
        object: 'client:demo-bank-b',
        detail: { capacity: 280, strangersInLastDay: 28 },
      },
    ]);
    const { text } = await test.request().get('/metrics').expect(200);
    expect(text).toContain('duanka_scan_questions_total{client="demo-bank-b",kind="refused"} 2');
    expect(text).toContain('duanka_scan_budget_remaining{client="demo-bank-b"} 0');
    expect(budgets.charge(client, hashOf(99), true).remaining).toBe(0);
  });
});
