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
import { eventCounts, standingCounts } from './sanction-counts.js';
import type { StatisticsQuery, StatisticsResponse, StatisticsRow } from './statistics.dto.js';

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
  ) {}

  /** @throws {Problem} `validation-failed` for a day that is none, `period-invalid` */
  async of(query: StatisticsQuery, language: TextLanguage): Promise<StatisticsResponse> {
    const scope = this.scope(query);
    const { asOf, from, to, regime } = scope;
    const by = query.by ?? 'regime';
    // All counts are of one state of the books.
    return this.db.transaction('REPEATABLE READ', async (tx) => {
      await tx.query(`SET LOCAL TRANSACTION READ ONLY; SET LOCAL work_mem = '128MB'; SET LOCAL jit = off`);
      const names = { rulebook: this.rulebooks.current(), institutions: await institutionNames(tx), language };
      const rows = await rowsOf(tx, by, scope, names);
      const [total = emptyRow('total', 'total', names)] = await rowsOf(tx, 'total', scope, names);
      return { by, asOf, from, to, region: query.region ?? null, regime, total, rows };
    });
  }

  private scope(query: StatisticsQuery): Scope {
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

async function rowsOf(
  tx: EntityManager,
  by: Dimension | 'total',
  scope: Scope,
  names: Names,
): Promise<StatisticsRow[]> {
  const rows = new Map<string, StatisticsRow>();
  const rowOf = (key: string): StatisticsRow => {
    const row = rows.get(key) ?? emptyRow(by, key, names);
    rows.set(key, row);
    return row;
  };
  for (const { key, ...counts } of await standingCounts(tx, by, scope)) rowOf(key).standing = counts;
  for (const { key, ...counts } of await eventCounts(tx, by, scope)) rowOf(key).period = counts;
  for (const { key, ...counts } of await directiveCounts(tx, by, scope)) rowOf(key).directives = shared(counts);
  for (const { key, ...counts } of await appealCounts(tx, by, scope)) rowOf(key).appeals = decided(counts);
  return [...rows.values()].toSorted((left, right) => (left.key < right.key ? -1 : 1));
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
