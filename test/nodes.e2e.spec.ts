import { beforeAll, describe, expect, it } from '@jest/globals';
import { SERVED_BY_DECISION_NODES } from '../src/node-role.js';
import { readConfig } from '../src/config.js';
import { connect, migrate } from '../src/platform/database.js';
import { Keyring, newKeyringContent } from '../src/platform/keyring.js';
import { startService } from '../src/service.js';
import { asClient, asOfficer, type Caller } from './support/api.js';
import { aTestApp, type TestApp } from './support/app.js';
import { whenDone } from './support/cleanup.js';
import { aCommandLine } from './support/command-line.js';
import { aDatabase } from './support/database.js';
import { aDesignation } from './support/designations.js';
import { ReplicatedPostgres } from './support/replica.js';
import { until } from './support/until.js';

const keyring = new Keyring(newKeyringContent(new Date()));

let postgres: ReplicatedPostgres;
/** A full node on the primary. */
let full: TestApp;
/** A decision node on the replica. */
let decision: TestApp;
let submitter: Caller;
let approver: Caller;
let payment: Caller;

beforeAll(async () => {
  postgres = await ReplicatedPostgres.start(async (url) => {
    const database = await connect(url);
    await migrate(database);
    await database.destroy();
  });
  whenDone(() => postgres.remove());
  full = await aTestApp({ databaseUrl: postgres.primaryUrl, keyring });
  submitter = await asOfficer(full, 'city-submitter');
  approver = await asOfficer(full, 'city-approver');
  payment = await asClient(full, 'demo-payment');
  // The node reads accounts and rulebook from the replica: they have to be there before it starts.
  await postgres.caughtUp();
  decision = await aTestApp({
    databaseUrl: postgres.replicaUrl,
    keyring,
    environment: { DUANKA_ROLE: 'decision', DUANKA_PRIMARY_URL: postgres.primaryUrl },
  });
}, 120_000);

/** The same caller at the other node: tokens are issued by full nodes and verified by all. */
function at(node: TestApp, { token }: Caller): Caller {
  const authorized = (path: string, method: 'get' | 'put' | 'delete' | 'patch' | 'post') =>
    node.request()[method](path).set('authorization', `Bearer ${token}`);
  return {
    token,
    get: (path) => authorized(path, 'get'),
    put: (path) => authorized(path, 'put'),
    delete: (path) => authorized(path, 'delete'),
    patch: (path) => authorized(path, 'patch'),
    post: (path) => authorized(path, 'post'),
  };
}

/** @returns whom, and the revision from which decisions know it */
async function sanctionSomebody(): Promise<{ subject: { idType: string; idNumber: string }; revision: number }> {
  const designation = aDesignation();
  const drafted = await submitter
    .post('/v1/sanction-lists')
    .send({ title: '测试', entries: [designation] })
    .expect(201);
  await submitter.post(`/v1/sanction-lists/${drafted.body.id}/submit`).expect(200);
  const approved = await approver
    .post(`/v1/sanction-lists/${drafted.body.id}/approve`)
    .send({ remark: '核对无误' })
    .expect(200);
  const { idType, idNumber } = designation.subject;
  return { subject: { idType, idNumber }, revision: Number(approved.body.revision) };
}

function opening(subject: object): object {
  return { action: 'payment_account.open', subject, channel: 'online' };
}

describe('a decision node on a streaming replica', () => {
  it('answers from before an approval, and with the revision asked for it never does', async () => {
    // Before it has caught up for the first time it answers nothing at all.
    await until(async () => (await decision.request().get('/health/ready')).status === 200);
    await postgres.pause();
    const { subject, revision } = await sanctionSomebody();
    const asked = at(decision, payment);

    // The anomaly: approved, and an account is opened on another node.
    const anomaly = await asked.post('/v1/decisions').send(opening(subject)).expect(200);
    expect(anomaly.body).toMatchObject({ outcome: 'ALLOW', revision: revision - 1 });
    const there = await payment.post('/v1/decisions').send(opening(subject)).expect(200);
    expect(there.body).toMatchObject({ outcome: 'DENY', revision });

    const promised = asked.post('/v1/decisions').set('Duanka-Min-Revision', String(revision)).send(opening(subject));
    const refused = await promised.expect(409);
    expect(refused.body).toMatchObject({ type: 'urn:problem:revision-not-reached' });

    const waiting = asked
      .post('/v1/decisions')
      .set('Duanka-Min-Revision', String(revision))
      .send(opening(subject))
      .then((answer) => answer);
    await postgres.resume();
    expect((await waiting).body).toMatchObject({ outcome: 'DENY', revision });
  });

  it('logs its decisions on the primary, where every node finds and replays them', async () => {
    const { subject, revision } = await sanctionSomebody();
    const atReplica = await at(decision, payment)
      .post('/v1/decisions')
      .set('Duanka-Min-Revision', String(revision))
      .send(opening(subject))
      .expect(200);
    const atPrimary = await payment.post('/v1/decisions').send(opening(subject)).expect(200);

    const ids = [atReplica.body.decisionId, atPrimary.body.decisionId];
    for (const node of [full, decision]) {
      const { body } = await at(node, payment).get('/v1/decisions').expect(200);
      const items: { decisionId: string }[] = body.items;
      expect(items.map(({ decisionId }) => decisionId)).toEqual(expect.arrayContaining(ids));
      for (const id of ids) {
        const replayed = await at(node, payment).post(`/v1/decisions/${id}/replay`).expect(200);
        expect(replayed.body).toMatchObject({ same: true, outcome: 'DENY' });
      }
    }
    const auditor = await asOfficer(full, 'auditor');
    expect((await auditor.get('/v1/audit/verify').expect(200)).body).toMatchObject({ intact: true });
  });

  it('sends every request away that a full node is for, and says so', async () => {
    const officer = at(decision, submitter);
    const refused = [
      await officer.post('/v1/sanction-lists').send({ title: '测试', entries: [aDesignation()] }),
      await officer.get('/v1/sanction-lists'),
      await at(decision, payment).put('/v1/cards').send({ cards: [] }),
      await decision.request().post('/v1/sessions').send({ username: 'admin', password: 'demo-admin' }),
      await decision.request().post('/oauth/token').send({ grant_type: 'client_credentials' }),
    ];

    for (const answer of refused) {
      expect(answer.status).toBe(421);
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
      expect(answer.body).toMatchObject({ type: 'urn:problem:not-on-this-node', status: 421 });
    }
    await decision.request().get('/nowhere').expect(404);
  });

  it('checks cards, is watched, and shows its documentation', async () => {
    const card = { kind: 'bank_account', number: '6222020200012345678' };
    const checked = await at(decision, payment).post('/v1/card-blacklist/check').send(card).expect(200);
    expect(checked.body).toMatchObject({ status: 'clear', code: '0' });
    for (const path of ['/health/live', '/health/ready', '/metrics', '/docs', '/docs/openapi.json'])
      await decision.request().get(path).expect(200);
  });

  it('keeps the answer to an Idempotency-Key on the primary, so that the key holds on every node', async () => {
    const { subject, revision } = await sanctionSomebody();
    const ask = (node: TestApp) =>
      at(node, payment)
        .post('/v1/decisions')
        .set('Idempotency-Key', 'opening-0001')
        .set('Duanka-Min-Revision', String(revision))
        .send(opening(subject));

    const first = await ask(decision).expect(200);
    const again = await ask(full).expect(200);

    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotency-replayed']).toBe('true');
  });

  it('names only routes that exist as those it serves', async () => {
    const { body } = await full.request().get('/docs/openapi.json').expect(200);
    const paths: Record<string, object> = body.paths;
    const documented = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
    );

    expect(SERVED_BY_DECISION_NODES.filter((route) => !documented.includes(route))).toEqual([]);
  });
});

describe('a decision node on a replica that logs nothing', () => {
  it('needs no primary, says so in its own log, and refuses only what would have to be kept', async () => {
    const environment = { DUANKA_ROLE: 'decision', DUANKA_DECISION_LOG: 'off' };
    const node = await aTestApp({ databaseUrl: postgres.replicaUrl, keyring, environment });
    const { subject, revision } = await sanctionSomebody();
    const ask = () =>
      at(node, payment).post('/v1/decisions').set('Duanka-Min-Revision', String(revision)).send(opening(subject));

    expect((await ask().expect(200)).body).toMatchObject({ outcome: 'DENY', logged: false });
    const kept = await ask().set('Idempotency-Key', 'opening-0002').expect(421);
    expect(kept.body).toMatchObject({ type: 'urn:problem:not-on-this-node' });
    expect(node.log.join('')).toContain('the mode off is not in the audit trail');
  });
});

describe('a decision node beside a full node on one database', () => {
  it('is refused every write by the database itself, and still logs what it decides', async () => {
    const node = await aTestApp({
      databaseUrl: postgres.primaryUrl,
      keyring,
      environment: { DUANKA_ROLE: 'decision' },
    });
    const { subject, revision } = await sanctionSomebody();

    const answer = await at(node, payment)
      .post('/v1/decisions')
      .set('Duanka-Min-Revision', String(revision))
      .send(opening(subject))
      .expect(200);

    expect(answer.body).toMatchObject({ outcome: 'DENY', revision });
    await payment.get(`/v1/decisions/${answer.body.decisionId}`).expect(200);
    await expect(node.db.query(`DELETE FROM idempotency_record`)).rejects.toThrow('read-only transaction');
  });
});

describe('the start', () => {
  const keys = { DUANKA_KEYS: JSON.stringify(newKeyringContent(new Date())), LOG_LEVEL: 'silent', PORT: '0' };

  it('a node on a standby is refused, unless it is a decision node that knows where to log', async () => {
    const standby = { ...keys, DATABASE_URL: postgres.replicaUrl };

    await expect(startService(readConfig(standby))).rejects.toThrow('DUANKA_ROLE=decision');
    await expect(startService(readConfig({ ...standby, DUANKA_ROLE: 'decision' }))).rejects.toThrow(
      'DUANKA_PRIMARY_URL',
    );
  });

  it('a decision node with other keys than the database was written with is refused', async () => {
    const environment = {
      ...keys,
      DATABASE_URL: postgres.replicaUrl,
      DUANKA_PRIMARY_URL: postgres.primaryUrl,
      DUANKA_ROLE: 'decision',
    };

    await expect(startService(readConfig(environment))).rejects.toThrow('These keys are not the ones');
  });

  it('a decision node makes nothing in a new database: no schema, no accounts, no rulebook', async () => {
    const empty = await aDatabase('template0');
    const { url } = urlOf(empty.options);
    const environment = { ...keys, DATABASE_URL: url, DUANKA_ROLE: 'decision', DUANKA_DEMO: '1' };

    await expect(startService(readConfig(environment))).rejects.toThrow('duanka migrate');
    expect(await empty.query(`SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace`)).toEqual([]);
    await migrate(empty);
    await empty.query(`INSERT INTO keyring_seal (id, proof) VALUES (1, '\\x00')`);
    await expect(startService(readConfig(environment))).rejects.toThrow('These keys are not the ones');
  });

  it('the quick start needs a full node', async () => {
    const commandLine = await aCommandLine({ DATABASE_URL: postgres.replicaUrl, DUANKA_ROLE: 'decision' });

    const { exitCode, messages } = await commandLine.run(['quickstart']);

    expect([exitCode, messages]).toEqual([1, expect.stringContaining('needs a full node')]);
  });
});

function urlOf(options: object): { url: string } {
  if (!('url' in options) || typeof options.url !== 'string') throw new Error('The connection has no URL');
  return { url: options.url };
}
