import { describe, expect, it } from '@jest/globals';
import {
  approve,
  at,
  aJointSanction,
  aNumber,
  aSanction,
  count,
  desk,
  outcomes,
  put,
  register,
  restore,
  someone,
  usable,
  use,
  visit,
} from './support/counter.js';
import { aResidentId } from './support/designations.js';

const ROUNDS = 20;

describe('the one number that is kept', () => {
  it('C01: before anybody asks, no number of the person works, with any carrier', async () => {
    expect(await usable(await someone())).toEqual([]);
  });

  it('C02: the person asks in person at the counter: that one number is restored, and no other', async () => {
    const person = await someone();

    const { body } = await restore(desk.carrierA, person, person.b).expect(200);

    expect(body).toMatchObject({
      outcome: 'ALLOW_LIMITED',
      restored: true,
      retained: { carrier: 'same', since: '2021-06-15T10:00:00.000+08:00', card: { kind: 'mobile_sim' } },
      reasons: [{ rule: 'cn-tel-chongqing-2021/telecom/restore-one' }],
    });
    expect(await usable(person)).toEqual([person.b]);
  });

  it('C03: no second is restored, with the same carrier or another, which is not told what the first one is', async () => {
    const person = await someone();
    await restore(desk.carrierA, person, person.b).expect(200);

    const same = await restore(desk.carrierA, person, person.a).expect(200);
    const other = await restore(desk.carrierB, person, person.c).expect(200);

    expect(outcomes([same, other])).toEqual([
      ['DENY', false],
      ['DENY', false],
    ]);
    expect(same.body.retained).toMatchObject({
      carrier: 'same',
      card: { numberMasked: expect.stringMatching(/^199\*+/) },
    });
    expect(other.body.retained).toEqual({ carrier: 'other' });
    expect(await usable(person)).toEqual([person.b]);
  });

  it.each([
    { title: 'C04: nobody asks for another', said: { inPerson: false } },
    { title: 'C05: not in the app', said: { channel: 'online' } },
  ])('$title', async ({ said }) => {
    const person = await someone();

    const { body } = await restore(desk.carrierA, person, person.b, said).expect(200);

    expect(body).toMatchObject({ outcome: 'DENY', restored: false });
    expect(body).not.toHaveProperty('retained');
    expect(await usable(person)).toEqual([]);
  });

  it('C06: an implicated number is not restored', async () => {
    const person = await someone();

    const { body } = await restore(desk.mvno, person, person.d).expect(200);

    expect(body).toMatchObject({ outcome: 'DENY', restored: false });
  });

  it('C07: where there is an implicated number only, a human decides, and nothing is restored', async () => {
    const person = { idNumber: aResidentId(), d: aNumber() };
    await register(desk.mvno, person.idNumber, person.d);
    await put(desk.carrierB, person.idNumber, [aNumber()], { kind: 'mobile_sim', status: 'closed' });
    await approve([aSanction('chongqing', person.idNumber, [person.d])]);

    const { body } = await restore(desk.mvno, person, person.d).expect(200);

    expect(body).toMatchObject({ outcome: 'REVIEW', restored: false, reasons: [{ reviewDefault: 'DENY' }] });
  });

  it('C10: whether the kept number may be changed is not written down: a human decides, and it stays', async () => {
    const person = await someone();
    const { body: kept } = await restore(desk.carrierA, person, person.b).expect(200);

    const { body } = await desk.carrierA
      .post(`/v1/sim-restorations/${kept.retained.id}/change`)
      .send(visit(person.a, {}))
      .expect(200);

    expect(body).toMatchObject({ outcome: 'REVIEW', restored: false, retained: { id: kept.retained.id } });
    expect(await usable(person)).toEqual([person.b]);
  });

  it('C12, C13: in Guangdong only with approval of the city or the province, a fixed line as well', async () => {
    const person = await someone('guangdong');
    const line = '02012345678';
    await put(desk.carrierA, person.idNumber, [line], { kind: 'fixed_line', status: 'suspended' });
    const { body: approval } = await desk.approver
      .post('/v1/sim-approvals')
      .send({ subject: { idType: 'resident_id', idNumber: person.idNumber }, remark: '本人申请,核实无误' })
      .expect(201);

    const without = await restore(desk.carrierA, person, line, { kind: 'fixed_line' }).expect(200);
    const withOne = await restore(desk.carrierA, person, line, {
      kind: 'fixed_line',
      policeApprovalNo: String(approval.approvalNo).toLowerCase(),
    }).expect(200);

    expect(outcomes([without, withOne])).toEqual([
      ['DENY', false],
      ['ALLOW_LIMITED', true],
    ]);
    expect(await usable(person)).toEqual([]);
  });

  it('C17: in Jiangsu whoever gave the kept number up gets neither a second nor a new one', async () => {
    const person = await someone('jiangsu');
    const { body: kept } = await restore(desk.carrierA, person, person.b).expect(200);
    const ended = await desk.carrierA
      .post(`/v1/sim-restorations/${kept.retained.id}/end`)
      .send({ reason: 'cancelled' })
      .expect(200);

    const [second, again, fresh] = [
      await restore(desk.carrierA, person, person.a).expect(200),
      await restore(desk.carrierA, person, person.b).expect(200),
      await use(desk.carrierA, person, aNumber(), { action: 'mobile_sim.activate' }).expect(200),
    ];

    expect(ended.body).toMatchObject({ state: 'cancelled', ended: { at: '2021-06-15T10:00:00.000+08:00' } });
    expect([second.body.outcome, again.body.outcome, fresh.body.outcome]).toEqual(['DENY', 'DENY', 'DENY']);
    expect([second.body.restored, again.body.restored]).toEqual([false, false]);
    expect(await usable(person)).toEqual([]);
  });

  it('C18: in Jiangsu one more with another carrier is for a human to decide', async () => {
    const person = await someone('jiangsu');
    await restore(desk.carrierA, person, person.b).expect(200);

    const { body } = await restore(desk.carrierB, person, person.c).expect(200);

    expect(body).toMatchObject({ outcome: 'REVIEW', restored: false, reasons: [{ reviewDefault: 'DENY' }] });
  });

  it('E19: under the Measures of 2024 one that is not implicated is kept, in total', async () => {
    const person = { idNumber: aResidentId(), a: aNumber(), b: aNumber(), c: aNumber(), d: aNumber() };
    await register(desk.carrierA, person.idNumber, person.a, person.b);
    await register(desk.carrierB, person.idNumber, person.c);
    await register(desk.mvno, person.idNumber, person.d);

    const { answers, working } = await at(new Date('2025-01-05T10:00:00+08:00'), async () => {
      await approve([aJointSanction(person.idNumber, '2024-12-10', [person.d])]);
      return {
        answers: [
          await restore(desk.mvno, person, person.d).expect(200),
          await restore(desk.carrierB, person, person.c).expect(200),
          await restore(desk.carrierA, person, person.a).expect(200),
        ],
        working: await usable(person),
      };
    });

    expect(outcomes(answers)).toEqual([
      ['DENY', false],
      ['ALLOW_LIMITED', true],
      ['DENY', false],
    ]);
    expect(working).toEqual([person.c]);
  });

  it('asked again, the carrier is told what is kept and since when; there is no second row and no new revision', async () => {
    const person = await someone();
    const first = await restore(desk.carrierA, person, person.b).expect(200);
    const rows = await count('retained_sim');
    const revisions = await count('revision');

    const again = await at(new Date('2021-07-01T10:00:00+08:00'), () =>
      restore(desk.carrierA, person, person.b).expect(200),
    );

    expect(again.body).toMatchObject({ outcome: 'ALLOW', restored: true, retained: first.body.retained });
    expect([await count('retained_sim'), await count('revision')]).toEqual([rows, revisions]);
  });

  it('whoever is under no sanction has nothing to restore', async () => {
    const [idNumber, number] = [aResidentId(), aNumber()];
    await register(desk.carrierA, idNumber, number);

    const { body } = await restore(desk.carrierA, { idNumber }, number).expect(200);

    expect(body).toMatchObject({ outcome: 'ALLOW', reasons: [], restored: false });
    expect(body).not.toHaveProperty('retained');
  });

  it('a line that no sanction suspends is not kept for it: the phone card still can be', async () => {
    const person = await someone();
    const line = '02398765432';
    await put(desk.carrierA, person.idNumber, [line], { kind: 'fixed_line', status: 'active' });

    const answers = [
      await restore(desk.carrierA, person, line, { kind: 'fixed_line' }).expect(200),
      await restore(desk.carrierA, person, person.a).expect(200),
    ];

    expect(outcomes(answers)).toEqual([
      ['ALLOW', false],
      ['ALLOW_LIMITED', true],
    ]);
  });

  it('two carriers that ask in the same second restore one', async () => {
    const people = await Promise.all(
      Array.from({ length: ROUNDS }, async () => {
        const person = { idNumber: aResidentId(), a: aNumber(), c: aNumber(), d: aNumber() };
        await register(desk.carrierA, person.idNumber, person.a);
        await register(desk.carrierB, person.idNumber, person.c);
        await register(desk.mvno, person.idNumber, person.d);
        return person;
      }),
    );
    await approve(people.map(({ idNumber }) => aSanction('chongqing', idNumber)));

    for (const person of people) {
      const answers = await Promise.all([
        restore(desk.carrierA, person, person.a),
        restore(desk.carrierB, person, person.c),
        restore(desk.mvno, person, person.d),
        restore(desk.carrierA, person, person.a),
      ]);

      const kept = new Set(answers.flatMap(({ body }) => (body.restored === true ? [body.retained.id] : [])));
      expect(kept.size).toBe(1);
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    }
    expect(
      await count(
        '(SELECT subject_id FROM retained_sim WHERE ended_at IS NULL GROUP BY 1 HAVING count(*) > 1) AS twice',
      ),
    ).toBe(0);
  });

  it('on the last day it is over by the clock: every number works, and what was kept does not count under a later sanction', async () => {
    const person = await someone();
    await restore(desk.carrierA, person, person.b).expect(200);
    const later = aJointSanction(person.idNumber, '2026-05-11');

    const { free, before, body, after, register } = await at(new Date('2026-05-11T00:00:00+08:00'), async () => {
      const released = await usable(person);
      await approve([later]);
      const suspended = await usable(person);
      const restored = await restore(desk.carrierA, person, person.a).expect(200);
      const kept = await usable(person);
      const listed = await desk.approver.get('/v1/retained-sims').expect(200);
      return { free: released, before: suspended, body: restored.body, after: kept, register: listed.body };
    });

    expect(free).toEqual([person.a, person.b, person.c, person.d]);
    expect(before).toEqual([]);
    expect(body).toMatchObject({ outcome: 'ALLOW_LIMITED', restored: true });
    expect(after).toEqual([person.a]);
    expect(register.items.slice(0, 2).map(({ state }: { state: string }) => state)).toEqual(['kept', 'released']);
  });
});

describe('a number that moves to another carrier', () => {
  it('is the same number there: it is restored once more, and no other is', async () => {
    const person = await someone();
    const { body: kept } = await restore(desk.carrierA, person, person.b).expect(200);
    await register(desk.carrierB, person.idNumber, person.b);
    const early = await restore(desk.carrierB, person, person.b).expect(200);
    await desk.carrierA.post(`/v1/sim-restorations/${kept.retained.id}/end`).send({ reason: 'moved' }).expect(200);

    const answers = [
      await restore(desk.carrierB, person, person.c).expect(200),
      await restore(desk.carrierB, person, person.b).expect(200),
      await restore(desk.carrierA, person, person.b).expect(200),
      await restore(desk.mvno, person, person.d).expect(200),
    ];

    expect(early.body.restored).toBe(false);
    expect(answers.map(({ body }) => body.restored)).toEqual([false, true, false, false]);
    expect((await use(desk.carrierB, person, person.b)).body.outcome).toBe('ALLOW');
    expect((await use(desk.carrierA, person, person.b)).body.outcome).toBe('DENY');
  });
});
