import { describe, expect, it } from '@jest/globals';
import { RequestMethod } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import type { Response } from 'supertest';
import { accessOf } from '../src/institutions/admission.js';
import { aTestApp } from './support/app.js';
import { asClient, asOfficer } from './support/tokens.js';

const testApp = await aTestApp({ environment: { DUANKA_LOGIN_RATE_LIMIT: '100000' } });
const { app, request } = testApp;
const admin = await asOfficer(testApp, 'admin');

interface Route {
  name: string;
  method: string;
  path: string;
  handler: object;
  controller: object;
}

/** Every route of every controller, as Nest knows it. */
function allRoutes(): Route[] {
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) => [...module.controllers.values()]);
  return controllers.flatMap(({ metatype }) => {
    if (typeof metatype !== 'function') return [];
    return Object.entries(Object.getOwnPropertyDescriptors(metatype.prototype)).flatMap(([key, { value: handler }]) => {
      if (key === 'constructor' || typeof handler !== 'function' || !Reflect.hasMetadata('path', handler)) return [];
      const base = String(Reflect.getMetadata('path', metatype));
      const method = RequestMethod[Number(Reflect.getMetadata('method', handler))] ?? '';
      const path = `/${base}/${String(Reflect.getMetadata('path', handler))}`
        .replaceAll(/\/+/g, '/')
        .replace(/(.)\/$/, '$1');
      return [{ name: `${metatype.name}.${key}`, method, path, handler, controller: metatype }];
    });
  });
}

async function call({ method, path }: { method: string; path: string }, authorization?: string): Promise<Response> {
  const url = path.replaceAll(/:\w+/g, '0192f0c1-2b3c-7d4e-8f50-617283940a1b');
  const agent = request();
  const calls = {
    GET: agent.get(url),
    POST: agent.post(url),
    PUT: agent.put(url),
    PATCH: agent.patch(url),
    DELETE: agent.delete(url),
  };
  const found = Object.entries(calls).find(([name]) => name === method)?.[1];
  if (found === undefined) throw new Error(`no such method: ${method}`);
  return authorization === undefined ? found : found.set('Authorization', authorization);
}

describe('every route', () => {
  it('declares who may use it', () => {
    const undeclared = allRoutes().filter(({ handler, controller }) => accessOf(handler, controller) === undefined);

    expect(allRoutes().length).toBeGreaterThan(10);
    expect(undeclared.map(({ name }) => name)).toEqual([]);
  });

  it('that is not public is refused without a token', async () => {
    for (const route of allRoutes().filter(
      ({ handler, controller }) => accessOf(handler, controller)?.isPublic === false,
    )) {
      const answer = await call(route);
      expect([route.name, answer.status, answer.body.type]).toEqual([route.name, 401, 'urn:problem:unauthenticated']);
    }
  });

  it('for officers only is refused to a client, and for clients only to an officer', async () => {
    const client = await asClient(testApp, 'demo-bank-a');
    for (const route of allRoutes()) {
      const access = accessOf(route.handler, route.controller);
      if (access === undefined || access.isPublic) continue;
      if (access.clients === undefined)
        expect([route.name, (await call(route, client)).status]).toEqual([route.name, 403]);
      if (access.officers === undefined)
        expect([route.name, (await call(route, admin)).status]).toEqual([route.name, 403]);
    }
  });

  it('is public only where it must be', () => {
    const open = allRoutes().filter(({ handler, controller }) => accessOf(handler, controller)?.isPublic === true);

    expect(open.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
      'GET /.well-known/jwks.json',
      'GET /health/live',
      'GET /health/ready',
      'GET /metrics',
      'GET /standing',
      'POST /oauth/token',
      'POST /standing',
      'POST /v1/sessions',
      'POST /v1/standing',
    ]);
  });

  it.each(['auditor', 'city-submitter', 'city-approver', 'rules-author', 'appeals-officer'])(
    'of the administration is refused to %s',
    async (username) => {
      const officer = await asOfficer(testApp, username);
      const routes = allRoutes().filter(
        ({ handler, controller }) => accessOf(handler, controller)?.officers?.join() === 'admin',
      );

      expect(routes.length).toBeGreaterThan(7);
      for (const route of routes) {
        const answer = await call(route, officer);
        expect([route.name, answer.status, answer.body.type]).toEqual([route.name, 403, 'urn:problem:forbidden']);
      }
    },
  );
});
