import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { RulebookStore } from '../decisions/rulebook-store.service.js';
import { daysAfter, localDate, monthsAfter, type LocalDate } from '../domain/period.js';
import { Problem } from '../domain/problem.js';
import { regionPrefix } from '../domain/region.js';
import { Clock } from '../platform/clock.js';
import { normalisedDay } from '../platform/normalised.js';
import type { TextLanguage } from '../rulebook/reasons.js';
import { appealCounts, type AppealCounts } from './appeal-counts.js';
import type { Dimension, Scope } from './dimensions.js';
import { directiveCounts, type DirectiveCounts } from './directive-counts.js';
import { nameOf, type Names } from './row-names.js';
import { SanctionCounts } from './sanction-counts.service.js';
import type {
  OverviewQuery,
  StatisticsOverview,
  StatisticsQuery,
  StatisticsResponse,
  StatisticsRow,
  StatisticsScope,
} from './statistics.dto.js';

/** A month is a row, and every sanction is looked at for each. */
const MOST_YEARS = 10;
const NO_STANDING = { subjects: 0, inForce: 0, ended: 0, lifted: 0, annulled: 0 };
const NO_EVENTS = { new: 0, ended: 0, lifted: 0, annulled: 0 };
const NO_APPEALS: AppealCounts = { filed: 0, upheld: 0, dismissed: 0 };
const NO_DIRECTIVES: DirectiveCounts = {
  issued: 0,
  onCards: 0,
  executed: 0,
  overdue: 0,
  medianHoursToEnforce: null,
  medianHoursToRelease: null,
};

/** Who is under sanctions, what happened to them, and who carried them out. Counts only. */
@Injectable()
export class Statistics {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly rulebooks: RulebookStore,
    private readonly counts: SanctionCounts,
  ) {}

  /** @throws {Problem} `validation-failed` for a day that is none, `period-invalid` */
  async of(query: StatisticsQuery, language: TextLanguage): Promise<StatisticsResponse> {
    const by = query.by ?? 'regime';
    const { scope, rowsOf } = await this.counted(query, [by], language);
    return { by, ...scope, rows: rowsOf(by) };
  }

  /** What a dashboard shows. @throws {Problem} as {@link of} */
  async overview(query: OverviewQuery, language: TextLanguage): Promise<StatisticsOverview> {
    const { scope, rowsOf } = await this.counted(query, ['region', 'institution', 'month'], language);
    return { ...scope, regions: rowsOf('region'), institutions: rowsOf('institution'), months: rowsOf('month') };
  }

  private async counted(
    query: OverviewQuery,
    dimensions: readonly Dimension[],
    language: TextLanguage,
  ): Promise<{ scope: Pick<StatisticsScope, keyof StatisticsScope>; rowsOf: (by: Dimension) => StatisticsRow[] }> {
    const scope = this.scope(query);
    const { asOf, from, to, regime } = scope;
    // All counts are of one state of the books.
    return this.db.transaction('REPEATABLE READ', async (tx) => {
      await tx.query(`SET LOCAL TRANSACTION READ ONLY; SET LOCAL work_mem = '128MB'; SET LOCAL jit = off`);
      const names = { rulebook: this.rulebooks.current(), institutions: await institutionNames(tx), language };
      const rows = new StatisticsRows(names);
      for (const by of [...dimensions, 'total'] as const) {
        for (const { key, ...counts } of await this.counts.standing(tx, by, scope)) rows.at(by, key).standing = counts;
        for (const { key, ...counts } of await this.counts.events(tx, by, scope)) rows.at(by, key).period = counts;
        for (const { key, ...counts } of await appealCounts(tx, by, scope)) rows.at(by, key).appeals = decided(counts);
      }
      for (const { by, key, ...counts } of await directiveCounts(tx, [...dimensions, 'total'], scope))
        rows.at(by, key).directives = shared(counts);
      const total = rows.at('total', 'total');
      return { scope: { asOf, from, to, region: query.region ?? null, regime, total }, rowsOf: (by) => rows.of(by) };
    });
  }

  private scope(query: OverviewQuery): Scope {
    const asOf = query.asOf === undefined ? this.clock.today() : normalisedDay(query.asOf, 'asOf');
    const to = query.to === undefined ? asOf : normalisedDay(query.to, 'to');
    const from = query.from === undefined ? elevenMonthsBefore(to) : normalisedDay(query.from, 'from');
    if (from > to || monthsAfter(from, 12 * MOST_YEARS) <= to)
      throw new Problem('period-invalid', { years: MOST_YEARS });
    const region = query.region === undefined ? '' : regionPrefix(query.region);
    return { asOf, from, to, regime: query.regime ?? null, region, now: this.clock.now() };
  }
}

function elevenMonthsBefore(day: LocalDate): LocalDate {
  // Eleven months are 334 to 337 days: a few less is a day of that month.
  return localDate(`${daysAfter(localDate(`${day.slice(0, 7)}-01`), -330).slice(0, 7)}-01`);
}

async function institutionNames(tx: EntityManager): Promise<Map<string, string>> {
  const rows: { code: string; name: string }[] = await tx.query('SELECT code, name FROM institution');
  return new Map(rows.map(({ code, name }) => [code, name]));
}

/** Rows by dimension and key, empty until something is counted. */
class StatisticsRows {
  private readonly rows = new Map<Dimension | 'total', Map<string, StatisticsRow>>();

  constructor(private readonly names: Names) {}

  at(by: Dimension | 'total', key: string): StatisticsRow {
    const rows = this.rows.get(by) ?? new Map<string, StatisticsRow>();
    this.rows.set(by, rows);
    const row = rows.get(key) ?? emptyRow(by, key, this.names);
    rows.set(key, row);
    return row;
  }

  /** In the order of their keys. */
  of(by: Dimension): StatisticsRow[] {
    const rows = [...(this.rows.get(by)?.values() ?? [])];
    return rows.toSorted((left, right) => (left.key < right.key ? -1 : 1));
  }
}

function emptyRow(by: Dimension | 'total', key: string, names: Names): StatisticsRow {
  const name = nameOf(by, key, names);
  return {
    key,
    name,
    standing: NO_STANDING,
    period: NO_EVENTS,
    directives: shared(NO_DIRECTIVES),
    appeals: decided(NO_APPEALS),
  };
}

function shared(counts: DirectiveCounts): StatisticsRow['directives'] {
  const { onCards, executed, medianHoursToEnforce, medianHoursToRelease } = counts;
  return {
    ...counts,
    enforcedShare: onCards === 0 ? null : rounded(executed / onCards, 4),
    medianHoursToEnforce: medianHoursToEnforce === null ? null : rounded(medianHoursToEnforce, 2),
    medianHoursToRelease: medianHoursToRelease === null ? null : rounded(medianHoursToRelease, 2),
  };
}

function decided(counts: AppealCounts): StatisticsRow['appeals'] {
  const { upheld, dismissed } = counts;
  return { ...counts, upheldShare: upheld + dismissed === 0 ? null : rounded(upheld / (upheld + dismissed), 4) };
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
