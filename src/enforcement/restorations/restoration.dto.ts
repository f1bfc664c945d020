import { Type } from 'class-transformer';
import { IsBoolean, IsDefined, IsIn, IsString, Length, ValidateNested } from 'class-validator';
import { DECISION_FACTS } from '../../domain/facts.js';
import { RETAINED_KINDS, type RetainedKind } from '../../domain/retained-sim.js';
import { AskedSubjectDto, DecisionResponse } from '../../decisions/decision.dto.js';
import { IfPresent } from '../../platform/if-present.validator.js';
import { RetainedCardView } from '../../registry/retained/retained-sim.dto.js';

const CHANNELS = DECISION_FACTS.channel.values.filter((value) => value !== 'none');

export class RestoredCardDto {
  /** @example "mobile_sim" */
  @IsIn(RETAINED_KINDS)
  kind: RetainedKind;

  /** In any spelling; registered by the carrier as the subject's. @example "19900495888" */
  @IsString()
  @Length(1, 64)
  number: string;
}

/** How somebody asks for a number: where, and whether it is the subject himself. */
class CounterVisit {
  @IsDefined()
  @ValidateNested()
  @Type(() => RestoredCardDto)
  card: RestoredCardDto;

  /** @example "counter" */
  @IsIn(CHANNELS)
  channel: string;

  /** Whether the subject is there in person: nobody asks for another, whatever power of attorney is shown. @example true */
  @IsBoolean()
  inPerson: boolean;

  /**
   * Number of the approval of the police, where the province asks for one. One that was given here (`POST /v1/sim-approvals`) is
   * looked up, and used once; any other number is the carrier's word for a paper it was shown, counts as an approval of a city organ
   * and is marked as unverified.
   */
  @IfPresent()
  @IsString()
  @Length(1, 100)
  policeApprovalNo?: string;
}

export class RestorationRequest extends CounterVisit {
  @IsDefined()
  @ValidateNested()
  @Type(() => AskedSubjectDto)
  subject: AskedSubjectDto;
}

/** The number that shall be kept from now on, instead. */
export class RetainedChangeRequest extends CounterVisit {}

export class KeepingEndRequest {
  /** `cancelled`: given up by its user, and no second is kept; `moved`: to another carrier, where the same number can be restored. @example "cancelled" */
  @IsIn(['cancelled', 'moved'])
  reason: 'cancelled' | 'moved';
}

/** What is kept, as far as it concerns the carrier that asks. */
export class KeptView {
  /** With the carrier that asks, or with another one. @example "same" */
  carrier: 'same' | 'other';
  /** Only of the own; for `POST /v1/sim-restorations/{id}/end`. @example "0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d" */
  id?: string;
  /** Only of the own. Instant, ISO 8601 with offset. @example "2025-01-05T10:00:00.000+08:00" */
  since?: string;
  /** Only of the own. */
  card?: RetainedCardView;
  /** Only of the own: from this revision on every decision knows it. @example 17 */
  revision?: number;
}

export class RestorationResponse extends DecisionResponse {
  /** Whether the number is kept now. False with ALLOW where no sanction suspends it: there is nothing to restore. @example true */
  restored: boolean;
  /** Absent where no number of the subject is kept. */
  retained?: KeptView;
}
