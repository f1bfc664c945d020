import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { DirectiveAction, DirectiveCause, DirectiveParty } from '../../domain/directive.js';
import type { LocalDate } from '../../domain/period.js';
import type { ServiceTarget } from './service-targets.js';

/** Something that is to be imposed now, as long as its source says so. */
export interface Obligation {
  /** Whose obligations are compared together: a subject, a card order, a card in a campaign. */
  unitId: string;
  cause: DirectiveCause;
  action: Exclude<DirectiveAction, 'restore'>;
  /** Of the catalogue. */
  measure: string;
  party: DirectiveParty;
  /** Null: every institution of the party, with whatever it holds. */
  institutionId: string | null;
  cardId: string | null;
  subjectId: string | null;
  sanctionId: string | null;
  /** Inclusive, Asia/Shanghai; null: until further notice, or until `endsAt`. */
  lastDay: LocalDate | null;
  endsAt: Date | null;
  /** By which clock it is to be carried out. */
  target: ServiceTarget;
  /** Why it is imposed, such as `approved`; what is written on the directive. */
  reason: string;
}

/** A directive that imposes something and has not ended. */
export interface OpenDirective {
  id: string;
  unitId: string;
  obligation: string;
  cause: DirectiveCause;
  action: DirectiveAction;
  measure: string;
  party: DirectiveParty;
  institutionId: string | null;
  cardId: string | null;
  subjectId: string | null;
  sanctionId: string | null;
  lastDay: LocalDate | null;
  endsAt: Date | null;
}

/** What the open directives of some units should be now, and why those end that should not. */
export interface Obligations {
  imposed: readonly Obligation[];
  /**
   * Why a directive of these units is no longer imposed: the reason written on the `restore`, or `withdrawn` where there is
   * nothing to restore, such as a card that was closed.
   */
  reasonOfEnd: (open: OpenDirective) => { release: string } | 'withdrawn';
}

/**
 * Where obligations come from. Directives are never queued: they are what the source says now, compared with what is open. So
 * whatever is done twice, late or after a crash comes to the same.
 */
export interface ObligationSource {
  /** Names its cursor; never changed. */
  readonly name: string;
  /** Causes whose open directives belong to its units. */
  readonly causes: readonly DirectiveCause[];
  /** Units that a revision touched, in the order of their ids, after one of them. A source may mark them instead, so that they are {@link due}. */
  touched(tx: EntityManager, revision: number, after: string | null, limit: number): Promise<string[]>;
  /** Units whose obligations change by the clock alone, at this instant or before. They must not be named again once worked off. */
  due(tx: EntityManager, now: Date, limit: number): Promise<string[]>;
  /**
   * What is to be imposed on these units at an instant; may write down when each changes next.
   *
   * @param occasion what made somebody look: the reason of the revision, or `clock`
   */
  obligations(tx: EntityManager, unitIds: readonly string[], now: Date, occasion: string): Promise<Obligations>;
}

/** Identifies an obligation: as long as it is imposed there is one open directive of it. */
export function obligationId({ unitId, party, institutionId, cardId, measure }: ObligationKey): string {
  // Of one card whatever is imposed is one obligation: a second sanction makes it stricter or longer, not double.
  const text = [unitId, party, institutionId ?? '*', cardId ?? measure].join(' ');
  const hex = createHash('sha256').update(text).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

type ObligationKey = Pick<Obligation, 'unitId' | 'party' | 'institutionId' | 'cardId' | 'measure'>;
