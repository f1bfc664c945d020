import { createHmac } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { SignJWT, generateKeyPair } from 'jose';
import { Secret, TOTP } from 'otpauth';
import type { Response } from 'supertest';
import { aTestApp, FixedClock } from './support/app.js';
import { asClient, asOfficer } from './support/tokens.js';

const START = new Date('2025-01-06T02:00:00Z');
const clock = new FixedClock(START);
const testApp = await aTestApp({ clock, environment: { DUANKA_LOGIN_RATE_LIMIT: '100000' } });
const { request, db, log } = testApp;

function later(minutes: number): void {
  clock.set(new Date(clock.now().getTime() + minutes * 60_000));
}

async function signIn(username: string, password = `demo-${username}`, totp?: string): Promise<Response> {
  return request().post('/v1/sessions').send({ username, password, totp });
}

async function current(authorization: string): Promise<Response> {
  return request().get('/v1/sessions/current').set('Authorization', authorization);
}

function secretOf(uri: string): Secret {
  return Secret.fromBase32(new URL(uri).searchParams.get('secret') ?? '');
}

function codeOf(uri: string): string {
  return new TOTP({ secret: secretOf(uri) }).generate({ timestamp: clock.now().getTime() });
}

async function idOf(username: string): Promise<string> {
  const [officer]: { id: string }[] = await db.query('SELECT id FROM officer WHERE username = $1', [username]);
  return officer?.id ?? '';
}

async function acts(username: string): Promise<string[]> {
  const object = `officer:${await idOf(username)}`;
  const entries: { what: string }[] = await db.query('SELECT what FROM audit_entry WHERE object = $1 ORDER BY seq', [
    object,
  ]);
  return entries.map(({ what }) => what);
}

function part(token: string, index: number): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[index] ?? '', 'base64url').toString('utf8'));
}

function sealed(header: object, payload: object, signature: string): string {
  return `${[header, payload].map((item) => Buffer.from(JSON.stringify(item)).toString('base64url')).join('.')}.${signature}`;
}

beforeEach(() => clock.set(START));

describe('signing in', () => {
  it('an officer gets a token for eight hours and is told who they are', async () => {
    const answer = await signIn('city-submitter');

    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      expiresAt: '2025-01-06T18:00:00.000+08:00',
      officer: {
        username: 'city-submitter',
        organ: { code: 'demo-organ-city', level: 'city', name: '重庆市公安局(演示·设区的市级)' },
        roles: ['submitter'],
      },
    });
    expect(answer.headers['cache-control']).toBe('no-store');
    expect((await current(`Bearer ${String(answer.body.accessToken)}`)).body).toMatchObject({
      officer: answer.body.officer,
    });
  });

  it('a wrong password and an unknown name are refused in the same words', async () => {
    const wrong = await signIn('auditor', 'demo-auditor ');
    const unknown = await signIn('nobody-of-that-name', 'demo-auditor');

    expect(wrong.status).toBe(401);
    expect(wrong.body).toEqual({ ...unknown.body });
    expect(wrong.body.type).toBe('urn:problem:invalid-credentials');
    expect(wrong.headers['content-type']).toContain('application/problem+json');
  });

  it.each([
    { why: 'no password', body: { username: 'auditor' } },
    { why: 'no name', body: { password: 'x' } },
    { why: 'a list for a name', body: { username: ['auditor'], password: 'demo-auditor' } },
    { why: 'a one-time code of letters', body: { username: 'auditor', password: 'demo-auditor', totp: 'abcdef' } },
    { why: 'an unknown field', body: { username: 'auditor', password: 'demo-auditor', otp: '123456' } },
    { why: 'an endless password', body: { username: 'auditor', password: 'x'.repeat(1000) } },
  ])('$why is a request that is not valid', async ({ body }) => {
    const answer = await request().post('/v1/sessions').send(body);

    expect(answer.status).toBe(400);
    expect(answer.body.type).toBe('urn:problem:validation-failed');
  });

  it('what is not JSON is refused without being repeated', async () => {
    const answer = await request()
      .post('/v1/sessions')
      .set('Content-Type', 'application/json')
      .send('{"username":"auditor",');

    expect(answer.status).toBe(400);
    expect(answer.text).not.toContain('auditor');
  });

  it('neither user names nor passwords are logged', async () => {
    await signIn('rules-author', 'a password nobody should read');
    await signIn('rules-author');

    expect(log.join('\n')).not.toMatch(/rules-author|nobody should read/);
  });

  it('sign-ins and refusals are in the audit trail', async () => {
    await signIn('rules-approver', 'wrong');
    await signIn('rules-approver');

    expect(await acts('rules-approver')).toEqual(['session.refused', 'session.opened']);
  });
});

describe('guessing a password', () => {
  it('of twenty guesses at once five count, and the account is locked for fifteen minutes', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => signIn('county-submitter', `guess ${index}`)),
    );

    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(5);
    expect(statuses.filter((status) => status === 423)).toHaveLength(15);
    expect((await acts('county-submitter')).filter((what) => what === 'officer.locked')).toHaveLength(1);

    const right = await signIn('county-submitter');
    expect(right.status).toBe(423);
    expect(right.body.detail).toContain('2025-01-06T10:15:00.000+08:00');

    later(15);
    expect((await signIn('county-submitter')).status).toBe(201);
  });

  it('the right password among twenty guesses at once does not win once five have failed', async () => {
    for (let guess = 0; guess < 5; guess += 1) await signIn('appeals-officer', `guess ${guess}`);

    const answers = await Promise.all(Array.from({ length: 20 }, () => signIn('appeals-officer')));

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([423]));
  });

  it('a right password starts the count anew', async () => {
    for (let guess = 0; guess < 4; guess += 1) await signIn('province-approver', 'wrong');
    expect((await signIn('province-approver')).status).toBe(201);

    for (let guess = 0; guess < 4; guess += 1) await signIn('province-approver', 'wrong');
    expect((await signIn('province-approver')).status).toBe(201);
  });
});

describe('one-time codes', () => {
  it('once confirmed a code is asked at every sign-in, and each is good for one', async () => {
    const officer = await asOfficer(testApp, 'province-submitter');
    const enrolled = await request().post('/v1/officers/me/totp').set('Authorization', officer).expect(201);
    const uri = String(enrolled.body.otpauthUri);
    expect((await signIn('province-submitter')).status).toBe(201);

    const confirm = async (code: string): Promise<Response> =>
      request().post('/v1/officers/me/totp/confirm').set('Authorization', officer).send({ code });
    expect((await confirm('000000')).body.type).toBe('urn:problem:totp-code-wrong');
    expect((await confirm(codeOf(uri))).status).toBe(204);

    expect((await signIn('province-submitter')).body.type).toBe('urn:problem:invalid-credentials');
    expect((await signIn('province-submitter', undefined, codeOf(uri))).status).toBe(401);
    later(1);
    const code = codeOf(uri);
    expect((await signIn('province-submitter', undefined, code)).status).toBe(201);
    expect((await signIn('province-submitter', undefined, code)).status).toBe(401);

    const again = await request().post('/v1/officers/me/totp').set('Authorization', officer);
    expect(again.body.type).toBe('urn:problem:totp-already-enrolled');
    const [row]: { secret: Buffer }[] = await db.query(
      'SELECT totp_secret_enc AS secret FROM officer WHERE username = $1',
      ['province-submitter'],
    );
    expect(row?.secret.includes(Buffer.from(secretOf(uri).bytes))).toBe(false);
  });

  it('of ten sign-ins at once with the same code one succeeds', async () => {
    const officer = await asOfficer(testApp, 'rules-author');
    const enrolled = await request().post('/v1/officers/me/totp').set('Authorization', officer).expect(201);
    const uri = String(enrolled.body.otpauthUri);
    await request()
      .post('/v1/officers/me/totp/confirm')
      .set('Authorization', officer)
      .send({ code: codeOf(uri) })
      .expect(204);
    later(1);

    const answers = await Promise.all(Array.from({ length: 10 }, () => signIn('rules-author', undefined, codeOf(uri))));

    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  });
});

describe('the token of a session', () => {
  it('is void after signing out, and only that one', async () => {
    const [first, second] = [await asOfficer(testApp, 'city-approver'), await asOfficer(testApp, 'city-approver')];

    await request().delete('/v1/sessions/current').set('Authorization', first).expect(204);

    expect((await current(first)).status).toBe(401);
    expect((await current(second)).status).toBe(200);
    expect(await acts('city-approver')).toContain('session.revoked');
  });

  it('is void when an administrator ends all sessions', async () => {
    const [first, second] = [await asOfficer(testApp, 'city-approver'), await asOfficer(testApp, 'city-approver')];
    const path = `/v1/officers/${await idOf('city-approver')}/sessions`;

    await request().delete(path).set('Authorization', first).expect(403);
    await request()
      .delete(path)
      .set('Authorization', await asOfficer(testApp, 'admin'))
      .expect(200);

    expect([(await current(first)).status, (await current(second)).status]).toEqual([401, 401]);
  });

  it('is void after eight hours', async () => {
    const officer = await asOfficer(testApp, 'city-submitter');

    later(8 * 60 - 1);
    expect((await current(officer)).status).toBe(200);
    later(1);
    expect((await current(officer)).status).toBe(401);
  });

  it('is refused when it was not made by us', async () => {
    const officer = (await asOfficer(testApp, 'city-submitter')).slice('Bearer '.length);
    const [header, payload] = [part(officer, 0), part(officer, 1)];
    const { privateKey } = await generateKeyPair('ES256');
    const foreign = (kid: unknown): Promise<string> =>
      new SignJWT(payload).setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: String(kid) }).sign(privateKey);
    const { body } = await request().get('/.well-known/jwks.json');
    const publicText = JSON.stringify(body.keys[0]);
    const unsigned = sealed({ ...header, alg: 'HS256' }, payload, '').slice(0, -1);
    const hmac = createHmac('sha256', publicText).update(unsigned).digest('base64url');
    const forged = {
      'an unknown key id': await foreign('0000000000000000'),
      'our key id, another key': await foreign(header['kid']),
      'no algorithm': sealed({ ...header, alg: 'none' }, payload, ''),
      'the public key as a shared secret': `${unsigned}.${hmac}`,
      'another payload': sealed(
        header,
        { ...payload, sub: `officer:${await idOf('admin')}` },
        officer.split('.')[2] ?? '',
      ),
      'half of it': officer.slice(0, officer.length / 2),
      nothing: '',
    };

    for (const [why, token] of Object.entries(forged)) {
      const answer = await current(`Bearer ${token}`);
      expect([why, answer.status, answer.body.type]).toEqual([why, 401, 'urn:problem:unauthenticated']);
      expect(answer.headers['www-authenticate']).toBe('Bearer');
    }
  });

  it('a client token is no officer, and an officer token is no client', async () => {
    expect((await current(await asClient(testApp, 'demo-bank-a'))).status).toBe(403);
  });
});

describe('an own password', () => {
  const NEXT = 'three quiet rivers';
  const change = (token: string, current: string, next: string): Promise<Response> =>
    request()
      .post('/v1/officers/me/password')
      .set('Authorization', token)
      .send({ current, next })
      .then((answer) => answer);
  const tokenOf = ({ body }: Response): string => `Bearer ${body.accessToken}`;

  it('is changed by whoever knows the old one; the other sessions end, this one goes on', async () => {
    const [own, other] = [tokenOf(await signIn('city-submitter')), tokenOf(await signIn('city-submitter'))];

    const answer = await change(own, 'demo-city-submitter', NEXT);

    expect([answer.status, answer.body.revoked]).toEqual([200, expect.any(Number)]);
    expect((await current(own)).status).toBe(200);
    expect((await current(other)).status).toBe(401);
    expect((await signIn('city-submitter')).status).toBe(401);
    expect((await signIn('city-submitter', NEXT)).body.officer).toMatchObject({
      username: 'city-submitter',
      hasTotp: false,
    });
    expect(await acts('city-submitter')).toContain('officer.password-changed');
    expect(log.join('\n')).not.toContain(NEXT);
  });

  it('guessed wrongly five times locks the account, as at sign-in', async () => {
    const own = tokenOf(await signIn('rules-approver'));

    for (let guess = 0; guess < 5; guess++)
      expect((await change(own, `guess-${guess}`, NEXT)).body.type).toBe('urn:problem:current-password-wrong');

    expect((await change(own, 'demo-rules-approver', NEXT)).body.type).toBe('urn:problem:account-locked');
    expect((await signIn('rules-approver')).body.type).toBe('urn:problem:account-locked');
  });

  it('is neither short, nor the user name, nor the old one', async () => {
    const own = tokenOf(await signIn('county-submitter'));
    const old = 'demo-county-submitter';

    expect((await change(own, old, 'short')).status).toBe(400);
    expect((await change(own, old, 'County-Submitter')).body.type).toBe('urn:problem:password-unsuitable');
    expect((await change(own, old, old)).body.type).toBe('urn:problem:password-unsuitable');
    expect((await request().post('/v1/officers/me/password').send({ current: old, next: NEXT })).status).toBe(401);
  });

  it('is changed once by two who know it at the same time', async () => {
    const [one, two] = [tokenOf(await signIn('county-submitter')), tokenOf(await signIn('county-submitter'))];

    const answers = await Promise.all([
      change(one, 'demo-county-submitter', NEXT),
      change(two, 'demo-county-submitter', 'four loud rivers'),
    ]);

    expect(answers.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(1);
  });
});

describe('names of officers', () => {
  it('are told to officers by their ids, and to nobody else', async () => {
    const [auditor, bank] = [await asOfficer(testApp, 'auditor'), await asClient(testApp, 'demo-bank-a')];
    const get = (token: string, query: string) =>
      request().get(`/v1/officer-names${query}`).set('Authorization', token);
    const id = await idOf('city-approver');
    const nobody = '01890a5d-ac96-774b-bcce-b302099a8057';

    const { body } = await get(auditor, `?ids=${nobody},${id}`);

    expect(body).toEqual([{ id, username: 'city-approver', organName: expect.stringContaining('公安局') }]);
    expect((await get(auditor, '?ids=1')).status).toBe(400);
    expect((await get(auditor, '')).body).toEqual([]);
    expect((await get(auditor, `?ids=${Array(101).fill(nobody).join(',')}`)).status).toBe(400);
    expect((await get(bank, `?ids=${id}`)).status).toBe(403);
  });
});
