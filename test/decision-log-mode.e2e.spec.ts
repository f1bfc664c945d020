import { describe, expect, it } from '@jest/globals';
import { createApp } from '../src/app.setup.js';
import { readConfig } from '../src/config.js';
import { DecisionLog } from '../src/decision-log/decision-log.service.js';
import { connect } from '../src/platform/database.js';
import { Clock } from '../src/platform/clock.js';
import { Keyring, newKeyringContent } from '../src/platform/keyring.js';
import { createLog } from '../src/platform/logging.js';
import { asClient, asOfficer } from './support/api.js';
import { aTestApp } from './support/app.js';
import { whenDone } from './support/cleanup.js';
import { aClone } from './support/database.js';
import { aDesignation, aResidentId } from './support/designations.js';

const NDJSON = 'application/x-ndjson';

function questionAbout(idNumber: string): object {
  return {
    action: 'bank_account.open',
    subject: { idType: 'resident_id', idNumber },
    asOf: '2025-01-05T10:00:00+08:00',
  };
}

describe('what is logged', () => {
  it.each([
    { mode: 'all', allowed: undefined, restricted: undefined },
    { mode: 'restricting', allowed: false, restricted: undefined },
    { mode: 'off', allowed: false, restricted: false },
  ])(
    'in the mode $mode an answer that is not kept says so, and cannot be read later',
    async ({ mode, ...expected }) => {
      const test = await aTestApp({ environment: { DUANKA_DECISION_LOG: mode } });
      const designation = aDesignation();
      const submitter = await asOfficer(test, 'city-submitter');
      const { body: list } = await submitter
        .post('/v1/sanction-lists')
        .send({ title: '试', entries: [designation] })
        .expect(201);
      await submitter.post(`/v1/sanction-lists/${list.id}/submit`).expect(200);
      await (
        await asOfficer(test, 'city-approver')
      )
        .post(`/v1/sanction-lists/${list.id}/approve`)
        .send({ remark: '核对无误' })
        .expect(200);
      const bank = await asClient(test, 'demo-bank-a');

      const { body: allowed } = await bank.post('/v1/decisions').send(questionAbout(aResidentId())).expect(200);
      const { body: restricted } = await bank
        .post('/v1/decisions')
        .send(questionAbout(designation.subject.idNumber))
        .expect(200);
      const lines = [aResidentId(), designation.subject.idNumber]
        .map((id) => JSON.stringify(questionAbout(id)))
        .join('\n');
      const batch = await bank
        .post('/v1/decisions/batch')
        .set('content-type', NDJSON)
        .send(lines)
        .buffer(true)
        .expect(200);

      expect([allowed.outcome, restricted.outcome]).toEqual(['ALLOW', 'ALLOW_LIMITED']);
      expect([allowed.logged, restricted.logged]).toEqual([expected.allowed, expected.restricted]);
      const inBatch: { logged?: boolean }[] = batch.text
        .trim()
        .split('\n')
        .map((text) => JSON.parse(text));
      expect(inBatch.map(({ logged }) => logged)).toEqual([expected.allowed, expected.restricted]);
      for (const { decisionId, logged } of [allowed, restricted])
        await bank.get(`/v1/decisions/${decisionId}`).expect(logged === false ? 404 : 200);
    },
  );

  it('the mode is told by the probe and by the metrics', async () => {
    const test = await aTestApp({ environment: { DUANKA_DECISION_LOG: 'restricting' } });

    expect((await test.request().get('/health/ready').expect(200)).body).toEqual({
      status: 'ok',
      decisionLog: 'restricting',
    });
    const { text } = await test.request().get('/metrics').expect(200);
    expect(text).toContain('duanka_decision_log_mode{mode="restricting"} 1');
    expect(text).toContain('duanka_decision_log_mode{mode="all"} 0');
  });

  it('a start in another mode than the last one is in the audit trail, a start in the same one is not', async () => {
    const databaseUrl = await aClone();
    const keyring = new Keyring(newKeyringContent(new Date()));
    for (const mode of ['all', 'restricting', 'restricting', 'all']) {
      const config = readConfig({ PORT: '0', DUANKA_DEMO: '1', DUANKA_DECISION_LOG: mode });
      const app = await createApp({ config, databaseUrl, keyring, clock: new Clock() }, createLog('silent'));
      await app.close();
    }
    const db = await connect(databaseUrl, 1);
    whenDone(() => db.destroy());

    const entries: unknown = await db.query(
      `SELECT actor, detail FROM audit_entry WHERE what = 'decision-log.mode' ORDER BY seq`,
    );

    expect(entries).toEqual([
      { actor: 'system', detail: { mode: 'restricting', before: 'all' } },
      { actor: 'system', detail: { mode: 'all', before: 'restricting' } },
    ]);
  });
});

describe('the life of a service', () => {
  it('makes this month and the next ahead, and signs what it wrote when it stops', async () => {
    const test = await aTestApp();
    const partitions: unknown[] = await test.db.query(
      `SELECT 1 FROM pg_inherits WHERE inhparent = 'decision_group'::regclass`,
    );
    const bank = await asClient(test, 'demo-bank-a');
    await bank.post('/v1/decisions').send(questionAbout(aResidentId())).expect(200);
    const { options } = test.db;
    const db = await connect('url' in options && typeof options.url === 'string' ? options.url : '', 1);
    whenDone(() => db.destroy());

    await test.close();

    expect(partitions).toHaveLength(2);
    expect(await db.query('SELECT number FROM decision_anchor')).toEqual([{ number: 1 }]);
    expect(await db.query('SELECT seq, anchored_seq FROM decision_chain')).toEqual([{ seq: 1, anchored_seq: 1 }]);
    expect(test.log.join('\n')).toMatch(/"context":"decision-log".*anchor 1 [0-9a-f]{64} signed by/);
  });

  it('tells the numbers of the log', async () => {
    const test = await aTestApp();
    const bank = await asClient(test, 'demo-bank-a');
    await bank.post('/v1/decisions').send(questionAbout(aResidentId())).expect(200);

    const { text } = await test.request().get('/metrics').expect(200);

    expect(text).toContain('duanka_decision_log_decisions_total 1');
    expect(text).toContain('duanka_decision_log_commit_seconds_count 1');
    expect(text).toContain('duanka_decision_log_waiting 0');
    expect(test.app.get(DecisionLog).keeps('ALLOW')).toBe(true);
  });
});
