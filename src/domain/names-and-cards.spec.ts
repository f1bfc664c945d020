import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { isLuhnValid, normaliseCardNumber, normaliseName } from './identifiers.js';

describe('a name', () => {
  it.each([
    { raw: '张三', name: '张三', notes: [] },
    { raw: ' 张　三 ', name: '张三', notes: ['WHITESPACE'] },
    { raw: '张\u200b三', name: '张三', notes: ['WHITESPACE'] },
    { raw: '买买提·吐尔逊', name: '买买提·吐尔逊', notes: [] },
    { raw: '买买提 • 吐尔逊', name: '买买提·吐尔逊', notes: ['WHITESPACE'] },
    { raw: '买买提．吐尔逊', name: '买买提·吐尔逊', notes: [] },
    { raw: 'John  Q Smith', name: 'John Q Smith', notes: ['WHITESPACE'] },
    { raw: 'Ｊｏｈｎ Smith', name: 'John Smith', notes: ['FULL_WIDTH'] },
    { raw: "O'Brien", name: "O'Brien", notes: [] },
    { raw: "'张三", name: '张三', notes: ['TEXT_QUOTE'] },
    { raw: '重庆某某(集团)有限公司', name: '重庆某某（集团）有限公司', notes: [] },
    { raw: '重庆Ａ１贸易有限公司', name: '重庆A1贸易有限公司', notes: ['FULL_WIDTH'] },
    { raw: ' \u3000', name: '', notes: ['WHITESPACE'] },
    { raw: '', name: '', notes: [] },
  ])('$raw is $name', ({ raw, name, notes }) => {
    expect(normaliseName(raw)).toEqual({ name, notes });
  });

  it('normalised twice is normalised once', () => {
    const characters = fc.constantFrom(
      '张',
      '三',
      'a',
      'Ｂ',
      ' ',
      '\u3000',
      '\u200b',
      '·',
      '•',
      '.',
      '．',
      "'",
      '’',
      '(',
      '（',
      '1',
      '\t',
    );
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: characters }), fc.string({ unit: 'binary' })), (raw) => {
        const { name } = normaliseName(raw);
        expect(normaliseName(name)).toEqual({ name, notes: [] });
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the number of a card', () => {
  it.each([
    { raw: '6230 0000 0000 7473 710', number: '6230000000007473710', notes: ['WHITESPACE'], refusal: null },
    { raw: '6230-0000-0000-7473-710', number: '6230000000007473710', notes: [], refusal: null },
    { raw: "'１９９００４９５８８８", number: '19900495888', notes: ['FULL_WIDTH', 'TEXT_QUOTE'], refusal: null },
    { raw: '+86 199-0049-5888', number: '19900495888', notes: ['WHITESPACE'], refusal: null },
    { raw: 'wx-id_0815', number: 'wx-id_0815', notes: [], refusal: null },
    { raw: '6.23E+18', number: '6.23E+18', notes: [], refusal: 'ID_LOST_PRECISION' },
    { raw: '6230000000007473000.0', number: '6230000000007473000.0', notes: [], refusal: 'ID_LOST_PRECISION' },
    { raw: ' ', number: '', notes: ['WHITESPACE'], refusal: 'MISSING_FIELD' },
  ])('$raw is $number, refused with $refusal', ({ raw, ...expected }) => {
    expect(normaliseCardNumber(raw)).toEqual(expected);
  });

  it('normalised twice is normalised once', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[ 'a]?\+?[0-9０-９ -]{0,20}[x']?$/), (raw) => {
        const { number } = normaliseCardNumber(raw);
        expect(normaliseCardNumber(number)).toMatchObject({ number, notes: [] });
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the Luhn formula', () => {
  const cards = fc.stringMatching(/^\d{15,18}$/).map((body) => {
    const check = Array.from('0123456789').find((digit) => isLuhnValid(body + digit));
    return body + (check ?? '');
  });

  it.each(['79927398713', '4539578763621486', '00'])('holds for %s', (number) => {
    expect(isLuhnValid(number)).toBe(true);
  });

  it.each(['79927398710', '0', '', '7992739871３', '4539 5787 6362 1486'])('does not hold for %j', (number) => {
    expect(isLuhnValid(number)).toBe(false);
  });

  it('completes every body with exactly one digit', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{15,18}$/), (body) => {
        expect(Array.from('0123456789').filter((digit) => isLuhnValid(body + digit))).toHaveLength(1);
      }),
    );
  });

  it('catches every single wrong digit', () => {
    fc.assert(
      fc.property(cards, fc.nat(18), fc.integer({ min: 1, max: 9 }), (number, place, shift) => {
        const index = place % number.length;
        const wrong = `${(Number(number.charAt(index)) + shift) % 10}`;
        expect(isLuhnValid(number.slice(0, index) + wrong + number.slice(index + 1))).toBe(false);
      }),
    );
  });
});
