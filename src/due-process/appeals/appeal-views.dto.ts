import type { AppealKind, AppealState } from '../../domain/appeal.js';
import type { Mark } from '../../domain/decision.js';
import type { IdType } from '../../domain/designation.js';

export class AppealClockView {
  step: 'acceptance' | 'verification' | 'reply' | 'lifting';
  /** Null: the law sets a limit that nobody here has read, and none is invented. @example null */
  days: number | null;
  /** The day the limit is counted from, Asia/Shanghai; null until that step is taken. @example "2026-03-02" */
  startedOn: string | null;
  /** Last day of the limit, Asia/Shanghai. @example null */
  dueOn: string | null;
  /** Id in `rules/sources.json`. @example "joint-measures-2024" */
  source: string;
  /** @example "14-16" */
  article: string | null;
  /** Source and article in words. @example "《电信网络诈骗及其关联违法犯罪联合惩戒办法》第十四条至第十六条" */
  title: string;
  /** How the text was read: V wording, P official statement, S secondary, I interpretation, N unread. @example "N" */
  mark: Mark;
  note: string;
}

export class AppellantView {
  idType: IdType;
  /** @example "110*************11" */
  idNumberMasked: string;
  /** @example "赵*" */
  nameMasked: string | null;
  /** Officers find the person with it; null where nobody has recorded him. */
  subjectId: string | null;
}

export class AppealedOrganView {
  /** @example "500000" */
  code: string;
  level: 'county' | 'city' | 'province' | 'ministry';
  name: string;
}

export class AppealResponse {
  /** @example "0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d" */
  id: string;
  /** With it and the identifier the person sees how the case stands: `POST /v1/standing`. @example "SS20260123456789" */
  receiptNo: string;
  kind: AppealKind;
  state: AppealState;
  subject: AppellantView;
  sanctionId: string | null;
  /** Of the sanction. @example "cn-joint-2024" */
  regime: string | null;
  /** Which identified the subject. */
  organ: AppealedOrganView | null;
  /** Working days since it was filed, until it was decided; the day of filing does not count. @example 3 */
  workingDaysOpen: number;
  /** Last day of the time limit that runs now, Asia/Shanghai; null where none does, or nobody has read how long it is. @example null */
  dueOn: string | null;
  /** Instant, ISO 8601 with offset. */
  filedAt: string;
  /** From when on the sanction restricts nothing, where the appeal suspends its effect. */
  suspendedAt: string | null;
  /** The newest revision from which decisions know of the appeal. @example 12 */
  revision: number | null;
  /** Draft list with the same designation for the right subject. */
  correctionListId: string | null;
  clocks: AppealClockView[];
}

export class AppealPage {
  /** Oldest first. */
  items: AppealResponse[];
  /** Null on the last page. */
  nextCursor: string | null;
  /** How many there are in each state, by the other filters. */
  counts: AppealCounts;
}

export class AppealCounts {
  /** @example 2 */
  filed: number;
  accepted: number;
  verified: number;
  upheld: number;
  dismissed: number;
  refused: number;
  withdrawn: number;
}

export class AppealedSanctionView {
  id: string;
  /** Officers find its timeline with it. */
  subjectId: string;
  regime: string;
  category: string;
  ground: string;
  standing: 'standing' | 'appealed' | 'suspended' | 'lifted' | 'annulled';
  identifiedOn: string;
  startsOn: string;
  /** Of its last measure; null of an annulled one. */
  lastDay: string | null;
  organ: AppealedOrganView;
  documentNo: string | null;
}

export class AppealStepView {
  action: 'file' | 'accept' | 'verify' | 'uphold' | 'dismiss' | 'refuse' | 'withdraw';
  /** Remark, finding or reasons. */
  text: string | null;
  officerId: string;
  /** Instant, ISO 8601 with offset. */
  at: string;
  revision: number | null;
}

export class OutstandingReleaseView {
  institutionId: string;
  /** @example "demo-bank-a" */
  code: string;
  name: string;
  /** Release directives it has not acknowledged. */
  directives: number;
}

export class InstitutionReleaseView {
  institutionId: string;
  /** @example "demo-bank-a" */
  code: string;
  name: string;
  /** Release directives that address it. */
  directives: number;
  /** Of these: done, or nothing was found to release. */
  acknowledged: number;
}

export class ReleaseProgressView {
  /** Release directives issued. */
  directives: number;
  /** Receipts they take: one for each institution that a directive addresses. */
  receipts: number;
  acknowledged: number;
  outstanding: OutstandingReleaseView[];
  /** Every institution that was told, by its code. */
  institutions: InstitutionReleaseView[];
}

export class AppealCaseResponse extends AppealResponse {
  grounds: string;
  evidence: string[];
  contact: string | null;
  sanction: AppealedSanctionView | null;
  /** Oldest first. */
  history: AppealStepView[];
  /** Once its effect is suspended or it is upheld; null if what was released is imposed again. */
  releases: ReleaseProgressView | null;
}
