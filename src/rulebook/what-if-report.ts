import type { Answer, Outcome } from '../domain/decision.js';
import type { LocalDate } from '../domain/period.js';
import type { AnswerDifference, EffectKind, RuleDifference } from './answer-difference.js';
import type { Situation, StandardQuestion } from './standard-questions.js';

/** How the answer to one standard question differs. */
export interface QuestionDifference extends AnswerDifference {
  asked: StandardQuestion;
}

/** Subjects by how they are affected. One who is restricted in one thing and released in another counts in both. */
export type SubjectCounts = Record<EffectKind, number>;

/** One answer that changes for many. */
export interface Transition {
  situation: Situation;
  from: Outcome;
  to: Outcome;
  subjects: number;
}

/** What changes in answers, in subjects, and why. */
export interface Effect {
  /** `affected`: in any way, each counted once. */
  subjects: SubjectCounts & { affected: number };
  /** Ids of subjects, at most 20 each. */
  samples: Record<EffectKind, string[]>;
  questions: (SubjectCounts & { question: string; transitions: Transition[] })[];
  /** Subjects affected that have a sanction of the regime. */
  regimes: { regime: string; subjects: number }[];
  /** Subjects whose answers the rule newly enters, leaves, or stands in otherwise. */
  rules: { rule: string; how: RuleDifference['how']; articles: string[]; subjects: number }[];
}

/** An answer that changes for people without any sanction. */
export interface GeneralChange {
  question: string;
  situation: Situation;
  from: Answer['outcome'];
  to: Answer['outcome'];
  rules: RuleDifference[];
}

/** What changes on one day. */
export interface DayReport {
  day: LocalDate;
  /** Groups of subjects whose sanctions the rules cannot tell apart; each was asked about once. */
  classes: number;
  /** By the publication itself. */
  byPublication: Effect;
  /** If the terms of all sanctions were computed anew besides; null where no last day would move. */
  withTermsAnew: Effect | null;
  /** For everybody, also without a sanction: rules about a card itself. */
  withoutSanction: GeneralChange[];
  /** Subjects about whom the new rulebook could not answer at all. */
  unanswered: { subjects: number; samples: string[]; errors: string[] };
}

/** What the publication of a rulebook would change, in numbers: ids of subjects, no name and no number of anybody. */
export interface WhatIfReport {
  /** The first day the standard questions are asked on, then those on which the rulebooks come to differ otherwise. */
  days: DayReport[];
  subjects: number;
  sanctions: number;
  standardQuestions: number;
  /** Of the catalogue: those only the new rulebook knows, and those it no longer knows. */
  questions: { added: string[]; removed: string[] };
  terms: {
    /** Regimes whose law of terms the new rulebook changes. */
    regimes: string[];
    /** Sanctions whose last days would move if they were computed anew, and those that could not be. */
    shortened: number;
    lengthened: number;
    uncomputable: number;
  };
  /** Most subjects affected on any of the days, by the publication or by computing the terms anew. */
  mostAffected: number;
}

/** Ids of subjects kept as examples of one thing. */
export const SAMPLES = 20;
