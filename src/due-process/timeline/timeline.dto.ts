import type { Confidence } from '../../domain/decision.js';
import { BasisView } from '../../decisions/decision.dto.js';
import type { AppealKind, AppealState } from '../../domain/appeal.js';
import { SubjectDirectiveView } from '../../enforcement/directives/subject-directives.dto.js';

export class TimelineSubject {
  /** @example "0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d" */
  id: string;
  kind: 'person' | 'unit';
}

export class TimelineOrgan {
  /** GB/T 2260 code of its region. @example "500000" */
  code: string;
  level: string;
  name: string;
}

export class TimelineDesignation {
  listId: string;
  row: number;
  /** Day in Asia/Shanghai. @example "2021-08-01" */
  identifiedOn: string;
  documentNo: string | null;
  noticeServedOn: string | null;
  organ: TimelineOrgan;
}

export class TimelineMeasure {
  /** @example "telecom.open" */
  measure: string;
  /** In the language of the request. @example "不得新办电话卡" */
  name: string;
  /** The articles it rests on. */
  basis: BasisView[];
  /** How sure it is that the sanction imposes it. @example "official" */
  confidence: Confidence;
  /** Inclusive, Asia/Shanghai. */
  firstDay: string;
  /** Inclusive, to 24:00 Asia/Shanghai. */
  lastDay: string;
  /** The five-year cap shortened it. */
  isCapped: boolean;
  /** The cap took more than half of the term: a human should look. */
  needsReview: boolean;
  isInForce: boolean;
}

export class SupersededMeasure {
  measure: string;
  /** In the language of the request. */
  name: string;
  firstDay: string;
  lastDay: string;
  fromRevision: number;
  toRevision: number;
}

export class TimelineSanction {
  id: string;
  /** @example "cn-tel-chongqing-2021" */
  regime: string;
  /** In the language of the request, as the other names. @example "重庆市电信惩戒(2021)" */
  regimeName: string;
  category: string;
  categoryName: string;
  ground: string;
  groundName: string;
  startsOn: string;
  isMinor: boolean;
  revision: number;
  /** Rulebook under which the terms were computed. */
  rulebook: string;
  /**
   * `appealed`: an appeal was accepted, it restricts on; `suspended`: besides, its effect is suspended; `lifted`: ended early;
   * `annulled`: as if it never was, and all its measures are among `superseded`.
   */
  standing: 'standing' | 'appealed' | 'suspended' | 'lifted' | 'annulled';
  /** From this instant on it restricts nothing, whatever the days of its measures. */
  liftedAt: string | null;
  /** The annulled sanction in whose place this one stands. */
  corrects: string | null;
  designation: TimelineDesignation;
  measures: TimelineMeasure[];
  /** Terms that are known better since. */
  superseded: SupersededMeasure[];
}

export class TimelineChain {
  regime: string;
  startsOn: string;
  lastDay: string;
  sanctionIds: string[];
}

export class TimelineAppeal {
  /** @example "0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d" */
  id: string;
  /** @example "SS20250104839275" */
  receiptNo: string;
  kind: AppealKind;
  state: AppealState;
  /** Null: about no sanction. */
  sanctionId: string | null;
  /** Instant with offset. */
  filedAt: string;
}

export class TimelineRetainedSim {
  id: string;
  /** @example "mobile_sim" */
  kind: string;
  /** Code of the carrier. @example "demo-carrier-a" */
  carrier: string;
  /** Instants with offset. */
  restoredAt: string;
  /** Null: it is kept. */
  endedAt: string | null;
}

/** What holds now, whatever it rests on. */
export class InForceMeasure {
  /** @example "telecom.open" */
  measure: string;
  /** In the language of the request. */
  name: string;
  /** Of the sanction that lasts longest, inclusive. */
  lastDay: string;
  /** Of all its sanctions. */
  basis: BasisView[];
  /** The weakest of its sanctions. @example "official" */
  confidence: Confidence;
  /** The one that lasts longest first. */
  sanctionIds: string[];
  /** What an institution says to the customer; null where the rulebook does not know the measure. */
  tellCustomer: string | null;
}

export class TimelineResponse {
  subject: TimelineSubject;
  /** What is in force now, and why; in the order of the measures. */
  inForce: InForceMeasure[];
  /** Oldest first. */
  sanctions: TimelineSanction[];
  chains: TimelineChain[];
  /** What institutions were told, the newest 200, newest first. */
  directives: SubjectDirectiveView[];
  /** Oldest first. */
  appeals: TimelineAppeal[];
  /** Numbers that were restored at a counter, oldest first. */
  retainedSims: TimelineRetainedSim[];
}
