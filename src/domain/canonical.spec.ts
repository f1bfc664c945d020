import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { canonicalJson } from './canonical.js';

function shuffledKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffledKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, member]) => [key, shuffledKeys(member)]),
  );
}

describe('the canonical spelling', () => {
  it('sorts the keys at every depth and has no blanks', () => {
    expect(canonicalJson({ b: [{ d: 1, c: null }], a: '二' })).toBe('{"a":"二","b":[{"c":null,"d":1}]}');
  });

  it('sorts by code unit, not by language and not numerically', () => {
    expect(canonicalJson({ é: 1, z: 2, Z: 3, '10': 4, '9': 5 })).toBe('{"10":4,"9":5,"Z":3,"z":2,"é":1}');
  });

  it('of an absent member is that of no member', () => {
    expect(canonicalJson({ a: 1, b: undefined })).toBe(canonicalJson({ a: 1 }));
  });

  it('distinguishes null from absent', () => {
    expect(canonicalJson({ a: null })).not.toBe(canonicalJson({}));
  });

  it.each([
    ['a date', new Date(0)],
    ['not-a-number', Number.NaN],
    ['infinity', Number.NEGATIVE_INFINITY],
    ['undefined', undefined],
    ['undefined in an array', [1, undefined]],
    ['a hole in an array', Array(1)],
    ['a bigint', 1n],
    ['a function', () => 1],
    ['a symbol', Symbol('s')],
    ['a map', new Map([['a', 1]])],
    ['a buffer', Buffer.from('a')],
    ['a boxed value with its own JSON', { toJSON: () => 1 }],
    ['a date deep inside', { a: [{ b: new Date(0) }] }],
  ])('refuses %s, which JSON would lose silently', (_, value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
  });

  it('survives a round trip through JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const spelling = canonicalJson(value);
        expect(canonicalJson(JSON.parse(spelling))).toBe(spelling);
        expect(canonicalJson(JSON.parse(JSON.stringify(value)))).toBe(spelling);
        expect(JSON.parse(spelling)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('does not depend on the order in which members were set', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalJson(shuffledKeys(value))).toBe(canonicalJson(value));
      }),
    );
  });

  it('differs for values that differ', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (left, right) => {
        const isSameSpelling = canonicalJson(left) === canonicalJson(right);
        const isSameContent = JSON.stringify(shuffledKeys(left)) === JSON.stringify(shuffledKeys(right));
        // Equal JSON text is a sufficient sign of equal content, so a differing spelling must differ there too.
        if (!isSameSpelling) expect(isSameContent).toBe(false);
        if (isSameSpelling) expect(JSON.parse(JSON.stringify(left))).toEqual(JSON.parse(JSON.stringify(right)));
      }),
    );
  });
});
