import { request as httpRequest, type Server } from 'node:http';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { HttpAdapterHost } from '@nestjs/core';
import type supertest from 'supertest';
import { createApp } from '../src/app.setup.js';
import { readConfig } from '../src/config.js';
import { Clock } from '../src/platform/clock.js';
import { claim } from '../src/platform/database.js';
import { Keyring, newKeyringContent } from '../src/platform/keyring.js';
import { startService } from '../src/service.js';
import { asOfficer, type Caller } from './support/api.js';
import { aTestApp, type TestApp } from './support/app.js';
import { aClone } from './support/database.js';

let test: TestApp;
let submitter: Caller;

beforeAll(async () => {
  test = await aTestApp();
  submitter = await asOfficer(test, 'city-submitter');
});

function lastLine(): unknown {
  return JSON.parse(test.log.at(-1) ?? '');
}

describe('health and metrics', () => {
  it('a probe learns that the process lives and is ready', async () => {
    expect((await test.request().get('/health/live')).body).toEqual({ status: 'ok' });
    expect((await test.request().get('/health/ready')).body).toEqual({ status: 'ok', decisionLog: 'all' });
  });

  it('a schema that is not up to date is not ready', async () => {
    const other = await aTestApp();
    await other.db.query(`DELETE FROM migration`);

    const answer = await other.request().get('/health/ready').expect(503);

    expect(answer.body).toMatchObject({ type: 'urn:problem:not-ready' });
    await other.close();
  });

  it('metrics tell the revision, the connections, and durations by route pattern only', async () => {
    await test.request().get('/v1/sanction-lists/11010518990101001X?idNumber=11010518990101001X');

    const { text } = await test.request().get('/metrics').expect(200);

    expect(text).toContain('duanka_revision 0');
    expect(text).toContain('duanka_database_connections{state="open"}');
    expect(text).toMatch(
      /duanka_http_request_duration_seconds_count\{method="GET",route="\/v1\/sanction-lists\/:id",status="401"\} 1/,
    );
    expect(text).not.toContain('11010518990101001X');
  });
});

describe('problems', () => {
  it.each([
    { method: 'get', path: '/nowhere', status: 404, code: 'not-found' },
    { method: 'get', path: '/-', status: 404, code: 'not-found' },
    { method: 'delete', path: '/health/live', status: 405, code: 'method-not-allowed' },
    { method: 'get', path: '/v1/audit-entries', status: 401, code: 'unauthenticated' },
  ] as const)('$method $path is a $status $code', async ({ method, path, status, code }) => {
    const answer = await test.request()[method](path);

    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.body).toMatchObject({ type: `urn:problem:${code}`, status, instance: path });
  });

  it.each([
    { why: 'cut off', type: 'application/json', body: '{"username":', status: 400, code: 'malformed-json' },
    { why: 'empty', type: 'application/json', body: '', status: 400, code: 'malformed-json' },
    {
      why: 'poisoned',
      type: 'application/json',
      body: '{"__proto__":{"isAdmin":true}}',
      status: 400,
      code: 'malformed-json',
    },
    { why: 'of an unknown type', type: 'text/plain', body: 'hello', status: 415, code: 'unsupported-media-type' },
    {
      why: 'larger than 1 MB',
      type: 'application/json',
      body: `"${'x'.repeat(1024 * 1024)}"`,
      status: 413,
      code: 'body-too-large',
    },
    { why: 'a list', type: 'application/json', body: '[]', status: 400, code: 'validation-failed' },
  ])('a body that is $why is a $status $code', async ({ type, body, status, code }) => {
    const answer = await test.request().post('/v1/sessions').set('Content-Type', type).send(body);

    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ type: `urn:problem:${code}` });
  });

  it('titles, details and faults follow the language of the caller', async () => {
    const ask = (language: string): supertest.Test =>
      test.request().post('/v1/sessions').set('Accept-Language', language).send({ username: 5, password: 'x' });

    expect((await ask('zh')).body).toMatchObject({
      title: '请求内容不合要求',
      errors: expect.arrayContaining([expect.objectContaining({ path: 'username', detail: '应为文本' })]),
    });
    expect((await ask('en')).body).toMatchObject({
      title: 'The request is not valid',
      errors: expect.arrayContaining([expect.objectContaining({ path: 'username', detail: 'A text is expected' })]),
    });
  });

  it('what nobody expected is an opaque 500, logged once with the request id and without values', async () => {
    const other = await aTestApp();
    const caller = await asOfficer(other, 'admin');
    await other.db.query(`ALTER TABLE institution RENAME TO hidden`);

    const answer = await caller
      .get('/v1/institutions')
      .set('X-Request-Id', 'gateway-0001')
      .set('Accept-Language', 'en');

    expect(answer.body).toEqual({
      type: 'urn:problem:internal',
      title: 'Internal error',
      status: 500,
      detail: 'Internal error',
      instance: '/v1/institutions',
    });
    const failures = other.log
      .map((line): Record<string, unknown> => JSON.parse(line))
      .filter(({ level }) => level === 'error');
    expect(failures).toMatchObject([{ requestId: 'gateway-0001', msg: 'request failed', error: { code: '42P01' } }]);
    await other.close();
  });
});

describe('headers and log', () => {
  it('the request id of the caller is echoed and logged, with the route pattern and never the path or query', async () => {
    const answer = await submitter
      .get('/v1/sanction-lists/018f0000-0000-7000-8000-000000000000?note=11010518990101001X')
      .set('X-Request-Id', 'gateway-0042');

    expect(answer.headers['x-request-id']).toBe('gateway-0042');
    expect(lastLine()).toMatchObject({
      requestId: 'gateway-0042',
      method: 'GET',
      route: '/v1/sanction-lists/:id',
      asker: expect.stringMatching(/^officer:/),
      msg: 'request answered',
    });
    expect(test.log.join('')).not.toContain('11010518990101001X');
  });

  it('answers are not for caches, frames, or scripts', async () => {
    const { headers } = await test.request().get('/health/live');

    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
    });
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['x-powered-by']).toBeUndefined();
  });

  it('the documentation works under its own policy, without scripts of others', async () => {
    const page = await test.request().get('/docs').expect(200);

    expect(page.headers['content-security-policy']).toContain("script-src 'self';");
    await test.request().get('/docs/swagger-ui-bundle.js').expect(200);
    expect((await test.request().get('/docs/openapi.json').expect(200)).body).toMatchObject({
      openapi: '3.1.0',
      components: { schemas: { Problem: { type: 'object' } } },
    });
  });
});

describe('keys and database', () => {
  it('a service with other keys than the database was written with does not start: it would find nobody', async () => {
    const databaseUrl = await aClone();
    const foundation = () => ({
      config: readConfig({ LOG_LEVEL: 'silent' }),
      databaseUrl,
      keyring: new Keyring(newKeyringContent(new Date())),
      clock: new Clock(),
    });
    const app = await createApp(foundation());
    await app.close();

    await expect(createApp(foundation())).rejects.toThrow('These keys are not the ones');
  });

  it('one service at a time works on an embedded database, the next one after it', async () => {
    const database = { url: await aClone(), isEmbedded: true, stop: () => Promise.resolve() };
    const release = await claim(database, '/data');

    await expect(claim(database, '/data')).rejects.toThrow('A service is running on /data already');
    await release();

    await (
      await claim(database, '/data')
    )();
  });
});

describe('shutdown', () => {
  it('a request that was begun is finished, and no new one is taken', async () => {
    const config = readConfig({
      PORT: '0',
      LOG_LEVEL: 'silent',
      DATABASE_URL: await aClone(),
      DUANKA_DEMO: '1',
      DUANKA_KEYS: JSON.stringify(newKeyringContent(new Date())),
    });
    const service = await startService(config);
    const server: Server = (await service.parts()).get(HttpAdapterHost).httpAdapter.getHttpServer();
    const body = JSON.stringify({ username: 'admin', password: 'wrong' });
    const arrival = new Promise((resolve) => server.once('request', resolve));
    const begun = httpRequest(`${service.address}/v1/sessions`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) },
    });
    const answer = new Promise<number | undefined>((resolve, reject) => {
      begun.once('response', (response) => resolve(response.resume().statusCode)).once('error', reject);
    });
    begun.write(body.slice(0, 10));
    await arrival;

    const stopped = service.stop();
    begun.end(body.slice(10));

    expect(await answer).toBe(401);
    await stopped;
    expect(server.listening).toBe(false);
    await expect(fetch(`${service.address}/health/live`)).rejects.toThrow('fetch failed');
  });
});
