import type supertest from 'supertest';
import type { TestApp } from './app.js';
import { asClient as clientAuthorization, asOfficer as officerAuthorization } from './tokens.js';

/** Someone who is signed in, or a machine with a token, and asks over HTTP. */
export interface Caller {
  /** The access token itself, for what supertest cannot do. */
  token: string;
  get(path: string): supertest.Test;
  put(path: string): supertest.Test;
  delete(path: string): supertest.Test;
  patch(path: string): supertest.Test;
  post(path: string): supertest.Test;
}

/** A demo officer, signed in with the demo password. */
export async function asOfficer(test: TestApp, username: string): Promise<Caller> {
  return caller(test, await officerAuthorization(test, username));
}

/** A demo API client, with a token for all its scopes. */
export async function asClient(test: TestApp, id: string): Promise<Caller> {
  return caller(test, await clientAuthorization(test, id));
}

/** Whoever holds this value of an `Authorization` header. */
export function caller(test: TestApp, authorization: string): Caller {
  const authorized = (request: supertest.Test): supertest.Test => request.set('authorization', authorization);
  return {
    token: authorization.replace(/^Bearer /, ''),
    get: (path) => authorized(test.request().get(path)),
    put: (path) => authorized(test.request().put(path)),
    delete: (path) => authorized(test.request().delete(path)),
    patch: (path) => authorized(test.request().patch(path)),
    post: (path) => authorized(test.request().post(path)),
  };
}
