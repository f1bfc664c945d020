import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { IdType } from '../../domain/designation.js';
import { Releases, type ReleaseProgress } from '../../enforcement/directives/release-progress.service.js';
import { SubjectsService } from '../../registry/subjects.service.js';
import { SanctionFacts } from '../../sanctions/sanction-facts.service.js';
import { SanctionsService } from '../../sanctions/sanctions.service.js';
import type { OwnSanction } from './sanction-words.js';

/** What the books hold of one person. */
export interface OwnRecords {
  sanctions: OwnSanction[];
  release: ReleaseProgress;
  /** Of the number restored at a counter: what a carrier would be told about any other. */
  retainedSim: 'another_card' | 'cancelled' | 'none';
}

/** Reads what the books hold of one person, and of nobody else. */
@Injectable()
export class OwnSanctions {
  constructor(
    private readonly db: DataSource,
    private readonly subjects: SubjectsService,
    private readonly sanctions: SanctionsService,
    private readonly facts: SanctionFacts,
    private readonly releases: Releases,
  ) {}

  /** @returns undefined for somebody whom nobody has recorded */
  async of({ idType, idNumber }: { idType: IdType; idNumber: string }): Promise<OwnRecords | undefined> {
    return this.db.transaction('REPEATABLE READ', async (snapshot) => {
      const subject = await this.subjects.findByIdentifier(snapshot, idType, idNumber);
      if (subject === null) return undefined;
      const records = await this.sanctions.ofSubjects(snapshot, [subject.id]);
      const facts = await this.facts.ofSubject(snapshot, subject.id);
      const sanctions = (records.get(subject.id) ?? []).flatMap((record) => {
        const fact = facts.find(({ id }) => id === record.id);
        return fact === undefined ? [] : [{ record, fact }];
      });
      const [kept]: Pick<OwnRecords, 'retainedSim'>[] = await snapshot.query(LAST_KEPT, [subject.id]);
      const release = await this.releases.progressOf(snapshot, subject.id);
      return { sanctions, release, retainedSim: kept?.retainedSim ?? 'none' };
    });
  }
}

const LAST_KEPT = `
  SELECT CASE WHEN ended_at IS NULL THEN 'another_card' WHEN ended_state = 'cancelled' THEN 'cancelled' ELSE 'none' END AS "retainedSim"
  FROM retained_sim WHERE subject_id = $1 ORDER BY restored_at DESC LIMIT 1`;
