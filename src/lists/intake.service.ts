import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { RulebookStore } from '../decisions/rulebook-store.service.js';
import type { RowCode } from '../domain/designation.js';
import type { LocalDate } from '../domain/period.js';
import { provinceOf, UNKNOWN_REGION } from '../domain/organ.js';
import type { DesignationDraft } from '../files/designations.js';
import { DuplicateTracker } from '../files/duplicates.js';
import type { RowResult } from '../files/row-result.js';
import { Clock } from '../platform/clock.js';
import { SubjectsService } from '../registry/subjects.service.js';
import { judgeDesignation, type IntakeMemo } from '../rulebook/intake.js';
import type { Rulebook } from '../rulebook/rulebook.js';
import type { JudgedRow } from './judged-row.js';

/** A row as a reader understood it, with what was written. */
export interface ReadRow<Value> {
  row: number;
  /** JSON of the cells by column, or of the entry of the request. */
  written: () => string | null;
  result: RowResult<Value>;
}

/** Before whom rows are judged. */
export interface Sitting {
  /** GB/T 2260 code of the submitting organ: a local organ whose name does not tell its region lies there. */
  region: string;
  /** By default the one in force. */
  rulebook?: Rulebook;
  /** By default a connection of its own: that of an import is busy with the rows. */
  manager?: EntityManager;
}

/** Judges designations one by one: identity, duplicates, and the intake rules of the regime in force on the day. */
@Injectable()
export class IntakeService {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly subjects: SubjectsService,
    private readonly rulebooks: RulebookStore,
  ) {}

  /**
   * Same order as the rows; batches only set how many names are compared in one look-up.
   */
  async *judge(
    batches: AsyncIterable<ReadRow<DesignationDraft>[]>,
    { region, rulebook = this.rulebooks.current(), manager = this.db.manager }: Sitting,
  ): AsyncGenerator<readonly JudgedRow[]> {
    const bench: Bench = { rulebook, duplicates: new DuplicateTracker(), memo: new Map(), today: this.clock.today() };
    for await (const batch of batches) {
      const rows = batch.map((read) => this.known(placed(read, region)));
      const names = await this.recordedNames(manager, rows);
      const judged: JudgedRow[] = [];
      for (const row of rows) judged.push(await judgeRow(bench, row, names));
      yield judged;
    }
  }

  private known(read: ReadRow<DesignationDraft>): KnownRow {
    if (!read.result.ok) return { ...read, subjectHash: null };
    const { idType, idNumber } = read.result.value.subject;
    return { ...read, subjectHash: this.subjects.identifierHash(idType, idNumber) };
  }

  /** Names already on record, by hex of the subject's hash. */
  private recordedNames(manager: EntityManager, rows: readonly KnownRow[]): Promise<Map<string, string>> {
    const hashes = rows.flatMap(({ subjectHash }) => subjectHash ?? []);
    return this.subjects.namesByHash(manager, hashes);
  }
}

/** A read row, and the keyed hash of its subject. */
interface KnownRow extends ReadRow<DesignationDraft> {
  subjectHash: Buffer | null;
}

/** What the rows of one list share. */
interface Bench {
  rulebook: Rulebook;
  duplicates: DuplicateTracker;
  memo: IntakeMemo;
  today: LocalDate;
}

async function judgeRow(bench: Bench, known: KnownRow, names: ReadonlyMap<string, string>): Promise<JudgedRow> {
  const { row, written, result, subjectHash } = known;
  const base = { row, notes: result.notes, category: null, requiredLevel: 'city', subjectHash } as const;
  const refused = (code: RowCode | null, field: string | null, content: string | null): JudgedRow => {
    return { ...base, verdict: 'rejected', code, field, content, raw: written() };
  };
  if (!result.ok) return refused(result.code, result.field ?? null, null);

  const draft = result.value;
  const { idType, idNumber, name } = draft.subject;
  if (bench.duplicates.seenBefore(idType, idNumber)) {
    return refused('DUPLICATE_IN_LIST', 'subject.idNumber', contentOf(draft));
  }
  const on = draft.sector === undefined ? { today: bench.today } : { today: bench.today, sector: draft.sector };
  const judged = await judgeDesignation(bench.rulebook, draft, on, bench.memo);
  if (judged.verdict === 'rejected') return refused(judged.code ?? null, judged.field ?? null, contentOf(draft));

  bench.duplicates.accept(idType, idNumber);
  const notes = [...result.notes, ...judged.notes];
  if (differs(names.get(subjectHash?.toString('hex') ?? ''), name)) notes.push('NAME_DIFFERS');
  return {
    ...base,
    verdict: 'accepted',
    code: null,
    field: null,
    notes,
    category: judged.category ?? null,
    requiredLevel: judged.requiredLevel,
    content: contentOf(draft, judged.regime),
    raw: written(),
  };
}

/** What was understood, as a designation. The sector only told which regime to look for. */
function contentOf(draft: DesignationDraft, regime = draft.regime): string {
  return JSON.stringify({ ...draft, sector: undefined, regime });
}

function differs(recorded: string | undefined, name: string): boolean {
  return recorded !== undefined && recorded !== name;
}

function placed(read: ReadRow<DesignationDraft>, region: string): ReadRow<DesignationDraft> {
  if (!read.result.ok || read.result.value.identifyingOrgan.code !== UNKNOWN_REGION) return read;
  const { value } = read.result;
  const identifyingOrgan = { ...value.identifyingOrgan, code: `${provinceOf(region)}0000` };
  return { ...read, result: { ...read.result, value: { ...value, identifyingOrgan } } };
}
