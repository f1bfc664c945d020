import type { Confidence, DecisionInput, Outcome } from '../domain/decision.js';
import type { Ground, OrganLevel, SubjectKind } from '../domain/designation.js';
import type { LocalDate } from '../domain/period.js';
import type { Judgement, Sector } from './intake.js';

/** A sanction as a case tells it. */
export interface Situation {
  regime: string;
  category: string;
  ground: Ground;
  subjectKind?: SubjectKind;
  isMinor?: boolean;
  identifiedOn: LocalDate;
  startsOn?: LocalDate;
  termYears?: number;
  /** An appeal against it waits for a decision. */
  appeal?: 'pending';
  /** The instant at which it was lifted. Chains are computed as if it had never been. */
  liftedAt?: string;
}

/** A row of a list as a case tells it; whatever is not said is in order. */
export interface CaseRow {
  regime?: string;
  subjectKind?: SubjectKind;
  /** Default: 1885-05-05. */
  bornOn?: LocalDate;
  ground: Ground;
  items?: number;
  times?: number;
  recipients?: number;
  itemKinds?: string[];
  offence?: string;
  isPunished?: boolean;
  organLevel?: OrganLevel;
  organCode?: string;
  provinceApprovalNo?: string;
  termYears?: number;
  isNoticeServed?: boolean;
  documentNo?: string;
  tier?: string;
  conductOn?: LocalDate;
}

interface CaseHead {
  /** The row of the law digest's case table, or `<rule>-<what it shows>`. */
  id: string;
  /** A sentence a lawyer could dispute. */
  title: string;
  /** `LAW` the wording, `PRESS` an official statement, `INTERP` an interpretation. */
  status: 'LAW' | 'PRESS' | 'INTERP';
  /** Interpretations that are switched off in this case: it tells the other reading. */
  off?: readonly string[];
  /** Interpretations without which the case comes out differently: all of them, proved by flipping each. */
  restsOn?: readonly string[];
}

/** A question, asked under sanctions of the file's `situations`. */
export interface AskCase extends CaseHead {
  ask: string;
  under: readonly string[];
  /** A day (10:00 is meant) or an instant with offset. */
  at: string;
  request?: Partial<DecisionInput['request']>;
  card?: Partial<DecisionInput['card']>;
  counterparty?: Partial<NonNullable<DecisionInput['counterparty']>>;
  holder?: DecisionInput['holder'];
  nameMatch?: DecisionInput['nameMatch'];
  expect: {
    outcome?: Outcome;
    problem?: string;
    /** Ids of the rules of the reasons, in any order. */
    rules?: readonly string[];
    /** Effects of reasons, by rule: those that a stricter one hides. */
    effects?: Readonly<Record<string, Outcome>>;
    excused?: readonly string[];
    /** `null`: the answer names no last day. */
    lastDay?: LocalDate | null;
    /** Of the first reason. */
    reviewDefault?: Outcome;
    appeal?: 'pending';
    confidence?: Confidence;
    /** All of them are named by the first reason. */
    interpretations?: readonly string[];
    /** How many limits the answer names. */
    limits?: number;
  };
}

/** A row of a list: one of the file's `rows`, with changes. */
export interface IntakeCase extends CaseHead {
  intake: string;
  with?: Partial<CaseRow>;
  /** The designation day. */
  on: LocalDate;
  /** Default: 2026-11-21. */
  today?: LocalDate;
  sector?: Sector;
  expect: Partial<Omit<Judgement, 'verdict'>> & {
    verdict: Judgement['verdict'];
    /** Last day of the longest measure, without cumulation. */
    lastDay?: LocalDate;
  };
}

/** The days of one measure over sanctions that follow each other. */
export interface ChainCase extends CaseHead {
  chain: readonly string[];
  measure: string;
  expect: readonly { lastDay: LocalDate; isCapped?: boolean; needsReview?: boolean }[];
}

export type GoldenCase = AskCase | IntakeCase | ChainCase;

/** A file `*.cases.json` beside the rules. */
export interface CaseFile {
  situations?: Readonly<Record<string, Situation>>;
  rows?: Readonly<Record<string, CaseRow>>;
  cases: readonly GoldenCase[];
}
