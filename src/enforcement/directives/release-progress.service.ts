import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { SanctionRecord } from '../../domain/decision.js';
import type { DirectiveAction, DirectiveParty } from '../../domain/directive.js';
import type { LocalDate } from '../../domain/period.js';
import type { InstitutionKind } from '../../institutions/principal.js';
import { PARTY_OF } from './addressee.js';
import { differenceFrom, openDirectives, type NewDirective } from './convergence.js';
import { SubjectSource } from './subject-source.js';

/** What an institution has not yet acknowledged. */
export interface OutstandingRelease {
  institutionId: string;
  code: string;
  name: string;
  /** Release directives without a receipt of this institution, or with one that refuses. */
  directives: number;
}

/** What an institution was told to release, and how far it is. */
export interface InstitutionRelease {
  institutionId: string;
  code: string;
  name: string;
  /** Release directives that address it. */
  directives: number;
  /** Of these: done, or nothing was found to release. */
  acknowledged: number;
}

/** How far the release of a subject has come. */
export interface ReleaseProgress {
  /** Release directives issued. */
  directives: number;
  /** Receipts they take: one for each institution that a directive addresses. */
  receipts: number;
  /** Of these: done, or nothing was found to release. */
  acknowledged: number;
  /** By institution, the one with most left first. */
  outstanding: OutstandingRelease[];
  /** Every institution that was told, by its code. */
  institutions: InstitutionRelease[];
}

/** Nothing was released. */
export const NO_RELEASE: Readonly<ReleaseProgress> = {
  directives: 0,
  receipts: 0,
  acknowledged: 0,
  outstanding: [],
  institutions: [],
};

/** Directives of one kind that would be issued to one institution. */
export interface ForeseenDirectives {
  /** `restored`: what was imposed is released; `replaced`: imposed otherwise, or longer or shorter; `imposed`: new. */
  effect: 'restored' | 'replaced' | 'imposed';
  party: DirectiveParty;
  /** Null: every institution of the party, with whatever it holds. */
  institution: AddressedInstitution | null;
  /** What is imposed, or released. */
  measure: string;
  action: DirectiveAction;
  /** Inclusive; null of a release, and of what lasts until further notice. */
  lastDay: LocalDate | null;
  directives: number;
  /** Of these, on single cards. */
  cards: number;
}

/** An institution that directives name. */
export interface AddressedInstitution {
  id: string;
  code: string;
  name: string;
  kind: InstitutionKind;
}

/** Reads how the institutions answer when a subject is set free, and what they would be told. */
@Injectable()
export class Releases {
  constructor(private readonly subjects: SubjectSource) {}

  /**
   * What would be issued about a subject if these were its sanctions: by the computation that issues, without writing anything.
   *
   * @param manager of a transaction that sees one state of the books
   */
  async foreseen(
    manager: EntityManager,
    subjectId: string,
    sanctions: readonly SanctionRecord[],
    now: Date,
  ): Promise<ForeseenDirectives[]> {
    const obligations = await this.subjects.obligationsUnder(
      manager,
      new Map([[subjectId, sanctions]]),
      [subjectId],
      now,
    );
    const { issued } = differenceFrom(await openDirectives(manager, this.subjects, [subjectId]), obligations);
    const institutions: AddressedInstitution[] = await manager.query(
      'SELECT id, code, name, kind FROM institution WHERE id = ANY ($1)',
      [issued.flatMap(({ institutionId }) => institutionId ?? [])],
    );
    return grouped(issued, new Map(institutions.map((institution) => [institution.id, institution])));
  }

  /**
   * @param sinceRevision only directives issued for this revision or a later one
   */
  async progressOf(manager: EntityManager, subjectId: string, sinceRevision = 0): Promise<ReleaseProgress> {
    const [row]: ReleaseProgress[] = await manager.query(READ_PROGRESS, [subjectId, sinceRevision]);
    if (row === undefined) throw new Error('The progress of a release could not be read');
    return row;
  }
}

function grouped(
  issued: readonly NewDirective[],
  institutions: ReadonlyMap<string, AddressedInstitution>,
): ForeseenDirectives[] {
  const groups = new Map<string, ForeseenDirectives>();
  for (const { releases, supersedes, party, institutionId, measure, action, lastDay, cardId } of issued) {
    const effect = releases !== null ? 'restored' : supersedes !== null ? 'replaced' : 'imposed';
    const institution = institutionId === null ? null : (institutions.get(institutionId) ?? null);
    const key = [effect, party, institution?.code ?? '', measure, action, lastDay ?? ''].join(' ');
    const group = groups.get(key) ?? { effect, party, institution, measure, action, lastDay, directives: 0, cards: 0 };
    groups.set(key, group);
    group.directives += 1;
    if (cardId !== null) group.cards += 1;
  }
  return [...groups].toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([, group]) => group);
}

/** A directive without an institution addresses every one of its party, and each gives its own receipt. The last one counts. */
const READ_PROGRESS = `
  WITH release AS (
    SELECT id, party, institution_id FROM directive
    WHERE subject_id = $1 AND action = 'restore' AND cause = 'sanction' AND revision >= $2
  ), addressed AS (
    SELECT release.id, institution.id AS institution_id, institution.code, institution.name,
      coalesce((SELECT result IN ('executed', 'not_found') FROM receipt
        WHERE directive_id = release.id AND receipt.institution_id = institution.id ORDER BY number DESC LIMIT 1), false) AS is_done
    FROM release JOIN ${PARTY_OF} ON party_of.party = release.party
      JOIN institution ON institution.kind = party_of.kind AND institution.id = coalesce(release.institution_id, institution.id)
  ), told AS (
    SELECT institution_id, code, name, count(*)::integer AS directives, (count(*) FILTER (WHERE is_done))::integer AS acknowledged
    FROM addressed GROUP BY institution_id, code, name
  )
  SELECT (SELECT count(*)::integer FROM release) AS directives, (SELECT count(*)::integer FROM addressed) AS receipts,
    (SELECT count(*)::integer FROM addressed WHERE is_done) AS acknowledged,
    coalesce((SELECT jsonb_agg(jsonb_build_object('institutionId', institution_id, 'code', code, 'name', name,
      'directives', directives - acknowledged) ORDER BY directives - acknowledged DESC, code)
      FROM told WHERE acknowledged < directives), '[]') AS outstanding,
    coalesce((SELECT jsonb_agg(jsonb_build_object('institutionId', institution_id, 'code', code, 'name', name,
      'directives', directives, 'acknowledged', acknowledged) ORDER BY code) FROM told), '[]') AS institutions`;
