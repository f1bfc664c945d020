import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { RowCode } from '../domain/designation.js';
import type { LocalDate } from '../domain/period.js';
import type { CardLead as ReadLead } from '../files/card-rows.js';
import { Clock } from '../platform/clock.js';
import { Pii } from '../platform/pii.js';
import { CardBlacklistService } from '../registry/card-blacklist.service.js';
import type { CardLead } from './card-lead.js';
import type { ReadRow } from './intake.service.js';
import type { JudgedRow } from './judged-row.js';

/** Judges the rows of lead sheets (断卡线索): what lists a card, and what clears one that is listed. */
@Injectable()
export class LeadIntakeService {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly pii: Pii,
    private readonly blacklist: CardBlacklistService,
  ) {}

  /** Same order as the rows; batches only set how many cards are looked up at once. */
  async *judge(
    batches: AsyncIterable<ReadRow<ReadLead>[]>,
    manager: EntityManager = this.db.manager,
  ): AsyncGenerator<readonly JudgedRow[]> {
    const bench: Bench = { seen: new Set(), today: this.clock.today() };
    for await (const batch of batches) {
      const cleared = await this.listedAmong(manager, batch);
      yield batch.map((read) => this.judgeRow(bench, read, cleared));
    }
  }

  /** Of the rows that clear a card, those whose card is listed under their case number. */
  private async listedAmong(
    manager: EntityManager,
    batch: readonly ReadRow<ReadLead>[],
  ): Promise<ReadonlySet<ReadLead>> {
    const clearing = batch.flatMap(({ result }) =>
      result.ok && result.value.status === 'clear' ? [result.value] : [],
    );
    if (clearing.length === 0) return new Set();
    const cases = clearing.map(({ kind, number, caseNo }) => ({ kind, number, caseNo: caseNo ?? null }));
    const isListed = await this.blacklist.areListed(manager, cases);
    return new Set(clearing.filter((_lead, at) => isListed[at] === true));
  }

  private judgeRow(bench: Bench, read: ReadRow<ReadLead>, cleared: ReadonlySet<ReadLead>): JudgedRow {
    const { row, written, result } = read;
    const base = { row, notes: result.notes, category: null, requiredLevel: 'city' } as const;
    if (!result.ok) {
      const { code, field = null } = result;
      return { ...base, verdict: 'rejected', code, field, subjectHash: null, content: null, raw: written() };
    }
    const lead = result.value;
    const known = {
      ...base,
      subjectHash: this.pii.hash('card', lead.number),
      content: JSON.stringify(contentOf(lead, bench.today)),
    };
    const refusal = refusalOf(lead, bench, cleared);
    if (refusal !== null) return { ...known, verdict: 'rejected', ...refusal, raw: written() };
    bench.seen.add(lead.number);
    return { ...known, verdict: 'accepted', code: null, field: null, raw: written() };
  }
}

/** What the rows of one sheet share. */
interface Bench {
  /** Numbers of accepted rows: a card twice in a sheet is one listing. */
  seen: Set<string>;
  today: LocalDate;
}

function refusalOf(
  lead: ReadLead,
  { seen, today }: Bench,
  cleared: ReadonlySet<ReadLead>,
): { code: RowCode; field: string } | null {
  if (seen.has(lead.number)) return { code: 'DUPLICATE_IN_LIST', field: 'number' };
  if (lead.listedOn !== undefined && lead.listedOn > today) return { code: 'DATE_IN_FUTURE', field: 'listedOn' };
  if (lead.status === 'clear' && !cleared.has(lead)) return { code: 'NOT_LISTED', field: 'caseNo' };
  return null;
}

function contentOf({ kind, number, status, caseNo, leadNo, listedOn, holder }: ReadLead, today: LocalDate): CardLead {
  return { kind, number, status, caseNo: caseNo ?? null, leadNo, sinceOn: listedOn ?? today, holder };
}
