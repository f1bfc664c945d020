import { describe, expect, it } from '@jest/globals';
import { Audit } from '../src/platform/audit.js';
import { asClient } from './support/api.js';
import { app, at, aNumber, count, desk, put, restore, someone, usable, use, visit } from './support/counter.js';
import { aResidentId } from './support/designations.js';

describe('leave of the police', () => {
  async function approvalFor({ idNumber }: { idNumber: string }, more: object = {}): Promise<string> {
    const subject = { idType: 'resident_id', idNumber };
    const { body } = await desk.approver
      .post('/v1/sim-approvals')
      .send({ subject, remark: '本人申请', ...more })
      .expect(201);
    return String(body.approvalNo);
  }

  it('is used once, by whom it was given to, for the number it was given for', async () => {
    const [person, other] = [await someone('guangdong'), await someone('guangdong')];
    const forAny = await approvalFor(person);
    const forOne = await approvalFor(other, { card: { kind: 'mobile_sim', number: other.c } });

    const answers = [
      await restore(desk.carrierA, other, other.a, { policeApprovalNo: forAny }),
      await restore(desk.carrierA, other, other.a, { policeApprovalNo: forOne }),
      await restore(desk.carrierA, person, person.a, { policeApprovalNo: forAny }),
      await restore(desk.carrierA, person, person.a, { policeApprovalNo: forAny }),
      await restore(desk.carrierA, person, person.b, { policeApprovalNo: forAny }),
      await restore(desk.carrierB, other, other.c, { policeApprovalNo: forOne }),
      await restore(desk.carrierB, other, other.c, { policeApprovalNo: 'DK-2021-0000000000' }),
    ];

    expect(
      answers.map(({ status, body }) => body.restored ?? `${status} ${body.type.slice('urn:problem:'.length)}`),
    ).toEqual([
      '422 approval-not-for-subject',
      '422 approval-not-for-subject',
      true,
      true,
      '409 approval-used',
      true,
      '404 approval-not-found',
    ]);
  });

  it('is for one subject, named once', async () => {
    const person = await someone('guangdong');
    const subject = { idType: 'resident_id', idNumber: person.idNumber };
    const body = { subject, subjectId: '0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d', remark: '本人申请' };

    const refused = await desk.approver.post('/v1/sim-approvals').send(body).expect(400);

    expect(refused.body.errors).toMatchObject([{ path: 'subjectId' }]);
  });

  it('is revoked before it is used, not after', async () => {
    const [person, other] = [await someone('guangdong'), await someone('guangdong')];
    const [revoked, used] = [await approvalFor(person), await approvalFor(other)];
    await restore(desk.carrierA, other, other.a, { policeApprovalNo: used }).expect(200);

    const first = await desk.approver.post(`/v1/sim-approvals/${revoked}/revoke`).expect(200);
    const second = await desk.approver.post(`/v1/sim-approvals/${revoked}/revoke`);
    const tooLate = await desk.approver.post(`/v1/sim-approvals/${used}/revoke`);
    const unknown = await desk.approver.post('/v1/sim-approvals/%00/revoke');
    const shown = await restore(desk.carrierA, person, person.a, { policeApprovalNo: revoked });

    expect(first.body).toMatchObject({ state: 'revoked', level: 'city', remark: '本人申请' });
    expect([second, tooLate, unknown, shown].map(({ body }) => body.type)).toEqual([
      'urn:problem:approval-revoked',
      'urn:problem:approval-used',
      'urn:problem:approval-not-found',
      'urn:problem:approval-revoked',
    ]);
  });

  it('that only the carrier has seen counts as that of a city, and is listed as unverified', async () => {
    const person = await someone('guangdong');

    const { body } = await restore(desk.carrierA, person, person.a, {
      policeApprovalNo: '穗公反诈〔2021〕17号',
    }).expect(200);
    const { body: listed } = await desk.approver.get('/v1/retained-sims?unverified=true').expect(200);
    const { body: verified } = await desk.approver.get('/v1/retained-sims?unverified=false').expect(200);

    expect(body.restored).toBe(true);
    expect(listed.items[0]).toMatchObject({ id: body.retained.id, approval: { level: 'city', isVerified: false } });
    expect(verified.items.map(({ id }: { id: string }) => id)).not.toContain(body.retained.id);
    const [row]: { plain: boolean }[] = await app.db.query(
      `SELECT position(convert_to('穗公', 'UTF8') IN approval_no_enc) > 0 AS plain FROM retained_sim WHERE id = $1`,
      [body.retained.id],
    );
    expect(row).toEqual({ plain: false });
  });

  it('is given for somebody who is recorded, and listed with what became of it', async () => {
    const person = await someone('guangdong');
    const approvalNo = await approvalFor(person);
    const subject = { idType: 'resident_id', idNumber: aResidentId() };

    const nobody = await desk.approver.post('/v1/sim-approvals').send({ subject, remark: '本人申请' });
    const { body } = await desk.approver.get('/v1/sim-approvals?limit=1').expect(200);

    expect(nobody.body.type).toBe('urn:problem:subject-not-found');
    expect(body.items).toMatchObject([{ approvalNo, state: 'given', card: null, retainedSimId: null }]);
  });
});

describe('what is recorded', () => {
  it('the decision with everything it depends on; it is replayed byte for byte, also after the number was given up', async () => {
    const person = await someone();
    const { body } = await restore(desk.carrierA, person, person.b).expect(200);
    await desk.carrierA.post(`/v1/sim-restorations/${body.retained.id}/end`).send({ reason: 'cancelled' }).expect(200);

    const { body: stored } = await desk.carrierA.get(`/v1/decisions/${body.decisionId}`).expect(200);
    const { body: replay } = await desk.carrierA.post(`/v1/decisions/${body.decisionId}/replay`).expect(200);

    expect(stored.question).toMatchObject({
      action: 'mobile_sim.restore',
      request: { channel: 'counter', inPerson: 'yes' },
    });
    expect(replay.same).toBe(true);
  });

  it('what was known and kept at an earlier instant is what officers are told of it', async () => {
    const person = await someone();
    const { body } = await restore(desk.carrierA, person, person.b).expect(200);
    const [taken]: { at: Date }[] = await app.db.query('SELECT taken_at AS at FROM revision WHERE number = $1', [
      body.retained.revision,
    ]);
    const known = taken?.at.getTime() ?? 0;
    const nextDay = { asOf: '2021-06-16T10:00:00+08:00' };

    const [then, before, dayBefore] = await at(new Date(), async () => [
      await use(desk.approver, person, person.b, { ...nextDay, knownAt: new Date(known).toISOString() }),
      await use(desk.approver, person, person.b, { ...nextDay, knownAt: new Date(known - 1).toISOString() }),
      await use(desk.approver, person, person.b, { asOf: '2021-06-15T09:59:59+08:00' }),
    ]);

    expect([then, before, dayBefore].map((answer) => answer?.body.outcome)).toEqual(['ALLOW', 'DENY', 'DENY']);
  });

  it('a restoration that fails before it is committed leaves nothing: asked again, it restores once', async () => {
    const person = await someone();
    const audit = app.app.get(Audit);
    const append = audit.append.bind(audit);
    const before = [await count('retained_sim'), await count('revision')];
    Object.assign(audit, { append: () => Promise.reject(new Error('the connection is gone')) });

    const failed = await restore(desk.carrierA, person, person.b);
    Object.assign(audit, { append });
    const between = [await count('retained_sim'), await count('revision')];
    const again = await restore(desk.carrierA, person, person.b).expect(200);

    expect(failed.status).toBe(500);
    expect(between).toEqual(before);
    expect(again.body.restored).toBe(true);
    expect(await usable(person)).toEqual([person.b]);
  });

  it('the register shows officers all and a carrier its own, numbers masked', async () => {
    const person = await someone();
    await restore(desk.carrierA, person, person.b).expect(200);

    const [all, own, others] = await Promise.all([
      desk.approver.get('/v1/retained-sims?limit=1'),
      desk.carrierA.get('/v1/retained-sims?limit=1'),
      desk.carrierB.get('/v1/retained-sims?limit=200'),
    ]);
    const { body: next } = await desk.approver
      .get(`/v1/retained-sims?limit=1&cursor=${all.body.nextCursor}`)
      .expect(200);

    expect(all.body.items).toMatchObject([
      {
        state: 'kept',
        carrier: { code: 'demo-carrier-a' },
        since: '2021-06-15T10:00:00.000+08:00',
        approval: null,
        ended: null,
      },
    ]);
    expect(own.body.items).toEqual(all.body.items.map((kept: object) => ({ ...kept, subjectId: null })));
    expect(next.items[0].id < all.body.items[0].id).toBe(true);
    expect(others.body.items.map(({ carrier }: { carrier: { code: string } }) => carrier.code)).not.toContain(
      'demo-carrier-a',
    );
    expect(JSON.stringify(all.body)).not.toContain(person.b);
    expect(app.log.join()).not.toContain(person.b);
  });

  const tampering = [
    { what: 'a kept number that is forgotten', sql: 'DELETE FROM retained_sim' },
    { what: 'another day of restoration', sql: `UPDATE retained_sim SET restored_at = restored_at - interval '1 day'` },
    {
      what: 'an end that is taken back',
      sql: `UPDATE retained_sim SET ended_at = NULL, ended_state = NULL, ended_by = NULL, revision_to = NULL WHERE ended_at IS NOT NULL`,
    },
    {
      what: 'an approval for somebody else',
      sql: 'UPDATE sim_approval SET subject_id = (SELECT id FROM subject WHERE id <> subject_id LIMIT 1)',
    },
    {
      what: 'a card of somebody else',
      sql: `INSERT INTO retained_sim (id, subject_id, institution_id, card_id, kind, restored_at, restored_by, decision_id, revision_from)
        SELECT gen_random_uuid(), subject.id, card.institution_id, card.id, card.kind, now(), 'client:x', gen_random_uuid(), 1
        FROM card, subject WHERE subject.id <> card.holder_id AND card.kind = 'mobile_sim' LIMIT 1`,
      refusal: 'a card of the subject',
    },
  ];

  it.each(tampering)('the database refuses $what', async ({ sql, refusal }) => {
    await expect(app.db.query(sql)).rejects.toThrow(refusal ?? 'append-only');
  });
});

describe('who is refused', () => {
  it('a number that the carrier has not registered as the person’s own, and a closed one', async () => {
    const [person, other] = [await someone(), await someone()];
    await put(desk.carrierA, person.idNumber, [person.a], { kind: 'mobile_sim', status: 'closed' });

    const answers = [
      await restore(desk.carrierA, person, aNumber()),
      await restore(desk.carrierA, person, other.a),
      await restore(desk.carrierB, person, person.b),
      await restore(desk.carrierA, { idNumber: aResidentId() }, person.b),
      await restore(desk.carrierA, person, person.a),
    ];

    expect(answers.map(({ body }) => body.type)).toEqual([
      ...Array.from({ length: 4 }, () => 'urn:problem:card-not-registered'),
      'urn:problem:card-closed',
    ]);
    expect(answers.map(({ status }) => status)).toEqual([422, 422, 422, 422, 422]);
  });

  it('a bank, an officer, and whoever is nobody', async () => {
    const person = await someone();
    const bank = await asClient(app, 'demo-bank-a');

    const answers = [
      await restore(bank, person, person.a),
      await restore(desk.approver, person, person.a),
      await app.request().post('/v1/sim-restorations').send({}),
    ];

    expect(answers.map(({ status }) => status)).toEqual([403, 403, 401]);
  });

  it('a keeping of another carrier is not to be ended or changed, and one that has ended stays ended', async () => {
    const person = await someone();
    const { body } = await restore(desk.carrierA, person, person.b).expect(200);
    const path = `/v1/sim-restorations/${body.retained.id}`;

    const answers = [
      await desk.carrierB.post(`${path}/end`).send({ reason: 'cancelled' }),
      await desk.carrierB.post(`${path}/change`).send(visit(person.c, {})),
      await desk.carrierA.post(`${path}/end`).send({ reason: 'released' }),
      await desk.carrierA.post(`${path}/end`).send({ reason: 'cancelled' }),
      await desk.carrierA.post(`${path}/end`).send({ reason: 'moved' }),
      await desk.carrierA.post(`${path}/change`).send(visit(person.a, {})),
    ];

    expect(answers.map(({ status }) => status)).toEqual([404, 404, 400, 200, 409, 409]);
  });

  const malformed = [
    {
      what: 'no subject',
      body: { card: { kind: 'mobile_sim', number: '19900000001' }, channel: 'counter', inPerson: true },
    },
    { what: 'a bank account', body: { card: { kind: 'bank_account', number: '6230000000001' } } },
    { what: 'no word whether the person is there', body: { inPerson: undefined } },
    { what: 'a word for yes', body: { inPerson: 'true' } },
    { what: 'a number of a million digits', body: { card: { kind: 'mobile_sim', number: '1'.repeat(1_000_000) } } },
    { what: 'an approval that is no text', body: { policeApprovalNo: { $ne: null } } },
    { what: 'null for an approval', body: { policeApprovalNo: null } },
    {
      what: 'an identifier that can be nobody’s',
      body: { subject: { idType: 'resident_id', idNumber: '500105188808102987' } },
    },
  ];

  it.each(malformed)('$what: refused as not valid', async ({ what, body }) => {
    const whole = {
      subject: { idType: 'resident_id', idNumber: aResidentId() },
      card: { kind: 'mobile_sim', number: '19900000001' },
      channel: 'counter',
      inPerson: true,
    };

    const answer = await desk.carrierA
      .post('/v1/sim-restorations')
      .send(what === 'no subject' ? body : { ...whole, ...body });

    expect([answer.status, answer.body.type]).toEqual([400, 'urn:problem:validation-failed']);
  });

  it('under one idempotency key a request is carried out once', async () => {
    const person = await someone();
    const send = () => restore(desk.carrierA, person, person.b).set('Idempotency-Key', `visit-${person.b}`);

    const [first, again] = [await send(), await send()];

    expect(again.text).toBe(first.text);
    expect(again.headers['idempotency-replayed']).toBe('true');
  });
});
