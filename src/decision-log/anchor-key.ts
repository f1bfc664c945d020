import { createHash, createPrivateKey, createPublicKey, hkdfSync, sign, verify, type KeyObject } from 'node:crypto';
import type { Keyring } from '../platform/keyring.js';

/** Signs anchors (Ed25519). */
export interface AnchorKey {
  /** {@link anchorKeyId} of its public half. */
  id: string;
  publicKey: KeyObject;
  sign(hash: Buffer): Buffer;
}

/** An Ed25519 private key as PKCS#8 (RFC 8410): this, and its 32 bytes. */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

/**
 * The key that signs what is said of the decision log. Made of the keyring's root like the keyed digests, and like them it never
 * rotates: who holds the public half can check every year of the log.
 */
export function anchorKeyOf(keyring: Keyring): AnchorKey {
  const seed = Buffer.from(hkdfSync('sha256', keyring.indexKey, Buffer.alloc(0), 'duanka:anchor', 32));
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(privateKey);
  return { id: anchorKeyId(publicKey), publicKey, sign: (hash) => sign(null, hash, privateKey) };
}

/** A short name of a public key: 16 hexadecimal digits of the SHA-256 of its SPKI form. */
export function anchorKeyId(publicKey: KeyObject): string {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 16);
}

/** Whether the holder of the key has signed this. */
export function isSigned(publicKey: KeyObject, hash: Buffer, signature: Buffer): boolean {
  return verify(null, hash, publicKey, signature);
}
