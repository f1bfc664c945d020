import { IsIn, IsOptional, IsString, Length, Matches } from 'class-validator';
import {
  APPEAL_EVENTS,
  APPEAL_KINDS,
  APPEAL_STATES,
  type AppealEvent,
  type AppealKind,
  type AppealState,
} from '../../domain/appeal.js';
import { NO_NUL, SanctionKeysQuery } from '../../sanctions/sanction-keys.dto.js';

/** Of a century that has appeals, or neighbours one. */
const DAY = /^(?:19|2[01])\d{2}-\d{2}-\d{2}$/;

/**
 * Which appeals; all filters together. Keys are those of `GET /v1/statistics`, and so are the numbers: whoever asks for a key, a region or
 * a regime asks for appeals against such sanctions.
 */
export class AppealQuery extends SanctionKeysQuery {
  /** @example "filed" */
  @IsOptional()
  @IsIn(APPEAL_STATES)
  state?: AppealState;

  /** @example "objection" */
  @IsOptional()
  @IsIn(APPEAL_KINDS)
  kind?: AppealKind;

  /** Code of the region of the organ that identified the subject, with its level or without. @example "500000/city" */
  @IsOptional()
  @IsString()
  @Length(1, 64)
  @Matches(NO_NUL)
  organ?: string;

  /** What happened in the days `from` to `to`, which are then needed. `decided`: upheld or dismissed. */
  @IsOptional()
  @IsIn(Object.keys(APPEAL_EVENTS))
  event?: AppealEvent;

  /** First day, Asia/Shanghai. */
  @IsOptional()
  @Matches(DAY)
  from?: string;

  /** Last day, inclusive. */
  @IsOptional()
  @Matches(DAY)
  to?: string;
}
