import { Type } from 'class-transformer';
import {
  IsBoolean,
  IsDefined,
  IsIn,
  IsString,
  IsUUID,
  Length,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { IfPresent } from '../platform/if-present.validator.js';
import type { Confidence, Outcome } from '../domain/decision.js';
import { CARD_KINDS, ID_TYPES, type CardKind, type IdType, type SubjectKind } from '../domain/designation.js';
import { DECISION_FACTS } from '../domain/facts.js';

const CHANNELS = DECISION_FACTS.channel.values.filter((value) => value !== 'none');
const PURPOSES = DECISION_FACTS.purpose.values.filter((value) => value !== 'none');

export class AskedSubjectDto {
  /** @example "person" */
  @IfPresent()
  @IsIn(['person', 'unit'])
  kind?: SubjectKind;

  /** @example "resident_id" */
  @IsIn(ID_TYPES)
  idType: IdType;

  /** In any spelling; 15 digits are the same person as their 18. @example "500230188004276798" */
  @IsString()
  @Length(1, 64)
  idNumber: string;

  /** A name that differs from the recorded one makes the outcome at least REVIEW, and never an automatic DENY. @example "尤静国" */
  @IfPresent()
  @IsString()
  @Length(1, 200)
  name?: string;
}

export class CounterpartyCardDto {
  /** @example "bank_account" */
  @IsIn(CARD_KINDS)
  kind: CardKind;

  /** In any spelling. @example "6230000000001234567" */
  @IsString()
  @Length(1, 64)
  number: string;
}

export class AskedCardDto extends CounterpartyCardDto {
  /** For an internet account: whether the provider flagged it as a fraud risk (存在涉诈风险). @example false */
  @IfPresent()
  @IsBoolean()
  isFraudRisk?: boolean;
}

/** What is asked, of whomever. */
export class AskedMatterDto {
  /** A question of the catalogue, of the asking institution's kind. @example "bank_account.outflow" */
  @IsString()
  @Length(1, 64)
  action: string;

  @IfPresent()
  @ValidateNested()
  @Type(() => AskedCardDto)
  card?: AskedCardDto;

  /** @example "online" */
  @IfPresent()
  @IsIn(CHANNELS)
  channel?: string;

  /** @example "transfer" */
  @IfPresent()
  @IsIn(PURPOSES)
  purpose?: string;

  /** For e-CNY wallets: whether the wallet is a real-name one. */
  @IfPresent()
  @IsBoolean()
  realName?: boolean;

  /** The card the money goes to: nothing is paid into an implicated account. With `own_same_name_bank` it must be a bank account, and nobody else's. */
  @IfPresent()
  @ValidateNested()
  @Type(() => CounterpartyCardDto)
  counterpartyCard?: CounterpartyCardDto;

  /** Day of a direct-debit agreement, Asia/Shanghai. */
  @IfPresent()
  @Matches(/^\d{4}-\d{2}-\d{2}$/)
  agreementSince?: string;

  @IfPresent()
  @IsBoolean()
  inPerson?: boolean;

  /** Instant, ISO 8601 with offset; now if absent. @example "2025-01-05T10:00:00+08:00" */
  @IfPresent()
  @IsString()
  @MaxLength(40)
  asOf?: string;

  /**
   * For officers: what did we know then? Instant, ISO 8601 with offset, not in the future. Answered by the last revision taken
   * at or before it, and the rulebook in force then. Sanctions and listed cards are as they were known; who holds a card, how
   * it stands and how a subject is called is as it is today. Not in a batch. @example "2025-01-05T10:00:00+08:00"
   */
  @IfPresent()
  @IsString()
  @MaxLength(40)
  knownAt?: string;
}

/** May this person or unit do this, with this card, at this moment? Only `action` and `subject` are required. */
export class DecisionRequest extends AskedMatterDto {
  @IsDefined()
  @ValidateNested()
  @Type(() => AskedSubjectDto)
  subject: AskedSubjectDto;
}

/** A question of an officer about somebody who is in the books: the number goes over no wire. */
export class SubjectDecisionRequest extends AskedMatterDto {
  /** A registered card, in place of `card`. */
  @IfPresent()
  @IsUUID()
  cardId?: string;
}

export class BasisView {
  /** Id in `rules/sources.json`. @example "pboc-2019-85" */
  source: string;
  /** @example "9" */
  article: string;
  title: string;
}

export class RemedyView {
  /** @example "重庆市公安局" */
  organ: string;
  how: string;
}

export class ReasonView {
  /** @example "cn-fin-2019/bank/noncounter" */
  rule: string;
  /** @example "DENY" */
  effect: Outcome;
  /** @example "bank.noncounter" */
  measure: string;
  basis: BasisView[];
  /** @example "enacted" */
  confidence: Confidence;
  /** Interpretations of the law (I-1 … I-10) the days rest on. @example ["I-1", "I-3"] */
  interpretations: string[];
  /** To 24:00 Asia/Shanghai. @example "2026-11-28" */
  lastDay?: string;
  /** @example "2026-11-29T00:00:00+08:00" */
  releaseAt?: string;
  /** What a human would decide by default, for REVIEW. */
  reviewDefault?: Outcome;
  /** Somebody has appealed against the sanction, and nobody has decided yet. @example "pending" */
  appeal?: 'pending';
  /** What the institution tells the customer, in the language of the request. */
  tellCustomer: string;
  remedy: RemedyView;
}

export class DecisionResponse {
  /** @example "0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d" */
  decisionId: string;
  /** ALLOW < ALLOW_LIMITED < REVIEW < DENY. @example "DENY" */
  outcome: Outcome;
  /** Empty for ALLOW without any sanction. */
  reasons: ReasonView[];
  /** Rules that would have restricted but for an exception, as `<rule> ← <exception>`. */
  excused: string[];
  limits: string[];
  /** The weakest confidence the decision rests on. @example "official" */
  weakestConfidence: Confidence;
  /** Last day of the strictest reason. @example "2026-11-28" */
  lastDay?: string;
  /** The decision knows everything up to this revision. @example 6 */
  revision: number;
  /** @example "sha256:0f3c…" */
  rulebook: string;
  /** @example "2025-01-05T10:00:00.000+08:00" */
  asOf: string;
  /** False where this node logs no such decision: then it cannot be read or replayed later. Absent: it is logged. */
  logged?: boolean;
  /** Present where it was asked for: the answer knows what was known then, and nothing later. */
  knownAt?: string;
}

export class TraceStepView {
  /** @example "cn-fin-2019/bank/noncounter" */
  rule: string;
  /** First day of the version that was read. @example "2019-04-01" */
  from: string;
  sanctionId?: string;
  /** The facts the rule read, with the values they had. */
  values: unknown;
  fired: boolean;
  /** The exception that took its place. */
  excusedBy?: string;
}

export class StoredDecisionResponse extends DecisionResponse {
  /** Instant, ISO 8601 with offset. */
  decidedAt: string;
  /** `client:<id>` or `officer:<uuid>` @example "client:demo-bank-a" */
  asker: string;
  /** The question as it was understood; for officers without names and numbers, which are masked. */
  question: Record<string, unknown>;
  /** Every rule that was asked, with the values it read. */
  trace: TraceStepView[];
}

export class ReplayResponse {
  /** Whether deciding again from what was stored gives the same bytes. */
  same: boolean;
  /** @example "0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d" */
  decisionId: string;
  /** As it was answered then. @example "DENY" */
  outcome: Outcome;
  /** As it comes out now. @example "DENY" */
  replayedOutcome: Outcome;
  /** SHA-256 of the stored answer, canonical JSON. */
  answerHash: string;
  replayedAnswerHash: string;
  /** @example 6 */
  revision: number;
  rulebook: string;
  asOf: string;
  /** Present where it was asked for. */
  knownAt?: string;
}

export class DecisionHeadView {
  decisionId: string;
  /** @example "DENY" */
  outcome: Outcome;
  decidedAt: string;
  asker: string;
  revision: number;
  rulebook: string;
}

export class DecisionPage {
  items: DecisionHeadView[];
  /** Null on the last page. */
  nextCursor: string | null;
}

export class DecisionsQuery {
  /** `nextCursor` of the page before. */
  @IfPresent()
  @IsString()
  @MaxLength(500)
  cursor?: string;
}
