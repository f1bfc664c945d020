import type { DirectiveAction, DirectiveParty } from '../../domain/directive.js';
import type { StandingName } from '../../domain/sanction-standing.js';
import type { InstitutionKind } from '../../institutions/principal.js';

export class PreviewedState {
  standing: StandingName;
  /** Of its last measure, inclusive; null where nothing of it holds. @example "2026-12-10" */
  lastDay: string | null;
}

export class PreviewedSanction {
  id: string;
  /** @example "cn-joint-2024" */
  regime: string;
  /** @example "联合惩戒办法(2024)" */
  regimeName: string;
  before: PreviewedState;
  after: PreviewedState;
}

export class PreviewedEnd {
  /** @example "bank.noncounter" */
  measure: string;
  name: string;
  /** Inclusive: until when it would last otherwise. @example "2026-12-10" */
  lastDay: string;
}

export class PreviewedStay {
  /** @example "bank.noncounter" */
  measure: string;
  name: string;
  /** Inclusive: until when it lasts now. @example "2028-12-10" */
  lastDayBefore: string;
  /** Inclusive: until when it would last. @example "2027-02-10" */
  lastDayAfter: string;
  /** Which sanctions would impose it. */
  sanctionIds: string[];
}

export class PreviewedInstitution {
  id: string;
  /** @example "demo-bank-a" */
  code: string;
  /** @example "演示银行甲" */
  name: string;
  kind: InstitutionKind;
}

export class PreviewedDirectives {
  /** `restored`: what was imposed is released; `replaced`: imposed otherwise, or longer or shorter; `imposed`: new. */
  effect: 'restored' | 'replaced' | 'imposed';
  party: DirectiveParty;
  /** Null: every institution of the party, with whatever it holds. */
  institution: PreviewedInstitution | null;
  /** What is imposed, or released. @example "bank.noncounter" */
  measure: string;
  measureName: string;
  action: DirectiveAction;
  /** Inclusive; null of a release, and of what lasts until further notice. */
  lastDay: string | null;
  /** @example 2 */
  directives: number;
  /** Of these, on single cards. @example 2 */
  cards: number;
}

/** What a decision would do now. Nothing of it is written. */
export class PreviewResponse {
  /** Null for an appeal about no sanction: nothing would change. */
  sanctionId: string | null;
  /** Instant, ISO 8601 with offset. */
  asOf: string;
  /** What was known at this revision. @example 12 */
  revision: number;
  /** Sanctions of the subject of which something else would be known, in the order of their ids. */
  sanctions: PreviewedSanction[];
  /** Measures in force now that would not be any more. */
  ends: PreviewedEnd[];
  /** Measures in force now that other sanctions would still impose. */
  stays: PreviewedStay[];
  /** What institutions would be told, by institution and measure. */
  directives: PreviewedDirectives[];
}
