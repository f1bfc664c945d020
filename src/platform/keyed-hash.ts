import { createHmac, hash } from 'node:crypto';

const BLOCK_BYTES = 64;
const DIGEST_BYTES = 32;
/** Longer texts are rare, and worth no room of their own. */
const MOST_CHARACTERS = 256;
const BYTES_OF_A_CHARACTER = 3;

/**
 * HMAC-SHA-256 (RFC 2104) under one key, of short texts: every question costs one, and two one-shot digests over blocks that are
 * filled already take a quarter of the time of `createHmac`.
 */
export class KeyedHash {
  private readonly inner = Buffer.alloc(BLOCK_BYTES + MOST_CHARACTERS * BYTES_OF_A_CHARACTER, 0x36);
  private readonly outer = Buffer.alloc(BLOCK_BYTES + DIGEST_BYTES, 0x5c);

  /** @param key 64 bytes at most */
  constructor(private readonly key: Buffer) {
    if (key.length > BLOCK_BYTES) throw new RangeError('the key is longer than a block');
    for (const [at, byte] of key.entries()) {
      this.inner.writeUInt8(byte ^ 0x36, at);
      this.outer.writeUInt8(byte ^ 0x5c, at);
    }
  }

  /** @param content bytes, or a text as UTF-8 @returns 32 bytes */
  of(content: string | Buffer): Buffer {
    if (typeof content === 'string' && content.length <= MOST_CHARACTERS) return this.ofShort(content);
    return createHmac('sha256', this.key).update(content).digest();
  }

  private ofShort(text: string): Buffer {
    const end = BLOCK_BYTES + this.inner.write(text, BLOCK_BYTES, 'utf8');
    // As a text with one character a byte: it comes out of the digest, and into a buffer, sooner than anything else.
    this.outer.write(hash('sha256', this.inner.subarray(0, end), 'binary'), BLOCK_BYTES, 'binary');
    return Buffer.from(hash('sha256', this.outer, 'binary'), 'binary');
  }
}
