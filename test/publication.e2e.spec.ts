import { beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import supertest from 'supertest';
import { DataSource } from 'typeorm';
import { PublishRulebooks1763700000001 } from '../migrations/1763700000001-publish-rulebooks.js';
import { createApp } from '../src/app.setup.js';
import { readConfig } from '../src/config.js';
import { RulebookStore } from '../src/decisions/rulebook-store.service.js';
import type { DesignationDto } from '../src/lists/lists.dto.js';
import { Keyring, newKeyringContent } from '../src/platform/keyring.js';
import { createLog } from '../src/platform/logging.js';
import { asClient, asOfficer, type Caller } from './support/api.js';
import { aTestApp, FixedClock, type TestApp } from './support/app.js';
import { whenDone } from './support/cleanup.js';
import { aClone, aDatabase } from './support/database.js';
import { aDesignation } from './support/designations.js';
import { aRulesFolder, valueOf, withValue, type Files } from './support/rule-files.js';

const LIVELIHOOD = 'cn-joint-2024.livelihood';
const TODAY = '2026-11-22';
const TOMORROW = '2026-11-23';
const clock = new FixedClock(new Date(`${TODAY}T10:00:00+08:00`));
const environment = { DUANKA_RATE_LIMIT: '1000000', DUANKA_LOGIN_RATE_LIMIT: '100000' };

let app: TestApp;
let author: Caller;
let approver: Caller;
let bank: Caller;
/** The rulebook of the folder, with its cases. */
let first: { hash: string; files: Files };
/** Under the 2024 Measures since 2026-06-10, for two years. */
let debtor: DesignationDto;
/** The law of the folder, in which standing debits for subscriptions are livelihood too since October. */
let candidate: string;

beforeAll(async () => {
  app = await aTestApp({ clock, environment });
  await signIn();
  debtor = aDesignation({ identifiedOn: '2026-06-10' });
  await approveList([debtor]);
  const { body } = await author.get('/v1/rulebooks').expect(200);
  const whole = await author.get(`/v1/rulebooks/${body.items[0].hash}`).expect(200);
  first = { hash: whole.body.hash, files: { ...whole.body.files, ...whole.body.cases } };
  // The service published it by itself; whoever wants to go back to it hands it in.
  expect(await submit(first.files)).toBe(first.hash);
  candidate = await submit(withSubscriptions('2026-10-01'));
});

/** Tokens end after hours: whoever moves the clock by days signs in again. */
async function signIn(): Promise<void> {
  [author, approver, bank] = await Promise.all([
    asOfficer(app, 'rules-author'),
    asOfficer(app, 'rules-approver'),
    asClient(app, 'demo-bank-a'),
  ]);
}

async function at(instant: string): Promise<void> {
  clock.set(new Date(instant));
  await signIn();
}

async function approveList(entries: DesignationDto[]): Promise<void> {
  const [submitter, second] = await Promise.all([asOfficer(app, 'city-submitter'), asOfficer(app, 'city-approver')]);
  const { body } = await submitter.post('/v1/sanction-lists').send({ title: '测试', entries }).expect(201);
  await submitter.post(`/v1/sanction-lists/${body.id}/submit`).expect(200);
  await second.post(`/v1/sanction-lists/${body.id}/approve`).send({ remark: '核对无误' }).expect(200);
}

function withSubscriptions(from: string): Files {
  const known = valueOf(first.files, LIVELIHOOD);
  const words: unknown[] = Array.isArray(known) ? known : [];
  return withValue(first.files, LIVELIHOOD, from, [...words, 'subscription']);
}

async function submit(files: Files): Promise<string> {
  const { body } = await author.post('/v1/rulebooks').send({ files }).expect(201);
  return String(body.hash);
}

/** Runs a what-if to its end. @returns what an approver signs */
async function diffHashOf(hash: string, effectiveFrom: string): Promise<string> {
  const started = await author.post(`/v1/rulebooks/${hash}/what-if`).send({ effectiveFrom }).expect(202);
  for (;;) {
    const { body } = await author.get(`/v1/rulebooks/${hash}/what-if/${started.body.id}`).expect(200);
    if (body.state !== 'running') return String(body.diffHash);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function publish(hash: string, effectiveFrom: string, diffHash: string): ReturnType<Caller['post']> {
  return approver.post(`/v1/rulebooks/${hash}/publish`).send({ effectiveFrom, diffHash, confirmMassChange: true });
}

/** Signs and publishes. @returns the revision */
async function inForceFrom(hash: string, effectiveFrom: string): Promise<number> {
  const { body } = await publish(hash, effectiveFrom, await diffHashOf(hash, effectiveFrom)).expect(200);
  return Number(body.revision);
}

async function standing(hash: string): Promise<unknown> {
  return (await author.get(`/v1/rulebooks/${hash}`).expect(200)).body.state;
}

/** A subscription debited online under an agreement from before the sanction. */
function askSubscription(more: object = {}): ReturnType<Caller['post']> {
  return bank.post('/v1/decisions').send({
    action: 'bank_account.outflow',
    subject: { idType: 'resident_id', idNumber: debtor.subject.idNumber },
    channel: 'online',
    purpose: 'subscription',
    agreementSince: '2022-05-01',
    ...more,
  });
}

interface Node {
  app: NestFastifyApplication;
  log: string[];
}

/** Another node on the same database, or the same one after a restart. */
async function aNode(rulesDir?: string, databaseUrl?: string): Promise<Node> {
  const { options } = app.db;
  const url = databaseUrl ?? ('url' in options ? (options.url ?? '') : '');
  const settings = { PORT: '0', DUANKA_DEMO: '1', ...environment, DUANKA_RULES_DIR: rulesDir ?? 'rules' };
  const keyring = databaseUrl === undefined ? app.app.get(Keyring) : new Keyring(newKeyringContent(new Date()));
  const log: string[] = [];
  const node = await createApp(
    { config: readConfig(settings), databaseUrl: url, keyring, clock },
    createLog('info', { write: (line) => void log.push(line) }),
  );
  whenDone(() => node.close());
  return { app: node, log };
}

describe('a published rulebook', () => {
  it('changes decisions from its effective day on and not before, without a restart', async () => {
    const before = await askSubscription();
    const { body } = await publish(candidate, TOMORROW, await diffHashOf(candidate, TOMORROW)).expect(200);
    const sameDay = await askSubscription();
    await at('2026-11-22T23:59:59+08:00');
    const lastSecond = await askSubscription();
    await at('2026-11-23T00:00:00+08:00');
    const effective = await askSubscription();

    expect(body).toMatchObject({ hash: candidate, state: 'published', revision: expect.any(Number), displaced: [] });
    for (const answer of [before, sameDay, lastSecond]) {
      expect(answer.body).toMatchObject({ outcome: 'DENY', rulebook: first.hash });
    }
    expect(effective.body).toMatchObject({ outcome: 'ALLOW', rulebook: candidate });
    expect([await standing(first.hash), await standing(candidate)]).toEqual(['superseded', 'in_force']);
  });

  it('answers about past days too, by its rules for those days', async () => {
    const inOctober = await askSubscription({ asOf: '2026-10-01T10:00:00+08:00' });
    const inSeptember = await askSubscription({ asOf: '2026-09-30T10:00:00+08:00' });

    expect(inOctober.body).toMatchObject({ outcome: 'ALLOW', rulebook: candidate });
    expect(inSeptember.body).toMatchObject({ outcome: 'DENY', rulebook: candidate });
  });

  it('leaves old decisions as they were: each is replayed under its own rulebook, to the byte', async () => {
    await inForceFrom(first.hash, TOMORROW);
    const old = await askSubscription();
    await inForceFrom(candidate, TOMORROW);

    const replayed = await bank.post(`/v1/decisions/${old.body.decisionId}/replay`).expect(200);
    const stored = await bank.get(`/v1/decisions/${old.body.decisionId}`).expect(200);

    expect(replayed.body).toMatchObject({ same: true, rulebook: first.hash, replayedOutcome: 'DENY' });
    expect(stored.body).toMatchObject({ outcome: 'DENY', rulebook: first.hash });
    expect((await askSubscription()).body).toMatchObject({ outcome: 'ALLOW', rulebook: candidate });
  });

  it('is in the audit trail with both officers, the day and what was signed', async () => {
    const { body } = await (await asOfficer(app, 'auditor')).get(`/v1/audit-entries?object=rulebook:${candidate}`);

    const whats = body.items.map(({ what }: { what: string }) => what);
    expect(whats).toEqual(expect.arrayContaining(['rulebook.submitted', 'what-if.run', 'rulebook.published']));
    expect(body.items).toContainEqual(
      expect.objectContaining({
        what: 'rulebook.published',
        actor: expect.stringMatching(/^officer:/),
        detail: expect.objectContaining({
          effectiveFrom: TOMORROW,
          diffHash: expect.stringMatching(/^sha256:/),
          massChangeConfirmed: true,
        }),
      }),
    );
  });

  it('published by two in the same second is published once', async () => {
    const diffHash = await diffHashOf(first.hash, TOMORROW);
    const count = async (): Promise<number> => (await rows()).length;
    const before = await count();

    const answers = await Promise.all([
      publish(first.hash, TOMORROW, diffHash),
      publish(first.hash, TOMORROW, diffHash),
    ]);

    expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({ type: 'urn:problem:what-if-outdated' });
    expect(await count()).toBe(before + 1);
  });

  it('decides on every node from its revision on', async () => {
    const other = await aNode();
    await other.app.listen(0, '127.0.0.1');
    expect(other.app.get(RulebookStore).current().hash).toBe(first.hash);

    const revision = await inForceFrom(candidate, TOMORROW);
    const answer = await supertest(other.app.getHttpServer())
      .post('/v1/decisions')
      .set('authorization', `Bearer ${bank.token}`)
      .set('duanka-min-revision', String(revision))
      .send({ action: 'bank_account.open', subject: { idType: 'resident_id', idNumber: debtor.subject.idNumber } });

    expect(answer.body).toMatchObject({ rulebook: candidate, revision });
  });

  it('for an earlier day takes the place of one that was still to come, and says so', async () => {
    const later = await submit(withSubscriptions('2026-10-02'));
    await inForceFrom(later, '2027-01-01');

    const { body } = await publish(first.hash, TOMORROW, await diffHashOf(first.hash, TOMORROW)).expect(200);

    expect(body.displaced).toEqual([later]);
    expect(await standing(later)).toBe('superseded');
  });
});

async function rows(): Promise<{ number: number; rulebook_hash: string }[]> {
  return app.db.query('SELECT * FROM rulebook_publication ORDER BY number');
}

describe('the database itself', () => {
  /** A publication as the service would write it, with something wrong in it. */
  async function insert(change: Record<string, string>): Promise<string> {
    const diffHash = await diffHashOf(candidate, TOMORROW);
    const [author] = await app.db.query(`SELECT id FROM officer WHERE username = 'rules-author'`);
    const [approver] = await app.db.query(`SELECT id FROM officer WHERE username = 'rules-approver'`);
    const [whatIf] = await app.db.query(
      `SELECT id FROM rulebook_what_if WHERE diff_hash = $1 ORDER BY id DESC LIMIT 1`,
      [diffHash],
    );
    const values: Record<string, string> = {
      number: '(SELECT max(number) + 1 FROM rulebook_publication)',
      rulebook_hash: `'${candidate}'`,
      effective_from: `'${TOMORROW}'`,
      published_at: `'2026-11-23T10:00:00+08:00'`,
      author_id: `'${author.id}'`,
      approver_id: `'${approver.id}'`,
      what_if_id: `'${whatIf.id}'`,
      diff_hash: `'${diffHash}'`,
      is_mass_change_confirmed: 'true',
      revision: '(SELECT max(number) FROM revision)',
      ...change,
    };
    const statement = `INSERT INTO rulebook_publication (${Object.keys(values).join()}) VALUES (${Object.values(values).join()})`;
    return app.db.query(`${statement} RETURNING number`).then(
      () => 'accepted',
      (error: { driverError: { constraint?: string } }) => error.driverError.constraint ?? 'other',
    );
  }

  it.each([
    {
      what: 'an author who approves',
      change: { approver_id: `(SELECT id FROM officer WHERE username = 'rules-author')` },
      constraint: 'rulebook_publication_authored',
    },
    {
      what: 'an author who never handed it in',
      change: { author_id: `(SELECT id FROM officer WHERE username = 'admin')` },
      constraint: 'rulebook_publication_authored',
    },
    {
      what: 'an approver without the office',
      change: { approver_id: `(SELECT id FROM officer WHERE username = 'city-approver')` },
      constraint: 'rulebook_publication_approver_office',
    },
    { what: 'no approver', change: { approver_id: 'NULL' }, constraint: 'rulebook_publication_approver_office' },
    { what: 'another hash', change: { diff_hash: `'sha256:0'` }, constraint: 'rulebook_publication_signed_diff' },
    { what: 'another day', change: { effective_from: `'2026-12-24'` }, constraint: 'rulebook_publication_signed_diff' },
    {
      what: 'a day in the past',
      change: { published_at: `'2026-11-24T00:00:00+08:00'` },
      constraint: 'rulebook_publication_not_in_the_past',
    },
    { what: 'a number out of order', change: { number: '1' }, constraint: 'rulebook_publication_in_order' },
    { what: 'no revision', change: { revision: 'NULL' }, constraint: 'rulebook_publication_has_revision' },
  ])('refuses $what', async ({ change, constraint }) => {
    expect(await insert({ ...change })).toBe(constraint);
  });

  it.each([
    `UPDATE rulebook_publication SET effective_from = '2020-01-01'`,
    `DELETE FROM rulebook_publication`,
    `TRUNCATE rulebook_publication`,
    `UPDATE rulebook_submission SET submitted_by = NULL`,
    `DELETE FROM rulebook_submission`,
    `DELETE FROM rulebook_what_if`,
    `UPDATE rulebook_what_if SET diff_hash = 'sha256:0'`,
    `UPDATE rulebook SET files = '{}'`,
  ])('refuses %s', async (statement) => {
    await expect(app.db.query(statement)).rejects.toThrow(/append-only|frozen|truncate/);
  });
});

describe('a restart', () => {
  it('keeps what is in force, whatever lies in the folder; that is a candidate then, and the log says so', async () => {
    await inForceFrom(candidate, TOMORROW);
    const folder = await aRulesFolder();
    await folder.replace('sources.json', '"title": { "zh": "', '"title": { "zh": "(修订)');

    const node = await aNode(folder.directory);

    expect(node.app.get(RulebookStore).current().hash).toBe(candidate);
    const { body } = await author.get('/v1/rulebooks?limit=1').expect(200);
    expect(body.items).toEqual([expect.objectContaining({ state: 'candidate', author: 'system', source: 'folder' })]);
    expect(node.log.join('')).toContain(`taken as the candidate ${body.items[0].hash}`);
    // Nobody has handed it in: there would be no first pair of eyes.
    const { hash } = body.items[0];
    const refused = await publish(hash, TOMORROW, await diffHashOf(hash, TOMORROW));
    expect(refused.body).toMatchObject({ type: 'urn:problem:rulebook-author-missing', status: 409 });
  });

  it('is not hindered by a broken folder: the log lists what is wrong with it', async () => {
    const folder = await aRulesFolder();
    await folder.replace('sources.json', '"title"', '"titel"');

    const node = await aNode(folder.directory);

    expect(node.app.get(RulebookStore).current().hash).toBe(candidate);
    expect(node.log.join('')).toContain('the folder was not taken as a candidate');
  });

  it('of a new service with a broken folder is refused: there is nothing to decide by', async () => {
    const folder = await aRulesFolder();
    await folder.replace('sources.json', '"title"', '"titel"');

    await expect(aNode(folder.directory, await aClone())).rejects.toThrow(/the rulebook has \d+ fault/);
  });
});

describe('a database from before publications', () => {
  it('keeps its rulebook in force: the one that was loaded last', async () => {
    const db: DataSource = await aDatabase();
    const runner = db.createQueryRunner();
    await new PublishRulebooks1763700000001().down(runner);
    await db.query(`INSERT INTO rulebook (hash, files, first_loaded_at) VALUES
      ('sha256:old', '{}', '2026-01-01T00:00:00Z'),
      ('sha256:last', '{"cn-a/regime.json": {"governs": {"from": "2019-04-01"}}, "cn-b/regime.json": {"governs": {"from": "2017-01-01"}}}', '2026-02-01T00:00:00Z')`);

    await new PublishRulebooks1763700000001().up(runner);

    const published = await db.query(
      'SELECT number, rulebook_hash, effective_from, revision FROM rulebook_publication',
    );
    expect(published).toEqual([
      { number: 1, rulebook_hash: 'sha256:last', effective_from: '2017-01-01', revision: null },
    ]);
    expect(await db.query('SELECT hash FROM rulebook')).toHaveLength(2);
    await runner.release();
  });
});
