import { describe, expect, it } from '@jest/globals';
import { aTestApp } from './support/app.js';
import { asClient, asOfficer } from './support/tokens.js';

const testApp = await aTestApp({ environment: { DUANKA_RATE_LIMIT: '5', DUANKA_LOGIN_RATE_LIMIT: '8' } });
const { request } = testApp;
const officer = await asOfficer(testApp, 'city-submitter');
const colleague = await asOfficer(testApp, 'city-approver');
const client = await asClient(testApp, 'demo-bank-a');

function ask(authorization: string): ReturnType<ReturnType<typeof request>['get']> {
  return request().get('/v1/sessions/current').set('Authorization', authorization);
}

describe('rate limits', () => {
  it('an officer is told how many requests are left, and refused when there are none', async () => {
    const remaining: string[] = [];
    for (let count = 0; count < 5; count += 1) {
      const answer = await ask(officer).expect(200);
      expect(answer.headers['ratelimit-limit']).toBe('5');
      expect(Number(answer.headers['ratelimit-reset'])).toBeLessThanOrEqual(60);
      remaining.push(String(answer.headers['ratelimit-remaining']));
    }
    expect(remaining).toEqual(['4', '3', '2', '1', '0']);

    const refused = await ask(officer).set('Accept-Language', 'en').expect(429);
    expect(refused.body).toMatchObject({ type: 'urn:problem:rate-limited', status: 429, title: 'Too many requests' });
    expect(refused.headers).toMatchObject({ 'ratelimit-limit': '5', 'ratelimit-remaining': '0' });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  });

  it('the limit of one is not the limit of another at the same address', async () => {
    await ask(colleague).expect(200);
    expect((await ask(client)).status).toBe(403);
  });

  it('signing in is limited by address, right or wrong', async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 6; count += 1) {
      const { status } = await request().post('/v1/sessions').send({ username: 'nobody', password: 'wrong' });
      statuses.push(status);
    }

    // Three tokens were fetched above: eight a minute leave five.
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
    expect((await request().post('/oauth/token').send({})).status).toBe(429);
  });

  it('forged tokens are limited by address, and a good one still passes', async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 9; count += 1) statuses.push((await ask('Bearer forged')).status);

    expect(statuses).toEqual([...Array<number>(8).fill(401), 429]);
    await ask(colleague).expect(200);
  });

  it('what watches over the service is not limited', async () => {
    for (let count = 0; count < 12; count += 1) await request().get('/health/live').expect(200);
  });
});
