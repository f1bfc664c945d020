import { ApiProperty } from '@nestjs/swagger';
import { CONFIDENCES, MARKS, type Confidence, type Mark } from '../domain/decision.js';
import type { LocalDate } from '../domain/period.js';
import type { GoldenCase } from '../rulebook/golden-case.js';
import type {
  ReadableCitation,
  ReadableConfidence,
  ReadableMeasure,
  ReadableParameter,
  ReadableParty,
  ReadableRegime,
  ReadableRule,
  ReadableRulebook,
  ReadableValue,
} from '../rulebook/readable-document.js';

const DAY = { type: String, example: '2024-12-01' } as const;
const OPEN_DAY = { ...DAY, required: false } as const;
const STATUSES = ['LAW', 'PRESS', 'INTERP'] as const satisfies GoldenCase['status'][];
const CUMULATIONS = ['none', 'end_to_end'] as const;

class SurenessView implements ReadableConfidence {
  /** Of the digest of the law. @example 'V' */
  @ApiProperty({ enum: MARKS })
  mark: Mark;
  /** @example 'enacted' */
  @ApiProperty({ enum: CONFIDENCES })
  confidence: Confidence;
  /** The mark in words. @example '条文原文' */
  text: string;
}

export class CitationView extends SurenessView implements ReadableCitation {
  /** @example 'joint-measures-2024' */
  source: string;
  /** @example 'F1' */
  article: string;
  /** Of text and article. */
  title: string;
  /** Where it was read. */
  seenIn: string;
}

export class ValueView extends SurenessView implements ReadableValue {
  @ApiProperty(DAY)
  from: LocalDate;
  /** With its unit. @example '2年' */
  value: string;
  /** Nobody has read it: nothing rests on it. @example false */
  isUnread: boolean;
  basis: CitationView[];
  /** The day a human last checked it. */
  @ApiProperty(DAY)
  reviewedOn: LocalDate;
}

export class ParameterView implements ReadableParameter {
  /** @example 'cn-joint-2024.category-2.term' */
  id: string;
  title: string;
  /** By day, the earliest first. */
  values: ValueView[];
}

export class RuleVersionView {
  @ApiProperty(DAY)
  from: LocalDate;
  /** Inclusive; absent: it goes on. */
  @ApiProperty(OPEN_DAY)
  to?: LocalDate;
  sentence: string;
}

export class RuleCaseView {
  /** @example 'outflow-denied' */
  id: string;
  /** In English. */
  title: string;
  @ApiProperty({ enum: STATUSES })
  status: GoldenCase['status'];
}

export class RuleView extends SurenessView implements ReadableRule {
  /** @example 'cn-joint-2024/bank/outflow' */
  id: string;
  title: string;
  /** What each version says, in one sentence. */
  versions: RuleVersionView[];
  basis: CitationView[];
  /** Ids of switches: while one is off, the rule does not hold. @example ["I-4"] */
  interpretations: string[];
  /** Ids of switches: while all are on, the rule does not hold; it is the other reading. @example [] */
  unless: string[];
  @ApiProperty(DAY)
  reviewedOn: LocalDate;
  /** The golden cases in which it fires. */
  cases: RuleCaseView[];
}

export class PartyView implements ReadableParty {
  /** @example 'cn-joint-2024/bank' */
  id: string;
  title: string;
  rules: RuleView[];
}

export class MeasureTermsView {
  /** @example 'category-2' */
  category: string;
  title: string;
  /** The years, by designation day. */
  parameter: ParameterView;
}

export class MeasureOfRegimeView extends SurenessView implements ReadableMeasure {
  /** @example 'bank.noncounter.outflow' */
  id: string;
  title: string;
  /** What the institution says to the customer. */
  tellCustomer: string;
  terms: MeasureTermsView[];
  basis: CitationView[];
}

export class GovernsView extends SurenessView {
  /** First designation day. */
  @ApiProperty(DAY)
  from: LocalDate;
  /** Last one; absent: it still governs. */
  @ApiProperty(OPEN_DAY)
  to?: LocalDate;
  basis: CitationView[];
}

export class CategoryView {
  /** @example 'category-2' */
  id: string;
  title: string;
}

export class RaisedCategoryView {
  /** From this listing of a subject on. @example 2 */
  from: number;
  /** The terms of this category apply. */
  category: string;
}

export class CumulationView extends SurenessView {
  @ApiProperty({ enum: CUMULATIONS })
  mode: (typeof CUMULATIONS)[number];
  cap?: ParameterView;
  escalation?: RaisedCategoryView;
  basis: CitationView[];
}

export class RegimeView implements ReadableRegime {
  /** @example 'cn-joint-2024' */
  id: string;
  title: string;
  instrument: string;
  /** Which lists it takes. */
  sectors: string[];
  /** GB/T 2260 prefix of a province, or `CN`. @example 'CN' */
  territory: string;
  governs: GovernsView;
  categories: CategoryView[];
  measures: MeasureOfRegimeView[];
  cumulation: CumulationView;
  /** Ids of switches every sanction of it rests on. @example ["I-1", "I-2"] */
  interpretations: string[];
  remedy: string;
  parties: PartyView[];
}

export class SourceView {
  /** @example 'joint-measures-2024' */
  id: string;
  title: string;
  issuer: string;
  number?: string;
  articles: CitationView[];
}

export class DocumentResponse implements ReadableRulebook {
  /** @example 'sha256:4d4e2d37aa2c1f4fcd1c1b5fc1d3e4bc2a0a5e9a9e1c8e3a37f1c1d9b7c6a512' */
  hash: string;
  @ApiProperty({ enum: ['zh', 'en'] })
  language: 'zh' | 'en';
  /** The day whose parameters the sentences name. */
  @ApiProperty(DAY)
  day: LocalDate;
  /** No question before it is answered. */
  @ApiProperty(DAY)
  firstDay: LocalDate;
  regimes: RegimeView[];
  /** Rules that need no sanction: about the card, about the name. */
  general: PartyView[];
  /** Interpretations and policies that can be switched. */
  switches: ParameterView[];
  parameters: ParameterView[];
  sources: SourceView[];
}
