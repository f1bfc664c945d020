import { beforeAll, describe, expect, it } from '@jest/globals';
import type supertest from 'supertest';
import type { DesignationDto } from '../src/lists/lists.dto.js';
import { asClient, asOfficer, type Caller } from './support/api.js';
import { aTestApp, FixedClock, type TestApp } from './support/app.js';
import { aDesignation, aResidentId } from './support/designations.js';

const START = new Date('2025-06-05T10:00:00+08:00');
const clock = new FixedClock(START);
const NOBODY = 'SS20259999999999';

let test: TestApp;
let submitter: Caller;
let approver: Caller;
let appeals: Caller;
let addresses = 0;

beforeAll(async () => {
  test = await aTestApp({ clock, environment: { DUANKA_TRUST_PROXY: '127.0.0.1', DUANKA_LOGIN_RATE_LIMIT: '100000' } });
  [submitter, approver, appeals] = await Promise.all([
    asOfficer(test, 'city-submitter'),
    asOfficer(test, 'city-approver'),
    asOfficer(test, 'appeals-officer'),
  ]);
});

/** Each call another: nobody waits for the failures of somebody else. */
function anAddress(): string {
  addresses += 1;
  return `203.0.${Math.floor(addresses / 250)}.${(addresses % 250) + 1}`;
}

async function approve(...entries: DesignationDto[]): Promise<void> {
  const drafted = await submitter.post('/v1/sanction-lists').send({ title: '测试', entries }).expect(201);
  await submitter.post(`/v1/sanction-lists/${drafted.body.id}/submit`).expect(200);
  await approver.post(`/v1/sanction-lists/${drafted.body.id}/approve`).send({ remark: '核对无误' }).expect(200);
}

interface Person {
  idType: string;
  idNumber: string;
}

function personOf({ subject: { idType, idNumber } }: DesignationDto): Person {
  return { idType, idNumber };
}

/** @returns id and receipt number */
async function anAppealOf(person: Person, more: object = {}): Promise<{ id: string; receiptNo: string }> {
  const { body } = await appeals
    .post('/v1/appeals')
    .send({ subject: person, grounds: '有误', ...more })
    .expect(201);
  return body;
}

function ask(receiptNo: string, person: Person, address = anAddress()): supertest.Test {
  return test
    .request()
    .post('/v1/standing')
    .set('x-forwarded-for', address)
    .set('accept-language', 'en')
    .send({ receiptNo, subject: person });
}

function take(id: string, action: string, body: object): supertest.Test {
  return appeals.post(`/v1/appeals/${id}/${action}`).send(body).expect(200);
}

describe('how a person stands', () => {
  it('is told to the person: under what, by whom, until when, what still works, where to turn', async () => {
    const designation = aDesignation();
    await approve(designation);
    const { receiptNo } = await anAppealOf(personOf(designation));

    const { body } = await ask(receiptNo, personOf(designation)).expect(200);

    expect(body.sanctions).toMatchObject([
      {
        regime: 'Joint Sanctions Measures (2024)',
        organ: '合肥市公安局',
        documentNo: designation.documentNo,
        standing: 'standing',
        suspendedAt: null,
        lastDay: '2026-12-10',
        remedy: { organ: '合肥市公安局', how: expect.stringContaining('合肥市公安局') },
      },
    ]);
    const [sanction] = body.sanctions;
    expect(sanction.measures).toContainEqual(
      expect.objectContaining({ measure: 'bank.noncounter.outflow', lastDay: '2026-12-10', title: expect.any(String) }),
    );
    expect(sanction.basis).toContainEqual(expect.objectContaining({ source: 'joint-measures-2024', article: 'F1' }));
    const works = new Map(body.works.map((one: { what: string; outcome: string }) => [one.what, one.outcome]));
    expect(works.get('counter')).toBe('ALLOW');
    expect(works.get('salary')).toBe('ALLOW');
    expect(works.get('water')).toBe('ALLOW');
    expect(works.get('online_transfer')).toBe('DENY');
    expect(works.get('new_sim')).toBe('DENY');
    expect(body.appeals).toMatchObject([{ receiptNo, state: 'filed', reasons: null, clocks: expect.any(Array) }]);
    expect(body.release).toBeNull();
  });

  it('in Chinese for whoever prefers it', async () => {
    const designation = aDesignation();
    await approve(designation);
    const { receiptNo } = await anAppealOf(personOf(designation));

    const { body } = await ask(receiptNo, personOf(designation)).set('accept-language', 'zh-CN').expect(200);

    expect(body.sanctions[0].regime).toBe('联合惩戒办法(2024)');
    expect(body.works[0].title).toBe('在银行柜面取款、转账');
  });

  it('is visible at every step of an appeal', async () => {
    const designation = aDesignation();
    const person = personOf(designation);
    await approve(designation);
    const { id, receiptNo } = await anAppealOf(person);
    const seen = async () => (await ask(receiptNo, person).expect(200)).body;

    await take(id, 'accept', { suspendEffect: true });
    const accepted = await seen();
    await take(id, 'verify', { finding: '内部核查意见' });
    const verified = await seen();
    await take(id, 'uphold', { reasons: '认定有误' });
    const upheld = await seen();

    expect(accepted).toMatchObject({
      sanctions: [{ standing: 'suspended', suspendedAt: '2025-06-05T10:00:00.000+08:00' }],
      appeals: [{ state: 'accepted' }],
    });
    expect(accepted.works.map(({ outcome }: { outcome: string }) => outcome)).not.toContain('DENY');
    expect(verified.appeals).toMatchObject([{ state: 'verified', reasons: null }]);
    expect(JSON.stringify(verified)).not.toContain('内部核查意见');
    expect(upheld).toMatchObject({
      sanctions: [],
      works: [],
      appeals: [{ state: 'upheld', reasons: '认定有误', steps: [{}, {}, {}, { action: 'uphold' }] }],
    });
  });

  it('of somebody whom nobody has recorded is shown too: only the appeal is there', async () => {
    const person = { idType: 'resident_id', idNumber: aResidentId() };
    const { receiptNo } = await anAppealOf(person, { kind: 'namesake' });

    const { body } = await ask(receiptNo, person).expect(200);

    expect(body).toMatchObject({ sanctions: [], works: [], appeals: [{ kind: 'namesake' }], release: null });
  });

  it('how far the release has come is a count: which institutions hold what is nobody’s business', async () => {
    const designation = aDesignation();
    const person = personOf(designation);
    await approve(designation);
    const { id, receiptNo } = await anAppealOf(person);
    await take(id, 'accept', {});
    await take(id, 'verify', { finding: '有误' });
    await take(id, 'uphold', { reasons: '有误' });
    const done = await answerReleases('demo-bank-a', person, ['executed']);
    const found = await answerReleases('demo-bank-b', person, ['refused', 'not_found']);

    const { body } = await ask(receiptNo, person).expect(200);
    const { body: appeal } = await appeals.get(`/v1/appeals/${id}`).expect(200);

    const { directives, receipts, acknowledged, outstanding } = appeal.releases;
    expect(body.release).toEqual({ directives, receipts, acknowledged });
    expect(acknowledged).toBe(done + found);
    const owing = outstanding.map(({ code }: { code: string }) => code);
    expect(owing).toContain('demo-carrier-a');
    expect(owing).not.toContain('demo-bank-b');
    expect(JSON.stringify(body)).not.toContain('demo-');
  });
});

/** A bank answers every release about a person that it was told of, one answer after the other. @returns how many it was told of */
async function answerReleases(who: string, person: Person, results: readonly string[]): Promise<number> {
  const client = await asClient(test, who);
  const { body } = await client.get('/v1/directives?action=restore&limit=100').expect(200);
  const about = body.items.filter((item: { subject: Person }) => item.subject.idNumber === person.idNumber);
  for (const { id } of about)
    for (const result of results)
      await client.post(`/v1/directives/${id}/receipts`).send({ result, detail: '见附件' }).expect(201);
  return about.length;
}

describe('nothing about others', () => {
  it('a wrong number and a wrong identifier are answered alike', async () => {
    const [mine, other] = [aDesignation(), aDesignation()];
    await approve(mine, other);
    const { receiptNo } = await anAppealOf(personOf(mine));

    const answers = await Promise.all([ask(receiptNo, personOf(other)), ask(NOBODY, personOf(mine))]);

    for (const { status, body } of answers) {
      expect(status).toBe(404);
      expect(body).toMatchObject({ type: 'urn:problem:standing-not-found', instance: '/v1/standing' });
    }
    expect(answers[0]?.body).toEqual(answers[1]?.body);
  });

  it('blanks, hyphens, full-width and small letters of a number do not matter, and neither does the spelling of an identifier', async () => {
    const designation = aDesignation();
    await approve(designation);
    const { receiptNo } = await anAppealOf(personOf(designation));
    const typed = ` ${receiptNo.slice(0, 6).toLowerCase()}—${receiptNo.slice(6, 10)}－${receiptNo.slice(10).replace('0', '０')} `;

    await ask(typed, { idType: 'resident_id', idNumber: ` ${designation.subject.idNumber.toLowerCase()} ` }).expect(
      200,
    );
  });

  it('no case and no institution’s card is in the answer', async () => {
    const designation = aDesignation({
      implicatedCards: [{ kind: 'bank_account', number: '6228480000000000001', caseNo: 'A340100' }],
    });
    await approve(designation);
    const { receiptNo } = await anAppealOf(personOf(designation));

    const { text } = await ask(receiptNo, personOf(designation)).expect(200);

    for (const secret of ['6228480000000000001', 'A340100', designation.subject.idNumber, 'demo-'])
      expect(text).not.toContain(secret);
  });

  it('every attempt is in the audit trail, without the number, the person or the address', async () => {
    const designation = aDesignation();
    await approve(designation);
    const { receiptNo } = await anAppealOf(personOf(designation));
    const address = anAddress();
    await ask(receiptNo, personOf(designation), address).expect(200);
    await ask(NOBODY, personOf(designation), address).expect(404);

    const rows: { detail: string }[] = await test.db.query(
      `SELECT detail::text FROM audit_entry WHERE what = 'standing.asked' ORDER BY seq DESC LIMIT 2`,
    );

    expect(rows.map(({ detail }) => JSON.parse(detail))).toEqual([{ result: 'mismatch' }, { result: 'shown' }]);
    const kept: { text: string }[] = await test.db.query(
      `SELECT audit_entry::text AS text FROM audit_entry UNION ALL SELECT standing_failure::text FROM standing_failure`,
    );
    const written = test.log.join('') + kept.map(({ text }) => text).join('');
    for (const secret of [designation.subject.idNumber, address]) expect(written).not.toContain(secret);
    expect(kept.map(({ text }) => text).join('')).not.toContain(receiptNo);
  });
});

describe('attempts', () => {
  it('five failures of a receipt number wait, from whatever address; then also the right identifier waits', async () => {
    const designation = aDesignation();
    await approve(designation);
    const { receiptNo } = await anAppealOf(personOf(designation));
    const wrong = { idType: 'resident_id', idNumber: aResidentId() };
    for (let failure = 0; failure < 5; failure += 1) await ask(receiptNo, wrong).expect(404);

    const locked = await ask(receiptNo, personOf(designation)).expect(429);

    expect(locked.body.type).toBe('urn:problem:standing-locked');
    expect(Number(locked.headers['retry-after'])).toBe(15 * 60);
    clock.set(new Date(START.getTime() + 15 * 60_000));
    await ask(receiptNo, personOf(designation)).expect(200);
    clock.set(START);
  });

  it('of twenty guesses at once five count, and a right one among the others is refused', async () => {
    const designation = aDesignation();
    await approve(designation);
    const { receiptNo } = await anAppealOf(personOf(designation));
    const guesses = Array.from({ length: 20 }, () => ({ idType: 'resident_id', idNumber: aResidentId() }));

    const answers = await Promise.all(guesses.map((guess) => ask(receiptNo, guess)));
    const right = await ask(receiptNo, personOf(designation));

    expect(answers.filter(({ status }) => status === 404)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(15);
    expect(right.status).toBe(429);
  });

  it('twenty failures of an address wait, whatever numbers it tries; others go on', async () => {
    const designation = aDesignation();
    await approve(designation);
    const { receiptNo } = await anAppealOf(personOf(designation));
    const address = anAddress();
    for (let guess = 0; guess < 20; guess += 1)
      await ask(`SS2025${String(guess).padStart(10, '0')}`, personOf(designation), address).expect(404);

    await ask(receiptNo, personOf(designation), address).expect(429);
    await ask(receiptNo, personOf(designation)).expect(200);
  });

  it('whoever is right is never counted', async () => {
    const designation = aDesignation();
    await approve(designation);
    const { receiptNo } = await anAppealOf(personOf(designation));
    const address = anAddress();

    for (let time = 0; time < 25; time += 1) await ask(receiptNo, personOf(designation), address).expect(200);
  });

  it('what is over is swept away', async () => {
    clock.set(new Date(START.getTime() + 60 * 60_000));
    const before: { count: number }[] = await test.db.query('SELECT count(*)::int AS count FROM standing_failure');
    await ask(NOBODY, { idType: 'resident_id', idNumber: aResidentId() }).expect(404);

    const [left]: { count: number }[] = await test.db.query('SELECT count(*)::int AS count FROM standing_failure');
    clock.set(START);

    expect(before[0]?.count).toBeGreaterThan(2);
    expect(left?.count).toBe(2);
  });

  it.each([
    ['no number', { receiptNo: '', subject: { idType: 'resident_id', idNumber: aResidentId() } }],
    [
      'a number without end',
      { receiptNo: 'S'.repeat(65), subject: { idType: 'resident_id', idNumber: aResidentId() } },
    ],
    ['no person', { receiptNo: NOBODY }],
    ['a person nobody can be', { receiptNo: NOBODY, subject: { idType: 'resident_id', idNumber: '123' } }],
    ['a list', []],
  ])('%s: refused', async (_, body) => {
    const answer = await test.request().post('/v1/standing').set('x-forwarded-for', anAddress()).send(body);

    expect(answer.body).toMatchObject({ type: 'urn:problem:validation-failed', status: 400 });
  });
});

describe('the status page', () => {
  const form = (fields: Record<string, string>, address = anAddress()): supertest.Test =>
    test.request().post('/standing').set('x-forwarded-for', address).type('form').send(fields);

  it('is a form without script, in the language of the reader or the one chosen', async () => {
    const chinese = await test.request().get('/standing').expect(200);
    const english = await test.request().get('/standing?lang=en').expect(200);

    expect(chinese.text).toContain('<html lang="zh-CN">');
    expect(chinese.text).toContain('本人惩戒情况查询');
    expect(english.text).toContain('How you stand');
    expect(english.type).toBe('text/html');
    expect(english.text).not.toContain('<script');
    expect(english.headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'self'/,
    );
    expect(english.headers['cache-control']).toBe('no-store');
  });

  it('shows how the person stands', async () => {
    const designation = aDesignation();
    await approve(designation);
    const { receiptNo } = await anAppealOf(personOf(designation));

    const { text } = await form({ receiptNo, ...personOf(designation), lang: 'en' }).expect(200);

    for (const told of [
      'Joint Sanctions Measures (2024)',
      '合肥市公安局',
      '2026-12-10',
      receiptNo,
      'Wages and other money coming into a bank account',
      'was not read',
    ])
      expect(text).toContain(told);
    expect(text).not.toContain(designation.subject.idNumber);
  });

  it('says what went wrong on a page, with the status of the door for machines', async () => {
    const person = { idType: 'resident_id', idNumber: aResidentId() };
    const address = anAddress();

    expect((await form({ receiptNo: NOBODY, ...person, lang: 'en' }, address).expect(404)).text).toContain(
      'Nothing was found',
    );
    expect((await form({ receiptNo: '', ...person }, address).expect(400)).text).toContain('请填写');
    expect((await form({ receiptNo: NOBODY, idType: 'resident_id', idNumber: '1' }).expect(400)).text).toContain(
      '请填写',
    );
    for (let failure = 0; failure < 4; failure += 1) await form({ receiptNo: NOBODY, ...person }, address);
    const locked = await form({ receiptNo: NOBODY, ...person }, address).expect(429);
    expect(Number(locked.headers['retry-after'])).toBeGreaterThan(0);
  });

  it('prints what officers wrote as text, never as markup', async () => {
    const designation = aDesignation();
    await approve(designation);
    const { id, receiptNo } = await anAppealOf(personOf(designation));
    await take(id, 'refuse', { reasons: '<script>alert(1)</script>' });

    const { text } = await form({ receiptNo, ...personOf(designation) }).expect(200);

    expect(text).not.toContain('<script');
    expect(text).toContain('&lt;script&gt;');
  });
});
