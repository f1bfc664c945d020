import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { RulebookStore } from '../decisions/rulebook-store.service.js';
import { canonicalJson } from '../domain/canonical.js';
import type { RowNote } from '../domain/designation.js';
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
  raw: string;
  result: RowResult<Value>;
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
   *
   * @param region GB/T 2260 code of the submitting organ: a local organ whose name does not tell its region lies there
   */
  async *judge(batches: AsyncIterable<ReadRow<DesignationDraft>[]>, region: string): AsyncGenerator<JudgedRow> {
    const rulebook = this.rulebooks.current();
    const duplicates = new DuplicateTracker();
    const memo: IntakeMemo = new Map();
    for await (const batch of batches) {
      const names = await this.recordedNames(batch);
      for (const read of batch) yield await this.judgeRow(rulebook, placed(read, region), duplicates, memo, names);
    }
  }

  private async judgeRow(
    rulebook: Rulebook,
    { row, raw, result }: ReadRow<DesignationDraft>,
    duplicates: DuplicateTracker,
    memo: IntakeMemo,
    names: ReadonlyMap<string, string>,
  ): Promise<JudgedRow> {
    const unread = {
      row,
      raw,
      notes: result.notes,
      category: null,
      requiredLevel: 'city',
      subjectHash: null,
      content: null,
    } as const;
    if (!result.ok) return { ...unread, verdict: 'rejected', code: result.code, field: result.field ?? null };

    const { sector, ...draft } = result.value;
    const { idType, idNumber } = draft.subject;
    const subjectHash = this.subjects.identifierHash(idType, idNumber);
    const read = { ...unread, subjectHash, content: canonicalJson(draft) };
    if (duplicates.seenBefore(idType, idNumber)) {
      return { ...read, verdict: 'rejected', code: 'DUPLICATE_IN_LIST', field: 'subject.idNumber' };
    }
    const judged = await judgeDesignation(
      rulebook,
      draft,
      { today: this.clock.today(), ...(sector === undefined ? {} : { sector }) },
      memo,
    );
    if (judged.verdict === 'rejected')
      return { ...read, verdict: 'rejected', code: judged.code ?? null, field: judged.field ?? null };
    duplicates.accept(idType, idNumber);
    const recorded = names.get(subjectHash.toString('hex'));
    const nameNotes: RowNote[] = recorded !== undefined && recorded !== draft.subject.name ? ['NAME_DIFFERS'] : [];
    return {
      ...read,
      verdict: 'accepted',
      code: null,
      field: null,
      notes: [...result.notes, ...judged.notes, ...nameNotes],
      category: judged.category ?? null,
      requiredLevel: judged.requiredLevel,
      content: canonicalJson({ ...draft, regime: judged.regime }),
    };
  }

  /** Names already on record, by hex of the subject's hash. */
  private recordedNames(batch: readonly ReadRow<DesignationDraft>[]): Promise<Map<string, string>> {
    const hashes = batch.flatMap(({ result }) =>
      result.ok ? [this.subjects.identifierHash(result.value.subject.idType, result.value.subject.idNumber)] : [],
    );
    return this.subjects.namesByHash(this.db.manager, hashes);
  }
}

function placed(read: ReadRow<DesignationDraft>, region: string): ReadRow<DesignationDraft> {
  if (!read.result.ok || read.result.value.identifyingOrgan.code !== UNKNOWN_REGION) return read;
  const { value } = read.result;
  const identifyingOrgan = { ...value.identifyingOrgan, code: `${provinceOf(region)}0000` };
  return { ...read, result: { ...read.result, value: { ...value, identifyingOrgan } } };
}
