import { Type } from 'class-transformer';
import { IsIn, IsString, Length, ValidateNested } from 'class-validator';
import { CARD_KINDS, ID_TYPES, type CardKind, type IdType } from '../../domain/designation.js';
import { Problem } from '../../domain/problem.js';
import { REPORTED_STATES, type ReportedState } from '../../domain/reconciliation.js';
import { IfPresent } from '../../platform/if-present.validator.js';
import type { Line } from '../../platform/ndjson.js';
import { normalisedCardNumber, normalisedIdentifier, normalisedName } from '../../platform/normalised.js';
import { shapeGuard } from '../../platform/shape-guard.js';
import { validated } from '../../platform/validation.js';
import { kindsHeldBy } from '../../registry/card-record.js';

export class ReportedHolderDto {
  /** @example "resident_id" */
  @IsIn(ID_TYPES)
  idType: IdType;

  /** In any spelling; 15 digits are the same person as their 18. @example "500117188009177151" */
  @IsString()
  @Length(1, 64)
  idNumber: string;

  /** Not compared: a person is known by the identifier. @example "朱桂国" */
  @IfPresent()
  @IsString()
  @Length(1, 200)
  name?: string;
}

/** One line of a reconciliation: a card that the institution holds. */
export class ReportedCardDto {
  /** One of the kinds the institution holds. @example "bank_account" */
  @IsIn(CARD_KINDS)
  kind: CardKind;

  /** In any spelling. @example "6232300000019684190" */
  @IsString()
  @Length(1, 64)
  number: string;

  @ValidateNested()
  @Type(() => ReportedHolderDto)
  holder: ReportedHolderDto;

  /** `limited`: some functions only; `suspended`: 停机, 暂停 or 冻结. @example "active" */
  @IsIn(REPORTED_STATES)
  state: ReportedState;
}

/** A card as it is held, normalised. */
export interface ReportedCard {
  /** 1-based. */
  line: number;
  kind: CardKind;
  number: string;
  holder: { idType: IdType; idNumber: string };
  state: ReportedState;
}

/** A line that says nothing about any card, and why; null: not one line, but the account itself. */
export interface BrokenLine {
  line: number | null;
  problem: Problem;
}

/** What a line says. */
export type Reading = ReportedCard | BrokenLine;

const isReported = shapeGuard(ReportedCardDto);

/** Understands a line; at once if it is in order. @param institutionKind whose cards are of certain kinds only */
export function readLine(line: Line, institutionKind: string): Reading | Promise<Reading> {
  try {
    if (line.text === undefined) throw new Problem('body-too-large');
    const said: unknown = JSON.parse(line.text);
    if (isReported(said)) return cardOf(line.number, said, institutionKind);
    // What the guard does not let through may still be right; if not, class-validator says what is wrong with it.
    return validated(ReportedCardDto, said)
      .then((card) => cardOf(line.number, card, institutionKind))
      .catch((error: unknown) => broken(line, error));
  } catch (error) {
    return broken(line, error);
  }
}

function cardOf(line: number, said: ReportedCardDto, institutionKind: string): ReportedCard {
  const { kind, state, holder } = said;
  if (!kindsHeldBy(institutionKind).includes(kind)) throw new Problem('card-kind-not-yours');
  if (holder.name !== undefined) normalisedName(holder.name, 'holder.name');
  const number = normalisedCardNumber(said.number, 'number');
  return { line, kind, number, holder: normalisedIdentifier(holder, 'holder'), state };
}

/** Anything but a refused value is our own fault and ends the reconciliation. */
function broken({ number }: Line, error: unknown): BrokenLine {
  if (error instanceof SyntaxError) return { line: number, problem: new Problem('malformed-json') };
  if (error instanceof Problem) return { line: number, problem: error };
  throw error;
}
