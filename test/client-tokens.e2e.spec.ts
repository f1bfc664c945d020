import { beforeEach, describe, expect, it } from '@jest/globals';
import type { JWTPayload } from 'jose';
import { createLocalJWKSet, exportJWK, generateKeyPair, jwtVerify, SignJWT } from 'jose';
import type { Response } from 'supertest';
import { Config } from '../src/config.js';
import { aTestApp, FixedClock } from './support/app.js';
import { asClient, asOfficer } from './support/tokens.js';

const START = new Date('2025-01-06T02:00:00Z');
const ASSERTION = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const clock = new FixedClock(START);
const testApp = await aTestApp({ clock, environment: { DUANKA_LOGIN_RATE_LIMIT: '100000' } });
const { app, request, db, log } = testApp;
const { issuer } = app.get(Config);
const bank = { grant_type: 'client_credentials', client_id: 'demo-bank-a', client_secret: 'demo-secret-demo-bank-a' };

async function token(body: object): Promise<Response> {
  return request().post('/oauth/token').send(body);
}

/** A route for officers: 403 means that the token is good and its holder a client, 401 that the token is not. */
async function isGood(authorization: string): Promise<boolean> {
  const { status } = await request().get('/v1/sessions/current').set('Authorization', authorization);
  expect([401, 403]).toContain(status);
  return status === 403;
}

beforeEach(() => clock.set(START));

describe('a client with a secret', () => {
  it('gets a token for ten minutes, as JSON or as a form', async () => {
    const json = await token(bank);
    const form = await request().post('/oauth/token').type('form').send(bank);

    for (const answer of [json, form]) {
      expect(answer.status).toBe(200);
      expect(answer.body).toMatchObject({
        token_type: 'Bearer',
        expires_in: 600,
        scope: 'decisions cards blacklist directives',
      });
      expect(answer.headers['cache-control']).toBe('no-store');
      expect(await isGood(`Bearer ${String(answer.body.access_token)}`)).toBe(true);
    }
  });

  it('may send its secret by HTTP Basic, percent-encoded as RFC 6749 says', async () => {
    const basic = async (id: string, secret: string): Promise<Response> =>
      request().post('/oauth/token').type('form').auth(id, secret).send({ grant_type: 'client_credentials' });

    expect((await basic('demo-bank-a', 'demo-secret-demo-bank-a')).status).toBe(200);
    expect((await basic('demo%2Dbank%2Da', 'demo%2Dsecret-demo-bank-a')).status).toBe(200);
    expect((await basic('demo-bank-a', 'demo-secret-demo-bank-b')).status).toBe(401);
  });

  it('its token is a JWT that anyone can verify with our published keys', async () => {
    const { body } = await token(bank);
    const keys = await request().get('/.well-known/jwks.json').expect(200);

    const { payload, protectedHeader } = await jwtVerify(body.access_token, createLocalJWKSet(keys.body), {
      issuer,
      audience: issuer,
      algorithms: ['ES256'],
      currentDate: clock.now(),
    });

    expect(payload).toMatchObject({ sub: 'client:demo-bank-a', client_id: 'demo-bank-a' });
    expect(Number(payload.exp) - Number(payload.iat)).toBe(600);
    expect(keys.body.keys.map(({ kid }: { kid: string }) => kid)).toContain(protectedHeader.kid);
    expect(keys.text).not.toContain('"d"');
  });

  it('its token is refused after ten minutes', async () => {
    const client = await asClient(testApp, 'demo-bank-a');

    clock.set(new Date(START.getTime() + 599_000));
    expect(await isGood(client)).toBe(true);
    clock.set(new Date(START.getTime() + 600_000));
    expect(await isGood(client)).toBe(false);
  });

  it.each([
    {
      why: 'a wrong secret',
      change: { client_secret: 'demo-secret-demo-bank-b' },
      status: 401,
      error: 'invalid_client',
    },
    { why: 'an unknown client', change: { client_id: 'demo-bank-z' }, status: 401, error: 'invalid_client' },
    { why: 'no secret', change: { client_secret: undefined }, status: 401, error: 'invalid_client' },
    { why: 'another grant', change: { grant_type: 'password' }, status: 400, error: 'unsupported_grant_type' },
    { why: 'a scope it does not have', change: { scope: 'decisions everything' }, status: 400, error: 'invalid_scope' },
    { why: 'a client id of two', change: { client_id: ['demo-bank-a', 'demo-bank-b'] }, status: 400, error: undefined },
    { why: 'no grant', change: { grant_type: undefined }, status: 400, error: undefined },
    {
      why: 'a secret and an assertion',
      change: { client_assertion: 'x', client_assertion_type: ASSERTION },
      status: 401,
      error: 'invalid_client',
    },
  ])('with $why gets no token', async ({ change, status, error }) => {
    const answer = await token({ ...bank, ...change });

    expect([answer.status, answer.body.error]).toEqual([status, error]);
    expect(answer.text).not.toContain('demo-secret');
  });

  it('parameters that we do not know are ignored', async () => {
    expect((await token({ ...bank, resource: 'https://example.org' })).status).toBe(200);
  });

  it('may ask for less than it may do', async () => {
    expect((await token({ ...bank, scope: 'cards' })).body.scope).toBe('cards');
  });

  it('neither secrets nor tokens are logged or stored', async () => {
    const { body } = await token(bank);

    const [row]: { secret: string }[] = await db.query(
      `SELECT secret_hash AS secret FROM api_client WHERE id = 'demo-bank-a'`,
    );
    expect(row?.secret).toMatch(/^\$argon2id\$/);
    expect(log.join('\n')).not.toContain('demo-secret');
    expect(log.join('\n')).not.toContain(body.access_token);
  });
});

describe('the administration of a client', () => {
  const path = '/v1/api-clients/demo-bank-b';

  it('a new secret is shown once, and the old one is void at once', async () => {
    const admin = await asOfficer(testApp, 'admin');
    await asClient(testApp, 'demo-bank-b');

    const rotated = await request().post(`${path}/rotate-secret`).set('Authorization', admin).expect(200);
    const secret = String(rotated.body.secret);

    expect((await token({ ...bank, client_id: 'demo-bank-b', client_secret: 'demo-secret-demo-bank-b' })).status).toBe(
      401,
    );
    expect((await token({ ...bank, client_id: 'demo-bank-b', client_secret: secret })).status).toBe(200);
    expect((await request().get('/v1/api-clients').set('Authorization', admin)).text).not.toContain(secret);
  });

  it('a disabled client is refused at once, with the tokens it has', async () => {
    const admin = await asOfficer(testApp, 'admin');
    const client = await asClient(testApp, 'demo-mvno');
    expect(await isGood(client)).toBe(true);

    await request()
      .patch('/v1/api-clients/demo-mvno')
      .set('Authorization', admin)
      .send({ isDisabled: true })
      .expect(200);
    expect(await isGood(client)).toBe(false);
    expect((await token({ ...bank, client_id: 'demo-mvno', client_secret: 'demo-secret-demo-mvno' })).status).toBe(401);

    await request()
      .patch('/v1/api-clients/demo-mvno')
      .set('Authorization', admin)
      .send({ isDisabled: false })
      .expect(200);
    expect(await isGood(client)).toBe(true);
  });
});

describe('a client that signs assertions (private_key_jwt)', () => {
  let count = 0;

  async function aSigningClient(): Promise<{
    id: string;
    assertion: (change?: JWTPayload, without?: string) => Promise<string>;
  }> {
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    const id = `signing-client-${(count += 1)}`;
    const publicJwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'first', alg: 'ES256' }] };
    const made = await request()
      .post('/v1/api-clients')
      .set('Authorization', await asOfficer(testApp, 'admin'))
      .send({ id, institutionCode: 'demo-bank-a', scopes: ['decisions'], publicJwks })
      .expect(201);
    expect(made.body).toMatchObject({ secret: null, authentication: ['keys'] });
    const seconds = clock.now().getTime() / 1000;
    const usual = { iss: id, sub: id, aud: `${issuer}/oauth/token`, exp: seconds + 60 };
    const assertion = async (change: JWTPayload = {}, without?: string): Promise<string> => {
      const claims = Object.entries({ ...usual, jti: `jti-${(count += 1)}`, ...change }).filter(
        ([name]) => name !== without,
      );
      return new SignJWT(Object.fromEntries(claims))
        .setProtectedHeader({ alg: 'ES256', kid: 'first' })
        .sign(privateKey);
    };
    return { id, assertion };
  }

  async function present(assertion: string, change: object = {}): Promise<Response> {
    const proof = { client_assertion_type: ASSERTION, client_assertion: assertion };
    return token({ grant_type: 'client_credentials', ...proof, ...change });
  }

  it('gets a token for an assertion to this endpoint or to the issuer', async () => {
    const { id, assertion } = await aSigningClient();

    const answer = await present(await assertion());
    expect(answer.body).toMatchObject({ scope: 'decisions', token_type: 'Bearer' });
    expect(await isGood(`Bearer ${String(answer.body.access_token)}`)).toBe(true);
    expect((await present(await assertion({ aud: issuer }), { client_id: id })).status).toBe(200);
  });

  it('each assertion is good for one token, even ten times at once', async () => {
    const { assertion } = await aSigningClient();
    const once = await assertion();

    const answers = await Promise.all(Array.from({ length: 10 }, () => present(once)));

    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(9);
    expect((await present(once)).status).toBe(401);
  });

  it.each<{ why: string; change?: JWTPayload; without?: string }>([
    { why: 'for somebody else', change: { aud: 'https://bank.example' } },
    { why: 'about another client', change: { sub: 'demo-bank-a' } },
    { why: 'in the name of another client', change: { iss: 'demo-bank-a', sub: 'demo-bank-a' } },
    { why: 'that has expired', change: { exp: START.getTime() / 1000 - 1 } },
    { why: 'that lives longer than five minutes', change: { exp: START.getTime() / 1000 + 301 } },
    { why: 'without expiry', without: 'exp' },
    { why: 'without id', without: 'jti' },
  ])('an assertion $why is refused', async ({ change, without }) => {
    const { assertion } = await aSigningClient();

    const answer = await present(await assertion(change, without));

    expect([answer.status, answer.body.error]).toEqual([401, 'invalid_client']);
  });

  it('an assertion that another key signed, or that nobody signed, is refused', async () => {
    const [mine, other] = [await aSigningClient(), await aSigningClient()];
    const foreign = await other.assertion({ iss: mine.id, sub: mine.id });
    const [, payload] = (await mine.assertion()).split('.');
    const unsigned = `${Buffer.from('{"alg":"none","kid":"first"}').toString('base64url')}.${payload}.`;

    expect((await present(foreign)).status).toBe(401);
    expect((await present(unsigned)).status).toBe(401);
    expect((await present('not a token')).status).toBe(401);
  });

  it('has no secret to sign in with', async () => {
    const { id } = await aSigningClient();

    expect((await token({ ...bank, client_id: id })).status).toBe(401);
  });
});
