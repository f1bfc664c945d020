import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { USCC_ALPHABET, residentCheckCharacter, usccCheckCharacter } from './check-characters.js';

const seventeenDigits = fc.stringMatching(/^\d{17}$/);
const seventeenUsccCharacters = fc.stringMatching(/^[0-9A-HJ-NPQRTUWXY]{17}$/);

/** ISO 7064 as the standard prints it: the weighted sum of all 18, X as 10, is 1 modulo 11. */
function satisfiesMod11(number: string): boolean {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2, 1];
  const values = Array.from(number, (character) => (character === 'X' ? 10 : Number(character)));
  return values.reduce((sum, value, index) => sum + value * (weights[index] ?? 0), 0) % 11 === 1;
}

/** GB 32100 as the standard prints it: the weighted sum of all 18 is 0 modulo 31. */
function satisfiesMod31(code: string): boolean {
  const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28, 1];
  const values = Array.from(code, (character) => USCC_ALPHABET.indexOf(character));
  return values.reduce((sum, value, index) => sum + value * (weights[index] ?? 0), 0) % 31 === 0;
}

function replaced(text: string, index: number, character: string): string {
  return text.slice(0, index) + character + text.slice(index + 1);
}

function swapped(text: string, index: number): string {
  return text.slice(0, index) + text.charAt(index + 1) + text.charAt(index) + text.slice(index + 2);
}

describe('the check character of a resident ID', () => {
  it.each([
    { digits: '11010519491231002', check: 'X', why: 'the example of GB 11643' },
    { digits: '44052418800101001', check: '4', why: 'the other example of GB 11643' },
  ])('of $digits is $check, $why', ({ digits, check }) => {
    expect(residentCheckCharacter(digits)).toBe(check);
  });

  it('satisfies the formula of ISO 7064', () => {
    fc.assert(
      fc.property(seventeenDigits, (digits) => {
        expect(satisfiesMod11(digits + residentCheckCharacter(digits))).toBe(true);
      }),
    );
  });

  it('catches every single wrong character', () => {
    fc.assert(
      fc.property(seventeenDigits, (digits) => {
        const number = digits + residentCheckCharacter(digits);
        for (let index = 0; index < 18; index += 1) {
          for (const wrong of index === 17 ? '0123456789X' : '0123456789') {
            if (wrong !== number.charAt(index)) expect(isConsistent(replaced(number, index, wrong))).toBe(false);
          }
        }
      }),
    );
  });

  it('catches every swap of neighbours that differ', () => {
    fc.assert(
      fc.property(seventeenDigits, (digits) => {
        const number = digits + residentCheckCharacter(digits);
        for (let index = 0; index < 17; index += 1) {
          const wrong = swapped(number, index);
          // An X before the end is no digit and has no check character at all.
          if (wrong !== number && /^\d{17}/.test(wrong)) expect(isConsistent(wrong)).toBe(false);
        }
      }),
    );
  });

  it.each(['', '1101051949123100', '110105194912310022', '1101051949123100X'])('of %j does not exist', (digits) => {
    expect(() => residentCheckCharacter(digits)).toThrow(RangeError);
  });

  function isConsistent(number: string): boolean {
    return residentCheckCharacter(number.slice(0, 17)) === number.charAt(17);
  }
});

describe('the check character of a unified social credit code', () => {
  it.each([
    { characters: '91350100M000100Y4', check: '3', why: 'the example of GB 32100' },
    { characters: '91330106673959654', check: 'P', why: 'a code in public registers' },
  ])('of $characters is $check, $why', ({ characters, check }) => {
    expect(usccCheckCharacter(characters)).toBe(check);
  });

  it('satisfies the formula of GB 32100', () => {
    fc.assert(
      fc.property(seventeenUsccCharacters, (characters) => {
        expect(satisfiesMod31(characters + usccCheckCharacter(characters))).toBe(true);
      }),
    );
  });

  it('catches every single wrong character', () => {
    fc.assert(
      fc.property(seventeenUsccCharacters, (characters) => {
        const code = characters + usccCheckCharacter(characters);
        for (let index = 0; index < 18; index += 1) {
          for (const wrong of USCC_ALPHABET) {
            if (wrong !== code.charAt(index)) expect(isConsistent(replaced(code, index, wrong))).toBe(false);
          }
        }
      }),
    );
  });

  it('catches every swap of neighbours that differ', () => {
    fc.assert(
      fc.property(seventeenUsccCharacters, (characters) => {
        const code = characters + usccCheckCharacter(characters);
        for (let index = 0; index < 17; index += 1) {
          if (swapped(code, index) !== code) expect(isConsistent(swapped(code, index))).toBe(false);
        }
      }),
    );
  });

  it.each(['', '91350100M000100I4', '91350100m000100Y4', '91350100M000100Y43'])(
    'of %j does not exist',
    (characters) => {
      expect(() => usccCheckCharacter(characters)).toThrow(RangeError);
    },
  );

  function isConsistent(code: string): boolean {
    return usccCheckCharacter(code.slice(0, 17)) === code.charAt(17);
  }
});
