import { Injectable } from '@nestjs/common';
import type { IdType } from '../../domain/designation.js';
import { shanghaiInstant } from '../../domain/period.js';
import type { Language } from '../../domain/problem.js';
import { SubjectsService } from '../../registry/subjects.service.js';
import { AppealCases } from '../appeals/appeal-cases.service.js';
import { AppealRecords } from '../appeals/appeal-records.service.js';
import type { StandingAppeal } from './standing.dto.js';

/** Steps whose reasons are for the person; remarks and findings are for the officers. */
const TOLD: readonly string[] = ['uphold', 'dismiss', 'refuse'];

/** Reads the appeals of one person, and of nobody else. */
@Injectable()
export class OwnAppeals {
  constructor(
    private readonly subjects: SubjectsService,
    private readonly cases: AppealCases,
    private readonly records: AppealRecords,
  ) {}

  /** Oldest first. */
  async of({ idType, idNumber }: { idType: IdType; idNumber: string }, language: Language): Promise<StandingAppeal[]> {
    const appeals = await this.cases.ofPerson(this.subjects.identifierHash(idType, idNumber), language);
    return appeals.map(({ appeal, steps, clocks }) => {
      const told = steps.find(({ action }) => TOLD.includes(action));
      return {
        receiptNo: appeal.receiptNo,
        kind: appeal.kind,
        state: appeal.state,
        sanctionId: appeal.sanctionId,
        steps: steps.map(({ action, takenAt }) => ({ action, at: shanghaiInstant(takenAt) })),
        reasons: told === undefined ? null : this.records.textOf(told),
        clocks,
      };
    });
  }
}
