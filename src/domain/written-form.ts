import type { RowNote } from './designation.js';

/** Text as a file gave it, made plain, and what had to be done to it. */
export interface WrittenForm {
  text: string;
  notes: RowNote[];
}

// \s has NBSP, the ideographic space U+3000 and the BOM; the rest is invisible: soft hyphen, zero width, direction marks.
const BLANKS = /[\s\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069]/g;
const EDGE_BLANKS =
  /^[\s\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069]+|[\s\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069]+$/g;
const INVISIBLE = /[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
// What a spreadsheet leaves of "this number is text": '500…, ="500…".
const NUMBER_QUOTES = /^=?["'`‘’“”＂＇｀]+|["'`‘’“”＂＇｀]+$/g;
const NAME_QUOTES = /^['`‘’＇｀]+|['`‘’＇｀]+$/g;
const FULL_WIDTH_FORMS = /[！-～]/g;
const FULL_WIDTH_LETTERS_AND_DIGITS = /[０-９Ａ-Ｚａ-ｚ]/g;
const FULL_WIDTH_OFFSET = 0xfee0;
const MIDDLE_DOTS = /[•‧∙⋅・･]/g;
/** What most numbers are already. */
const PLAIN = /^[0-9A-Za-z]*$/;
const HAN = /\p{Script=Han}/u;

/**
 * A number of any kind (identifier, card): no blanks, no quotes, half-width. Case and hyphens stay as they are.
 * An ideographic space is a blank, not a full-width form.
 */
export function plainNumber(raw: string): WrittenForm {
  if (PLAIN.test(raw)) return { text: raw, notes: [] };
  const solid = raw.replace(BLANKS, '');
  const bare = solid.replace(NUMBER_QUOTES, '');
  const text = bare.replace(FULL_WIDTH_FORMS, halfWidth);
  return { text, notes: notesOf({ WHITESPACE: solid !== raw, TEXT_QUOTE: bare !== solid, FULL_WIDTH: text !== bare }) };
}

/**
 * A name of a person or unit: half-width letters and digits, one spelling of the middle dot (买买提·吐尔逊) and of
 * brackets in a Chinese name, no blanks at the ends nor next to a Chinese character, single blanks within a Latin name.
 * Case stays. Only what is visible as a slip (quotes, blanks, full-width letters) is noted.
 */
export function plainName(raw: string): WrittenForm {
  const { text: bare, isQuoted, hadEdgeBlanks } = strippedEnds(raw);
  const half = bare.replace(FULL_WIDTH_LETTERS_AND_DIGITS, halfWidth);
  const punctuated = HAN.test(half) ? chinesePunctuation(half) : half.replace(MIDDLE_DOTS, '·');
  const spaced = punctuated.replace(INVISIBLE, '').replace(/\s+/g, ' ');
  const closed = spaced.replace(/ ?([\p{Script=Han}·（）]) ?/gu, '$1');
  return {
    text: closed.replace(/(?<=\p{Script=Han})[.．](?=\p{Script=Han})/gu, '·'),
    notes: notesOf({
      WHITESPACE: hadEdgeBlanks || closed !== punctuated,
      TEXT_QUOTE: isQuoted,
      FULL_WIDTH: half !== bare,
    }),
  };
}

/**
 * Whether a plain number is what a spreadsheet shows of a long one: `5.00117E+17`, or `500117188009177000.0`, of which a
 * floating-point number has kept 15 digits.
 */
export function hasLostPrecision(text: string): boolean {
  // One look spares nearly every number the others.
  if (!/[.E]/i.test(text)) return false;
  return /^\d+(?:\.\d+)?E\+\d+$|^\d+\.\d+E\d+$/i.test(text) || /^\d{16,}\.0+$/.test(text);
}

function strippedEnds(raw: string): { text: string; isQuoted: boolean; hadEdgeBlanks: boolean } {
  let text = raw;
  let isQuoted = false;
  let hadEdgeBlanks = false;
  // A quote may hide a blank and a blank a quote.
  for (;;) {
    const trimmed = text.replace(EDGE_BLANKS, '');
    const bare = trimmed.replace(NAME_QUOTES, '');
    hadEdgeBlanks ||= trimmed !== text;
    isQuoted ||= bare !== trimmed;
    if (bare === text) return { text, isQuoted, hadEdgeBlanks };
    text = bare;
  }
}

function chinesePunctuation(text: string): string {
  return text.replace(MIDDLE_DOTS, '·').replaceAll('(', '（').replaceAll(')', '）');
}

function halfWidth(character: string): string {
  return String.fromCharCode(character.charCodeAt(0) - FULL_WIDTH_OFFSET);
}

function notesOf(found: { WHITESPACE: boolean; TEXT_QUOTE: boolean; FULL_WIDTH: boolean }): RowNote[] {
  const notes: RowNote[] = [];
  if (found.FULL_WIDTH) notes.push('FULL_WIDTH');
  if (found.WHITESPACE) notes.push('WHITESPACE');
  if (found.TEXT_QUOTE) notes.push('TEXT_QUOTE');
  return notes;
}
