import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Keyring, newKeyringContent } from './keyring.js';
import { keyIdOf, Pii } from './pii.js';

const SOME_DAY = new Date('2025-01-05T02:00:00Z');

function aPii(): Pii {
  return new Pii(new Keyring(newKeyringContent(SOME_DAY)));
}

describe('personal data at rest', () => {
  it('what was encrypted is read back, whatever it is', () => {
    const pii = aPii();

    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        (plain) => pii.decryptText(pii.encrypt(plain, 'subject.name'), 'subject.name') === plain,
      ),
    );
    fc.assert(
      fc.property(fc.uint8Array(), (plain) => pii.decrypt(pii.encrypt(Buffer.from(plain), 'a.b'), 'a.b').equals(plain)),
    );
  });

  it('the same number is encrypted differently each time, so that equal rows do not show', () => {
    const pii = aPii();

    expect(pii.encrypt('张三', 'subject.name')).not.toEqual(pii.encrypt('张三', 'subject.name'));
  });

  it('a ciphertext is key id, nonce, text and tag: 32 bytes more than the plain text', () => {
    const keyring = new Keyring(newKeyringContent(SOME_DAY));

    const cipher = new Pii(keyring).encrypt('12345', 'card.number');

    expect(cipher).toHaveLength(5 + 4 + 12 + 16);
    expect(keyIdOf(cipher)).toBe(keyring.activeKeyId);
  });

  it('a value copied into another column does not decrypt', () => {
    const pii = aPii();
    const cipher = pii.encrypt('张三', 'subject.name');

    expect(() => pii.decrypt(cipher, 'identifier.number')).toThrow('belongs elsewhere');
  });

  it('a flipped bit anywhere after the key id is noticed', () => {
    const pii = aPii();
    const cipher = pii.encrypt('张三', 'subject.name');

    for (let at = 4; at < cipher.length; at += 1) {
      const flipped = Buffer.from(cipher);
      flipped[at] = (flipped[at] ?? 0) ^ 1;
      expect(() => pii.decrypt(flipped, 'subject.name')).toThrow('does not decrypt');
    }
  });

  it('an error never repeats the value', () => {
    const cipher = aPii().encrypt('11010518990101001X', 'identifier.number');

    expect(() => aPii().decrypt(cipher, 'identifier.number')).toThrow(
      /^The keyring does not hold the data key [0-9a-f]{8}$/,
    );
    expect(() => aPii().decrypt(Buffer.from('short'), 'identifier.number')).toThrow('too short');
  });

  it('a keyed hash finds a number again, and only with the same key and in the same space', () => {
    const content = newKeyringContent(SOME_DAY);
    const number = '6222020000000000017';
    const hash = new Pii(new Keyring(content)).hash('card', number);

    expect(hash).toHaveLength(16);
    expect(new Pii(new Keyring(content)).hash('card', number)).toEqual(hash);
    expect(new Pii(new Keyring(content)).hash('identifier', number)).not.toEqual(hash);
    expect(aPii().hash('card', number)).not.toEqual(hash);
  });

  it('a digest has 32 bytes and is no hash of any space', () => {
    const pii = aPii();

    expect(pii.digest('text')).toHaveLength(32);
    expect(pii.digest('text').subarray(0, 16)).not.toEqual(pii.hash('name', 'text'));
  });
});
