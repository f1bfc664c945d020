import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Problem } from '../../domain/problem.js';
import { isInserted } from '../../institutions/institutions.service.js';
import type { OfficerPrincipal } from '../../institutions/principal.js';
import { Clock } from '../../platform/clock.js';
import { SubjectsService } from '../../registry/subjects.service.js';
import { SanctionFacts, type SanctionFact } from '../../sanctions/sanction-facts.service.js';
import { AppealRecords, type Filing } from './appeal-records.service.js';
import { Appeal } from './appeal.entity.js';

/** Takes appeals in. */
@Injectable()
export class AppealFiling {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly subjects: SubjectsService,
    private readonly sanctions: SanctionFacts,
    private readonly records: AppealRecords,
  ) {}

  /**
   * An appeal is against one sanction: the one named, else the only one there is. A namesake and a wrong number need none: an
   * institution may have taken somebody for another.
   *
   * @returns id of the appeal
   * @throws {Problem} `sanction-not-found`, `sanction-not-standing` where it was annulled; `appeal-sanction-of-another`;
   *   `appeal-sanction-ambiguous` with the ids there are; `appeal-sanction-missing`; `appeal-open`
   */
  async file(filing: Filing, officer: OfficerPrincipal): Promise<string> {
    return this.db.transaction(async (tx) => {
      const { idType, idNumber } = filing.subject;
      const subject = await this.subjects.findByIdentifier(tx, idType, idNumber);
      const sanction = await this.sanctionMeant(tx, filing, subject?.id);
      const subjectHash = this.subjects.identifierHash(idType, idNumber);
      const appeal = this.records.filed(filing, { sanctionId: sanction?.id ?? null, subjectHash }, officer);
      await this.insert(tx, appeal);
      await this.records.write(tx, appeal, { action: 'file', text: undefined, revision: null }, officer);
      return appeal.id;
    });
  }

  private async sanctionMeant(
    tx: EntityManager,
    { sanctionId, kind }: Filing,
    subjectId: string | undefined,
  ): Promise<SanctionFact | undefined> {
    if (sanctionId !== undefined) {
      const named = await this.sanctions.get(tx, sanctionId);
      if (named.subjectId !== subjectId) throw new Problem('appeal-sanction-of-another');
      if (named.standing === 'annulled') throw new Problem('sanction-not-standing');
      return named;
    }
    const all = subjectId === undefined ? [] : await this.sanctions.ofSubject(tx, subjectId);
    const today = this.clock.today();
    const running = all.filter(({ standing, lastDay }) => isOpen(standing) && lastDay !== null && lastDay >= today);
    if (running.length > 1) {
      throw new Problem('appeal-sanction-ambiguous', { ids: running.map(({ id }) => id).join(', ') });
    }
    if (running.length === 0 && kind === 'objection') throw new Problem('appeal-sanction-missing');
    return running[0];
  }

  /** Of two that are filed in the same second one waits here, and finds the other. */
  private async insert(tx: EntityManager, appeal: Appeal): Promise<void> {
    const { raw } = await tx
      .createQueryBuilder()
      .insert()
      .into(Appeal)
      .values(appeal)
      .orIgnore()
      .returning('id')
      .execute();
    if (!isInserted(raw)) throw new Problem('appeal-open');
  }
}

function isOpen(standing: SanctionFact['standing']): boolean {
  return standing !== 'lifted' && standing !== 'annulled';
}
