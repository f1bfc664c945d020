import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { residentCheckCharacter, usccCheckCharacter } from './check-characters.js';
import type { IdType } from './designation.js';
import { birthDayOf, normaliseIdentifier } from './identifiers.js';

/** A valid number of a person of the demo data: born 1880-1899, in Chongqing. */
const VALID = '500105188808102986';

const birthDays = fc
  .date({ min: new Date('1880-01-01'), max: new Date('1899-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

const residentIds = fc
  .tuple(fc.constantFrom('500105', '340101', '110101', '650102'), birthDays, fc.stringMatching(/^\d{3}$/))
  .map(([region, birthDay, sequence]) => checked(`${region}${birthDay.replaceAll('-', '')}${sequence}`));

const usccCodes = fc
  .tuple(
    fc.constantFrom('91', '52', '12', 'N1'),
    fc.constantFrom('500105', '100000'),
    fc.stringMatching(/^[0-9A-HJ-NPQRTUWXY]{9}$/),
  )
  .map(([kind, region, body]) => `${kind}${region}${body}` + usccCheckCharacter(`${kind}${region}${body}`));

function checked(seventeen: string): string {
  return seventeen + residentCheckCharacter(seventeen);
}

function fullWidth(text: string): string {
  return text.replace(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));
}

describe('a resident ID as officers’ files have it', () => {
  it('is a person’s number when region, birth date and check character are right', () => {
    expect(normaliseIdentifier('resident_id', VALID)).toEqual({
      ok: true,
      idType: 'resident_id',
      idNumber: VALID,
      notes: [],
    });
  });

  it.each([
    { raw: `'${VALID}`, notes: ['TEXT_QUOTE'], why: 'the quote of a text cell' },
    { raw: `’${VALID}`, notes: ['TEXT_QUOTE'], why: 'the same, made typographic' },
    { raw: `="${VALID}"`, notes: ['TEXT_QUOTE'], why: 'a formula that forces text' },
    { raw: ` ${VALID}\u3000`, notes: ['WHITESPACE'], why: 'an ideographic space is a blank, not a full-width form' },
    { raw: `\ufeff5001 0518\u00a088081\u200b02986\t`, notes: ['WHITESPACE'], why: 'blanks seen and unseen' },
    { raw: fullWidth(VALID), notes: ['FULL_WIDTH'], why: 'digits of a Chinese keyboard' },
    { raw: ` '${fullWidth(VALID)} `, notes: ['FULL_WIDTH', 'WHITESPACE', 'TEXT_QUOTE'], why: 'all at once' },
  ])('is read through $why, with a note', ({ raw, notes }) => {
    expect(normaliseIdentifier('resident_id', raw)).toEqual({
      ok: true,
      idType: 'resident_id',
      idNumber: VALID,
      notes,
    });
  });

  it('has a capital X', () => {
    expect(normaliseIdentifier('resident_id', '50011418811220725x')).toMatchObject({
      idNumber: '50011418811220725X',
      notes: ['LOWER_CASE'],
    });
    expect(normaliseIdentifier('resident_id', '50011418811220725ｘ')).toMatchObject({
      notes: ['FULL_WIDTH', 'LOWER_CASE'],
    });
  });

  it.each([
    { raw: '500105188910202747', code: 'INVALID_ID_CHECKSUM', why: 'one digit is wrong' },
    { raw: '500105188808102987', code: 'INVALID_ID_CHECKSUM', why: 'the check digit is wrong' },
    {
      raw: '500105188808102000',
      code: 'INVALID_ID_CHECKSUM',
      why: 'a spreadsheet put zeros at the end and wrote all digits',
    },
    { raw: '5001051890022373', code: 'INVALID_ID_LENGTH', why: '16 digits' },
    { raw: '5001051888081029866', code: 'INVALID_ID_LENGTH', why: '19 digits' },
    { raw: '50010518880810298O', code: 'INVALID_ID_LENGTH', why: 'a letter that is none of a number' },
    { raw: '5001051888081029X6', code: 'INVALID_ID_LENGTH', why: 'an X before the end' },
    { raw: '无', code: 'INVALID_ID_LENGTH', why: 'a word' },
    { raw: '5.00105E+16', code: 'ID_LOST_PRECISION', why: 'a spreadsheet kept six digits' },
    { raw: '5.00E+17', code: 'ID_LOST_PRECISION', why: 'a spreadsheet kept three digits' },
    { raw: ' 5.00117e+17', code: 'ID_LOST_PRECISION', why: 'the same in small letters' },
    { raw: '500105188808102000.0', code: 'ID_LOST_PRECISION', why: 'a floating-point number' },
    { raw: '660105188808102986', code: 'INVALID_ID_REGION', why: 'no province 66' },
    { raw: '000105188808102986', code: 'INVALID_ID_REGION', why: 'no province 00' },
    { raw: '990105188808102986', code: 'INVALID_ID_REGION', why: 'a foreigner’s 9 is followed by a province' },
    { raw: '500105188802302986', code: 'INVALID_ID_DATE', why: 'no 30 February' },
    { raw: '500105190002292986', code: 'INVALID_ID_DATE', why: '1900 was no leap year' },
    { raw: '500105188813012986', code: 'INVALID_ID_DATE', why: 'no 13th month' },
    { raw: '500105210101012986', code: 'INVALID_ID_DATE', why: 'nobody is born after 2100 yet' },
    { raw: '660105188802302986', code: 'INVALID_ID_REGION', why: 'the region is judged before the date' },
    { raw: '', code: 'MISSING_FIELD', why: 'there is none' },
    { raw: ' \u3000', code: 'MISSING_FIELD', why: 'only blanks' },
    { raw: "'", code: 'MISSING_FIELD', why: 'only a quote' },
  ])('$raw is refused with $code: $why', ({ raw, code }) => {
    expect(normaliseIdentifier('resident_id', raw)).toMatchObject({ ok: false, code });
  });

  it('keeps its notes when it is refused', () => {
    expect(normaliseIdentifier('resident_id', "'5001051890022373 ")).toEqual({
      ok: false,
      code: 'INVALID_ID_LENGTH',
      notes: ['WHITESPACE', 'TEXT_QUOTE'],
    });
  });

  it('with one wrong digit, or two neighbours swapped, is nobody’s', () => {
    fc.assert(
      fc.property(residentIds, fc.nat(17), fc.integer({ min: 1, max: 9 }), (number, index, shift) => {
        const digit = number.charAt(index);
        const wrongDigit = digit === 'X' ? `${shift}` : `${(Number(digit) + shift) % 10}`;
        const wrong = number.slice(0, index) + wrongDigit + number.slice(index + 1);
        const swap = number.slice(0, index) + number.charAt(index + 1) + digit + number.slice(index + 2);
        expect(normaliseIdentifier('resident_id', wrong).ok).toBe(false);
        if (swap !== number) expect(normaliseIdentifier('resident_id', swap).ok).toBe(false);
      }),
    );
  });

  it('comes out the same however it is written, and a second time unchanged', () => {
    const written = fc.tuple(
      residentIds,
      fc.constantFrom('', "'", '‘', '`'),
      fc.constantFrom('', ' ', '\u3000', '\t'),
      fc.boolean(),
    );
    fc.assert(
      fc.property(written, ([number, quote, blank, isWide]) => {
        const raw = blank + quote + (isWide ? fullWidth(number) : number).toLowerCase() + blank;
        expect(normaliseIdentifier('resident_id', raw)).toMatchObject({ ok: true, idNumber: number });
        expect(normaliseIdentifier('resident_id', number)).toEqual({
          ok: true,
          idType: 'resident_id',
          idNumber: number,
          notes: [],
        });
      }),
    );
  });

  it('is never guessed from noise', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (noise) => {
        const result = normaliseIdentifier('resident_id', noise);
        if (result.ok) expect(result.idNumber).toMatch(/^\d{17}[\dX]$/);
      }),
    );
  });
});

describe('the old 15 digits', () => {
  it('are the same person as the 18', () => {
    expect(normaliseIdentifier('resident_id', '110105491231002')).toEqual({
      ok: true,
      idType: 'resident_id',
      idNumber: '11010519491231002X',
      notes: ['CONVERTED_15_TO_18'],
    });
  });

  it('of any two people stay two people, and keep region, birthday and sequence', () => {
    const fifteens = fc
      .tuple(fc.constantFrom('500105', '110101'), birthDays, fc.integer({ min: 0, max: 995 }))
      .map(([region, day, sequence]) => region + day.slice(2).replaceAll('-', '') + `${sequence}`.padStart(3, '0'))
      // Days of 1880-1899 all exist in 1980-1999.
      .filter((number) => normaliseIdentifier('resident_id', number).ok);
    fc.assert(
      fc.property(fifteens, (fifteen) => {
        const eighteen = `${fifteen.slice(0, 6)}19${fifteen.slice(6)}`;
        expect(normaliseIdentifier('resident_id', fifteen)).toMatchObject({ idNumber: checked(eighteen) });
        expect(normaliseIdentifier('resident_id', checked(eighteen))).toMatchObject({
          idNumber: checked(eighteen),
          notes: [],
        });
      }),
    );
  });

  it.each(['996', '997', '998', '999'])('ending in %s belong to someone born in the 19th century', (sequence) => {
    expect(normaliseIdentifier('resident_id', `500105880810${sequence}`)).toMatchObject({
      idNumber: checked(`50010518880810${sequence}`),
    });
  });

  it.each([
    { raw: '110105490231002', code: 'INVALID_ID_DATE' },
    { raw: '660105491231002', code: 'INVALID_ID_REGION' },
  ])('$raw are refused with $code', ({ raw, code }) => {
    expect(normaliseIdentifier('resident_id', raw)).toMatchObject({ ok: false, code, notes: [] });
  });
});

describe('one person, one type and number', () => {
  const fromHongKong = checked('81000018880810001');
  const foreigner = checked('93140318880810001');

  it.each([
    { number: fromHongKong, stated: 'resident_id', idType: 'hmt_residence_permit' },
    { number: fromHongKong, stated: 'hmt_residence_permit', idType: 'hmt_residence_permit' },
    { number: foreigner, stated: 'resident_id', idType: 'foreign_permanent_resident_id' },
    { number: foreigner, stated: 'foreign_permanent_resident_id', idType: 'foreign_permanent_resident_id' },
    { number: checked('91050018880810001'), stated: 'resident_id', idType: 'foreign_permanent_resident_id' },
  ] as const)('$number called a $stated is a $idType', ({ number, stated, idType }) => {
    expect(normaliseIdentifier(stated, number)).toEqual({ ok: true, idType, idNumber: number, notes: [] });
  });

  it.each([
    { stated: 'hmt_residence_permit', raw: VALID },
    { stated: 'foreign_permanent_resident_id', raw: VALID },
    { stated: 'foreign_permanent_resident_id', raw: fromHongKong },
  ] as const)('a mainland number is no $stated', ({ stated, raw }) => {
    expect(normaliseIdentifier(stated, raw)).toEqual({ ok: false, code: 'INVALID_ID_REGION', notes: [] });
  });

  it('a renewed Hong Kong or Macao permit is the same person', () => {
    const first = normaliseIdentifier('hk_macao_permit', 'H1234567801');
    const renewed = normaliseIdentifier('hk_macao_permit', 'h12345678 02');
    expect(first).toMatchObject({ ok: true, idNumber: 'H12345678' });
    expect(renewed).toMatchObject({ ok: true, idNumber: 'H12345678', notes: ['WHITESPACE', 'LOWER_CASE'] });
  });
});

describe('a unified social credit code', () => {
  it('is checked by GB 32100', () => {
    expect(normaliseIdentifier('uscc', ' 91350100m000100y43')).toEqual({
      ok: true,
      idType: 'uscc',
      idNumber: '91350100M000100Y43',
      notes: ['WHITESPACE', 'LOWER_CASE'],
    });
  });

  it.each([
    { raw: '91350100M000100Y44', code: 'INVALID_ID_CHECKSUM' },
    { raw: '91350100M000100Y4', code: 'INVALID_ID_LENGTH' },
    { raw: '91350100M0001O0Y43', code: 'INVALID_ID_LENGTH' },
    { raw: '91660100M000100Y43', code: 'INVALID_ID_REGION' },
    { raw: '9.135E+17', code: 'ID_LOST_PRECISION' },
  ])('$raw is refused with $code', ({ raw, code }) => {
    expect(normaliseIdentifier('uscc', raw)).toMatchObject({ ok: false, code });
  });

  it('with one wrong character is nobody’s', () => {
    fc.assert(
      fc.property(usccCodes, fc.nat(17), fc.stringMatching(/^[0-9A-Z]$/), (code, index, wrong) => {
        expect(normaliseIdentifier('uscc', code)).toMatchObject({ ok: true, idNumber: code });
        const altered = code.slice(0, index) + wrong + code.slice(index + 1);
        expect(normaliseIdentifier('uscc', altered).ok).toBe(altered === code);
      }),
    );
  });
});

describe('other papers', () => {
  it.each([
    { idType: 'passport', raw: 'e12345678', idNumber: 'E12345678' },
    { idType: 'passport', raw: '123456789', idNumber: '123456789' },
    { idType: 'hk_macao_permit', raw: 'M00001234', idNumber: 'M00001234' },
    { idType: 'taiwan_permit', raw: '01234567', idNumber: '01234567' },
    { idType: 'taiwan_permit', raw: '0123456789（B）', idNumber: '0123456789B' },
    { idType: 'foreign_permanent_resident_id', raw: 'usa110088081012', idNumber: 'USA110088081012' },
  ] as const)('$raw is a $idType', ({ idType, raw, idNumber }) => {
    expect(normaliseIdentifier(idType, raw)).toMatchObject({ ok: true, idType, idNumber });
  });

  it.each([
    { idType: 'passport', raw: 'ABCDEFGHI' },
    { idType: 'passport', raw: 'E123' },
    { idType: 'passport', raw: 'E1234-5678' },
    { idType: 'hk_macao_permit', raw: 'K12345678' },
    { idType: 'hk_macao_permit', raw: 'H1234567' },
    { idType: 'taiwan_permit', raw: '1234567' },
    { idType: 'foreign_permanent_resident_id', raw: 'US1110088081012' },
  ] as const)('$raw is no $idType', ({ idType, raw }) => {
    expect(normaliseIdentifier(idType, raw)).toMatchObject({ ok: false, code: 'INVALID_ID_LENGTH' });
  });

  it('of every type, what is accepted is accepted a second time unchanged', () => {
    const types: IdType[] = [
      'resident_id',
      'uscc',
      'passport',
      'hk_macao_permit',
      'taiwan_permit',
      'hmt_residence_permit',
      'foreign_permanent_resident_id',
    ];
    const texts = fc.oneof(residentIds, usccCodes, fc.stringMatching(/^ ?[a-zA-Z]{0,3}[0-9０-９]{7,12}'?$/));
    fc.assert(
      fc.property(fc.constantFrom(...types), texts, (idType, text) => {
        const once = normaliseIdentifier(idType, text);
        if (once.ok) expect(normaliseIdentifier(once.idType, once.idNumber)).toEqual({ ...once, notes: [] });
      }),
      { numRuns: 500 },
    );
  });
});

describe('a birthday', () => {
  it('is read from the numbers that carry one', () => {
    expect(birthDayOf('resident_id', VALID)).toBe('1888-08-10');
    expect(birthDayOf('hmt_residence_permit', checked('83000018990228001'))).toBe('1899-02-28');
  });

  it.each([
    ['uscc', '91350100M000100Y43'],
    ['passport', 'E12345678'],
    ['foreign_permanent_resident_id', 'USA110088081012'],
    ['resident_id', '500105188802302986'],
  ] as const)('is not to be had from %s %s', (idType, idNumber) => {
    expect(birthDayOf(idType, idNumber)).toBeNull();
  });
});
