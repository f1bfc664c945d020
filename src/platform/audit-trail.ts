import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { dayAfter, type LocalDate } from '../domain/period.js';
import { decodeSequence, encodeCursor } from './cursor.js';
import { AuditEntry } from './ledger.entity.js';

/** Which acts; every filter narrows. */
export interface TrailQuery {
  actor?: string;
  what?: string;
  object?: string;
  /** First day, in Asia/Shanghai. */
  from?: LocalDate;
  /** Last day, in Asia/Shanghai. */
  to?: LocalDate;
  cursor?: string;
  limit: number;
}

/** One act, as it was written. */
export type TrailEntry = Readonly<AuditEntry>;

/** Some acts, newest first. */
export interface TrailPage {
  items: TrailEntry[];
  nextCursor: string | null;
}

/** Reads the audit trail. */
@Injectable()
export class AuditTrail {
  constructor(private readonly dataSource: DataSource) {}

  /** @throws {Problem} `cursor-invalid` */
  async page({ actor, what, object, from, to, cursor, limit }: TrailQuery): Promise<TrailPage> {
    const entries = this.dataSource.getRepository(AuditEntry).createQueryBuilder('entry');
    if (actor !== undefined) entries.andWhere('entry.actor = :actor', { actor });
    if (what !== undefined) entries.andWhere('entry.what = :what', { what });
    if (object !== undefined) entries.andWhere('entry.object = :object', { object });
    if (from !== undefined) entries.andWhere('entry.at >= :from', { from: midnight(from) });
    if (to !== undefined) entries.andWhere('entry.at < :end', { end: midnight(dayAfter(to)) });
    if (cursor !== undefined) entries.andWhere('entry.seq < :before', { before: decodeSequence(cursor) });
    // One more than asked tells whether there is a next page.
    const found = await entries
      .orderBy('entry.seq', 'DESC')
      .limit(limit + 1)
      .getMany();
    const items = found.slice(0, limit);
    const last = items.at(-1);
    return { items, nextCursor: found.length > limit && last !== undefined ? encodeCursor({ seq: last.seq }) : null };
  }
}

function midnight(day: LocalDate): Date {
  return new Date(`${day}T00:00:00+08:00`);
}
