import { request as openRequest } from 'node:http';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Revisions } from '../src/platform/revisions.js';
import { Restrictions } from '../src/restrictions/restrictions.service.js';
import { DecisionLog } from '../src/decision-log/decision-log.service.js';
import type { DesignationDto } from '../src/lists/lists.dto.js';
import { asClient, asOfficer, type Caller } from './support/api.js';
import { aTestApp, FixedClock, type TestApp } from './support/app.js';
import { aDesignation, aResidentId } from './support/designations.js';

const NDJSON = 'application/x-ndjson';
const clock = new FixedClock(new Date('2025-01-05T10:00:00+08:00'));

let app: TestApp;
let bankA: Caller;
let bankB: Caller;
let carrier: Caller;
let officer: Caller;
/** Under the 2024 Measures since 2024-12-10, for two years. */
let sanctioned: DesignationDto;
/** On a telecom list of Chongqing since 2021-08-01, for five years. */
let badUser: DesignationDto;

beforeAll(async () => {
  app = await aTestApp({ clock, environment: { DUANKA_RATE_LIMIT: '1000000' } });
  [bankA, bankB, carrier, officer] = await Promise.all([
    asClient(app, 'demo-bank-a'),
    asClient(app, 'demo-bank-b'),
    asClient(app, 'demo-carrier-a'),
    asOfficer(app, 'city-submitter'),
  ]);
  sanctioned = aDesignation();
  badUser = aDesignation({
    regime: 'cn-tel-chongqing-2021',
    ground: 'implicated_holder',
    itemKinds: ['mobile_sim'],
    identifiedOn: '2021-08-01',
    identifyingOrgan: { code: '500000', level: 'city', name: '重庆市公安局' },
  });
  await approve([sanctioned, badUser]);
});

/** Puts designations through the four eyes. @returns the revision from which decisions know them */
async function approve(entries: DesignationDto[]): Promise<number> {
  const drafted = await officer.post('/v1/sanction-lists').send({ title: '测试', entries }).expect(201);
  expect(drafted.body.counts).toMatchObject({ rejected: 0 });
  await officer.post(`/v1/sanction-lists/${drafted.body.id}/submit`).expect(200);
  const approver = await asOfficer(app, 'city-approver');
  const approved = await approver
    .post(`/v1/sanction-lists/${drafted.body.id}/approve`)
    .send({ remark: '核对无误' })
    .expect(200);
  return Number(approved.body.revision);
}

interface QuestionBody {
  action: string;
  subject: { kind?: string; idType: string; idNumber: string; name?: string };
  [more: string]: unknown;
}

/** An online transfer, asked by a bank. */
function aTransfer(idNumber: string, more: Partial<QuestionBody> = {}): QuestionBody {
  return {
    action: 'bank_account.outflow',
    subject: { idType: 'resident_id', idNumber },
    channel: 'online',
    purpose: 'transfer',
    ...more,
  };
}

function ask(caller: Caller, body: object): ReturnType<Caller['post']> {
  return caller.post('/v1/decisions').send(body);
}

async function loggedDecisions(): Promise<number> {
  const [row]: { count: number }[] = await app.db.query('SELECT sum(count)::integer AS count FROM decision_group');
  return row?.count ?? -1;
}

async function askLines(caller: Caller, lines: readonly string[]): Promise<Record<string, unknown>[]> {
  const answer = await caller
    .post('/v1/decisions/batch')
    .set('content-type', NDJSON)
    .send(lines.join('\n'))
    .buffer(true)
    .expect(200);
  expect(answer.headers['content-type']).toContain(NDJSON);
  return answer.text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe('a decision', () => {
  it('a bank that asks about an online transfer of a sanctioned person is told no, why, until when and where to turn', async () => {
    const answer = await ask(bankA, aTransfer(sanctioned.subject.idNumber)).expect(200);

    expect(answer.body).toMatchObject({
      outcome: 'DENY',
      lastDay: '2026-12-10',
      asOf: '2025-01-05T10:00:00.000+08:00',
      rulebook: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      revision: expect.any(Number),
    });
    expect(Object.keys(answer.body)).toEqual([
      'decisionId',
      'outcome',
      'reasons',
      'excused',
      'limits',
      'weakestConfidence',
      'lastDay',
      'revision',
      'rulebook',
      'asOf',
    ]);
    const [reason] = answer.body.reasons;
    expect(reason).toMatchObject({ effect: 'DENY', lastDay: '2026-12-10', releaseAt: '2026-12-11T00:00:00+08:00' });
    expect(reason.basis.length).toBeGreaterThan(0);
    expect(reason.tellCustomer).not.toBe('');
    expect(reason.remedy.organ).toBe('合肥市公安局');
  });

  it('the measure ends by the clock: the last second of the last day is refused, the next one is not', async () => {
    const last = await ask(bankA, aTransfer(sanctioned.subject.idNumber, { asOf: '2026-12-10T23:59:59+08:00' }));
    const next = await ask(bankA, aTransfer(sanctioned.subject.idNumber, { asOf: '2026-12-10T16:00:00Z' }));

    expect(last.body.outcome).toBe('DENY');
    expect(next.body.outcome).toBe('ALLOW');
  });

  it('a carrier does not give a new SIM to a person on a telecom list', async () => {
    const answer = await ask(carrier, {
      action: 'mobile_sim.activate',
      subject: { idType: 'resident_id', idNumber: badUser.subject.idNumber },
    });

    expect(answer.body).toMatchObject({ outcome: 'DENY', lastDay: '2026-08-01' });
  });

  it('a person without any sanction is allowed, without a reason', async () => {
    const answer = await ask(bankA, aTransfer(aResidentId()));

    expect(answer.body).toMatchObject({ outcome: 'ALLOW', reasons: [], excused: [], limits: [] });
    expect(answer.body).not.toHaveProperty('lastDay');
  });

  it('the answer speaks the language of the request', async () => {
    const chinese = await ask(bankA, aTransfer(sanctioned.subject.idNumber));
    const english = await ask(bankA, aTransfer(sanctioned.subject.idNumber)).set('accept-language', 'en');

    expect(chinese.body.reasons[0].tellCustomer).not.toMatch(/\b(until|restricted)\b/);
    expect(english.body.reasons[0].tellCustomer).toMatch(/\b(until|restricted)\b/);
  });

  it('a name that differs from the recorded one is never an automatic DENY, the recorded one is', async () => {
    const { idNumber, name } = sanctioned.subject;
    const same = await ask(bankA, aTransfer(idNumber, { subject: { idType: 'resident_id', idNumber, name } }));
    const differs = await ask(
      bankA,
      aTransfer(idNumber, { subject: { idType: 'resident_id', idNumber, name: '别人' } }),
    );

    expect(same.body.outcome).toBe('DENY');
    expect(differs.body.outcome).toBe('REVIEW');
  });

  it('an institution sees nothing of the case: no list, no document, no other card', async () => {
    const answer = await ask(bankA, aTransfer(sanctioned.subject.idNumber));

    expect(answer.text).not.toContain(String(sanctioned.documentNo));
    expect(answer.text).not.toContain(sanctioned.subject.name);
    expect(answer.text).not.toContain(sanctioned.subject.idNumber);
  });

  it('money to a card that somebody else holds is not a transfer to the own account', async () => {
    const own = '6230000000000000041';
    const foreign = '6230000000000000058';
    const { idNumber, name } = sanctioned.subject;
    const card = (number: string, holder: { idNumber: string; name: string }): object => ({
      kind: 'bank_account',
      number,
      holder: { idType: 'resident_id', ...holder },
      status: 'active',
    });
    const cards = [card(own, { idNumber, name }), card(foreign, { idNumber: aResidentId(), name: '别人' })];
    await bankA.put('/v1/cards').send({ cards }).expect(200);
    const payment = await asClient(app, 'demo-payment');
    const transfer = (number: string): object => ({
      action: 'payment_account.withdraw',
      subject: { idType: 'resident_id', idNumber },
      channel: 'online',
      purpose: 'own_same_name_bank',
      counterpartyCard: { kind: 'bank_account', number },
    });

    const toOwn = await ask(payment, transfer(own));
    const toForeign = await ask(payment, transfer(foreign));

    expect(toOwn.body.outcome).toBe('ALLOW');
    expect(toForeign.body.outcome).toBe('DENY');
  });
});

describe('an implicated card', () => {
  const number = '19912345678';
  const asking = (kind: string, more: object = {}): object => ({
    action: 'mobile_sim.transfer_ownership',
    subject: { idType: 'resident_id', idNumber: aResidentId() },
    card: { kind, number },
    ...more,
  });

  beforeAll(async () => {
    await approve([aDesignation({ implicatedCards: [{ kind: 'bank_account', number, caseNo: 'A500160116941' }] })]);
  });

  it('is refused whoever holds it, and the case is not told', async () => {
    const answer = await ask(bankA, aTransfer(aResidentId(), { card: { kind: 'bank_account', number } }));

    expect(answer.body.outcome).toBe('DENY');
    expect(answer.text).not.toContain('A500160116941');
  });

  it('was none before the day it was listed', async () => {
    const card = { kind: 'bank_account', number };

    const dayBefore = await ask(bankA, aTransfer(aResidentId(), { card, asOf: '2024-12-09T23:59:59+08:00' }));
    const firstDay = await ask(bankA, aTransfer(aResidentId(), { card, asOf: '2024-12-10T00:00:00+08:00' }));

    expect(dayBefore.body.outcome).toBe('ALLOW');
    expect(firstDay.body.outcome).toBe('DENY');
  });

  it('does not burden a SIM that happens to have its number', async () => {
    const answer = await ask(carrier, asking('mobile_sim'));

    expect(answer.body).toMatchObject({ outcome: 'ALLOW', reasons: [] });
  });
});

describe('who may ask', () => {
  it('a bank does not ask a question of carriers', async () => {
    const answer = await ask(bankA, {
      action: 'mobile_sim.activate',
      subject: { idType: 'resident_id', idNumber: aResidentId() },
    });

    expect(answer.body).toMatchObject({ type: 'urn:problem:question-not-yours', status: 403 });
  });

  it('an officer asks any question, for advice', async () => {
    const answer = await ask(officer, {
      action: 'mobile_sim.activate',
      subject: { idType: 'resident_id', idNumber: badUser.subject.idNumber },
    });

    expect(answer.body.outcome).toBe('DENY');
  });

  it.each([
    { body: { action: 'bank_account.rob' }, type: 'question-unknown', status: 400 },
    { body: { subject: undefined }, type: 'validation-failed', status: 400 },
    { body: { channel: 'pigeon' }, type: 'validation-failed', status: 400 },
    { body: { colour: 'red' }, type: 'validation-failed', status: 400 },
    { body: { asOf: '2025-01-05T10:00:00' }, type: 'validation-failed', status: 400 },
    { body: { asOf: '2025-02-30T10:00:00+08:00' }, type: 'validation-failed', status: 400 },
    {
      body: { subject: { idType: 'resident_id', idNumber: '500117188009177152' } },
      type: 'validation-failed',
      status: 400,
    },
    { body: { asOf: '2016-01-01T00:00:00+08:00' }, type: 'day-before-rulebook', status: 422 },
  ])('$body is refused as $type', async ({ body, type, status }) => {
    const before = await loggedDecisions();

    const answer = await ask(bankA, { ...aTransfer(aResidentId()), ...body });

    expect(answer.body).toMatchObject({ type: `urn:problem:${type}`, status });
    expect(await loggedDecisions()).toBe(before);
  });
});

describe('a wanted revision', () => {
  it('an answer is not older than the revision of the approval', async () => {
    const designation = aDesignation();
    const revision = await approve([designation]);

    const answer = await ask(bankA, aTransfer(designation.subject.idNumber)).set(
      'Duanka-Min-Revision',
      String(revision),
    );

    expect(answer.body.outcome).toBe('DENY');
    expect(answer.body.revision).toBeGreaterThanOrEqual(revision);
  });

  it('a revision that does not come within two seconds is a 409, which names the present one', async () => {
    const answer = await ask(bankA, aTransfer(aResidentId())).set('Duanka-Min-Revision', '999999');

    expect(answer.body).toMatchObject({ type: 'urn:problem:revision-not-reached', status: 409 });
    expect(answer.body.detail).toMatch(/\d/);
  });

  it('a revision that comes while the question waits is answered from', async () => {
    const [row]: { wanted: number }[] = await app.db.query('SELECT max(number) + 1 AS wanted FROM revision');
    const wanted = row?.wanted ?? 0;

    const [answer] = await Promise.all([
      ask(bankA, aTransfer(aResidentId())).set('Duanka-Min-Revision', String(wanted)),
      app.db.query('INSERT INTO revision (number, reason) VALUES ($1, $2)', [wanted, 'test']),
    ]);

    expect(answer.body).toMatchObject({ outcome: 'ALLOW', revision: wanted });
  });

  it('a header that is no number is refused', async () => {
    const answer = await ask(bankA, aTransfer(aResidentId())).set('Duanka-Min-Revision', 'soon');

    expect(answer.body).toMatchObject({ type: 'urn:problem:validation-failed' });
  });
});

describe('a batch', () => {
  it('every line is answered in its place, and a bad line is a problem in its place', async () => {
    const lines = [
      JSON.stringify(aTransfer(sanctioned.subject.idNumber)),
      '{"action":',
      JSON.stringify(aTransfer(aResidentId())),
      JSON.stringify({ ...aTransfer(aResidentId()), action: 'mobile_sim.use' }),
      JSON.stringify({ ...aTransfer(aResidentId()), asOf: '2016-01-01T00:00:00Z' }),
      JSON.stringify({ ...aTransfer(aResidentId()), note: 'x'.repeat(70_000) }),
      '[]',
      JSON.stringify(aTransfer(sanctioned.subject.idNumber, { channel: 'counter' })),
    ];

    const answers = await askLines(bankA, lines);

    expect(answers).toMatchObject([
      { outcome: 'DENY' },
      { type: 'urn:problem:malformed-json' },
      { outcome: 'ALLOW' },
      { type: 'urn:problem:question-not-yours' },
      { type: 'urn:problem:day-before-rulebook' },
      { type: 'urn:problem:body-too-large' },
      { type: 'urn:problem:validation-failed' },
      { outcome: 'ALLOW' },
    ]);
  });

  it('5,000 lines are answered in order, each logged', async () => {
    const before = await loggedDecisions();
    const isSanctioned = (at: number): boolean => at % 7 === 3;
    const lines = Array.from({ length: 5_000 }, (_, at) =>
      JSON.stringify(aTransfer(isSanctioned(at) ? sanctioned.subject.idNumber : aResidentId())),
    );

    const answers = await askLines(bankA, lines);

    expect(answers.map(({ outcome }) => outcome)).toEqual(lines.map((_, at) => (isSanctioned(at) ? 'DENY' : 'ALLOW')));
    expect(new Set(answers.map(({ decisionId }) => decisionId)).size).toBe(5_000);
    expect(await loggedDecisions()).toBe(before + 5_000);
  });

  it('an asker who waits for each answer gets it before the next question', async () => {
    const dialogue = openBatch(bankA);
    const answers: string[] = [];

    dialogue.write(`${JSON.stringify(aTransfer(sanctioned.subject.idNumber))}\n`);
    for await (const chunk of await dialogue.response) {
      answers.push(String(chunk));
      if (answers.length === 1) dialogue.write(`${JSON.stringify(aTransfer(aResidentId()))}\n`);
      else dialogue.end();
    }

    expect(answers.map((answer) => JSON.parse(answer).outcome)).toEqual(['DENY', 'ALLOW']);
  });

  it('when the asker hangs up the work stops', async () => {
    const total = 30_000;
    const before = await loggedDecisions();
    const line = `${JSON.stringify(aTransfer(sanctioned.subject.idNumber))}\n`;
    const dialogue = openBatch(bankA);
    dialogue.write(line.repeat(total));
    const response = await dialogue.response;

    response.destroy();
    dialogue.hangUp();

    // What was under way when the line went dead is finished; after that nothing is logged but the questions asked here.
    let logged = await loggedDecisions();
    for (let quiet = 0; quiet < 20;) {
      await ask(bankA, aTransfer(aResidentId())).expect(200);
      const now = await loggedDecisions();
      quiet = now === logged + 1 ? quiet + 1 : 0;
      logged = now;
    }
    expect(logged - before).toBeLessThan(total);
  });

  it('an array is answered by an array, with problems in their places', async () => {
    const answer = await bankA
      .post('/v1/decisions/batch')
      .send([aTransfer(sanctioned.subject.idNumber), 7, aTransfer(aResidentId())])
      .expect(200);

    expect(answer.body).toMatchObject([
      { outcome: 'DENY' },
      { type: 'urn:problem:validation-failed' },
      { outcome: 'ALLOW' },
    ]);
  });

  it('an array of 10,000 is answered, one more is refused as a whole', async () => {
    const question = aTransfer(aResidentId());

    const most = await bankA.post('/v1/decisions/batch').send(Array.from({ length: 10_000 }, () => question));
    const tooMany = await bankA.post('/v1/decisions/batch').send(Array.from({ length: 10_001 }, () => question));

    expect(most.body.length).toBe(10_000);
    expect(tooMany.body).toMatchObject({ type: 'urn:problem:validation-failed', errors: [{ code: 'arrayMaxSize' }] });
  });
});

describe('the record', () => {
  it('the asking institution and officers read a decision with its trace, another institution does not know it', async () => {
    const asked = await ask(bankA, aTransfer(sanctioned.subject.idNumber));
    const path = `/v1/decisions/${asked.body.decisionId}`;

    const [own, ofOfficer, foreign] = await Promise.all([bankA.get(path), officer.get(path), bankB.get(path)]);

    expect(own.body).toMatchObject({
      ...asked.body,
      asker: 'client:demo-bank-a',
      question: { subject: { idNumber: sanctioned.subject.idNumber } },
    });
    expect(own.body.trace.some(({ fired }: { fired: boolean }) => fired)).toBe(true);
    expect(ofOfficer.body.decisionId).toBe(asked.body.decisionId);
    expect(foreign.body).toMatchObject({ type: 'urn:problem:decision-not-found', status: 404 });
  });

  it('a decision replayed from its record gives the same bytes, also after the books have moved on', async () => {
    const designation = aDesignation();
    await approve([designation]);
    const asked = await ask(bankA, aTransfer(designation.subject.idNumber));
    await approve([aDesignation({ subject: designation.subject, identifiedOn: '2025-01-03' })]);

    const replayed = await bankA.post(`/v1/decisions/${asked.body.decisionId}/replay`).expect(200);
    const now = await ask(bankA, aTransfer(designation.subject.idNumber));

    expect(replayed.body).toMatchObject({
      same: true,
      outcome: 'DENY',
      replayedOutcome: 'DENY',
      revision: asked.body.revision,
    });
    expect(replayed.body.replayedAnswerHash).toBe(replayed.body.answerHash);
    expect(now.body.lastDay > asked.body.lastDay).toBe(true);
  });

  it('another institution does not replay it', async () => {
    const asked = await ask(bankA, aTransfer(aResidentId()));

    const answer = await bankB.post(`/v1/decisions/${asked.body.decisionId}/replay`);

    expect(answer.body).toMatchObject({ type: 'urn:problem:decision-not-found' });
  });

  it('an institution lists its own decisions, newest first, page by page', async () => {
    const ids: string[] = [];
    for (let at = 0; at < 55; at += 1) ids.push(String((await ask(bankB, aTransfer(aResidentId()))).body.decisionId));

    const first = await bankB.get('/v1/decisions').expect(200);
    const second = await bankB.get(`/v1/decisions?cursor=${first.body.nextCursor}`).expect(200);

    const listed = [...first.body.items, ...second.body.items].map(
      ({ decisionId }: { decisionId: string }) => decisionId,
    );
    expect(listed).toEqual(ids.toReversed());
    expect(second.body.nextCursor).toBeNull();
  });

  it('200 decisions at once are all logged', async () => {
    const before = await loggedDecisions();

    const answers = await Promise.all(
      Array.from({ length: 200 }, () => ask(bankA, aTransfer(sanctioned.subject.idNumber))),
    );

    expect(await loggedDecisions()).toBe(before + 200);
    for (const { body } of answers.slice(0, 20))
      expect(await app.app.get(DecisionLog).byId(body.decisionId)).toMatchObject({ outcome: 'DENY' });
  });
});

describe('when deciding fails', () => {
  it('it is a 503, logged once, neither ALLOW nor DENY, and the other lines of a batch are answered', async () => {
    const designation = aDesignation();
    await approve([designation]);
    // A regime that no rulebook knows: nobody can say what it forbids.
    let revision = 0;
    await app.db.transaction(async (tx) => {
      await tx.query('SET LOCAL session_replication_role = replica');
      const [{ id }] = await tx.query('SELECT id FROM sanction ORDER BY revision_from DESC LIMIT 1');
      await tx.query(`UPDATE sanction SET regime = 'cn-nowhere-1999' WHERE id = $1`, [id]);
      // The nodes learn it as they learn everything: by a revision.
      revision = await app.app.get(Revisions).next(tx, 'test');
      await tx.query('UPDATE sanction_version SET revision_to = $1 WHERE sanction_id = $2', [revision, id]);
      await tx.query(
        `INSERT INTO sanction_version (sanction_id, revision_from, valid, standing, pattern_id)
         SELECT sanction_id, $1, valid, standing, pattern_id FROM sanction_version WHERE sanction_id = $2`,
        [revision, id],
      );
    });
    await app.app.get(Restrictions).reach(revision);
    const before = await loggedDecisions();
    const errorsBefore = app.log.filter((line) => line.includes('cn-nowhere-1999')).length;

    const single = await ask(bankA, aTransfer(designation.subject.idNumber));
    const errorsAfter = app.log.filter((line) => line.includes('cn-nowhere-1999')).length;
    const lines = await askLines(bankA, [
      JSON.stringify(aTransfer(designation.subject.idNumber)),
      JSON.stringify(aTransfer(aResidentId())),
    ]);

    expect(single.body).toMatchObject({ type: 'urn:problem:deciding-failed', status: 503 });
    expect(single.text).not.toContain('cn-nowhere-1999');
    expect(errorsAfter - errorsBefore).toBe(1);
    expect(lines).toMatchObject([{ type: 'urn:problem:deciding-failed' }, { outcome: 'ALLOW' }]);
    expect(await loggedDecisions()).toBe(before + 1);
  });
});

interface Dialogue {
  write: (text: string) => void;
  end: () => void;
  hangUp: () => void;
  response: Promise<NodeJS.ReadableStream & { destroy: () => void }>;
}

/** A batch request that stays open. */
function openBatch(caller: Caller): Dialogue {
  const address = app.app.getHttpServer().address();
  if (typeof address !== 'object' || address === null) throw new Error('The test server does not listen');
  const request = openRequest({
    port: address.port,
    path: '/v1/decisions/batch',
    method: 'POST',
    headers: { authorization: `Bearer ${caller.token}`, 'content-type': NDJSON },
  });
  // Hanging up is an error to the request, too.
  request.on('error', () => undefined);
  return {
    write: (text) => request.write(text),
    end: () => request.end(),
    hangUp: () => request.destroy(),
    response: new Promise((resolve) => {
      request.on('response', (response) => {
        response.on('error', () => undefined);
        resolve(response);
      });
    }),
  };
}
