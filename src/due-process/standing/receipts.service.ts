import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { IdType } from '../../domain/designation.js';
import { SubjectsService } from '../../registry/subjects.service.js';
import { AppealCases } from '../appeals/appeal-cases.service.js';
import { NoticeNumbers } from '../notices/notice-numbers.service.js';

/** Compared with where there is nothing to compare with, so that it takes as long. No identifier has this hash. */
const NOBODY = Buffer.alloc(16);

/** Receipt numbers that people hold: of notices and of appeals. */
@Injectable()
export class Receipts {
  constructor(
    private readonly db: DataSource,
    private readonly subjects: SubjectsService,
    private readonly notices: NoticeNumbers,
    private readonly appeals: AppealCases,
  ) {}

  /**
   * Whether a receipt number is this person's. A number that nobody has takes the same look-ups as a number of somebody else.
   *
   * @param person normalised
   */
  async isOf(receiptNo: string, person: { idType: IdType; idNumber: string }): Promise<boolean> {
    const personHash = this.subjects.identifierHash(person.idType, person.idNumber);
    const sanctionId = await this.notices.sanctionOf(receiptNo);
    const appellant = await this.appeals.personOf(receiptNo);
    const noticed: { hash: Buffer }[] = await this.db.query(
      `SELECT number_hash AS hash FROM identifier JOIN sanction ON sanction.subject_id = identifier.subject_id
       WHERE sanction.id = $1`,
      [sanctionId],
    );
    const known = [NOBODY, ...noticed.map(({ hash }) => hash), ...(appellant === undefined ? [] : [appellant])];
    // Every one is compared: where the right one stands must not be told by the time it takes.
    return known.map((hash) => timingSafeEqual(hash, personHash)).includes(true);
  }
}
