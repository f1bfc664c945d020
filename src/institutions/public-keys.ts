import type { JSONWebKeySet, JWK } from 'jose';
import { importJWK } from 'jose';
import { Problem } from '../domain/problem.js';

/** What clients may sign assertions with. Asymmetric only: a shared key would be a secret at rest. */
export const ASSERTION_ALGORITHMS = ['EdDSA', 'Ed25519', 'ES256', 'ES384', 'PS256', 'RS256'] as const;

/**
 * Refuses a key set that holds anything but public signature keys with a key id and an algorithm.
 *
 * @throws {Problem} `keys-unusable`; the keys are not repeated, one of them may be private
 */
export async function assertPublicKeys(jwks: JSONWebKeySet): Promise<void> {
  if (!Array.isArray(jwks.keys) || jwks.keys.length === 0 || jwks.keys.length > 10) throw new Problem('keys-unusable');
  for (const key of jwks.keys) await assertPublicKey(key);
}

async function assertPublicKey(key: JWK): Promise<void> {
  const isNamed = typeof key.kid === 'string' && ASSERTION_ALGORITHMS.some((algorithm) => algorithm === key.alg);
  if (!isNamed || key.kty === 'oct' || 'd' in key || 'k' in key) throw new Problem('keys-unusable');
  try {
    await importJWK(key);
  } catch {
    throw new Problem('keys-unusable');
  }
}
