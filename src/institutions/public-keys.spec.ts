import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { Problem } from '../domain/problem.js';
import { assertPublicKeys } from './public-keys.js';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const named = { kid: 'first', alg: 'EdDSA' } as const;
const publicJwk = { kty: 'OKP', ...publicKey.export({ format: 'jwk' }), ...named } as const;
const privateJwk = { kty: 'OKP', ...privateKey.export({ format: 'jwk' }), ...named } as const;
const { kid: _kid, ...nameless } = publicJwk;
const { alg: _alg, ...withoutAlgorithm } = publicJwk;

describe('the key set of a client', () => {
  it('of public keys with id and algorithm is accepted', async () => {
    await expect(assertPublicKeys({ keys: [publicJwk] })).resolves.toBeUndefined();
  });

  it.each([
    { why: 'has no keys', keys: [] },
    { why: 'holds a private key', keys: [publicJwk, privateJwk] },
    { why: 'holds a shared key', keys: [{ kty: 'oct', k: 'c2hhcmVk', kid: 'first', alg: 'HS256' } as const] },
    { why: 'has a key without id', keys: [nameless] },
    { why: 'has a key without algorithm', keys: [withoutAlgorithm] },
    { why: 'has a key that is none', keys: [{ ...publicJwk, x: 'AAAA' }] },
  ])('that $why is refused, without repeating it', async ({ keys }) => {
    await expect(assertPublicKeys({ keys })).rejects.toEqual(new Problem('keys-unusable'));
  });
});
