import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { normaliseReceiptNumber, receiptNumber } from './receipt-number.js';

const numbers = fc
  .record({ prefix: fc.constantFrom('DK' as const, 'SS' as const), serial: fc.integer({ min: 0, max: 9_999_999_999 }) })
  .map(({ prefix, serial }) => receiptNumber(prefix, 2026, serial));

describe('a receipt number', () => {
  it('holds the year, ten digits and a check digit', () => {
    expect(receiptNumber('DK', 2026, 42)).toMatch(/^DK20260000000042\d$/);
  });

  it('is found however it is typed', () => {
    fc.assert(
      fc.property(numbers, (number) => {
        const spaced = ` ${number.toLowerCase().slice(0, 6)} ${number.slice(6, 11)}-${number.slice(11)}\n`;
        const fullWidth = number.replaceAll(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));

        expect([number, spaced, fullWidth].map(normaliseReceiptNumber)).toEqual([number, number, number]);
      }),
    );
  });

  it('with one wrong digit is none', () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 2, max: 16 }), fc.integer({ min: 1, max: 9 }), (number, place, more) => {
        const wrong = (Number(number[place]) + more) % 10;

        expect(normaliseReceiptNumber(number.slice(0, place) + String(wrong) + number.slice(place + 1))).toBeNull();
      }),
    );
  });

  it('of an appeal that was given before there were check digits is found', () => {
    expect(normaliseReceiptNumber('ss2026 0123 456789')).toBe('SS20260123456789');
    expect(normaliseReceiptNumber('DK20260123456789')).toBeNull();
  });

  it.each(['', 'DK', 'DK2026', '202600000000422', `DK${'9'.repeat(40)}`, "DK' OR 1=1", 'DK2026000000004२'])(
    '%p is none',
    (text) => {
      expect(normaliseReceiptNumber(text)).toBeNull();
    },
  );

  it.each([
    [2026, -1],
    [2026, 10_000_000_000],
    [99_999, 1],
    [2026, 1.5],
  ])('is not made of the year %p and the serial %p', (year, serial) => {
    expect(() => receiptNumber('DK', year, serial)).toThrow(RangeError);
  });
});
