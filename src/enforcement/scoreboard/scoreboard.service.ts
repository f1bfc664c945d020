import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { stringify } from 'csv-stringify/sync';
import { DataSource } from 'typeorm';
import { daysAfter, localDate, releaseInstant, shanghaiInstant } from '../../domain/period.js';
import { Problem } from '../../domain/problem.js';
import { Clock } from '../../platform/clock.js';
import { decodeCursor, decodeSequence, encodeCursor } from '../../platform/cursor.js';
import { SELECT_ESCALATIONS, SELECT_SCORES } from './scoreboard.sql.js';
import type {
  EscalationPage,
  EscalationsQuery,
  EscalationView,
  ScoreboardPage,
  ScoreboardQuery,
  ScoreboardRow,
} from './scoreboard.dto.js';

type StoredEscalation = Omit<EscalationView, 'overdueSince' | 'escalatedAt' | 'closedAt'> & {
  overdueSince: Date;
  escalatedAt: Date;
  closedAt: Date | null;
};

const CSV_PAGE = 200;
/** What is looked back on if nobody says from when. */
const USUAL_DAYS = 90;

/** How institutions carry out what they are told. */
@Injectable()
export class Scoreboard {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
  ) {}

  /** One page of institutions, in the order of registration. @throws {Problem} `cursor-invalid` */
  async page({ cursor, limit, region, kind, from, to }: ScoreboardQuery): Promise<ScoreboardPage> {
    const until = localDate(to ?? this.clock.today());
    const since = from ?? daysAfter(until, -USUAL_DAYS);
    const rows: ScoreboardRow[] = await this.db.query(SELECT_SCORES, [
      cursor === undefined ? null : uuidOf(cursor),
      limit + 1,
      // A code ends in 00 for every level that it leaves open.
      `${(region ?? '').replace(/(00){1,2}$/, '')}%`,
      kind ?? null,
      `${since}T00:00:00+08:00`,
      releaseInstant(until),
      this.clock.now(),
    ]);
    const items = rows.slice(0, limit);
    const last = rows.length > limit ? items.at(-1) : undefined;
    const nextCursor = last === undefined ? null : encodeCursor({ id: last.institutionId });
    return { from: since, to: until, items, nextCursor };
  }

  /** All of it as CSV, UTF-8 with a byte order mark; what a spreadsheet would take for a formula is made a text. */
  async csv(query: ScoreboardQuery): Promise<string> {
    const rows: ScoreboardRow[] = [];
    const { cursor: _, ...filter } = query;
    for (let cursor: string | null = ''; cursor !== null;) {
      const from = cursor === '' ? {} : { cursor };
      const page: ScoreboardPage = await this.page({ ...filter, ...from, limit: CSV_PAGE });
      rows.push(...page.items);
      cursor = page.nextCursor;
    }
    return stringify(rows, {
      header: true,
      columns: [...CSV_COLUMNS],
      bom: true,
      escape_formulas: true,
      record_delimiter: 'windows',
    });
  }

  /** In the order in which they were escalated. @throws {Problem} `cursor-invalid` */
  async escalations({ cursor, limit, state, institutionId }: EscalationsQuery): Promise<EscalationPage> {
    const after = cursor === undefined ? 0 : decodeSequence(cursor);
    const rows: StoredEscalation[] = await this.db.query(SELECT_ESCALATIONS, [
      after,
      limit + 1,
      institutionId ?? null,
      state === 'all' ? null : state === 'open',
    ]);
    const items = rows.slice(0, limit).map(({ overdueSince, escalatedAt, closedAt, ...row }) => ({
      ...row,
      overdueSince: shanghaiInstant(overdueSince),
      escalatedAt: shanghaiInstant(escalatedAt),
      closedAt: closedAt === null ? null : shanghaiInstant(closedAt),
    }));
    const last = rows.length > limit ? items.at(-1) : undefined;
    return { items, nextCursor: last === undefined ? null : encodeCursor({ seq: last.seq }) };
  }
}

const CSV_COLUMNS: readonly (keyof ScoreboardRow)[] = [
  'code',
  'name',
  'kind',
  'region',
  'issued',
  'executed',
  'refused',
  'notFound',
  'withdrawn',
  'pending',
  'overdue',
  'shareInTime',
  'medianHoursToExecute',
  'medianHoursToRelease',
  'generalIssued',
  'generalAcknowledged',
];

function uuidOf(cursor: string): string {
  const { id } = decodeCursor(cursor, 'id');
  if (!isUUID(id)) throw new Problem('cursor-invalid');
  return id;
}
