import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { LocalDate } from '../domain/period.js';
import type { CumulatedTerm } from '../domain/term-pattern.js';
import type { Rulebook } from '../rulebook/rulebook.js';
import { measuresOf, type SanctionTerms } from '../rulebook/terms.js';
import type { NewSanction } from './sanctions.service.js';

/** Up to where the books are read. */
export interface BooksRead {
  /** The day on which sanctions are in force or not. */
  day: LocalDate;
  /** Only what was known before this revision; absent: what is known now. */
  before?: number;
}

/** What a sanction would be in the books. */
export interface PreviewedSanction {
  /** What each measure would last, cumulated with those of the same subject and regime. */
  terms: CumulatedTerm[];
  /** Whether it would lengthen a chain; else it would be one of its own. */
  joinsChain: boolean;
  /** Whether any sanction of the subject is in force on the day. */
  isAlreadySanctioned: boolean;
}

interface MemberRow {
  id: string;
  subject_id: string;
  regime: string;
  identified_on: LocalDate;
  starts_on: LocalDate;
  terms: Record<string, number>;
  is_lifted: boolean;
  is_in_force: boolean;
}

/** What an activation would write, by the same arithmetic: nothing is written, and nobody is kept waiting. */
@Injectable()
export class SanctionPreview {
  /**
   * @param sanctions at most one of a subject and regime
   * @returns in their order
   */
  async of(
    manager: EntityManager,
    rulebook: Rulebook,
    sanctions: readonly NewSanction[],
    { day, before }: BooksRead,
  ): Promise<PreviewedSanction[]> {
    const rows: MemberRow[] = await manager.query(SELECT_MEMBERS, [
      sanctions.map(({ subjectId }) => subjectId),
      day,
      before ?? null,
    ]);
    const bySubject = new Map<string, MemberRow[]>();
    for (const row of rows) bySubject.set(row.subject_id, [...(bySubject.get(row.subject_id) ?? []), row]);
    return sanctions.map((sanction) => {
      const known = bySubject.get(sanction.subjectId) ?? [];
      const chain = known.filter(({ regime }) => regime === sanction.regime).map(termsOfMember);
      return {
        terms: measuresOf(rulebook, sanction.regime, [...chain, sanction]).get(sanction.id) ?? [],
        joinsChain: chain.length > 0,
        isAlreadySanctioned: known.some(({ is_in_force }) => is_in_force),
      };
    });
  }
}

function termsOfMember({ id, identified_on, starts_on, terms, is_lifted }: MemberRow): SanctionTerms {
  return { id, identifiedOn: identified_on, startsOn: starts_on, terms, isLifted: is_lifted };
}

const SELECT_MEMBERS = `
  SELECT sanction.id, sanction.subject_id, sanction.regime, sanction.identified_on::text, sanction.starts_on::text, sanction.terms,
    version.standing = 'lifted' AS is_lifted, version.valid @> $2::date AS is_in_force
  FROM unnest($1::uuid[]) AS asked (subject_id)
  CROSS JOIN LATERAL (SELECT * FROM sanction WHERE subject_id = asked.subject_id OFFSET 0) AS sanction
  CROSS JOIN LATERAL (
    SELECT standing, valid FROM sanction_version WHERE sanction_id = sanction.id
      AND CASE WHEN $3::bigint IS NULL THEN revision_to IS NULL
        ELSE revision_from < $3 AND (revision_to IS NULL OR revision_to >= $3) END LIMIT 1) AS version
  WHERE version.standing <> 'annulled'
  ORDER BY sanction.subject_id, sanction.id`;
