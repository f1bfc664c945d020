import { beforeAll, describe, expect, it } from '@jest/globals';
import { Officers } from '../src/institutions/officers.service.js';
import type { Role } from '../src/institutions/principal.js';
import type { DesignationDto } from '../src/lists/lists.dto.js';
import { rulebookHash } from '../src/rulebook/load.js';
import { asClient, asOfficer, type Caller } from './support/api.js';
import { aTestApp, FixedClock, type TestApp } from './support/app.js';
import { aDesignation } from './support/designations.js';
import { valueOf, withValue, type Files } from './support/rule-files.js';

const LIVELIHOOD = 'cn-joint-2024.livelihood';
const TODAY = '2026-11-22';
const MORNING = new Date(`${TODAY}T10:00:00+08:00`);
const clock = new FixedClock(MORNING);

let app: TestApp;
let author: Caller;
let approver: Caller;
let bank: Caller;
let inForce: { hash: string; files: Files; cases: Files };
/** Under the 2024 Measures since 2026-06-10, for two years. */
let debtor: DesignationDto;
/** On a telecom list of Chongqing since 2024-08-01, for five years. */
let badUser: DesignationDto;

beforeAll(async () => {
  app = await aTestApp({ clock, environment: { DUANKA_RATE_LIMIT: '1000000', DUANKA_LOGIN_RATE_LIMIT: '100000' } });
  [author, approver, bank] = await Promise.all([
    asOfficer(app, 'rules-author'),
    asOfficer(app, 'rules-approver'),
    asClient(app, 'demo-bank-a'),
  ]);
  debtor = aDesignation({ identifiedOn: '2026-06-10' });
  badUser = aDesignation({
    regime: 'cn-tel-chongqing-2021',
    ground: 'implicated_holder',
    itemKinds: ['mobile_sim'],
    identifiedOn: '2024-08-01',
    identifyingOrgan: { code: '500000', level: 'city', name: '重庆市公安局' },
  });
  await approveList([debtor, badUser]);
  const { body } = await author.get('/v1/rulebooks').expect(200);
  inForce = (await author.get(`/v1/rulebooks/${body.items[0].hash}`).expect(200)).body;
});

async function approveList(entries: DesignationDto[]): Promise<void> {
  const [submitter, second] = await Promise.all([asOfficer(app, 'city-submitter'), asOfficer(app, 'city-approver')]);
  const { body } = await submitter.post('/v1/sanction-lists').send({ title: '测试', entries }).expect(201);
  await submitter.post(`/v1/sanction-lists/${body.id}/submit`).expect(200);
  await second.post(`/v1/sanction-lists/${body.id}/approve`).send({ remark: '核对无误' }).expect(200);
}

/** The law in force with its cases, in which standing debits for subscriptions are livelihood too from a day on. */
function withSubscriptions(from: string): Files {
  const files = { ...inForce.files, ...inForce.cases };
  return withValue(files, LIVELIHOOD, from, [...wordsOf(valueOf(files, LIVELIHOOD)), 'subscription']);
}

function wordsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

const submitted = new Map<string, Promise<string>>();

/** Hands a candidate in, or finds that the author has: checking takes seconds. */
function submit(files: Files, by: Caller = author): Promise<string> {
  const key = by.token + rulebookHash(files);
  const known = submitted.get(key) ?? handedIn(files, by);
  submitted.set(key, known);
  return known;
}

async function handedIn(files: Files, by: Caller): Promise<string> {
  const { body } = await by.post('/v1/rulebooks').send({ files }).expect(201);
  return String(body.hash);
}

interface WhatIfBody {
  id: string;
  state: string;
  diffHash: string;
  against: string;
  isMassChange: boolean;
  report: { days: { day: string; byPublication: { subjects: { affected: number } } }[] };
}

/** Runs a what-if to its end. */
async function whatIf(hash: string, effectiveFrom: string = TODAY): Promise<WhatIfBody> {
  const started = await author.post(`/v1/rulebooks/${hash}/what-if`).send({ effectiveFrom }).expect(202);
  return ended(hash, String(started.body.id));
}

async function ended(hash: string, id: string): Promise<WhatIfBody> {
  for (;;) {
    const { body } = await author.get(`/v1/rulebooks/${hash}/what-if/${id}`).expect(200);
    if (body.state !== 'running') return body;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function publish(hash: string, body: object, by: Caller = approver): ReturnType<Caller['post']> {
  return by.post(`/v1/rulebooks/${hash}/publish`).send(body);
}

/** A subscription debited online under an agreement from before the sanction. */
function askSubscription(): ReturnType<Caller['post']> {
  return bank.post('/v1/decisions').send({
    action: 'bank_account.outflow',
    subject: { idType: 'resident_id', idNumber: debtor.subject.idNumber },
    channel: 'online',
    purpose: 'subscription',
    agreementSince: '2022-05-01',
  });
}

/** An officer of one's own making, signed in. */
async function anOfficer(username: string, organCode: string, roles: Role[]): Promise<Caller> {
  const password = 'correct horse battery';
  await app.app.get(Officers).register('system', { username, organCode, roles, password });
  const answer = await app.request().post('/v1/sessions').send({ username, password }).expect(201);
  const token = String(answer.body.accessToken);
  const authorized = (request: ReturnType<Caller['get']>): ReturnType<Caller['get']> =>
    request.set('authorization', `Bearer ${token}`);
  return {
    token,
    get: (path) => authorized(app.request().get(path)),
    put: (path) => authorized(app.request().put(path)),
    delete: (path) => authorized(app.request().delete(path)),
    patch: (path) => authorized(app.request().patch(path)),
    post: (path) => authorized(app.request().post(path)),
  };
}

describe('the first rulebook', () => {
  it('a new service publishes its folder by itself, without a revision, and the audit trail says so', async () => {
    const { body } = await author.get('/v1/rulebooks').expect(200);
    const acts = await app.db.query(`SELECT actor, what, object FROM audit_entry WHERE object LIKE 'rulebook:%'`);

    expect(body.items).toEqual([
      expect.objectContaining({
        hash: inForce.hash,
        state: 'in_force',
        author: 'system',
        source: 'folder',
        publication: expect.objectContaining({ approver: 'system', revision: null, diffHash: null }),
      }),
    ]);
    expect(acts).toEqual([
      { actor: 'system', what: 'rulebook.published', object: `rulebook:${inForce.hash}` },
      { actor: 'system', what: 'rulebook.submitted', object: `rulebook:${inForce.hash}` },
    ]);
  });

  it('is read with its files, which have its hash, and with its golden cases', () => {
    expect(rulebookHash(inForce.files)).toBe(inForce.hash);
    expect(Object.keys(inForce.cases)).toContain('cn-joint-2024/bank.cases.json');
  });

  it.each([
    { language: 'zh-CN', word: '非柜面出金受限' },
    { language: 'en', word: 'Non-counter outflow is restricted' },
  ])('is a page to read in $language, which runs no script and loads nothing', async ({ language, word }) => {
    const page = await author
      .get(`/v1/rulebooks/${inForce.hash}`)
      .set('accept', 'text/html,application/xhtml+xml')
      .set('accept-language', language)
      .expect(200);

    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(page.text).toContain(word);
    expect(page.text).not.toContain('<script');
  });

  it('is a document in sentences, with the golden cases of each rule', async () => {
    const { body } = await author.get(`/v1/rulebooks/${inForce.hash}/document`).expect(200);

    expect(body).toMatchObject({ hash: inForce.hash, language: 'zh', day: TODAY });
    expect(JSON.stringify(body.regimes)).toContain('"cases":[{"id"');
  });

  it('a hash nobody knows, and what is no hash, are 404', async () => {
    const unknown = `sha256:${'0'.repeat(64)}`;
    for (const path of [unknown, 'sha256:%00', 'latest', `${unknown}/diff`, `${unknown}/what-if`]) {
      const answer = await author.get(`/v1/rulebooks/${path}`);
      expect(answer.body).toMatchObject({ type: 'urn:problem:rulebook-not-found', status: 404 });
    }
  });
});

describe('a candidate', () => {
  it('that is in order is stored, belongs to its author, and changes nothing', async () => {
    const { body } = await author
      .post('/v1/rulebooks')
      .send({ files: withSubscriptions('2026-10-01') })
      .expect(201);

    expect(body).toMatchObject({ state: 'candidate', source: 'upload', publication: null });
    expect(body.author).toMatch(/^officer:/);
    expect((await askSubscription()).body).toMatchObject({ outcome: 'DENY', rulebook: inForce.hash });
  });

  it('handed in twice is one, and stays whose it is', async () => {
    const files = withSubscriptions('2026-10-02');
    const other = await anOfficer('other-author', 'demo-organ-city', ['rules_author']);
    const hash = await submit(files);

    const again = await other.post('/v1/rulebooks').send({ files }).expect(201);

    const first = await author.get(`/v1/rulebooks/${hash}`);
    expect(again.body).toMatchObject({ hash, author: first.body.author });
  });

  it('with faults is refused with all of them, by file and path, in the language of the author, and is not stored', async () => {
    const files: Files = { ...inForce.files, ...inForce.cases };
    const bank = JSON.stringify(files['cn-joint-2024/bank.rules.json']).replace('"channel"', '"chanel"');
    const terms = JSON.stringify(files['parameters/terms.json']).replace('"from":"2019-04-01"', '"from":"soon"');
    const broken = {
      ...files,
      'cn-joint-2024/bank.rules.json': JSON.parse(bank),
      'parameters/terms.json': JSON.parse(terms),
      'nonsense.json': {},
    };

    const answer = await author.post('/v1/rulebooks').set('accept-language', 'en').send({ files: broken }).expect(422);

    expect(answer.body).toMatchObject({ type: 'urn:problem:rulebook-has-findings' });
    const paths: string[] = answer.body.errors.map(({ path }: { path: string }) => path);
    expect(paths).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^parameters\/terms\.json#\/parameters\/\d+\/values\/0/),
        expect.stringMatching(/^nonsense\.json#/),
      ]),
    );
    const stored: unknown[] = await app.db.query('SELECT 1 FROM rulebook WHERE hash = $1', [rulebookHash(broken)]);
    expect(stored).toEqual([]);
  });

  it('whose golden cases do not hold is refused, case by case', async () => {
    const files = withValue({ ...inForce.files, ...inForce.cases }, 'cn-joint-2024.category-2.term', '2025-01-01', 1);

    const answer = await author.post('/v1/rulebooks').send({ files }).expect(422);

    expect(answer.body.errors.length).toBeGreaterThan(1);
    expect(answer.body.errors).toContainEqual(expect.objectContaining({ code: 'case-fails' }));
  });

  it('cannot bring its own grammar: schemas are those of the service', async () => {
    const files = {
      ...inForce.files,
      ...inForce.cases,
      'schema/catalogue.schema.json': { $id: 'anything', type: 'null' },
    };

    const { body } = await author.post('/v1/rulebooks').send({ files }).expect(201);

    expect(body.hash).toBe(inForce.hash);
  });

  it.each([
    { what: 'no files', body: {} },
    { what: 'files that are a list', body: { files: [] } },
    { what: 'an empty rulebook', body: { files: {} } },
    { what: 'a path out of the folder', body: { files: { '../../etc/passwd.json': {} } } },
    { what: 'a text the database cannot hold', body: { files: { 'sources.json': { id: '\u0000' } } } },
    { what: 'half a character', body: { files: { 'sources.json': { id: '\ud800' } } } },
    { what: 'another source', body: { source: 'https://example.org' } },
    { what: 'more than it takes', body: { source: 'folder', files: {} } },
  ])('$what is a 400', async ({ body }) => {
    await author.post('/v1/rulebooks').send(body).expect(400);
  });

  it('nested ten thousand deep is a 400, not a fall', async () => {
    const deep = `{"files":{"sources.json":${'['.repeat(10_000)}${']'.repeat(10_000)}}}`;

    await author.post('/v1/rulebooks').set('content-type', 'application/json').send(deep).expect(400);
  });

  it('larger than five megabytes is a 413', async () => {
    const files = { 'sources.json': { title: 'x'.repeat(6 * 1024 * 1024) } };

    await author.post('/v1/rulebooks').send({ files }).expect(413);
  });

  it.each(['rules-approver', 'city-submitter', 'admin'])('is not handed in by %s', async (username) => {
    const officer = await asOfficer(app, username);

    await officer.post('/v1/rulebooks').send({ source: 'folder' }).expect(403);
  });

  it('its difference names the parameter that changed, before and after', async () => {
    const hash = await submit(withSubscriptions('2026-10-01'));

    const { body } = await author.get(`/v1/rulebooks/${hash}/diff`).expect(200);

    expect(body).toMatchObject({ rulebook: hash, against: inForce.hash, rules: [], measures: [] });
    expect(body.files).toEqual([{ id: expect.stringContaining('parameters/'), change: 'changed' }]);
    expect(body.parameters).toEqual([
      expect.objectContaining({
        id: LIVELIHOOD,
        change: 'changed',
        before: expect.anything(),
        after: expect.anything(),
      }),
    ]);
  });
});

describe('a what-if', () => {
  it('says who is released, in which question, by which rule and article, and names ids only', async () => {
    const hash = await submit(withSubscriptions('2026-10-01'));

    const done = await whatIf(hash);

    expect(done).toMatchObject({ state: 'done', against: inForce.hash, diffHash: expect.stringMatching(/^sha256:/) });
    const [day] = done.report.days;
    expect(day).toMatchObject({
      day: TODAY,
      byPublication: {
        subjects: { affected: 1, restricted: 0, released: 1 },
        regimes: [{ regime: 'cn-joint-2024', subjects: 1 }],
        rules: expect.arrayContaining([
          expect.objectContaining({ rule: 'cn-joint-2024/bank/outflow', how: 'removed', subjects: 1 }),
        ]),
      },
      withTermsAnew: null,
      unanswered: { subjects: 0 },
    });
    expect(JSON.stringify(done)).not.toContain(debtor.subject.idNumber);
    expect(JSON.stringify(done)).not.toContain(debtor.subject.name);
  });

  it('names who would be released by a shorter term, and that publication alone does not release them', async () => {
    const files = { ...inForce.files, ...inForce.cases };
    const hash = await submit(withValue(files, 'cn-tel-chongqing-2021.term', '2024-06-01', 1));

    const done = await whatIf(hash);

    const [subject]: { id: string }[] = await app.db.query(
      `SELECT subject_id AS id FROM sanction WHERE regime = 'cn-tel-chongqing-2021'`,
    );
    expect(done.report).toMatchObject({ terms: { regimes: ['cn-tel-chongqing-2021'], shortened: 1, lengthened: 0 } });
    expect(done.report.days[0]).toMatchObject({
      byPublication: { subjects: { affected: 0 } },
      withTermsAnew: { subjects: { affected: 1, released: 1 }, samples: { released: [subject?.id] } },
    });
  });

  it('asks on the effective day: a law that begins later is seen on its day', async () => {
    const hash = await submit(withSubscriptions('2027-01-01'));

    const done = await whatIf(hash);

    expect(done.report.days.map(({ day, byPublication }) => [day, byPublication.subjects.affected])).toEqual([
      [TODAY, 0],
      ['2027-01-01', 1],
    ]);
  });

  it('two at once are one: the second is refused until the first is cancelled, and what is cancelled stays so', async () => {
    const hash = await submit(withSubscriptions('2026-10-01'));
    const first = await author.post(`/v1/rulebooks/${hash}/what-if`).send({}).expect(202);

    const second = await author.post(`/v1/rulebooks/${hash}/what-if`).send({});
    const cancelled = await author.delete(`/v1/rulebooks/${hash}/what-if/${first.body.id}`).expect(200);

    expect(second.body).toMatchObject({ type: 'urn:problem:what-if-running', status: 409 });
    expect(cancelled.body).toMatchObject({ state: 'cancelled', report: null, diffHash: null });
    expect((await whatIf(hash)).state).toBe('done');
    const list = await author.get(`/v1/rulebooks/${hash}/what-if`).expect(200);
    expect(list.body.items.map(({ state }: { state: string }) => state).slice(0, 2)).toEqual(['done', 'cancelled']);
  });

  it('that was cancelled on another node stops here as well', async () => {
    const hash = await submit(withSubscriptions('2026-10-01'));
    const { body } = await author.post(`/v1/rulebooks/${hash}/what-if`).send({}).expect(202);
    await app.db.query(`UPDATE rulebook_what_if SET state = 'cancelled', finished_at = now() WHERE id = $1`, [body.id]);

    const next = await whatIf(hash);

    expect(next.state).toBe('done');
    expect((await ended(hash, String(body.id))).state).toBe('cancelled');
  });

  it('of a node that died is given up after a while, and does not hinder the next', async () => {
    const hash = await submit(withSubscriptions('2026-10-01'));
    const [officer] = await app.db.query(`SELECT id FROM officer WHERE username = 'rules-author'`);
    await app.db.query(
      `INSERT INTO rulebook_what_if (id, rulebook_hash, against_hash, effective_from, requested_by, requested_at, state, heard_of_at)
       VALUES (gen_random_uuid(), $1, $1, $2, $3, now(), 'running', now() - interval '1 minute')`,
      [hash, TODAY, officer.id],
    );

    expect((await whatIf(hash)).state).toBe('done');
  });

  it('for a day in the past is refused', async () => {
    const answer = await author.post(`/v1/rulebooks/${inForce.hash}/what-if`).send({ effectiveFrom: '2026-11-21' });

    expect(answer.body).toMatchObject({ type: 'urn:problem:effective-day-past', status: 422 });
  });
});

describe('publication', () => {
  it('takes a second officer: its author cannot, even with both offices', async () => {
    const both = await anOfficer('both-offices', 'demo-organ-province', ['rules_author', 'rules_approver']);
    const hash = await submit(withSubscriptions('2026-10-03'), both);
    const { diffHash } = await whatIf(hash);

    const answer = await publish(hash, { effectiveFrom: TODAY, diffHash, confirmMassChange: true }, both);

    expect(answer.body).toMatchObject({ type: 'urn:problem:publisher-is-author', status: 403 });
    await publish(hash, { effectiveFrom: TODAY, diffHash }, author).expect(403);
  });

  it('takes the hash of a what-if of this rulebook, for this day', async () => {
    const hash = await submit(withSubscriptions('2026-10-01'));
    const other = await submit(withSubscriptions('2026-10-04'));
    const { diffHash } = await whatIf(hash);

    const never = await publish(hash, { effectiveFrom: TODAY, diffHash: `sha256:${'1'.repeat(64)}` });
    const ofOther = await publish(other, { effectiveFrom: TODAY, diffHash });
    const otherDay = await publish(hash, { effectiveFrom: '2026-11-23', diffHash });

    for (const { body } of [never, ofOther, otherDay]) {
      expect(body).toMatchObject({ type: 'urn:problem:diff-not-signed', status: 409 });
    }
  });

  it('of a mass change takes a confirmation, by an organ of province level', async () => {
    const hash = await submit(withSubscriptions('2026-10-01'));
    const city = await anOfficer('city-rules-approver', 'demo-organ-city', ['rules_approver']);
    const { diffHash, isMassChange } = await whatIf(hash);

    const unconfirmed = await publish(hash, { effectiveFrom: TODAY, diffHash });
    const tooLow = await publish(hash, { effectiveFrom: TODAY, diffHash, confirmMassChange: true }, city);

    expect(isMassChange).toBe(true);
    expect(unconfirmed.body).toMatchObject({ type: 'urn:problem:mass-change-unconfirmed', status: 409 });
    expect(tooLow.body).toMatchObject({ type: 'urn:problem:approver-level-insufficient', status: 403 });
  });

  it('of a what-if older than a day is refused', async () => {
    const hash = await submit(withSubscriptions('2026-10-01'));
    const { diffHash } = await whatIf(hash, '2026-11-30');
    clock.set(new Date('2026-11-23T10:00:01+08:00'));
    const nextDay = await asOfficer(app, 'rules-approver');

    const answer = await publish(hash, { effectiveFrom: '2026-11-30', diffHash, confirmMassChange: true }, nextDay);

    clock.set(MORNING);
    expect(answer.body).toMatchObject({ type: 'urn:problem:what-if-outdated', status: 409 });
  });
});
