import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ServiceMethod } from '../../domain/notice-service.js';
import type { LocalDate } from '../../domain/period.js';
import { Problem } from '../../domain/problem.js';
import { actorOf, type OfficerPrincipal } from '../../institutions/principal.js';
import { Audit } from '../../platform/audit.js';
import { Clock } from '../../platform/clock.js';
import { Pii } from '../../platform/pii.js';
import type { NoticeKind } from '../../rulebook/notices.js';
import { NoticedSanctions, type NoticedSanction } from './noticed-sanctions.service.js';

/** One time a notice was served. */
export interface Serving {
  number: number;
  notice: NoticeKind;
  /** Day in Asia/Shanghai. */
  servedOn: LocalDate;
  method: ServiceMethod;
  remark: string | null;
  recordedAt: Date;
  /** Id of the officer. */
  recordedBy: string;
}

export type NewServing = Pick<Serving, 'notice' | 'servedOn' | 'method' | 'remark'>;

/** The record of service: when and how each notice reached its subject. */
@Injectable()
export class Servings {
  constructor(
    private readonly db: DataSource,
    private readonly sanctions: NoticedSanctions,
    private readonly pii: Pii,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** What the list said of the service, and every one recorded since, oldest first. @throws Problem `sanction-not-found` */
  async of(sanctionId: string): Promise<{ listedOn: LocalDate | null; items: Serving[] }> {
    const { servedOn } = await this.sanctions.get(sanctionId);
    return { listedOn: servedOn, items: await this.read(sanctionId) };
  }

  /** Those recorded, oldest first. */
  async read(sanctionId: string): Promise<Serving[]> {
    const rows: (Omit<Serving, 'remark'> & { remark_enc: Buffer | null })[] = await this.db.query(SELECT_SERVINGS, [
      sanctionId,
    ]);
    return rows.map(({ remark_enc, ...serving }) => ({
      ...serving,
      remark: remark_enc === null ? null : this.pii.decryptText(remark_enc, 'notice_service.remark'),
    }));
  }

  /**
   * Records a service.
   *
   * @throws Problem `sanction-not-found`; `service-day-impossible` for a day that has not come, or before there was anything
   *   to serve; `sanction-not-ended` for a notice of lifting of one that runs; `service-recorded` if it is on record
   */
  async record(sanctionId: string, serving: NewServing, officer: OfficerPrincipal): Promise<Serving> {
    const sanction = await this.sanctions.get(sanctionId);
    this.assertPossible(sanction, serving);
    return this.db.transaction(async (tx) => {
      // One at a time for each sanction, so that numbers follow each other.
      await tx.query('SELECT 1 FROM sanction WHERE id = $1 FOR NO KEY UPDATE', [sanctionId]);
      const { notice, servedOn, method, remark } = serving;
      const recordedAt = this.clock.now();
      const [recorded]: { number: number }[] = await tx.query(INSERT_SERVING, [
        sanctionId,
        notice,
        servedOn,
        method,
        remark === null ? null : this.pii.encrypt(remark, 'notice_service.remark'),
        recordedAt,
        officer.id,
      ]);
      if (recorded === undefined) throw new Problem('service-recorded');
      const { number } = recorded;
      await this.audit.append(tx, {
        actor: actorOf(officer),
        what: 'notice.served',
        object: `sanction:${sanctionId}`,
        detail: { notice, number, servedOn, method },
      });
      return { number, ...serving, recordedAt, recordedBy: officer.id };
    });
  }

  private assertPossible({ identifiedOn, ending }: NoticedSanction, { notice, servedOn }: NewServing): void {
    if (notice === 'lifting' && ending === null) throw new Problem('sanction-not-ended');
    const first = notice === 'lifting' ? (ending?.on ?? identifiedOn) : identifiedOn;
    const last = this.clock.today();
    if (servedOn < first || servedOn > last) throw new Problem('service-day-impossible', { first, last });
  }
}

const SELECT_SERVINGS = `
  SELECT number, notice, served_on::text AS "servedOn", method, remark_enc, recorded_at AS "recordedAt",
    recorded_by AS "recordedBy"
  FROM notice_service WHERE sanction_id = $1 ORDER BY number`;

const INSERT_SERVING = `
  INSERT INTO notice_service (sanction_id, number, notice, served_on, method, remark_enc, recorded_at, recorded_by)
  SELECT $1, coalesce((SELECT max(number) FROM notice_service WHERE sanction_id = $1), 0) + 1, $2, $3, $4, $5, $6, $7
  ON CONFLICT ON CONSTRAINT notice_service_once DO NOTHING RETURNING number`;
