import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource, type EntityManager } from 'typeorm';
import { shanghaiInstant } from '../../domain/period.js';
import { Problem } from '../../domain/problem.js';
import { regionPrefix } from '../../domain/region.js';
import { Clock } from '../../platform/clock.js';
import { decodeCursor, encodeCursor } from '../../platform/cursor.js';
import { faultAt, normalisedDay } from '../../platform/normalised.js';
import { SubjectViews } from '../../registry/subject-views.service.js';
import { sanctionKeysOf } from '../../sanctions/sanction-keys.js';
import type { RegisteredSanction, SanctionRegisterPage, SanctionRegisterQuery } from './sanction-register.dto.js';
import { countPicked, selectPicked, type RegisterFilter } from './sanction-register.sql.js';

/** Counted exactly; of more it is only said that they are more. */
const MOST_COUNTED = 10_000;

type RegisteredRow = Omit<RegisteredSanction, 'subject' | 'liftedAt'> & { subjectId: string; liftedAt: Date | null };

/** The list behind every number of the statistics: which sanctions they count, subjects masked. */
@Injectable()
export class SanctionRegister {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly subjects: SubjectViews,
  ) {}

  /** The newest first. @throws {Problem} `validation-failed` for a day that is none or missing, `cursor-invalid` */
  async page(query: SanctionRegisterQuery): Promise<SanctionRegisterPage> {
    const filter = this.filter(query);
    const before = query.cursor === undefined ? null : uuidOf(query.cursor);
    // Rows and numbers are of one state of the books.
    return this.db.transaction('REPEATABLE READ', async (tx) => {
      await tx.query('SET LOCAL TRANSACTION READ ONLY; SET LOCAL jit = off');
      const page = selectPicked(filter, before, query.limit + 1);
      const rows: RegisteredRow[] = await tx.query(page.text, page.parameters);
      const shown = rows.slice(0, query.limit);
      const last = rows.length > shown.length ? shown.at(-1) : undefined;
      return {
        asOf: filter.scope.asOf,
        items: await this.items(tx, shown),
        ...(await countOf(tx, filter)),
        nextCursor: last === undefined ? null : encodeCursor({ id: last.id }),
      };
    });
  }

  private async items(tx: EntityManager, rows: readonly RegisteredRow[]): Promise<RegisteredSanction[]> {
    const views = await this.subjects.byId(tx, [...new Set(rows.map(({ subjectId }) => subjectId))]);
    return rows.map(({ subjectId, liftedAt, ...row }) => {
      const subject = views.get(subjectId);
      if (subject === undefined) throw new Error('A sanction without a subject');
      return { ...row, subject, liftedAt: liftedAt === null ? null : shanghaiInstant(liftedAt) };
    });
  }

  private filter(query: SanctionRegisterQuery): RegisterFilter {
    const { regime, region, standing, event } = query;
    const asOf = query.asOf === undefined ? this.clock.today() : normalisedDay(query.asOf, 'asOf');
    for (const day of ['from', 'to'] as const)
      if (event !== undefined && query[day] === undefined) throw faultAt(day, 'MISSING_FIELD');
    const from = query.from === undefined ? asOf : normalisedDay(query.from, 'from');
    const to = query.to === undefined ? asOf : normalisedDay(query.to, 'to');
    const scope = {
      asOf,
      from,
      to,
      regime: regime ?? null,
      region: region === undefined ? '' : regionPrefix(region),
      now: this.clock.now(),
    };
    return { scope, keys: sanctionKeysOf(query), standing, event };
  }
}

async function countOf(
  tx: EntityManager,
  filter: RegisterFilter,
): Promise<Pick<SanctionRegisterPage, 'total' | 'subjects' | 'more'>> {
  const { text, parameters } = countPicked(filter, MOST_COUNTED);
  const [counted]: { total: number; subjects: number }[] = await tx.query(text, parameters);
  const { total = 0, subjects = 0 } = counted ?? {};
  return total > MOST_COUNTED ? { total: null, subjects: null, more: true } : { total, subjects, more: false };
}

function uuidOf(cursor: string): string {
  const { id } = decodeCursor(cursor, 'id');
  if (!isUUID(id)) throw new Problem('cursor-invalid');
  return id;
}
