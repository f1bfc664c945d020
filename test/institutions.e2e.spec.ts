import { describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { DemoSeed } from '../src/institutions/demo-seed.service.js';
import { aTestApp } from './support/app.js';
import { asOfficer } from './support/tokens.js';

const testApp = await aTestApp({ environment: { DUANKA_LOGIN_RATE_LIMIT: '100000' } });
const { app, request, db } = testApp;
const admin = await asOfficer(testApp, 'admin');

async function post(path: string, body: object, authorization = admin): Promise<Response> {
  return request().post(path).set('Authorization', authorization).send(body);
}

describe('institutions', () => {
  it('are registered once per code, in a region in force, with a level only for police organs', async () => {
    const bank = { code: 'river-bank', kind: 'bank', region: '500000', name: '江河银行' };

    expect((await post('/v1/institutions', bank)).body).toMatchObject({ ...bank, level: null });
    expect((await post('/v1/institutions', bank)).body.type).toBe('urn:problem:code-taken');
    expect((await post('/v1/institutions', { ...bank, code: 'Bank 2', region: '999999' })).body.type).toBe(
      'urn:problem:validation-failed',
    );
    expect((await post('/v1/institutions', { ...bank, code: 'bank-2', region: '999999' })).body.type).toBe(
      'urn:problem:region-unknown',
    );
    expect((await post('/v1/institutions', { ...bank, code: 'bank-2', level: 'city' })).body.type).toBe(
      'urn:problem:institution-level-wrong',
    );
    expect((await post('/v1/institutions', { ...bank, code: 'bank-2', kind: 'police_organ' })).body.type).toBe(
      'urn:problem:institution-level-wrong',
    );
    expect((await post('/v1/institutions', { ...bank, code: 'bank-2', kind: 'bakery' })).body.errors).toMatchObject([
      { path: 'kind', code: 'isIn' },
    ]);
  });

  it('are read page by page, each once', async () => {
    const codes: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Response = await request()
        .get('/v1/institutions')
        .query({ limit: 3, ...(cursor === '' ? {} : { cursor }) })
        .set('Authorization', admin)
        .expect(200);
      expect(page.body.items.length).toBeLessThanOrEqual(3);
      codes.push(...page.body.items.map(({ code }: { code: string }) => code));
      cursor = page.body.nextCursor;
    }

    const rows: { code: string }[] = await db.query('SELECT code FROM institution ORDER BY id');
    expect(codes).toEqual(rows.map(({ code }) => code));
  });

  it.each([{ cursor: 'nonsense' }, { limit: '0' }, { limit: '201' }, { limit: 'many' }, { page: '2' }])(
    'a page of %p is refused',
    async (query) => {
      const answer = await request().get('/v1/institutions').query(query).set('Authorization', admin);

      expect(answer.status).toBe(400);
    },
  );
});

describe('officers', () => {
  const made = {
    username: 'new-officer',
    organCode: 'demo-organ-city',
    roles: ['submitter'],
    password: 'three quiet rivers',
  };
  let id = '';

  async function signIn(): Promise<Response> {
    return post('/v1/sessions', { username: made.username, password: made.password });
  }

  it('are registered by an administrator for a police organ, and sign in', async () => {
    const answer = await post('/v1/officers', made);
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      username: 'new-officer',
      organ: { code: 'demo-organ-city', level: 'city' },
      roles: ['submitter'],
      hasTotp: false,
    });
    expect(answer.text).not.toContain('rivers');
    id = String(answer.body.id);

    expect((await signIn()).status).toBe(201);
    expect((await post('/v1/officers', made)).body.type).toBe('urn:problem:code-taken');
    expect((await post('/v1/officers', { ...made, username: 'other', organCode: 'demo-bank-a' })).body.type).toBe(
      'urn:problem:organ-needed',
    );
    expect((await post('/v1/officers', { ...made, username: 'other', organCode: 'none' })).body.type).toBe(
      'urn:problem:institution-not-found',
    );
    expect((await post('/v1/officers', { ...made, username: 'other', password: 'short' })).status).toBe(400);
    expect((await post('/v1/officers', { ...made, username: 'other', roles: ['chief'] })).status).toBe(400);
  });

  it('a withdrawn role counts from the next request on', async () => {
    await request()
      .patch(`/v1/officers/${id}`)
      .set('Authorization', admin)
      .send({ roles: ['admin'] })
      .expect(200);
    const officer = `Bearer ${String((await signIn()).body.accessToken)}`;
    await request().get('/v1/officers').set('Authorization', officer).expect(200);

    await request().patch(`/v1/officers/${id}`).set('Authorization', admin).send({ roles: [] }).expect(200);

    await request().get('/v1/officers').set('Authorization', officer).expect(403);
  });

  it('a disabled officer is signed out and signs in no more', async () => {
    const officer = `Bearer ${String((await signIn()).body.accessToken)}`;

    await request().patch(`/v1/officers/${id}`).set('Authorization', admin).send({ isDisabled: true }).expect(200);

    expect((await request().get('/v1/sessions/current').set('Authorization', officer)).status).toBe(401);
    expect((await signIn()).body.type).toBe('urn:problem:invalid-credentials');
  });

  it('nobody changes their own account, or one that does not exist', async () => {
    const [own]: { id: string }[] = await db.query(`SELECT id FROM officer WHERE username = 'admin'`);
    const change = async (target: string): Promise<Response> =>
      request()
        .patch(`/v1/officers/${target}`)
        .set('Authorization', admin)
        .send({ roles: ['approver'] });

    expect((await change(own?.id ?? '')).body.type).toBe('urn:problem:own-account');
    expect((await change('0192f0c1-2b3c-7d4e-8f50-617283940a1b')).body.type).toBe('urn:problem:officer-not-found');
    expect((await change('admin')).body.type).toBe('urn:problem:officer-not-found');
  });

  it('the list shows no secret of anybody', async () => {
    const answer = await request().get('/v1/officers').set('Authorization', admin).expect(200);

    expect(answer.body.items.length).toBeGreaterThan(10);
    expect(answer.text).not.toMatch(/argon2|password|secret/i);
  });

  it('every change of an account is in the audit trail, by whom', async () => {
    const entries: { what: string; actor: string }[] = await db.query(
      'SELECT what, actor FROM audit_entry WHERE object = $1 ORDER BY seq',
      [`officer:${id}`],
    );
    const [own]: { id: string }[] = await db.query(`SELECT id FROM officer WHERE username = 'admin'`);

    const changes = entries.filter(({ what }) => what.startsWith('officer.'));
    expect(changes.map(({ what }) => what)).toEqual([
      'officer.registered',
      ...Array<string>(3).fill('officer.amended'),
    ]);
    expect(new Set(changes.map(({ actor }) => actor))).toEqual(new Set([`officer:${own?.id}`]));
  });
});

describe('API clients', () => {
  const made = { id: 'second-client', institutionCode: 'demo-bank-a', scopes: ['decisions'] };

  it('are registered for an institution, with a secret shown once', async () => {
    const answer = await post('/v1/api-clients', made);
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      id: made.id,
      institution: { code: 'demo-bank-a', kind: 'bank' },
      scopes: ['decisions'],
      authentication: ['secret'],
    });

    const proof = { grant_type: 'client_credentials', client_id: made.id, client_secret: answer.body.secret };
    expect((await post('/oauth/token', proof)).status).toBe(401);
    expect((await request().post('/oauth/token').send(proof)).body.scope).toBe('decisions');
  });

  it.each([
    { why: 'with an id that is taken', change: {}, code: 'code-taken' },
    {
      why: 'of no institution',
      change: { id: 'third-client', institutionCode: 'none' },
      code: 'institution-not-found',
    },
    {
      why: 'of an organ that holds no cards, for cards',
      change: { id: 'third-client', institutionCode: 'demo-organ-city', scopes: ['cards'] },
      code: 'invalid-scope',
    },
    {
      why: 'with keys that are none',
      change: { id: 'third-client', publicJwks: { keys: [{ kty: 'oct', k: 'AAAA' }] } },
      code: 'keys-unusable',
    },
    { why: 'with an unknown scope', change: { id: 'third-client', scopes: ['all'] }, code: 'validation-failed' },
  ])('$why are refused', async ({ change, code }) => {
    expect((await post('/v1/api-clients', { ...made, ...change })).body.type).toBe(`urn:problem:${code}`);
  });
});

describe('the demo accounts', () => {
  it('are made once: a second start changes nothing', async () => {
    const before: unknown = await db.query(
      'SELECT id, password_hash FROM officer UNION SELECT institution_id, secret_hash FROM api_client ORDER BY 1, 2',
    );

    await app.get(DemoSeed).seed();

    expect(
      await db.query(
        'SELECT id, password_hash FROM officer UNION SELECT institution_id, secret_hash FROM api_client ORDER BY 1, 2',
      ),
    ).toEqual(before);
  });
});
