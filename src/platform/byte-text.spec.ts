import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bytesOf, byteText, joined, plainText } from './byte-text.js';

describe('a byte text', () => {
  it('has the bytes of the text in UTF-8, one character for each, and gives the text back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (text, more) => {
        const both = joined(byteText(text) + byteText(more));

        expect(bytesOf(both)).toEqual(Buffer.from(text + more, 'utf8'));
        expect(both).toHaveLength(Buffer.byteLength(text + more));
        expect(plainText(both)).toBe(text + more);
      }),
    );
  });
});
