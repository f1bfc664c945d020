import { expect, it } from '@jest/globals';
import { aTestApp } from './support/app.js';

it('a probe learns that the process lives and is ready', async () => {
  const { request } = await aTestApp();

  expect((await request().get('/health/live')).body).toEqual({ status: 'ok' });
  expect((await request().get('/health/ready')).body).toEqual({ status: 'ok' });
});
