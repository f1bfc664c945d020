import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { IdentifyingOrgan, OrganLevel } from '../domain/designation.js';
import type { LocalDate } from '../domain/period.js';
import { Problem } from '../domain/problem.js';
import type { StandingName } from '../domain/sanction-standing.js';

/** What a sanction rests on, and how it stands now; no person. */
export interface SanctionFact {
  id: string;
  subjectId: string;
  /** The row of the list it was made of. */
  listId: string;
  row: number;
  regime: string;
  category: string;
  ground: string;
  identifiedOn: LocalDate;
  startsOn: LocalDate;
  organ: IdentifyingOrgan;
  documentNo: string | null;
  standing: StandingName;
  /** From when on it restricts nothing: lifted, or its effect suspended. */
  liftedAt: Date | null;
  /** Last day of its last measure; null where nothing of it holds any more. */
  lastDay: LocalDate | null;
}

type FactRow = Omit<SanctionFact, 'organ'> & { organ_code: string; organ_level: OrganLevel; organ_name: string };

/** Single sanctions, as those read them who decide on one. */
@Injectable()
export class SanctionFacts {
  /** @throws {Problem} `sanction-not-found` */
  async get(manager: EntityManager, id: string): Promise<SanctionFact> {
    const [found] = await this.select(manager, 'sanction.id', id);
    if (found === undefined) throw new Problem('sanction-not-found');
    return found;
  }

  /** All sanctions of a subject, lifted, annulled and ended ones too, by the day of identification. */
  ofSubject(manager: EntityManager, subjectId: string): Promise<SanctionFact[]> {
    return this.select(manager, 'sanction.subject_id', subjectId);
  }

  private async select(
    manager: EntityManager,
    by: 'sanction.id' | 'sanction.subject_id',
    id: string,
  ): Promise<SanctionFact[]> {
    const rows: FactRow[] = await manager.query(selectFacts(by), [id]);
    return rows.map(({ organ_code: code, organ_level: level, organ_name: name, ...fact }) => ({
      ...fact,
      organ: { code, level, name },
    }));
  }
}

const selectFacts = (by: string): string => `
  SELECT sanction.id, sanction.subject_id AS "subjectId", sanction.list_id AS "listId", sanction.row, sanction.regime,
    sanction.category, sanction.ground, sanction.identified_on::text AS "identifiedOn", sanction.starts_on::text AS "startsOn",
    sanction.organ_code, sanction.organ_level, sanction.organ_name, sanction.document_no AS "documentNo",
    version.standing, version.lifted_at AS "liftedAt",
    (SELECT max(last_day)::text FROM sanction_measure WHERE sanction_id = sanction.id AND revision_to IS NULL) AS "lastDay"
  FROM sanction JOIN sanction_version AS version ON version.sanction_id = sanction.id AND version.revision_to IS NULL
  WHERE ${by} = $1
  ORDER BY sanction.identified_on, sanction.id`;
