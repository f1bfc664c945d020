import { IsIn, IsOptional, Matches } from 'class-validator';
import type { OrganLevel } from '../../domain/designation.js';
import { SubjectView } from '../../registry/subject.dto.js';
import { SanctionKeysQuery } from '../../sanctions/sanction-keys.dto.js';
import type { SanctionState } from '../../sanctions/sanction-state.js';
import { COUNTED_EVENTS, COUNTED_STATES, type CountedEvent, type CountedState } from '../sanction-states.js';

/** Of a century that has sanctions, or neighbours one. */
const DAY = /^(?:19|2[01])\d{2}-\d{2}-\d{2}$/;

/** Which sanctions; all filters together. Keys are those of `GET /v1/statistics`, and so are the numbers. */
export class SanctionRegisterQuery extends SanctionKeysQuery {
  /** Region and level of the identifying organ. */
  @IsOptional()
  @Matches(/^\d{6}\/[a-z]{1,20}$/)
  organ?: string;

  /** As of `asOf`. @example "in_force" */
  @IsOptional()
  @IsIn(COUNTED_STATES)
  standing?: CountedState;

  /** At 24:00 of this day, by what is known now; today if absent. */
  @IsOptional()
  @Matches(DAY)
  asOf?: string;

  /** What happened in the days `from` to `to`, which are then needed. `new`: made known by an approval. */
  @IsOptional()
  @IsIn(COUNTED_EVENTS)
  event?: CountedEvent;

  /** First day, Asia/Shanghai. */
  @IsOptional()
  @Matches(DAY)
  from?: string;

  /** Last day, inclusive. */
  @IsOptional()
  @Matches(DAY)
  to?: string;
}

export class RegisteredOrgan {
  /** GB/T 2260 code of its region. @example "340100" */
  code: string;
  level: OrganLevel;
  /** @example "合肥市公安局" */
  name: string;
}

export class RegisteredSanction {
  /** @example "0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d" */
  id: string;
  subject: SubjectView;
  /** @example "cn-joint-2024" */
  regime: string;
  /** @example "category-2" */
  category: string;
  /** @example "rent" */
  ground: string;
  organ: RegisteredOrgan;
  /** Day in Asia/Shanghai. @example "2024-12-10" */
  identifiedOn: string;
  startsOn: string;
  /** Of its last measure, inclusive; null of an annulled one. @example "2026-12-10" */
  lastDay: string | null;
  documentNo: string | null;
  /** Of the whole sanction, at the end of `asOf`. @example "in_force" */
  standing: SanctionState;
  /** From this instant on it restricts nothing. */
  liftedAt: string | null;
  /** How many of its measures are in force on `asOf`. @example 12 */
  measuresInForce: number;
  /** The row it was made of. */
  listId: string;
  row: number;
}

export class SanctionRegisterPage {
  /** @example "2026-11-22" */
  asOf: string;
  /** The newest first. */
  items: RegisteredSanction[];
  /** Sanctions that all pages have together; null above 10,000. @example 13 */
  total: number | null;
  /** Their subjects; null where `total` is. @example 12 */
  subjects: number | null;
  /** Whether there are more than 10,000. @example false */
  more: boolean;
  /** Null on the last page. */
  nextCursor: string | null;
}
