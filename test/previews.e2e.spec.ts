import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Issuing } from '../src/enforcement/directives/issuing.service.js';
import type { DesignationDto } from '../src/lists/lists.dto.js';
import { asClient, asOfficer, type Caller } from './support/api.js';
import { aTestApp, FixedClock, type TestApp } from './support/app.js';
import { aDesignation, aResidentId } from './support/designations.js';

const clock = new FixedClock(new Date('2025-06-05T10:00:00+08:00'));
const BANK = 'demo-bank-a';
const CARRIER = 'demo-carrier-a';

let test: TestApp;
let submitter: Caller;
let approver: Caller;
let second: Caller;
let appeals: Caller;
let bank: Caller;
let carrier: Caller;

beforeAll(async () => {
  test = await aTestApp({ clock });
  [submitter, approver, second, appeals, bank, carrier] = await Promise.all([
    asOfficer(test, 'city-submitter'),
    asOfficer(test, 'city-approver'),
    asOfficer(test, 'province-approver'),
    asOfficer(test, 'appeals-officer'),
    asClient(test, BANK),
    asClient(test, CARRIER),
  ]);
});

type Form = 'joint' | 'former' | 'telecom';

/** One person with some sanctions and cards, one of the sanctions ended before. */
const lives = fc.record({
  forms: fc.array(fc.constantFrom<Form>('joint', 'joint', 'former', 'telecom'), { minLength: 1, maxLength: 3 }),
  cards: fc.uniqueArray(fc.constantFrom('bank one', 'bank two', 'carrier one', 'carrier two'), { maxLength: 4 }),
  isOneLifted: fc.boolean(),
  which: fc.nat(2),
});

type Life = typeof lives extends fc.Arbitrary<infer Value> ? Value : never;

function designationOf(idNumber: string, form: Form, at: number): DesignationDto {
  const days = { joint: `2025-0${1 + at}-10`, former: `2021-0${1 + at}-12`, telecom: `2023-0${7 + at}-15` };
  const identifiedOn = days[form];
  const telecom = {
    regime: 'cn-tel-chongqing-2021',
    ground: 'implicated_holder' as const,
    itemKinds: ['mobile_sim'],
    identifyingOrgan: { code: '500000', level: 'city' as const, name: '重庆市公安局' },
  };
  return aDesignation({
    subject: { kind: 'person', idType: 'resident_id', idNumber, name: '赵试' },
    identifiedOn,
    noticeServedOn: identifiedOn,
    ...(form === 'former' ? { regime: 'cn-fin-2019' } : {}),
    ...(form === 'telecom' ? telecom : {}),
  });
}

/** @returns ids of the person's sanctions that can still be decided on, by the day of identification */
async function live(idNumber: string, { forms, cards, isOneLifted }: Life) {
  for (const [at, form] of forms.entries()) {
    const entries = [designationOf(idNumber, form, at)];
    const { body } = await submitter.post('/v1/sanction-lists').send({ title: '测试', entries }).expect(201);
    expect(body.counts).toMatchObject({ rejected: 0 });
    await submitter.post(`/v1/sanction-lists/${body.id}/submit`).expect(200);
    await second.post(`/v1/sanction-lists/${body.id}/approve`).send({ remark: '核对无误' }).expect(200);
  }
  const holder = { idType: 'resident_id', idNumber, name: '赵试' };
  for (const card of cards) {
    const number = `${card.endsWith('one') ? 1 : 2}`.padStart(4, '0');
    const isSim = card.startsWith('carrier');
    const kind = isSim ? 'mobile_sim' : 'bank_account';
    const reported = {
      kind,
      holder,
      status: 'active',
      number: `${isSim ? '199' : '62284'}${idNumber.slice(-7, -3)}${number}`,
    };
    await (isSim ? carrier : bank)
      .put('/v1/cards')
      .send({ cards: [reported] })
      .expect(200);
  }
  const ids: string[] = (await sanctionsOf(idNumber)).map(({ id }) => id);
  const [first] = ids;
  if (isOneLifted && ids.length > 1 && first !== undefined && (await propose(first)).status === 201) {
    const { body } = await approver.get('/v1/liftings?state=proposed&limit=200').expect(200);
    await approver
      .post(`/v1/liftings/${body.items.at(-1).id}/approve`)
      .send({ remark: '同意' })
      .expect(200);
  }
  await test.app.get(Issuing).now();
  return ids;
}

function propose(sanctionId: string) {
  return submitter.post(`/v1/sanctions/${sanctionId}/lift`).send({ ground: '情况属实', documentNo: '解字〔2025〕1号' });
}

async function sanctionsOf(idNumber: string): Promise<{ id: string; standing: string; lastDay: string | null }[]> {
  const found = await submitter
    .post('/v1/subjects/search')
    .send({ identifier: { idType: 'resident_id', idNumber }, purpose: '测试核对' });
  return test.db.query(
    `SELECT sanction.id, version.standing,
       (SELECT max(last_day)::text FROM sanction_measure WHERE sanction_id = sanction.id AND revision_to IS NULL) AS "lastDay"
     FROM sanction JOIN sanction_version AS version ON version.sanction_id = sanction.id AND version.revision_to IS NULL
     WHERE subject_id = $1 ORDER BY identified_on, sanction.id`,
    [found.body.items[0].id],
  );
}

/** Measures in force of a person, as the books say, in alphabetical order. */
async function inForce(ids: readonly string[]): Promise<string[]> {
  const rows: { measure: string }[] = await test.db.query(
    `SELECT DISTINCT measure FROM sanction_measure JOIN sanction_version AS version USING (sanction_id)
     WHERE sanction_id = ANY ($1) AND version.revision_to IS NULL AND sanction_measure.revision_to IS NULL
       AND $2::date BETWEEN first_day AND last_day AND (lifted_at IS NULL OR lifted_at > $3) ORDER BY 1`,
    [ids, '2025-06-05', clock.now()],
  );
  return rows.map(({ measure }) => measure);
}

async function lastDirective(): Promise<number> {
  const [row] = await test.db.query('SELECT coalesce(max(seq), 0)::integer AS seq FROM directive');
  return row.seq;
}

async function issuedSince(seq: number): Promise<unknown[]> {
  return test.db.query(
    `SELECT CASE WHEN releases IS NOT NULL THEN 'restored' WHEN supersedes IS NOT NULL THEN 'replaced' ELSE 'imposed' END AS effect,
       party, institution.code, measure, action, last_day::text AS "lastDay", count(*)::integer AS directives, count(card_id)::integer AS cards
     FROM directive LEFT JOIN institution ON institution.id = institution_id WHERE seq > $1 GROUP BY 1, 2, 3, 4, 5, 6`,
    [seq],
  );
}

interface Previewed {
  sanctions: { id: string; before: object; after: object }[];
  ends: { measure: string }[];
  stays: { measure: string; sanctionIds: string[] }[];
  directives: { institution: { code: string } | null }[];
}

/** Holds what was foreseen against what the books and the directives say after it was done. */
async function expectForeseen(idNumber: string, foreseen: Previewed, act: () => Promise<unknown>): Promise<void> {
  const before = await sanctionsOf(idNumber);
  const ids = before.map(({ id }) => id);
  const [forceBefore, seq] = [await inForce(ids), await lastDirective()];

  await act();
  await test.app.get(Issuing).now();

  const after = await sanctionsOf(idNumber);
  const forceAfter = await inForce(ids);
  const changed = after.filter((one, at) => JSON.stringify(one) !== JSON.stringify(before[at]));
  const states = foreseen.sanctions.map(({ id, after: state }) => ({ id, ...state }));
  expect(states).toEqual(expect.arrayContaining(changed));
  expect(after).toEqual(expect.arrayContaining(states));
  expect(foreseen.ends.map(({ measure }) => measure)).toEqual(forceBefore.filter((one) => !forceAfter.includes(one)));
  expect(foreseen.stays.map(({ measure }) => measure)).toEqual(forceAfter);
  const told = foreseen.directives.map(({ institution, ...one }) => ({ ...one, code: institution?.code ?? null }));
  const issued = await issuedSince(seq);
  expect(told).toHaveLength(issued.length);
  expect(told).toEqual(expect.arrayContaining(issued.map((one) => expect.objectContaining(Object(one)))));
}

async function anAppeal(idNumber: string, sanctionId: string): Promise<string> {
  const subject = { idType: 'resident_id', idNumber };
  const { body } = await appeals
    .post('/v1/appeals')
    .send({ subject, sanctionId, grounds: '本人未出租账户' })
    .expect(201);
  return body.id;
}

describe('what was foreseen is what happens', () => {
  it('when an appeal is upheld, or accepted with its effect suspended', async () => {
    await fc.assert(
      fc.asyncProperty(lives, fc.boolean(), async (life, isSuspension) => {
        const idNumber = aResidentId();
        const ids = await live(idNumber, life);
        const id = await anAppeal(idNumber, ids[life.which % ids.length] ?? '');
        const said = { suspendEffect: true, finding: '查无此事', reasons: '认定有误' };
        const take = (action: string, body: object) =>
          appeals.post(`/v1/appeals/${id}/${action}`).send(body).expect(200);
        if (!isSuspension) {
          await take('accept', {});
          await take('verify', { finding: said.finding });
        }

        const action = isSuspension ? 'accept_suspended' : 'uphold';
        const { body: foreseen } = await appeals.get(`/v1/appeals/${id}/preview?action=${action}`).expect(200);

        await expectForeseen(idNumber, foreseen, () =>
          isSuspension ? take('accept', { suspendEffect: true }) : take('uphold', { reasons: said.reasons }),
        );
      }),
      { numRuns: 12 },
    );
  });

  it('when a lifting is approved', async () => {
    await fc.assert(
      fc.asyncProperty(lives, async (life) => {
        const idNumber = aResidentId();
        const ids = await live(idNumber, life);
        const proposed = await propose(ids[life.which % ids.length] ?? '');
        // What was lifted before, or has ended, is not lifted again.
        fc.pre(proposed.status === 201);
        const path = `/v1/liftings/${proposed.body.id}`;

        const { body: foreseen } = await approver.get(`${path}/preview`).expect(200);

        await expectForeseen(idNumber, foreseen, () =>
          approver.post(`${path}/approve`).send({ remark: '同意' }).expect(200),
        );
      }),
      { numRuns: 8 },
    );
  });
});

describe('a preview', () => {
  it('names what ends, what another sanction still imposes, and what each institution would be told; and writes nothing', async () => {
    const idNumber = aResidentId();
    const life: Life = {
      forms: ['joint', 'telecom'],
      cards: ['bank one', 'bank two'],
      isOneLifted: false,
      which: 0,
    };
    const ids = await live(idNumber, life);
    const [, joint = ''] = ids;
    const id = await anAppeal(idNumber, joint);
    const books =
      'SELECT (SELECT count(*) FROM sanction_version) AS versions, (SELECT max(number) FROM revision) AS revision';
    const before = await test.db.query(books);

    const { body } = await appeals
      .get(`/v1/appeals/${id}/preview?action=uphold`)
      .set('accept-language', 'en')
      .expect(200);

    expect(body).toMatchObject({
      sanctionId: joint,
      asOf: '2025-06-05T10:00:00.000+08:00',
      revision: expect.any(Number),
    });
    expect(body.sanctions).toMatchObject([
      {
        id: joint,
        regimeName: 'Joint Sanctions Measures (2024)',
        before: { standing: 'standing', lastDay: '2027-01-10' },
        after: { standing: 'annulled', lastDay: null },
      },
    ]);
    expect(body.ends).toContainEqual(
      expect.objectContaining({ measure: 'bank.noncounter.outflow', name: expect.any(String), lastDay: '2027-01-10' }),
    );
    expect(body.stays.length).toBeGreaterThan(0);
    expect(new Set(body.stays.flatMap(({ sanctionIds }: { sanctionIds: string[] }) => sanctionIds))).toEqual(
      new Set([ids[0]]),
    );
    expect(body.directives).toContainEqual(
      expect.objectContaining({
        effect: 'restored',
        institution: expect.objectContaining({ code: BANK, kind: 'bank' }),
        action: 'restore',
        cards: 2,
        directives: 2,
        measureName: expect.any(String),
      }),
    );
    expect(await test.db.query(books)).toEqual(before);
    expect(JSON.stringify(body)).not.toContain(idNumber);
  });

  it('is refused where the decision would be: without a sanction to suspend, and once it was taken', async () => {
    const subject = { idType: 'resident_id', idNumber: aResidentId() };
    const filed = await appeals.post('/v1/appeals').send({ subject, kind: 'namesake', grounds: '同名' }).expect(201);
    const path = `/v1/appeals/${filed.body.id}/preview`;

    expect((await appeals.get(`${path}?action=accept_suspended`)).body.type).toBe(
      'urn:problem:appeal-without-sanction',
    );
    expect((await appeals.get(`${path}?action=uphold`)).body).toMatchObject({
      sanctionId: null,
      sanctions: [],
      directives: [],
    });
    await appeals.post(`/v1/appeals/${filed.body.id}/withdraw`).send({ remark: '撤回' }).expect(200);
    expect((await appeals.get(`${path}?action=uphold`)).body.type).toBe('urn:problem:appeal-transition-refused');
    expect((await appeals.get(`${path}?action=dismiss`)).status).toBe(400);
    expect((await bank.get(`${path}?action=uphold`)).status).toBe(403);
    expect((await submitter.get(`${path}?action=uphold`)).status).toBe(403);
    expect((await appeals.get('/v1/liftings/0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d/preview')).status).toBe(404);
  });

  it('waits for nobody, and nobody waits for it: it is answered while somebody has the turn of the books', async () => {
    const idNumber = aResidentId();
    const [sanctionId = ''] = await live(idNumber, { forms: ['joint'], cards: [], isOneLifted: false, which: 0 });
    const id = await anAppeal(idNumber, sanctionId);

    await test.db.transaction(async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock($1)', [0x4455414e]);
      await tx.query('SELECT FROM sanction_version WHERE sanction_id = $1 FOR UPDATE', [sanctionId]);

      await appeals.get(`/v1/appeals/${id}/preview?action=uphold`).expect(200);
    });
  });
});
