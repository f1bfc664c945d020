import { createPublicKey, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { Config } from '../config.js';
import { anchorKeyOf } from '../decision-log/anchor-key.js';
import { openKeyring, type Keyring } from '../platform/keyring.js';
import { Pii } from '../platform/pii.js';
import { UsageError } from './failure.js';

/** What the log is checked with. */
export interface LogKeys {
  publicKey: KeyObject;
  /** Undefined without the keyring: contents are not read then. */
  pii: Pii | undefined;
}

/**
 * The keys at hand. None are made, not even for the demo profile: a log that is checked exists already.
 *
 * @param file public key of the anchors, PEM or JWK; by default the keyring's own
 * @throws {UsageError} with neither
 */
export function logKeys(config: Config, file: string | undefined): LogKeys {
  const keyring = keyringAtHand(config);
  const pii = keyring === undefined ? undefined : new Pii(keyring);
  if (file !== undefined) return { publicKey: publicKeyIn(file), pii };
  if (keyring !== undefined) return { publicKey: anchorKeyOf(keyring).publicKey, pii };
  throw new UsageError('The anchors are checked with --public-key (see duanka log key), or with the keyring');
}

function keyringAtHand(config: Config): Keyring | undefined {
  return config.keysJson === undefined && !existsSync(config.keysFile) ? undefined : openKeyring(config);
}

function publicKeyIn(file: string): KeyObject {
  const text = readFileSync(file, 'utf8');
  try {
    const key = text.trimStart().startsWith('{')
      ? createPublicKey({ key: JSON.parse(text), format: 'jwk' })
      : createPublicKey(text);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // What it is instead does not matter.
  }
  throw new UsageError(`${file} holds no Ed25519 public key (PEM or JWK)`);
}
