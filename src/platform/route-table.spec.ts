import { describe, expect, it } from '@jest/globals';
import { RouteTable } from './route-table.js';

function aTable(): RouteTable {
  const table = new RouteTable();
  table.add('GET', '/v1/lists');
  table.add(['POST', 'HEAD'], '/v1/lists');
  table.add('GET', '/v1/lists/:id');
  table.add('GET', '/docs/*');
  table.add('GET', '/.well-known/jwks.json');
  return table;
}

describe('routes by method', () => {
  it.each([
    { path: '/v1/lists', methods: ['GET', 'HEAD', 'POST'] },
    { path: '/v1/lists/5', methods: ['GET'] },
    { path: '/v1/lists/5/entries', methods: [] },
    { path: '/v1/lists/', methods: [] },
    { path: '/docs/a/b.css', methods: ['GET'] },
    { path: '/.well-known/jwks.json', methods: ['GET'] },
    { path: '/xwell-known/jwks.json', methods: [] },
  ])('$path is served with $methods', ({ path, methods }) => {
    expect(aTable().methodsOf(path)).toEqual(methods);
  });
});
