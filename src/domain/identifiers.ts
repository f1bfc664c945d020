import { USCC_ALPHABET, residentCheckCharacter, usccCheckCharacter } from './check-characters.js';
import type { IdType, RowCode, RowNote } from './designation.js';
import { isLocalDate } from './period.js';
import type { LocalDate } from './period.js';
import { hasLostPrecision, plainName, plainNumber } from './written-form.js';

/** A number in the one spelling under which a subject is stored and looked up, or why it can be nobody's. */
export type NormalisedIdentifier =
  { ok: true; idType: IdType; idNumber: string; notes: RowNote[] } | { ok: false; code: RowCode; notes: RowNote[] };

/** A number of a valid form, or the first fault found in it. */
type Judgement = { idType: IdType; idNumber: string; notes?: RowNote[] } | { code: RowCode };

/** First two digits of GB/T 2260: the provinces, and 81-83 for residents of Hong Kong, Macao and Taiwan. */
const PROVINCES: ReadonlySet<string> = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(' '),
);
// Births recorded by the numbers; the people of the demo data are born 1880-1899.
const [FIRST_BIRTH_YEAR, LAST_BIRTH_YEAR] = [1800, 2100];
// GB 11643-1989 kept these sequence numbers for people already a hundred years old.
const CENTENARIANS: ReadonlySet<string> = new Set(['996', '997', '998', '999']);

/**
 * Brings an identifier into its one spelling and checks it, in this order: destroyed by a spreadsheet, length and
 * alphabet, region, birth date, check character. The notes say what was done, also on a refused number.
 *
 * - `resident_id`: 18 characters; 15 digits become the 18 of the same person with `CONVERTED_15_TO_18`.
 * - A resident ID, HMT residence permit or new foreign permanent resident ID share one space of numbers. The number
 *   itself says which it is, so the answer may name another of these three types than the question: one person has one
 *   type and number, however a list calls the paper.
 * - `hk_macao_permit`: the two digits that count renewals are dropped: a renewed permit is the same person.
 *
 * @param idType what the list or the question says it is
 * @param raw as it came; it is never part of an error
 */
export function normaliseIdentifier(idType: IdType, raw: string): NormalisedIdentifier {
  const plain = plainNumber(raw);
  if (plain.text === '') return { ok: false, code: 'MISSING_FIELD', notes: plain.notes };
  if (hasLostPrecision(plain.text)) return { ok: false, code: 'ID_LOST_PRECISION', notes: plain.notes };

  const text = plain.text.toUpperCase();
  const notes: RowNote[] = text === plain.text ? plain.notes : [...plain.notes, 'LOWER_CASE'];
  const judgement = JUDGES[idType](text);
  if ('code' in judgement) return { ok: false, code: judgement.code, notes };
  const { idNumber, notes: moreNotes = NO_NOTES } = judgement;
  return { ok: true, idType: judgement.idType, idNumber, notes: [...notes, ...moreNotes] };
}

/**
 * The birthday that a normalised number carries; `null` where it carries none (units, passports, permits, the old
 * 15-character foreign permanent resident ID with its two-digit year).
 */
export function birthDayOf(idType: IdType, idNumber: string): LocalDate | null {
  if (!isResidentLike(idType) || !/^\d{17}[\dX]$/.test(idNumber)) return null;
  return birthDayIn(idNumber);
}

/**
 * A name in the spelling under which names are compared and shown: half-width letters, no stray blanks, one middle dot.
 * An empty `name` means that there was none.
 */
export function normaliseName(raw: string): { name: string; notes: RowNote[] } {
  const { text, notes } = plainName(raw);
  return { name: text, notes };
}

/**
 * The number of a card of any kind in its one spelling: no blanks, quotes or `+86`; hyphens go from pure numbers only,
 * the name of an internet account may have them.
 *
 * @returns `refusal` says why the text is no card number: `MISSING_FIELD`, `ID_LOST_PRECISION`, or `null`
 */
export function normaliseCardNumber(raw: string): { number: string; notes: RowNote[]; refusal: RowCode | null } {
  const { text, notes } = plainNumber(raw);
  const digits = text.replace(/[-‐‑‒–—−]/g, '');
  const number = /^\+?\d+$/.test(digits) ? digits.replace(/^\+86(?=1\d{10}$)/, '') : text;
  if (number === '') return { number, notes, refusal: 'MISSING_FIELD' };
  return { number, notes, refusal: hasLostPrecision(number) ? 'ID_LOST_PRECISION' : null };
}

/**
 * Whether a card number passes the Luhn formula, as bank cards (not accounts) do. Catches every wrong digit and every
 * swap of neighbours but 09 with 90.
 *
 * @param number digits; anything else, and fewer than two digits, is not valid
 * @see ISO/IEC 7812-1
 */
export function isLuhnValid(number: string): boolean {
  if (!/^\d{2,}$/.test(number)) return false;
  const sum = Array.from(number)
    .toReversed()
    .map((digit, index) => Number(digit) * ((index % 2) + 1))
    .reduce((total, product) => total + (product > 9 ? product - 9 : product), 0);
  return sum % 10 === 0;
}

const NO_NOTES: readonly RowNote[] = [];

const JUDGES: Record<IdType, (text: string) => Judgement> = {
  resident_id: judgeResidentId,
  hmt_residence_permit: (text) => only('hmt_residence_permit', judgeEighteen(text)),
  foreign_permanent_resident_id: judgeForeignPermanentResidentId,
  uscc: judgeUscc,
  // Any country's; ICAO machine-readable zones hold nine characters, some countries print more.
  passport: (text) => judgeForm('passport', text, /^(?=.*\d)[A-Z0-9]{5,15}$/),
  hk_macao_permit: (text) => judgeForm('hk_macao_permit', text, /^([HM]\d{8})(?:\d{2})?$/),
  taiwan_permit: (text) => judgeForm('taiwan_permit', text.replace(/[()]/g, ''), /^(?:\d{8}|\d{10}[A-Z]?)$/),
};

/** The first group of the form is the number; without a group, all of it. */
function judgeForm(idType: IdType, text: string, form: RegExp): Judgement {
  const match = form.exec(text);
  return match === null ? { code: 'INVALID_ID_LENGTH' } : { idType, idNumber: match[1] ?? match[0] };
}

function judgeResidentId(text: string): Judgement {
  if (!/^\d{15}$/.test(text)) return judgeEighteen(text);
  const century = CENTENARIANS.has(text.slice(12)) ? '18' : '19';
  const digits = `${text.slice(0, 6)}${century}${text.slice(6)}`;
  const judgement = judgeEighteen(digits + residentCheckCharacter(digits));
  return 'code' in judgement ? judgement : { ...judgement, notes: ['CONVERTED_15_TO_18'] };
}

function judgeForeignPermanentResidentId(text: string): Judgement {
  const isOldForm = /^[A-Z]{3}\d{12}$/.test(text);
  if (isOldForm) return { idType: 'foreign_permanent_resident_id', idNumber: text };
  return only('foreign_permanent_resident_id', judgeEighteen(text));
}

/** The form that resident ID, HMT residence permit and new foreign permanent resident ID have in common. */
function judgeEighteen(text: string): Judgement {
  if (!/^\d{17}[\dX]$/.test(text)) return { code: 'INVALID_ID_LENGTH' };
  const idType = typeByRegion(text);
  if (idType === null) return { code: 'INVALID_ID_REGION' };
  if (birthDayIn(text) === null) return { code: 'INVALID_ID_DATE' };
  if (residentCheckCharacter(text.slice(0, 17)) !== text.charAt(17)) return { code: 'INVALID_ID_CHECKSUM' };
  return { idType, idNumber: text };
}

function typeByRegion(text: string): IdType | null {
  // A foreigner's number is 9, then the province that took the application.
  if (text.startsWith('9')) {
    const isKnown = text.startsWith('91') || PROVINCES.has(text.slice(1, 3));
    return isKnown ? 'foreign_permanent_resident_id' : null;
  }
  if (!PROVINCES.has(text.slice(0, 2))) return null;
  return /^8[123]/.test(text) ? 'hmt_residence_permit' : 'resident_id';
}

/** A number of another of the three types has the wrong region for this one. */
function only(idType: IdType, judgement: Judgement): Judgement {
  if ('code' in judgement || judgement.idType === idType) return judgement;
  return { code: 'INVALID_ID_REGION' };
}

function judgeUscc(text: string): Judgement {
  const isInAlphabet = Array.from(text).every((character) => USCC_ALPHABET.includes(character));
  if (!isInAlphabet || !/^[1-9A-Z][1-9A-Z]\d{6}[\dA-Z]{10}$/.test(text)) return { code: 'INVALID_ID_LENGTH' };
  // 10 is the national registration authority.
  const province = text.slice(2, 4);
  if (province !== '10' && !PROVINCES.has(province)) return { code: 'INVALID_ID_REGION' };
  if (usccCheckCharacter(text.slice(0, 17)) !== text.charAt(17)) return { code: 'INVALID_ID_CHECKSUM' };
  return { idType: 'uscc', idNumber: text };
}

function isResidentLike(idType: IdType): boolean {
  return ['resident_id', 'hmt_residence_permit', 'foreign_permanent_resident_id'].includes(idType);
}

function birthDayIn(eighteen: string): LocalDate | null {
  const [year, month, day] = [eighteen.slice(6, 10), eighteen.slice(10, 12), eighteen.slice(12, 14)];
  const text = `${year}-${month}-${day}`;
  const isOfTheTime = Number(year) >= FIRST_BIRTH_YEAR && Number(year) <= LAST_BIRTH_YEAR;
  return isOfTheTime && isLocalDate(text) ? text : null;
}
