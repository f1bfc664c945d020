import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { KeyedHash } from './keyed-hash.js';

describe('a keyed hash', () => {
  it('is HMAC-SHA-256, whatever the text, and in whatever order texts come', () => {
    const key = fc.uint8Array({ minLength: 0, maxLength: 64 });
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ minLength: 250, maxLength: 260 }));
    fc.assert(
      fc.property(key, fc.array(text, { minLength: 1, maxLength: 5 }), (bytes, texts) => {
        const keyed = new KeyedHash(Buffer.from(bytes));
        for (const one of texts)
          expect(keyed.of(one).toString('hex')).toBe(createHmac('sha256', bytes).update(one, 'utf8').digest('hex'));
      }),
    );
  });

  it('is the one of RFC 4231', () => {
    const keyed = new KeyedHash(Buffer.alloc(20, 0x0b));
    expect(keyed.of('Hi There').toString('hex')).toBe(
      'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
    );
  });
});
