import type { CardHistory, ReverificationReason } from './card-history.js';
import type { CardKind, Ground, IdentifyingOrgan, MeasureTerm, OrganLevel, SubjectKind } from './designation.js';
import type { LocalDate } from './period.js';
import type { Language } from './problem.js';

export const OUTCOMES = ['ALLOW', 'ALLOW_LIMITED', 'REVIEW', 'DENY'] as const;
/** ALLOW < ALLOW_LIMITED < REVIEW < DENY. REVIEW is a human decision. */
export type Outcome = (typeof OUTCOMES)[number];

export const MARKS = ['V', 'P', 'S', 'I', 'N'] as const;
/** How a text was read: V wording, P official statement, S secondary, I interpretation, N unread. */
export type Mark = (typeof MARKS)[number];

export const CONFIDENCES = ['enacted', 'official', 'secondary', 'interpretation', 'unread'] as const;
/** The mark in words of the contract, strongest first. */
export type Confidence = (typeof CONFIDENCES)[number];

const CONFIDENCE_OF: Record<Mark, Confidence> = {
  V: 'enacted',
  P: 'official',
  S: 'secondary',
  I: 'interpretation',
  N: 'unread',
};

/** The contract's word for a mark of the law digest. */
export function confidenceOf(mark: Mark): Confidence {
  return CONFIDENCE_OF[mark];
}

/** The confidence a reader may put in the whole: its weakest part. `enacted` of none. */
export function weakestConfidence(confidences: readonly Confidence[]): Confidence {
  let weakest = 0;
  for (const confidence of confidences) weakest = Math.max(weakest, CONFIDENCES.indexOf(confidence));
  return CONFIDENCES[weakest] ?? 'unread';
}

export interface Basis {
  source: string;
  article: string;
  title: string;
}

/** One ground of an answer: a rule that fired for a sanction in force. */
export interface Reason {
  rule: string;
  effect: Outcome;
  measure: string;
  basis: Basis[];
  confidence: Confidence;
  /** Interpretations (I-1 … I-10) that the days below rest on. */
  interpretations: string[];
  /** Last day on which the measure is in force, to 24:00 Asia/Shanghai. */
  lastDay?: LocalDate;
  /** 00:00 of the next day, with offset. */
  releaseAt?: string;
  /** What a human would decide by default, for REVIEW. */
  reviewDefault?: Outcome;
  /** Somebody has appealed against the sanction, and nobody has decided yet. */
  appeal?: 'pending';
  tellCustomer: string;
  remedy: { organ: string; how: string };
}

/** The answer of the decision engine: a pure function of request, sanctions, card facts, rulebook and day. */
export interface Answer {
  outcome: Outcome;
  reasons: Reason[];
  /** Rules that would have restricted but for an exception, as `<rule> ← <exception>`. */
  excused: string[];
  limits: string[];
  weakestConfidence: Confidence;
  lastDay?: LocalDate;
}

/** A sanction as the decision engine sees it: no person, no case. */
export interface SanctionRecord {
  id: string;
  regime: string;
  category: string;
  ground: Ground;
  subjectKind: SubjectKind;
  isMinor: boolean;
  identifiedOn: LocalDate;
  startsOn: LocalDate;
  organ: IdentifyingOrgan;
  /** After cumulation; one entry per measure. */
  measures: readonly MeasureTerm[];
  /** Whether an appeal against it waits for a decision; absent is `none`. */
  appeal?: 'pending' | 'none';
  /** The instant with offset at which it was lifted, for whatever reason; from then on it restricts nothing. */
  liftedAt?: string;
}

/** What is known of the holder besides sanctions. An absent member is "not known", and counts as none. */
export interface HolderFacts {
  listing?: 'clear' | 'implicated' | 'suspicious' | 'none';
  hasImplicatedAccount?: 'yes' | 'no' | 'none';
  /** With the institution that asks. */
  simsAtCarrier?: number;
  debitCardsAtBank?: number;
  classOneAccountsAtBank?: number;
  classThreeAccountsAtInstitution?: number;
  /** The one number a telecom sanction leaves to its subject. `cancelled`: it was kept and then given up. */
  retainedSim?: 'this_card' | 'another_card' | 'cancelled' | 'none';
  retainedSimCarrier?: 'same_carrier' | 'other_carrier' | 'none';
  otherUsableSim?: 'yes' | 'no' | 'none';
}

/**
 * Everything an answer depends on besides the rulebook. Stored with the decision, so that it can be replayed; members that
 * came later are optional, and their absence is the same fact as `none`.
 */
export interface DecisionInput {
  question: string;
  /** `2025-01-05T10:00:00.000+08:00` */
  asOf: string;
  language: Language;
  /** What the asker said; facts of `DECISION_FACTS`. */
  request: {
    channel: string;
    purpose: string;
    realName: 'yes' | 'no' | 'none';
    inPerson: 'yes' | 'no' | 'none';
    agreementSince: LocalDate | 'none';
    accountClass?: 'class_1' | 'class_2' | 'class_3' | 'none';
    openingConcern?: 'identity_doubtful' | 'organised_for_others' | 'suspected_crime' | 'none';
    policeApproval?: OrganLevel | 'none';
  };
  card: {
    kind: CardKind | 'none';
    status: 'active' | 'suspended' | 'closed' | 'none';
    listing: 'clear' | 'implicated' | 'suspicious' | 'none';
    isFraudRisk: 'yes' | 'no' | 'none';
    /** Why the holder was told to re-verify; with `noticedAt`. */
    reverification?: ReverificationReason | 'none';
    phoneSharing?: 'explained' | 'unexplained' | 'none';
  } & Partial<CardHistory>;
  /** The card the money goes to, where one was named. */
  counterparty?:
    | {
        kind: CardKind | 'none';
        listing: 'clear' | 'implicated' | 'suspicious' | 'none';
      }
    | undefined;
  holder?: HolderFacts | undefined;
  nameMatch: 'same' | 'differs' | 'none';
  sanctions: readonly SanctionRecord[];
}
