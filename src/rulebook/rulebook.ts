import type { Mark, Outcome } from '../domain/decision.js';
import type { OrganLevel, RowCode, RowNote } from '../domain/designation.js';
import type { DirectiveAction, DirectiveParty } from '../domain/directive.js';
import type { LocalDate } from '../domain/period.js';
import type { NoticeBook } from './notices.js';
import type { EnforcementLaw } from './enforcement-law.js';
import type { Wording } from './wording.js';

/** The shapes of the files in `rules/`, as their JSON Schemas in `rules/schema/` demand them. */

export interface Text {
  zh: string;
  en: string;
}

/** A place in a cited text: an id of `sources.json` and a key of its `articles`. */
export interface Citation {
  source: string;
  article: string;
}

/** A text of law or practice, and how it was read. */
export interface Source {
  id: string;
  title: Text;
  issuer: Text;
  number?: string;
  issuedOn?: LocalDate;
  inForceFrom?: LocalDate;
  articles: Record<string, { title: Text; mark: Mark; seenIn: string }>;
}

export type ConditionValue = string | number | boolean | readonly (string | number)[];

/** A leaf compares one fact with a literal, with a parameter of the day, or with another fact. */
export interface Leaf {
  fact: string;
  operator: string;
  value: ConditionValue | { parameter: string } | { fact: string };
}

/** A json-rules-engine condition tree; `condition` refers to a named condition of the same regime. */
export type Condition =
  Leaf | { all: readonly Condition[] } | { any: readonly Condition[] } | { not: Condition } | { condition: string };

/**
 * What a rule says from a day on, to `to` inclusive, else to the day before the next version. No conditions: it always
 * holds. A decision rule reads the day of the question, an intake rule the designation day.
 */
export interface RuleVersion {
  from: LocalDate;
  to?: LocalDate;
  conditions?: Condition;
}

interface RuleBase {
  /** `<regime>/<party>/<what>`, or `cards/…`. */
  id: string;
  title: Text;
  basis: readonly Citation[];
  mark: Mark;
  /** Interpretations (ids of `interpretations.json`) the rule rests on: while one is switched off, the rule does not hold. */
  interpretations?: readonly string[];
  /** The other reading: while all of these interpretations are switched on, the rule does not hold. */
  unless?: readonly string[];
  reviewedOn: LocalDate;
  versions: readonly RuleVersion[];
}

/** Judges a row of a sanction list. */
export interface IntakeRule extends RuleBase {
  effect:
    /** `field`: the place of the designation the refusal points at, as in the HTTP contract. */
    | { reject: RowCode; field: string }
    | { note: RowNote }
    | { category: string }
    /** The list needs an approver of this level. */
    | { approvalLevel: OrganLevel };
}

/** Answers a question about a subject under a sanction of the regime; or, in a general file, about any card or name. */
export interface DecisionRule extends RuleBase {
  /** Ids of the catalogue, or `*` for every question. */
  questions: readonly string[];
  effect: Outcome;
  /** The measure whose term decides whether the rule applies on the day; in a general file it has no term. */
  measure: string;
  /** `in_force` (default): within the term of the measure; `ended`: after it. */
  when?: 'in_force' | 'ended';
  /** Ids of the rules this one excepts: where both fire, they do not count, and its own effect stands instead. */
  exceptTo?: readonly string[];
  /** What a human would decide by default, for REVIEW. */
  reviewDefault?: Outcome;
  /** While it fires, no DENY is automatic: it becomes REVIEW. */
  softens?: boolean;
  limits?: readonly Text[];
  /** Overrides the sentence of the measure; demanded of every rule that does not deny. `{lastDay}` and `{organ}` are filled. */
  tellCustomer?: Text;
}

/** A file `<regime>/intake.rules.json`. */
export interface IntakeRuleFile {
  rules: readonly IntakeRule[];
  conditions?: Record<string, Condition>;
}

/** A file `<regime>/<party>.rules.json`. */
export interface DecisionRuleFile {
  party: string;
  rules: readonly DecisionRule[];
  conditions?: Record<string, Condition>;
}

/** Rules that need no sanction of a regime: `cards/*.rules.json` (the card itself) and `identity/*.rules.json` (the name). */
export interface GeneralRuleFile {
  /** `card` rules judge every card asked about; `identity` rules judge the name given for a sanctioned subject. */
  scope: 'card' | 'identity';
  remedy: { organ: Text; how: Text };
  rules: readonly DecisionRule[];
  conditions?: Record<string, Condition>;
}

/** One measure a sanction of the regime carries. */
export interface RegimeMeasure {
  measure: string;
  /** Category → parameter in whole years. A category that is absent does not carry the measure. */
  terms: Readonly<Record<string, string>>;
  basis: readonly Citation[];
  mark: Mark;
}

/**
 * `weakens`: without the interpretation the sanction is not in force at all. No answer under it is surer than that, and
 * with the interpretation switched off the sanction restricts nothing.
 */
export interface RegimeInterpretation {
  id: string;
  from?: LocalDate;
  weakens?: boolean;
}

/** An instrument in time: which designations it governs, which measures, which terms. File `<regime>/regime.json`. */
export interface Regime {
  id: string;
  title: Text;
  source: string;
  /** Which lists it takes: those of the financial side, of the telecom side, of the border, or several. */
  sectors: readonly ('financial' | 'telecom' | 'border')[];
  /** GB/T 2260 province prefix (two digits), or `CN` for the whole country. */
  territory: string;
  governs: {
    from: LocalDate;
    to?: LocalDate;
    /** Only lists that name the regime are under it: nothing else tells its designations from those of another. */
    byName?: boolean;
    basis: readonly Citation[];
    mark: Mark;
    interpretations?: readonly string[];
  };
  /** Categories by id; an intake rule with effect `category` chooses one. */
  categories: Record<string, { title: Text }>;
  measures: readonly RegimeMeasure[];
  cumulation: {
    mode: 'none' | 'end_to_end';
    cap?: string;
    basis: readonly Citation[];
    mark: Mark;
    interpretations?: readonly string[];
    /** From this listing of a subject on, counted in the order of identification, the terms of this category apply. */
    escalation?: { from: number; category: string; basis: readonly Citation[]; mark: Mark };
  };
  /** Interpretations every running sanction of this regime rests on, for questions asked on or after `from`. */
  interpretations: readonly RegimeInterpretation[];
  remedy: Text;
}

/** A value of the law by day. `unknown`: the text exists but was not read (mark N); nothing may be guessed. */
export interface ParameterValue {
  from: LocalDate;
  value?: string | number | boolean | readonly (string | number)[];
  unknown?: true;
  basis: readonly Citation[];
  mark: Mark;
  reviewedOn: LocalDate;
}

export interface Parameter {
  id: string;
  title: Text;
  unit: 'years' | 'months' | 'days' | 'working_days' | 'hours' | 'count' | 'age' | 'words' | 'switch' | 'yuan';
  /** Of a switch: what the customer is told while it is off, where the answer is REVIEW then. */
  whenOff?: Text;
  values: readonly ParameterValue[];
}

export interface Question {
  title: Text;
  party: string;
  /** Kinds of institution that may ask it. Officers may ask everything. */
  askedBy: readonly string[];
  /** Where the question asks for leave that only a sanction gives: the answer when no rule of any sanction speaks. */
  presumption?: Presumption;
}

/** An answer without a sanction, as a reason of its own. */
export interface Presumption {
  effect: Outcome;
  measure: string;
  basis: readonly Citation[];
  mark: Mark;
  tellCustomer: Text;
  remedy: { organ: Text; how: Text };
}

/** What institutions are told to do about a measure. */
export interface MeasureDirective {
  action: Exclude<DirectiveAction, 'restore' | 'verify'>;
  /** Who is told to do it with whatever they hold; nobody: only those who keep a single card. */
  parties: readonly DirectiveParty[];
  /** Only while the answer to this question is ALLOW. */
  whenAllowed?: string;
}

export interface Measure {
  title: Text;
  party: string;
  cardKinds: readonly string[];
  /** Absent: nobody is told; whoever asks for a decision learns of it. */
  directive?: MeasureDirective;
  /** What the institution says to the customer. */
  tellCustomer: Text;
}

/** Who keeps a kind of card, and the question whose DENY puts a directive on a card of that kind. */
export interface CardQuestion {
  party: DirectiveParty;
  /** Absent: every measure on the kind puts one on it. */
  question?: string;
  channel?: string;
  purpose?: string;
}

export interface Catalogue {
  questions: Record<string, Question>;
  measures: Record<string, Measure>;
  grounds: Record<string, Text>;
  cardKinds: Record<string, Text>;
  /** By card kind. A rulebook of before there were directives has none, and nobody is told anything under it. */
  cardQuestions?: Record<string, CardQuestion>;
  /** Official name of an offence → other spellings met in lists. */
  offences: Record<string, readonly string[]>;
}

/** The whole of `rules/`, parsed and immutable, named by its hash. */
export interface Rulebook {
  /** `sha256:<hex>` over the canonical JSON of all files by path. */
  hash: string;
  /** Path below `rules/` → parsed JSON, for storage and replay. */
  files: Readonly<Record<string, unknown>>;
  sources: ReadonlyMap<string, Source>;
  catalogue: Catalogue;
  wording: Wording;
  /** Null in rulebooks from before there were notices. */
  notices: NoticeBook | null;
  enforcement: EnforcementLaw;
  parameters: ReadonlyMap<string, Parameter>;
  regimes: ReadonlyMap<string, LoadedRegime>;
  general: readonly GeneralRuleFile[];
  /** The first formalised day: no question before it is answered. */
  firstDay: LocalDate;
}

export interface LoadedRegime {
  regime: Regime;
  intake: IntakeRuleFile;
  /** By question. */
  decisions: ReadonlyMap<string, readonly DecisionRule[]>;
  conditions: Readonly<Record<string, Condition>>;
}
