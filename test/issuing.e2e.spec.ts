import { beforeEach, describe, expect, it } from '@jest/globals';
import { Issuing } from '../src/enforcement/directives/issuing.service.js';
import { asClient, asOfficer, type Caller } from './support/api.js';
import { aTestApp, FixedClock, type TestApp } from './support/app.js';
import { aDesignation, aResidentId } from './support/designations.js';

/** Directives follow from the books: nobody queues them, nobody can forget them. */

const CHONGQING = {
  regime: 'cn-tel-chongqing-2021',
  ground: 'implicated_holder' as const,
  itemKinds: ['mobile_sim'],
  identifyingOrgan: { code: '500000', level: 'city' as const, name: '重庆市公安局' },
};

let clock: FixedClock;
let app: TestApp;
let submitter: Caller;
let approver: Caller;
let carrierA: Caller;
let carrierB: Caller;
let mvno: Caller;

beforeEach(async () => {
  clock = new FixedClock(new Date('2023-09-01T10:00:00+08:00'));
  app = await aTestApp({ clock });
  [submitter, approver, carrierA, carrierB, mvno] = await Promise.all([
    asOfficer(app, 'city-submitter'),
    asOfficer(app, 'city-approver'),
    asClient(app, 'demo-carrier-a'),
    asClient(app, 'demo-carrier-b'),
    asClient(app, 'demo-mvno'),
  ]);
});

async function approve(...entries: unknown[]): Promise<void> {
  const drafted = await submitter.post('/v1/sanction-lists').send({ title: '测试', entries }).expect(201);
  expect(drafted.body.counts.rejected).toBe(0);
  await submitter.post(`/v1/sanction-lists/${drafted.body.id}/submit`).expect(200);
  await approver.post(`/v1/sanction-lists/${drafted.body.id}/approve`).send({ remark: '核对无误' }).expect(200);
}

function hold(client: Caller, person: string, numbers: string[], status = 'active'): Promise<unknown> {
  const cards = numbers.map((number) => ({
    kind: 'mobile_sim',
    number,
    holder: { idType: 'resident_id', idNumber: person, name: '赵试' },
    status,
  }));
  return client.put('/v1/cards').send({ cards }).expect(200);
}

function sanctioned(person: string, identifiedOn = '2023-08-15'): unknown {
  return aDesignation({
    ...CHONGQING,
    subject: { kind: 'person', idType: 'resident_id', idNumber: person, name: '赵试' },
    identifiedOn,
    noticeServedOn: identifiedOn,
  });
}

interface Row {
  action: string;
  measure: string;
  on: string;
  last_day: string | null;
  reason: string;
  open: boolean;
}

async function directives(): Promise<Row[]> {
  return app.db.query(`
    SELECT action, measure, last_day::text, reason, ended_at IS NULL AS open,
      CASE WHEN card_id IS NULL THEN party ELSE institution.code END AS on
    FROM directive LEFT JOIN institution ON institution.id = directive.institution_id ORDER BY seq`);
}

describe('issuing', () => {
  it('whoever is sanctioned has every card suspended where it is held, and every party told', async () => {
    const person = aResidentId();
    await hold(carrierA, person, ['19900000001', '19900000002']);
    await hold(carrierB, person, ['19900000003']);
    await hold(mvno, person, ['17000000004'], 'closed');

    await approve(sanctioned(person));

    const rows = await directives();
    expect(
      rows
        .filter(({ action }) => action === 'suspend')
        .map(({ on }) => on)
        .sort(),
    ).toEqual(['demo-carrier-a', 'demo-carrier-a', 'demo-carrier-b', 'telecom']);
    expect(rows.filter(({ action }) => action === 'refuse_new')).toMatchObject([
      { measure: 'sim.open', on: 'telecom', last_day: '2028-08-15', reason: 'list.approved', open: true },
    ]);
  });

  it('a card that is registered later is suspended then, and one of somebody else is not', async () => {
    const person = aResidentId();
    await approve(sanctioned(person));

    await hold(carrierA, person, ['19900000001']);
    await hold(carrierA, aResidentId(), ['19900000002']);

    const ofCards = (await directives()).filter(({ on }) => on === 'demo-carrier-a');
    expect(ofCards).toMatchObject([
      { action: 'suspend', reason: 'cards.imported', last_day: '2028-08-15', open: true },
    ]);
  });

  it('a card that changes hands is restored to whoever has it now', async () => {
    const person = aResidentId();
    await hold(carrierA, person, ['19900000001']);
    await approve(sanctioned(person));

    await hold(carrierA, aResidentId(), ['19900000001']);

    const ofCards = (await directives()).filter(({ on }) => on === 'demo-carrier-a');
    expect(ofCards).toMatchObject([
      { action: 'suspend', open: false },
      { action: 'restore', reason: 'cards.imported', open: true },
    ]);
  });

  it('nothing is to be restored on a card that was closed', async () => {
    const person = aResidentId();
    await hold(carrierA, person, ['19900000001']);
    await approve(sanctioned(person));

    await hold(carrierA, person, ['19900000001'], 'closed');

    const ofCards = (await directives()).filter(({ on }) => on === 'demo-carrier-a');
    expect(ofCards).toMatchObject([{ action: 'suspend', open: false }]);
  });

  it('a second designation makes the same suspension longer, not double', async () => {
    const person = aResidentId();
    await hold(carrierA, person, ['19900000001']);
    await approve(sanctioned(person));

    await approve(sanctioned(person, '2023-08-25'));

    const ofCards = (await directives()).filter(({ on }) => on === 'demo-carrier-a');
    expect(ofCards).toMatchObject([
      { action: 'suspend', last_day: '2028-08-15', open: false },
      { action: 'suspend', last_day: '2028-08-25', open: true },
    ]);
  });

  it('on the day after the last everything is released by directive, once', async () => {
    const person = aResidentId();
    await hold(carrierA, person, ['19900000001']);
    await approve(sanctioned(person));
    const imposed = (await directives()).length;

    clock.set(new Date('2028-08-15T23:59:59+08:00'));
    await work();
    expect(await directives()).toHaveLength(imposed);
    clock.set(new Date('2028-08-16T00:00:00+08:00'));
    await work();
    await work();

    const rows = await directives();
    expect(rows.filter(({ action }) => action === 'restore')).toHaveLength(imposed);
    expect(rows.filter(({ action, reason }) => action === 'restore' && reason !== 'term.ended')).toEqual([]);
    expect(rows.filter(({ action, open }) => action !== 'restore' && open)).toEqual([]);
  });
});

async function work(): Promise<void> {
  await app.app.get(Issuing).now();
}
