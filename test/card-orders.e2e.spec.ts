import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { Issuing } from '../src/enforcement/directives/issuing.service.js';
import { asClient, asOfficer, type Caller } from './support/api.js';
import { aTestApp, FixedClock, type TestApp } from './support/app.js';
import { aResidentId } from './support/designations.js';

/** 紧急止付 and 冻结: one officer stops, two freeze, and nobody is needed for an end. */

const MORNING = new Date('2025-01-05T10:00:00+08:00');
const clock = new FixedClock(MORNING);
let app: TestApp;
let submitter: Caller;
let approver: Caller;
let bank: Caller;
let accounts = 0;

beforeAll(async () => {
  app = await aTestApp({ clock, environment: { DUANKA_LOGIN_RATE_LIMIT: '100000' } });
});

beforeEach(() => at(MORNING));

/** It is this late now, and everybody has signed in again. */
async function at(instant: Date): Promise<void> {
  clock.set(instant);
  [submitter, approver, bank] = await Promise.all([
    asOfficer(app, 'city-submitter'),
    asOfficer(app, 'city-approver'),
    asClient(app, 'demo-bank-a'),
  ]);
}

function anAccount(): string {
  accounts += 1;
  return `62323000000${String(10_000_000 + accounts)}`;
}

function anOrder(change: object = {}): Record<string, unknown> {
  return {
    kind: 'stop_payment',
    card: { kind: 'bank_account', number: anAccount() },
    institutionCode: 'demo-bank-a',
    caseNo: 'A500160116941',
    grounds: '受害人报案称向该账户转账',
    ...change,
  };
}

async function issued(change: object = {}): Promise<Response['body']> {
  return (await submitter.post('/v1/card-orders').send(anOrder(change)).expect(201)).body;
}

function later(hours: number): Promise<void> {
  return at(new Date(clock.now().getTime() + hours * 3_600_000));
}

async function work(): Promise<void> {
  await app.app.get(Issuing).now();
}

async function directivesOf(id: string): Promise<unknown[]> {
  return app.db.query(
    `SELECT action, measure, party, institution.code, card_id IS NOT NULL AS registered, reason, ended_at IS NULL AS open
     FROM directive JOIN institution ON institution.id = institution_id WHERE unit_id = $1 ORDER BY seq`,
    [id],
  );
}

describe('an emergency stop', () => {
  it('stands at once for 48 hours, and the bank is told in the same answer', async () => {
    const order = await issued({ reportedAt: '2025-01-05T09:40:00+08:00' });

    expect(order).toMatchObject({
      state: 'standing',
      startsAt: '2025-01-05T10:00:00.000+08:00',
      endsAt: '2025-01-07T10:00:00.000+08:00',
      reportedAt: '2025-01-05T09:40:00.000+08:00',
      institution: { code: 'demo-bank-a' },
      isRegistered: false,
      extensions: 0,
    });
    expect(await directivesOf(order.id)).toEqual([
      {
        action: 'stop_payment',
        measure: 'card.stop_payment',
        party: 'bank',
        code: 'demo-bank-a',
        registered: false,
        reason: 'card_order.issued',
        open: true,
      },
    ]);
  });

  it('the bank is told the number of a card that it has not registered', async () => {
    const number = anAccount();
    await issued({ card: { kind: 'bank_account', number } });

    const bank = await asClient(app, 'demo-bank-a');
    const { body } = await bank.get('/v1/directives?action=stop_payment&limit=100').expect(200);

    expect(body.items.at(-1)).toMatchObject({ card: { kind: 'bank_account', number }, subject: null });
  });

  it('ends by the clock to the second, and is released by directive', async () => {
    const order = await issued();
    // Never there and back: whoever issues directives meanwhile would see the end of it.
    await at(new Date(clock.now().getTime() + 48 * 3_600_000 - 1));
    await work();
    expect((await submitter.get(`/v1/card-orders/${order.id}`)).body.state).toBe('standing');

    clock.set(new Date(clock.now().getTime() + 1));

    // Even before anything ran.
    expect((await submitter.get(`/v1/card-orders/${order.id}`)).body).toMatchObject({
      state: 'expired',
      endedAt: '2025-01-07T10:00:00.000+08:00',
    });
    await work();
    await work();
    expect(await directivesOf(order.id)).toMatchObject([
      { action: 'stop_payment', open: false },
      { action: 'restore', reason: 'term.ended', open: true },
    ]);
    const late = await submitter.post(`/v1/card-orders/${order.id}/extend`).expect(409);
    expect(late.body).toMatchObject({ type: 'urn:problem:card-order-transition-refused' });
  });

  it('is extended by two officers only, by 48 hours from its end', async () => {
    const order = await issued();
    await later(40);

    await approver.post(`/v1/card-orders/${order.id}/extend`).expect(200);
    const alone = await approver.post(`/v1/card-orders/${order.id}/approve`).expect(403);
    const third = await asOfficer(app, 'province-approver');
    const extended = await third.post(`/v1/card-orders/${order.id}/approve`).expect(200);

    expect(alone.body.type).toBe('urn:problem:second-officer-needed');
    expect(extended.body).toMatchObject({
      state: 'standing',
      endsAt: '2025-01-09T10:00:00.000+08:00',
      extensions: 1,
    });
    expect(await directivesOf(order.id)).toMatchObject([
      { action: 'stop_payment', open: false },
      { action: 'stop_payment', reason: 'card_order.approved', open: true },
    ]);
  });

  it('an extension that is refused leaves the order as it was, to its end', async () => {
    const order = await issued();
    await submitter.post(`/v1/card-orders/${order.id}/extend`).expect(200);

    const refused = await approver.post(`/v1/card-orders/${order.id}/reject`).send({ reason: '不必要' }).expect(200);

    expect(refused.body).toMatchObject({ state: 'standing', endsAt: order.endsAt, endedAt: null });
    expect(await directivesOf(order.id)).toHaveLength(1);
    await later(48);
    expect((await submitter.get(`/v1/card-orders/${order.id}`)).body.state).toBe('expired');
  });

  it('is released by one officer, at once, and never twice', async () => {
    const order = await issued();

    const answers = await Promise.all(
      [submitter, approver].map((officer) =>
        officer.post(`/v1/card-orders/${order.id}/release`).send({ reason: '经核查与案件无关' }),
      ),
    );

    expect(answers.map(({ status }) => status).toSorted((left, right) => left - right)).toEqual([200, 409]);
    expect(await directivesOf(order.id)).toMatchObject([
      { action: 'stop_payment', open: false },
      { action: 'restore', reason: 'card_order.released', open: true },
    ]);
    const read = await submitter.get(`/v1/card-orders/${order.id}`).expect(200);
    expect(read.body).toMatchObject({ state: 'released', endReason: '经核查与案件无关' });
  });

  it('stands once on a card, however many officers press the button', async () => {
    const body = anOrder();

    const answers = await Promise.all(
      [submitter, approver, submitter].map((who) => who.post('/v1/card-orders').send(body)),
    );

    expect(answers.map(({ status }) => status).toSorted((left, right) => left - right)).toEqual([201, 409, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.type).toBe('urn:problem:card-order-stands');
    await later(48);
    // Nothing ran since: the clock alone has ended it, and its release is told nevertheless.
    const again = await submitter.post('/v1/card-orders').send(body).expect(201);
    const [before] = answers.filter(({ status }) => status === 201);
    expect(again.body.id).not.toBe(before?.body.id);
    expect(await directivesOf(before?.body.id)).toMatchObject([{}, { action: 'restore', reason: 'term.ended' }]);
  });
});

describe('a freeze', () => {
  it('stands for six months once another officer approves it', async () => {
    const order = await issued({ kind: 'freeze' });
    expect(order).toMatchObject({ state: 'proposed', startsAt: null, endsAt: null });
    expect(await directivesOf(order.id)).toEqual([]);
    await later(24);

    const approved = await approver.post(`/v1/card-orders/${order.id}/approve`).expect(200);

    expect(approved.body).toMatchObject({
      state: 'standing',
      startsAt: '2025-01-06T10:00:00.000+08:00',
      endsAt: '2025-07-07T00:00:00.000+08:00',
    });
    expect(await directivesOf(order.id)).toMatchObject([{ action: 'freeze', measure: 'card.freeze', open: true }]);
  });

  it('that is refused, or taken back, never began', async () => {
    const order = await issued({ kind: 'freeze' });

    const back = await submitter.post(`/v1/card-orders/${order.id}/reject`).send({ reason: '改为止付' }).expect(200);

    expect(back.body).toMatchObject({ state: 'rejected', endReason: '改为止付' });
    expect((await approver.post(`/v1/card-orders/${order.id}/approve`).expect(409)).body.type).toBe(
      'urn:problem:card-order-transition-refused',
    );
    expect(await directivesOf(order.id)).toEqual([]);
  });

  it('may follow a stop of the same card: both are told, each ends by itself', async () => {
    const card = { kind: 'bank_account', number: anAccount() };
    const stop = await issued({ card });
    const freeze = await issued({ card, kind: 'freeze' });
    await approver.post(`/v1/card-orders/${freeze.id}/approve`).expect(200);

    await later(48);
    await work();

    expect(await directivesOf(stop.id)).toMatchObject([{}, { action: 'restore' }]);
    expect(await directivesOf(freeze.id)).toMatchObject([{ action: 'freeze', open: true }]);
  });

  it('four eyes hold against raw SQL too', async () => {
    const order = await issued({ kind: 'freeze' });
    const stop = await issued();
    const raw = (sql: string, id: string): Promise<unknown> =>
      app.db.query(`UPDATE card_order SET ${sql} WHERE id = $1`, [id]);

    await expect(
      raw(
        `state = 'standing', terms = 1, starts_at = now(), ends_at = now() + '1 day', approved_by = author_id`,
        order.id,
      ),
    ).rejects.toThrow(/approved by another/);
    await expect(raw(`ends_at = ends_at + interval '1 year'`, stop.id)).rejects.toThrow(/approved by another/);
    await expect(raw(`case_no = 'B'`, stop.id)).rejects.toThrow(/never changes/);
    await expect(app.db.query('DELETE FROM card_order WHERE id = $1', [stop.id])).rejects.toThrow(/never deleted/);
  });
});

describe('the institution of a card', () => {
  it('is the one that has registered it', async () => {
    const number = anAccount();
    const holder = { idType: 'resident_id', idNumber: aResidentId(), name: '钱试' };
    await bank.put('/v1/cards').send({ cards: [{ kind: 'bank_account', number, holder, status: 'active' }] });

    const order = await issued({ card: { kind: 'bank_account', number }, institutionCode: undefined });

    expect(order).toMatchObject({ institution: { code: 'demo-bank-a' }, isRegistered: true });
    expect(await directivesOf(order.id)).toMatchObject([{ registered: true }]);
  });

  it.each([
    [{ institutionCode: undefined }, 'card-institution-unclear'],
    [{ institutionCode: 'demo-carrier-a' }, 'card-institution-wrong'],
    [{ institutionCode: 'nobody' }, 'card-institution-wrong'],
    [{ card: { kind: 'payment_account', number: 'zhao@example.com' } }, 'card-institution-wrong'],
  ])('%j is refused: %s', async (change, problem) => {
    const answer = await submitter.post('/v1/card-orders').send(anOrder(change)).expect(422);

    expect(answer.body.type).toBe(`urn:problem:${problem}`);
  });
});

describe('the doors', () => {
  it.each([
    ['an order of another kind', { kind: 'seizure' }],
    ['an order on a phone card', { card: { kind: 'mobile_sim', number: '19900000001' } }],
    ['a number without end', { card: { kind: 'bank_account', number: 'x'.repeat(10_000) } }],
    ['no card', { card: null }],
    ['no case', { caseNo: '' }],
    ['grounds without end', { grounds: 'x'.repeat(2_001) }],
    ['a report of the future', { reportedAt: '2025-01-05T10:00:01+08:00' }],
    ['a report of some day', { reportedAt: 'yesterday' }],
    ['an end of its own', { endsAt: '2099-01-01T00:00:00+08:00' }],
  ])('%s is refused', async (_what, change) => {
    expect((await submitter.post('/v1/card-orders').send(anOrder(change))).status).toBe(400);
  });

  it('are for officers who may order: not for machines, nor for auditors', async () => {
    const auditor = await asOfficer(app, 'auditor');

    await bank.post('/v1/card-orders').send(anOrder()).expect(403);
    await bank.get('/v1/card-orders').expect(403);
    await auditor.post('/v1/card-orders').send(anOrder()).expect(403);
    await auditor.get('/v1/card-orders').expect(200);
    const order = await issued({ kind: 'freeze' });
    const other = await asOfficer(app, 'county-submitter');
    await other.post(`/v1/card-orders/${order.id}/approve`).expect(403);
  });

  it('an order that is not there is not found', async () => {
    const id = '0192f0c1-2b3c-7d4e-8f50-617283940a1b';

    for (const step of ['extend', 'approve']) await approver.post(`/v1/card-orders/${id}/${step}`).expect(404);
    await approver.post(`/v1/card-orders/${id}/release`).send({ reason: '误' }).expect(404);
    await approver.get('/v1/card-orders/nonsense').expect(400);
  });

  it('lists are masked, filtered by what is now, and read page by page', async () => {
    const number = anAccount();
    const order = await issued({ card: { kind: 'bank_account', number } });

    const all: Response['body'][] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Response = await submitter
        .get(`/v1/card-orders?limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`)
        .expect(200);
      all.push(...page.body.items);
      cursor = page.body.nextCursor;
    }
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(all[0]).toMatchObject({ id: order.id, card: { numberMasked: expect.stringMatching(/^623\*+\d\d$/) } });
    expect(JSON.stringify(all)).not.toContain(number);
    expect(JSON.stringify(all)).not.toContain('受害人');
    const standing = await submitter.get('/v1/card-orders?state=standing&limit=200').expect(200);
    expect(standing.body.items.map(({ id }: { id: string }) => id)).toContain(order.id);
    await later(48);
    const expired = await submitter.get('/v1/card-orders?state=expired&limit=200').expect(200);
    expect(expired.body.items.map(({ id }: { id: string }) => id)).toContain(order.id);
    await submitter.get('/v1/card-orders?cursor=nonsense').expect(400);
  });

  it('no number and no grounds stand in the audit trail or the log', async () => {
    const number = anAccount();
    const order = await issued({ card: { kind: 'bank_account', number }, grounds: '赵试的账户' });

    const entries = await app.db.query('SELECT what, detail FROM audit_entry WHERE object = $1', [
      `card_order:${order.id}`,
    ]);

    expect(entries).toEqual([
      {
        what: 'card_order.issued',
        detail: { kind: 'stop_payment', state: 'standing', terms: 1, revision: order.revision },
      },
    ]);
    expect(app.log.join('\n')).not.toContain(number);
    expect(app.log.join('\n')).not.toContain('赵试');
  });
});
