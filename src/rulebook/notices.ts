import type { Mark } from '../domain/decision.js';
import type { LocalDate } from '../domain/period.js';
import type { Citation, Text } from './rulebook.js';
import type { Situation } from './standard-questions.js';
import { template } from './template.js';

export const NOTICE_KINDS = ['sanction', 'lifting'] as const;
/** 惩戒告知书, and 解除惩戒告知书. */
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** What every paragraph may name. */
export const NOTICE_PLACES = [
  'subject',
  'identifiers',
  'organ',
  'documentNo',
  'receiptNo',
  'regime',
  'instrument',
  'category',
  'ground',
  'identifiedOn',
  'startsOn',
  'firstDay',
  'lastDay',
  'issuedOn',
  'remedy',
] as const;
export type NoticePlace = (typeof NOTICE_PLACES)[number];

/**
 * What a paragraph may be said of, once for each row, with the places of a row. A list without rows says nothing: so a
 * template has no conditions.
 */
export const NOTICE_LISTS = {
  /** Every cited article: those of one instrument that were read equally surely are one row. */
  basis: ['source', 'articles', 'confidence'],
  /** One row with the interpretations the days rest on. */
  interpretations: ['titles'],
  measures: ['measure', 'text', 'firstDay', 'lastDay'],
  /** Measures that the cap shortened. */
  capped: ['measures', 'lastDay'],
  /** One row where a human has to look at the days. */
  needsReview: ['measures'],
  /** One row where the term runs end to end with others. */
  cumulated: ['others'],
  /** One row for a subject under 18 on the designation day. */
  minor: [],
  /** Occasions on which the subject is served as before, or within limits. */
  exceptions: ['what', 'confidence', 'limits'],
  /** Occasions a human decides. */
  reviews: ['what', 'confidence'],
  /** What follows when the term is over. */
  afterTerm: ['text'],
  /** Terms of the appeal nobody has read, and those that were read. */
  unreadTerms: ['term'],
  readTerms: ['term', 'value'],
  /** How often, when and how it was served. */
  services: ['servedOn', 'method'],
  /** One row while nothing is known of a service. */
  unserved: [],
  /** One row where the sanction has ended in this way. */
  lifted: ['endedOn'],
  annulled: ['endedOn'],
  expired: ['endedOn'],
} as const satisfies Record<string, readonly string[]>;
export type NoticeList = keyof typeof NOTICE_LISTS;

/** What the footer of every page, and the note on characters that cannot be printed, may name. */
export const FOOTER_PLACES = ['page', 'pages', 'receiptNo'] as const;
export const UNPRINTABLE_PLACES = ['characters'] as const;

export interface NoticeParagraph {
  each?: NoticeList;
  text: Text;
}

export interface NoticeTemplate {
  title: Text;
  sections: readonly { heading: Text; paragraphs: readonly NoticeParagraph[] }[];
}

/**
 * An occasion of daily life; the rules of the sanction say whether it still works. Of several occasions of one matter the
 * first that does is named.
 */
export interface NoticeOccasion {
  matter: string;
  /** The citizen's view answers it, and notices do not name it: it is mostly refused. */
  notInNotice?: true;
  question: string;
  situation: Situation;
  text: Text;
}

/** The notices from a day on. */
export interface NoticeVersion {
  from: LocalDate;
  basis: readonly Citation[];
  mark: Mark;
  reviewedOn: LocalDate;
  sanction: NoticeTemplate;
  lifting: NoticeTemplate;
  /** At the foot of every page. */
  footer: Text;
  /** Where the font lacks characters. */
  unprintable: Text;
  occasions: readonly NoticeOccasion[];
  /** Parameters: terms of the appeal. */
  terms: readonly string[];
  /** Types of identifiers, ways of service, marks, and words for what is not there. */
  words: Readonly<Record<string, Text>>;
}

/** File `notices.json`: the written notices as templates. */
export interface NoticeBook {
  versions: readonly NoticeVersion[];
}

/** What a template is filled with: one value for each place, and rows for each list. */
export interface NoticeValues {
  once: Readonly<Record<NoticePlace, string>>;
  lists: { readonly [L in NoticeList]: readonly Readonly<Record<(typeof NOTICE_LISTS)[L][number], string>>[] };
}

export interface NoticeSection {
  heading: string;
  paragraphs: string[];
}

/** The templates of a day: the last version that began on it or before; undefined before the first. */
export function noticesOn(book: NoticeBook, day: LocalDate): NoticeVersion | undefined {
  return book.versions
    .filter(({ from }) => from <= day)
    .toSorted((left, right) => (left.from < right.from ? -1 : 1))
    .at(-1);
}

/** A template as text, section by section; a section of which nothing can be said is left out. */
export function fillNotice(notice: NoticeTemplate, language: keyof Text, values: NoticeValues): NoticeSection[] {
  return notice.sections.flatMap(({ heading, paragraphs }) => {
    const texts = paragraphs.flatMap(({ each, text }) => {
      const fill = template(text[language]);
      const rows: readonly Readonly<Record<string, string>>[] = each === undefined ? [{}] : values.lists[each];
      return rows.map((row) => fill({ ...values.once, ...row }).trim());
    });
    return texts.length === 0 ? [] : [{ heading: heading[language], paragraphs: texts }];
  });
}
