import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { localDateOf } from '../../domain/period.js';
import { normaliseReceiptNumber, receiptNumber, SERIALS } from '../../domain/receipt-number.js';
import { actorOf, type OfficerPrincipal } from '../../institutions/principal.js';
import { Audit } from '../../platform/audit.js';
import { Clock } from '../../platform/clock.js';
import type { NoticeKind } from '../../rulebook/notices.js';

/** The number of a notice and when it was first issued. */
export interface IssuedNotice {
  receiptNo: string;
  issuedAt: Date;
}

/** Whether it was given now. */
type Numbered = IssuedNotice & { isNew: boolean };

/** The receipt numbers of notices: one for each sanction, for good, and nobody can guess one. */
@Injectable()
export class NoticeNumbers {
  constructor(
    private readonly db: DataSource,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /**
   * The sanction a receipt number was given to.
   *
   * @param receiptNo as somebody typed it
   * @returns its id; null if no notice has this number
   */
  async sanctionOf(receiptNo: string): Promise<string | null> {
    const normalised = normaliseReceiptNumber(receiptNo);
    if (normalised === null) return null;
    const [found]: { id: string }[] = await this.db.query(
      'SELECT sanction_id AS id FROM notice WHERE receipt_no = $1',
      [normalised],
    );
    return found?.id ?? null;
  }

  /**
   * The number of a sanction, which it is given if it has none yet; of two who ask at once both get the same. That the notice
   * was shown goes into the audit trail.
   *
   * @param sanctionId of one that exists
   */
  async issue(kind: NoticeKind, sanctionId: string, officer: OfficerPrincipal): Promise<IssuedNotice> {
    return this.db.transaction(async (tx) => {
      const { isNew, ...issued } = await this.ensure(tx, sanctionId, officer.id);
      await this.audit.append(tx, {
        actor: actorOf(officer),
        what: isNew ? 'notice.issued' : 'notice.shown',
        object: `sanction:${sanctionId}`,
        detail: { notice: kind },
      });
      return issued;
    });
  }

  private async ensure(tx: EntityManager, sanctionId: string, officerId: string): Promise<Numbered> {
    for (;;) {
      const issuedAt = this.clock.now();
      const receiptNo = receiptNumber('DK', Number(localDateOf(issuedAt).slice(0, 4)), randomInt(SERIALS));
      // Without a target: a number that another sanction has is no error either, and another is drawn.
      const given: unknown[] = await tx.query(INSERT_NOTICE, [sanctionId, receiptNo, issuedAt, officerId]);
      if (given.length > 0) return { receiptNo, issuedAt, isNew: true };
      const [known]: IssuedNotice[] = await tx.query(SELECT_NOTICE, [sanctionId]);
      if (known !== undefined) return { ...known, isNew: false };
    }
  }
}

const INSERT_NOTICE = `
  INSERT INTO notice (sanction_id, receipt_no, issued_at, issued_by) VALUES ($1, $2, $3, $4)
  ON CONFLICT DO NOTHING RETURNING sanction_id`;

const SELECT_NOTICE = 'SELECT receipt_no AS "receiptNo", issued_at AS "issuedAt" FROM notice WHERE sanction_id = $1';
