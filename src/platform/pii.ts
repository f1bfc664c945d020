import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { KeyedHash } from './keyed-hash.js';
import { Keyring } from './keyring.js';

/** What a keyed hash is taken of. Each space has its own subkey: a card number never collides with an identifier. */
export type HashSpace = keyof typeof PURPOSES;

/** What the subkey of a space is derived by. */
const PURPOSES = { identifier: 'hash:identifier', card: 'hash:card', name: 'hash:name' } as const;

const KEY_ID_BYTES = 4;
const NONCE_BYTES = 12;
const NONCES_PER_DRAW = 512;
const TAG_BYTES = 16;
const HASH_BYTES = 16;

/** The key id of a value made by {@link Pii.encrypt}: 8 hex digits. */
export function keyIdOf(cipher: Buffer): string {
  return cipher.toString('hex', 0, KEY_ID_BYTES);
}

/**
 * Personal data at rest: encrypted (AES-256-GCM), and found again by keyed hash.
 *
 * A value is `4-byte key id | 12-byte nonce | ciphertext | 16-byte tag`. The context (the column, such as
 * `identifier.number`) is authenticated with it: a value copied into another column does not decrypt.
 */
@Injectable()
export class Pii {
  private readonly hashes = new Map<string, KeyedHash>();
  private nonces: Buffer = Buffer.alloc(0);
  private nextNonce = 0;

  constructor(private readonly keyring: Keyring) {}

  /** @param context the column the value is for, such as `subject.name` */
  encrypt(plain: string | Buffer, context: string): Buffer {
    const id = this.keyring.activeKeyId;
    const nonce = this.nonce();
    const cipher = createCipheriv('aes-256-gcm', this.keyOf(id), nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(Buffer.from(context));
    const body = typeof plain === 'string' ? cipher.update(plain, 'utf8') : cipher.update(plain);
    // A stream mode: nothing is left for the end.
    cipher.final();
    return Buffer.concat([Buffer.from(id, 'hex'), nonce, body, cipher.getAuthTag()]);
  }

  /** Fresh random bytes, drawn from the system many at a time: one call per value is what an import of rows waits for. */
  private nonce(): Buffer {
    if (this.nextNonce + NONCE_BYTES > this.nonces.length) {
      this.nonces = randomBytes(NONCE_BYTES * NONCES_PER_DRAW);
      this.nextNonce = 0;
    }
    const nonce = this.nonces.subarray(this.nextNonce, this.nextNonce + NONCE_BYTES);
    this.nextNonce += NONCE_BYTES;
    return nonce;
  }

  /**
   * @param context the same as at encryption
   * @throws {Error} for a value that was changed, is of another column, or whose key this service does not hold
   */
  decrypt(cipher: Buffer, context: string): Buffer {
    if (cipher.length < KEY_ID_BYTES + NONCE_BYTES + TAG_BYTES)
      throw new Error(`A value of ${context} is too short to be ciphertext`);
    const body = cipher.subarray(KEY_ID_BYTES + NONCE_BYTES, -TAG_BYTES);
    const nonce = cipher.subarray(KEY_ID_BYTES, KEY_ID_BYTES + NONCE_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', this.keyOf(keyIdOf(cipher)), nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(context));
    decipher.setAuthTag(cipher.subarray(-TAG_BYTES));
    try {
      return Buffer.concat([decipher.update(body), decipher.final()]);
    } catch {
      throw new Error(`A value of ${context} does not decrypt: it was changed, or belongs elsewhere`);
    }
  }

  /** {@link decrypt}, as UTF-8 text. */
  decryptText(cipher: Buffer, context: string): string {
    return this.decrypt(cipher, context).toString('utf8');
  }

  /**
   * Keyed 16-byte hash to look a value up by. Without the key it tells nothing, not even by trying every number.
   *
   * @param value normalised: `${idType}:${idNumber}` for identifiers, the number alone for cards, the name alone for names
   */
  hash(space: HashSpace, value: string): Buffer {
    return this.keyed(PURPOSES[space], value).subarray(0, HASH_BYTES);
  }

  /** Keyed 32-byte digest, for what must be provably the same later without being shown. Its key never rotates. */
  digest(content: string | Buffer): Buffer {
    return this.keyed('digest', content);
  }

  /** Each purpose has a subkey of its own. */
  private keyed(purpose: string, value: string | Buffer): Buffer {
    const known = this.hashes.get(purpose);
    if (known !== undefined) return known.of(value);
    const subkey = Buffer.from(hkdfSync('sha256', this.keyring.indexKey, Buffer.alloc(0), `duanka:${purpose}`, 32));
    const made = new KeyedHash(subkey);
    this.hashes.set(purpose, made);
    return made.of(value);
  }

  private keyOf(id: string): Buffer {
    const known = this.keyring.dataKey(id);
    if (known !== undefined) return known;
    // Another process may have rotated the keys since we read them.
    this.keyring.reload();
    const loaded = this.keyring.dataKey(id);
    if (loaded === undefined) throw new Error(`The keyring does not hold the data key ${id}`);
    return loaded;
  }
}
