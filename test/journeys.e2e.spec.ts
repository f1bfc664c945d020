import { beforeEach, describe, expect, it } from '@jest/globals';
import { Issuing } from '../src/enforcement/directives/issuing.service.js';
import type { DesignationDto } from '../src/lists/lists.dto.js';
import { asClient, asOfficer, type Caller } from './support/api.js';
import { aTestApp, FixedClock, type TestApp } from './support/app.js';
import { aDesignation, aResidentId } from './support/designations.js';

/** Whole journeys, as those who make them see them: officers, carriers, banks, and the person at the counter. */

const CARRIERS = ['demo-carrier-a', 'demo-carrier-b', 'demo-mvno'] as const;

let clock: FixedClock;
let app: TestApp;
let callers: Map<string, Caller>;

beforeEach(async () => {
  clock = new FixedClock(new Date('2023-09-01T10:00:00+08:00'));
  app = await aTestApp({ clock });
  await signIn();
});

/** Tokens do not last for years. */
async function signIn(): Promise<void> {
  const officers = ['city-submitter', 'city-approver', 'appeals-officer'];
  const clients = [...CARRIERS, 'demo-bank-a', 'demo-payment', 'demo-isp', 'demo-credit', 'demo-bank-b'];
  const signedIn = await Promise.all([
    ...officers.map(async (name): Promise<[string, Caller]> => [name, await asOfficer(app, name)]),
    ...clients.map(async (name): Promise<[string, Caller]> => [name, await asClient(app, name)]),
  ]);
  callers = new Map(signedIn);
}

function as(who: string): Caller {
  const caller = callers.get(who);
  if (caller === undefined) throw new Error(`nobody is called ${who}`);
  return caller;
}

/** Puts a designation through the four eyes. */
async function sanction(
  designation: DesignationDto,
): Promise<{ listId: string; sanctionId: string; subjectId: string }> {
  const entries = [designation];
  const drafted = await as('city-submitter').post('/v1/sanction-lists').send({ title: '测试', entries }).expect(201);
  await as('city-submitter').post(`/v1/sanction-lists/${drafted.body.id}/submit`).expect(200);
  await as('city-approver')
    .post(`/v1/sanction-lists/${drafted.body.id}/approve`)
    .send({ remark: '核对无误' })
    .expect(200);
  const [row]: { id: string; subject_id: string }[] = await app.db.query(
    'SELECT id, subject_id FROM sanction WHERE list_id = $1',
    [drafted.body.id],
  );
  return { listId: drafted.body.id, sanctionId: row?.id ?? '', subjectId: row?.subject_id ?? '' };
}

function hold(who: string, idNumber: string, kind: string, ...numbers: string[]): Promise<unknown> {
  const holder = { idType: 'resident_id', idNumber, name: '赵试' };
  const cards = numbers.map((number) => ({ kind, number, holder, status: 'active' }));
  return as(who).put('/v1/cards').send({ cards }).expect(200);
}

interface Told {
  id: string;
  action: string;
  card: { kind: string; number: string } | null;
  receipt: { result: string } | null;
}

/** What an institution has not answered yet. */
async function pending(who: string): Promise<Told[]> {
  const { body } = await as(who).get('/v1/directives?state=pending&limit=100').expect(200);
  return body.items;
}

/** An institution does what it is told, and says so. @returns what it did, as `<action> <number or *>` */
async function carryOut(who: string): Promise<string[]> {
  const told = await pending(who);
  for (const { id } of told) {
    const receipt = { result: 'executed', executedAt: clock.now().toISOString() };
    await as(who).post(`/v1/directives/${id}/receipts`).send(receipt).expect(201);
  }
  expect(await pending(who)).toEqual([]);
  return told.map(({ action, card }) => `${action} ${card?.number ?? '*'}`).sort();
}

async function outcome(who: string, question: object): Promise<string> {
  const { body } = await as(who).post('/v1/decisions').send(question).expect(200);
  return body.outcome;
}

describe('Chongqing', () => {
  const suspended = (...numbers: string[]): string[] =>
    ['refuse_new *', 'suspend *', ...numbers.map((number) => `suspend ${number}`)].sort();

  it('all numbers are suspended at three carriers, one is restored at the counter, and on the last day everything is released', async () => {
    const idNumber = aResidentId();
    const subject = { idType: 'resident_id', idNumber };
    await hold('demo-carrier-a', idNumber, 'mobile_sim', '19900000001', '19900000002');
    await hold('demo-carrier-b', idNumber, 'mobile_sim', '19900000003');
    await hold('demo-mvno', idNumber, 'mobile_sim', '17000000004');

    const { listId } = await sanction(
      aDesignation({
        subject: { kind: 'person', idType: 'resident_id', idNumber, name: '赵试' },
        regime: 'cn-tel-chongqing-2021',
        ground: 'implicated_holder',
        itemKinds: ['mobile_sim'],
        identifiedOn: '2023-08-15',
        noticeServedOn: '2023-08-16',
        identifyingOrgan: { code: '500000', level: 'city', name: '重庆市公安局' },
        implicatedCards: [{ kind: 'mobile_sim', number: '19900000002', caseNo: 'A1' }],
      }),
    );

    expect(await carryOut('demo-carrier-a')).toEqual(suspended('19900000001', '19900000002'));
    expect(await carryOut('demo-carrier-b')).toEqual(suspended('19900000003'));
    expect(await carryOut('demo-mvno')).toEqual(suspended('17000000004'));

    // The implicated one is not restored, nor by anybody else, nor from afar.
    const visit = { subject, channel: 'counter', inPerson: true };
    const restore = (who: string, number: string, how: object = {}) =>
      as(who)
        .post('/v1/sim-restorations')
        .send({ ...visit, ...how, card: { kind: 'mobile_sim', number } })
        .expect(200);
    expect((await restore('demo-carrier-a', '19900000002')).body.restored).toBe(false);
    expect((await restore('demo-carrier-a', '19900000001', { inPerson: false })).body.restored).toBe(false);
    expect((await restore('demo-carrier-a', '19900000001', { channel: 'online' })).body.restored).toBe(false);
    // Two carriers in the same second restore one.
    const both = await Promise.all([
      restore('demo-carrier-a', '19900000001'),
      restore('demo-carrier-b', '19900000003'),
    ]);
    expect(both.filter(({ body }) => body.restored === true)).toHaveLength(1);

    const [keeper, kept, other, lost] = both[0].body.restored
      ? ['demo-carrier-a', '19900000001', 'demo-carrier-b', '19900000003']
      : ['demo-carrier-b', '19900000003', 'demo-carrier-a', '19900000001'];
    expect(await carryOut(keeper)).toEqual([`restore ${kept}`]);
    expect(await carryOut(other)).toEqual([]);
    const use = (number: string) => ({ action: 'mobile_sim.use', subject, card: { kind: 'mobile_sim', number } });
    expect(await outcome(keeper, use(kept))).toBe('ALLOW');
    expect(await outcome(other, use(lost))).toBe('DENY');

    clock.set(new Date('2028-08-16T00:00:00+08:00'));
    await signIn();
    // Even before anything ran.
    expect(await outcome(other, use(lost))).toBe('ALLOW');
    const { body: list } = await as('city-submitter').get(`/v1/sanction-lists/${listId}`).expect(200);
    expect(list.sanctions).toEqual({ total: 1, inForce: 0, annulled: 0, lastDay: '2028-08-15', isClosed: true });
    await app.app.get(Issuing).now();
    const released = (...numbers: string[]) => ['restore *', 'restore *', ...numbers.map((one) => `restore ${one}`)];
    // The implicated number goes on being suspended for what it is.
    expect(await carryOut('demo-mvno')).toEqual(released('17000000004'));
    expect(await carryOut(other)).toEqual(expect.arrayContaining(released(lost)));
    expect(await carryOut(keeper)).not.toContain(`restore ${kept}`);
  });
});

describe('a wrongly sanctioned person', () => {
  it('is heard, and every institution acknowledges the release', async () => {
    clock.set(new Date('2025-01-05T10:00:00+08:00'));
    await signIn();
    const idNumber = aResidentId();
    const subject = { idType: 'resident_id', idNumber };
    await hold('demo-bank-a', idNumber, 'bank_account', '6228480000000000011');
    await hold('demo-payment', idNumber, 'payment_account', '9900000000000011');
    await hold('demo-carrier-a', idNumber, 'mobile_sim', '19900000011');
    const { sanctionId, subjectId } = await sanction(
      aDesignation({ subject: { kind: 'person', idType: 'resident_id', idNumber, name: '赵试' } }),
    );
    const everybody = [...CARRIERS, 'demo-bank-a', 'demo-bank-b', 'demo-payment', 'demo-isp', 'demo-credit'];
    for (const who of everybody) expect(await carryOut(who)).not.toEqual([]);
    const outflow = { action: 'bank_account.outflow', channel: 'online', purpose: 'transfer', subject };
    expect(await outcome('demo-bank-a', outflow)).toBe('DENY');

    const appeals = as('appeals-officer');
    const filed = await appeals
      .post('/v1/appeals')
      .send({ subject, sanctionId, grounds: '本人从未出租账户' })
      .expect(201);
    const { id, receiptNo } = filed.body;
    await appeals.post(`/v1/appeals/${id}/accept`).send({}).expect(200);
    await appeals.post(`/v1/appeals/${id}/verify`).send({ finding: '认定有误' }).expect(200);
    expect(await outcome('demo-bank-a', outflow)).toBe('DENY');
    await appeals.post(`/v1/appeals/${id}/uphold`).send({ reasons: '认定有误' }).expect(200);

    expect(await outcome('demo-bank-a', outflow)).toBe('ALLOW');
    const status = async () => {
      const { body } = await app.request().post('/v1/standing').send({ receiptNo, subject }).expect(200);
      return body;
    };
    expect((await status()).sanctions).toEqual([]);
    const before = await appeals.get(`/v1/appeals/${id}`).expect(200);
    expect(before.body.releases.outstanding.length).toBeGreaterThan(0);

    for (const who of everybody)
      expect(new Set((await carryOut(who)).map((one) => one.split(' ')[0]))).toEqual(new Set(['restore']));

    const after = await appeals.get(`/v1/appeals/${id}`).expect(200);
    expect(after.body.releases.outstanding).toEqual([]);
    const { body: timeline } = await appeals.get(`/v1/subjects/${subjectId}/timeline`).expect(200);
    expect(timeline.sanctions).toMatchObject([{ id: sanctionId, standing: 'annulled' }]);
    expect(timeline.appeals).toMatchObject([{ id, state: 'upheld', sanctionId }]);
    expect(timeline.directives.length).toBeGreaterThan(20);
  });
});
