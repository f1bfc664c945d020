import { describe, expect, it } from '@jest/globals';
import { Public } from '../platform/public.js';
import { Clients, Officers } from './access.js';
import { accessOf, isAllowed } from './admission.js';
import type { ClientPrincipal, OfficerPrincipal, Role, Scope } from './principal.js';

function anOfficer(...roles: Role[]): OfficerPrincipal {
  const organ = { id: 'o', code: 'organ', level: 'city', name: '某市公安局', region: '500000' } as const;
  return { type: 'officer', id: 'i', username: 'somebody', roles, organ, sessionId: 's' };
}

function aClient(...scopes: Scope[]): ClientPrincipal {
  const institution = { id: 'b', code: 'bank', kind: 'bank', name: '某银行', region: '500000' } as const;
  return { type: 'client', id: 'bank', institution, scopes };
}

@Officers('admin')
class Routes {
  inherited(this: void): void {}

  @Officers('submitter', 'approver')
  forSomeOfficers(this: void): void {}

  @Officers()
  forAnyOfficer(this: void): void {}

  @Clients('cards')
  forCards(this: void): void {}

  @Officers('auditor')
  @Clients('decisions')
  forEither(this: void): void {}

  @Public()
  forAnybody(this: void): void {}
}

class Undeclared {
  forgotten(this: void): void {}
}

describe('who may use a route', () => {
  it.each([
    { route: 'inherited', officers: ['admin'], refused: ['submitter', 'auditor'], clients: [] },
    { route: 'forSomeOfficers', officers: ['submitter', 'approver'], refused: ['admin', 'auditor'], clients: [] },
    { route: 'forAnyOfficer', officers: ['submitter', 'auditor', 'admin'], refused: [], clients: [] },
    { route: 'forCards', officers: [], refused: ['admin', 'submitter'], clients: ['cards'] },
    { route: 'forEither', officers: ['auditor'], refused: ['admin'], clients: ['decisions'] },
  ] as const)(
    '$route lets in officers $officers and clients $clients, and nobody else',
    ({ route, officers, refused, clients }) => {
      const access = accessOf(Routes.prototype[route], Routes);
      if (access === undefined) throw new Error('undeclared');

      expect(officers.every((role) => isAllowed(access, anOfficer(role)))).toBe(true);
      expect(refused.some((role) => isAllowed(access, anOfficer(role)))).toBe(false);
      const scopes: readonly Scope[] = ['decisions', 'cards', 'blacklist', 'directives'];
      expect(scopes.filter((scope) => isAllowed(access, aClient(scope)))).toEqual(clients);
    },
  );

  it('an officer without any role passes only where any officer may', () => {
    expect(isAllowed({ isPublic: false, officers: [] }, anOfficer())).toBe(true);
    expect(isAllowed({ isPublic: false, officers: ['admin'] }, anOfficer())).toBe(false);
  });

  it('a public route is for everybody', () => {
    const { forAnybody } = Routes.prototype;

    expect(accessOf(forAnybody, Routes)).toEqual({ isPublic: true });
  });

  it('a route that declares nothing has no access at all', () => {
    const { forgotten } = Undeclared.prototype;

    expect(accessOf(forgotten, Undeclared)).toBeUndefined();
  });
});
