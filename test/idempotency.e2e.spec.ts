import { beforeAll, describe, expect, it } from '@jest/globals';
import type supertest from 'supertest';
import { IdempotencyRecords } from '../src/platform/idempotency-records.js';
import { asClient, asOfficer, type Caller } from './support/api.js';
import { aTestApp, type TestApp } from './support/app.js';

let test: TestApp;
let admin: Caller;
let submitter: Caller;

beforeAll(async () => {
  test = await aTestApp();
  admin = await asOfficer(test, 'admin');
  submitter = await asOfficer(test, 'city-submitter');
});

describe('idempotency key', () => {
  let count = 0;
  function aBank(): { code: string; kind: string; region: string; name: string } {
    count += 1;
    return { code: `test-bank-${count}`, kind: 'bank', region: '500000', name: '试验银行' };
  }
  function register(bank: object, key: string): supertest.Test {
    return admin.post('/v1/institutions').set('Idempotency-Key', key).send(bank);
  }

  it('the same request again is not carried out again, and gets the same answer', async () => {
    const bank = aBank();
    const first = await register(bank, 'same').expect(201);

    const again = await register({ ...bank }, 'same').expect(201);

    expect(again.body).toEqual(first.body);
    expect(again.headers).toMatchObject({
      'idempotency-replayed': 'true',
      'content-type': first.headers['content-type'],
    });
    expect(first.headers['idempotency-replayed']).toBeUndefined();
  });

  it('a refusal is an answer as well, and is repeated', async () => {
    const bank = aBank();
    await register(bank, 'refused-1').expect(201);
    const first = await register(bank, 'refused-2').expect(409);

    const again = await register(bank, 'refused-2').expect(409);

    expect(again.body).toEqual(first.body);
    expect(again.headers).toMatchObject({
      'idempotency-replayed': 'true',
      'content-type': expect.stringContaining('problem+json'),
    });
  });

  it('another request under the same key is refused', async () => {
    await register(aBank(), 'other').expect(201);

    expect((await register(aBank(), 'other').expect(422)).body).toMatchObject({
      type: 'urn:problem:idempotency-key-reused',
    });
  });

  it('while the first request is being processed a second one is told to wait; after a quarter of an hour it is taken for lost', async () => {
    const [officer]: { id: string }[] = await test.db.query(`SELECT id FROM officer WHERE username = 'admin'`);
    await test.app
      .get(IdempotencyRecords)
      .claim({ principal: `officer:${officer?.id}`, key: 'slow', requestHash: Buffer.alloc(32) });

    expect((await register(aBank(), 'slow').expect(409)).body).toMatchObject({
      type: 'urn:problem:idempotency-in-progress',
    });
    await test.db.query(
      `UPDATE idempotency_record SET created_at = created_at - interval '16 minutes' WHERE key = 'slow'`,
    );

    await register(aBank(), 'slow').expect(201);
  });

  it('of twenty equal requests at the same time one is carried out', async () => {
    const bank = aBank();

    const answers = await Promise.all(Array.from({ length: 20 }, () => register(bank, 'crowd')));

    const carriedOut = answers.filter(
      ({ status, headers }) => status === 201 && headers['idempotency-replayed'] === undefined,
    );
    expect(carriedOut).toHaveLength(1);
    expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true);
  });

  it('after a day the key is free again', async () => {
    await register(aBank(), 'yesterday').expect(201);
    await test.db.query(
      `UPDATE idempotency_record SET created_at = created_at - interval '25 hours' WHERE key = 'yesterday'`,
    );

    await register(aBank(), 'yesterday').expect(201);
  });

  it('keys of others are not ours', async () => {
    const bank = aBank();
    await register(bank, 'shared').expect(201);

    await submitter.post('/v1/institutions').set('Idempotency-Key', 'shared').send(bank).expect(403);
  });

  it('a failure of ours is not kept: the request may be tried again', async () => {
    const bank = aBank();
    await test.db.query(`ALTER TABLE institution ADD CONSTRAINT test_broken CHECK (code <> '${bank.code}')`);
    await register(bank, 'retry').expect(500);
    await test.db.query(`ALTER TABLE institution DROP CONSTRAINT test_broken`);

    await register(bank, 'retry').expect(201);
  });

  it('what is kept is encrypted', async () => {
    const bank = { ...aBank(), name: '不外传银行' };
    await register(bank, 'secret').expect(201);

    const [row]: { body_enc: Buffer }[] = await test.db.query(
      `SELECT body_enc FROM idempotency_record WHERE key = 'secret'`,
    );

    expect(row?.body_enc.includes(bank.name)).toBe(false);
  });

  it.each(['', 'two words', 'schlüssel', 'x'.repeat(256)])('%j is no key', async (key) => {
    const answer = await admin
      .post('/v1/institutions')
      .set('Idempotency-Key', Buffer.from(key).toString('latin1'))
      .send(aBank());

    expect(answer.body).toMatchObject({ type: 'urn:problem:idempotency-key-invalid' });
  });

  it('a file is part of the request: the same file again is the same request, another file is not', async () => {
    const upload = (rows: string): supertest.Test =>
      submitter
        .post('/v1/sanction-lists/import')
        .set('Idempotency-Key', 'file')
        .attach('file', Buffer.from(rows), 'list.csv');
    const first = await upload('a,b\n1,2\n');

    const again = await upload('a,b\n1,2\n');
    const other = await upload('a,b\n1,3\n');

    expect([again.status, again.body]).toEqual([first.status, first.body]);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(other.body).toMatchObject({ type: 'urn:problem:idempotency-key-reused' });
  });

  it('a stream of lines takes no key', async () => {
    const bank = await asClient(test, 'demo-bank-a');

    const answer = await bank
      .post('/v1/decisions/batch')
      .set({ 'Content-Type': 'application/x-ndjson', 'Idempotency-Key': 'stream' })
      .send('{}\n');

    expect(answer.body).toMatchObject({ type: 'urn:problem:idempotency-not-for-streams' });
  });
});
