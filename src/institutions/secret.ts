import { createHash, randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/** argon2id (the library's default) with the parameters OWASP recommends: 19 MiB, 2 passes, 1 lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** @returns argon2id hash of a password or client secret, as a PHC string with its own salt */
export async function hashSecret(secret: string): Promise<string> {
  return hash(secret, COST);
}

/** Does the secret belong to the hash? Takes the same time for a right and a wrong one. */
export async function isSecretOf(secretHash: string, secret: string): Promise<boolean> {
  return verify(secretHash, secret);
}

/** @returns a new client secret: 256 random bits, base64url */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * Remembers which secrets were found right, so that a token costs no argon2 after the first.
 *
 * An entry is bound to the stored hash: a changed secret has another hash, and the entry is worthless. What is kept is
 * a digest with a key of this process, never the secret.
 */
export class VerifiedSecrets {
  private readonly key = randomBytes(32);
  private readonly digests = new Map<string, string>();

  /** @param secretHash what {@link hashSecret} made */
  async isSecretOf(secretHash: string, secret: string): Promise<boolean> {
    const digest = createHash('sha256').update(this.key).update(secretHash).update(secret).digest('base64');
    if (this.digests.get(secretHash) === digest) return true;
    const isRight = await isSecretOf(secretHash, secret);
    if (isRight) this.remember(secretHash, digest);
    return isRight;
  }

  private remember(secretHash: string, digest: string): void {
    // Rotated secrets leave dead entries; a thousand live clients on one node is far beyond the largest deployment.
    if (this.digests.size >= 1000) this.digests.clear();
    this.digests.set(secretHash, digest);
  }
}
