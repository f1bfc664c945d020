import type { Confidence, Mark } from '../domain/decision.js';
import type { LocalDate } from '../domain/period.js';
import type { GoldenCase } from './golden-case.js';
import type { Regime, Text } from './rulebook.js';

/** How surely a text was read: the mark of the digest, its word in answers, and in words. */
export interface ReadableConfidence {
  mark: Mark;
  confidence: Confidence;
  text: string;
}

/** A place in a text of law: titles, and where and how it was read. */
export interface ReadableCitation extends ReadableConfidence {
  source: string;
  article: string;
  title: string;
  seenIn: string;
}

/** A value of the law from a day on. */
export interface ReadableValue extends ReadableConfidence {
  from: LocalDate;
  /** With its unit; `isUnread`: nobody has read it, nothing rests on it. */
  value: string;
  isUnread: boolean;
  basis: ReadableCitation[];
  /** The day a human last checked it. */
  reviewedOn: LocalDate;
}

export interface ReadableParameter {
  id: string;
  title: string;
  values: ReadableValue[];
}

export interface ReadableRule extends ReadableConfidence {
  id: string;
  title: string;
  /** What each version says, in one sentence; `to` inclusive. */
  versions: { from: LocalDate; to?: LocalDate; sentence: string }[];
  basis: ReadableCitation[];
  /** Interpretations it rests on: while one of them is switched off, it does not hold. */
  interpretations: string[];
  /** Interpretations whose other reading it is: while all of them are switched on, it does not hold. */
  unless: string[];
  reviewedOn: LocalDate;
  /** The golden cases in which it fires. */
  cases: Pick<GoldenCase, 'id' | 'title' | 'status'>[];
}

/** The rules of one file: one party that acts, or the intake of lists. */
export interface ReadableParty {
  id: string;
  title: string;
  rules: ReadableRule[];
}

export interface ReadableMeasure extends ReadableConfidence {
  id: string;
  title: string;
  /** What the institution says to the customer. */
  tellCustomer: string;
  /** Per category, the years over time. */
  terms: { category: string; title: string; parameter: ReadableParameter }[];
  basis: ReadableCitation[];
}

export interface ReadableRegime {
  id: string;
  title: string;
  instrument: string;
  /** Which lists it takes. */
  sectors: string[];
  territory: string;
  /** The designation days it governs, `to` inclusive. */
  governs: ReadableConfidence & { from: LocalDate; to?: LocalDate; basis: ReadableCitation[] };
  categories: { id: string; title: string }[];
  measures: ReadableMeasure[];
  cumulation: ReadableConfidence & {
    mode: Regime['cumulation']['mode'];
    cap?: ReadableParameter;
    /** From which listing on the terms of which category apply. */
    escalation?: { from: number; category: string };
    basis: ReadableCitation[];
  };
  interpretations: string[];
  remedy: string;
  parties: ReadableParty[];
}

/** A rulebook as a lawyer reads it, in one language. Plain data: it can be sent as JSON. */
export interface ReadableRulebook {
  hash: string;
  language: keyof Text;
  /** The day whose parameters the sentences name. */
  day: LocalDate;
  /** No question before it is answered. */
  firstDay: LocalDate;
  regimes: ReadableRegime[];
  /** Rules that need no sanction: about the card, about the name. */
  general: ReadableParty[];
  /** Interpretations and policies that can be switched. */
  switches: ReadableParameter[];
  /** Numbers and lists of the law. */
  parameters: ReadableParameter[];
  sources: { id: string; title: string; issuer: string; number?: string; articles: ReadableCitation[] }[];
}
