import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Designation, SubjectIdentity } from '../domain/designation.js';
import { Problem } from '../domain/problem.js';
import type { OfficerPrincipal } from '../institutions/principal.js';
import { EntriesService } from './entries.service.js';
import { ImportService } from './import.service.js';
import { IntakeService, type ReadRow } from './intake.service.js';
import type { JudgedRow } from './judged-row.js';

/** A designation for the right subject, judged and not yet written. */
export interface Correction {
  title: string;
  row: JudgedRow;
}

/** The same designation for the right subject, where a list named a wrong one: a draft that goes through four eyes as any list. */
@Injectable()
export class Corrections {
  constructor(
    private readonly entries: EntriesService,
    private readonly intake: IntakeService,
    private readonly imports: ImportService,
  ) {}

  /**
   * Judges what a row of a list says, for another subject.
   *
   * @param subject normalised
   * @throws {Problem} `correction-not-accepted` with the code of the row
   */
  async judge(
    { listId, row }: { listId: string; row: number },
    subject: SubjectIdentity,
    officer: OfficerPrincipal,
  ): Promise<Correction> {
    const wrong = await this.entries.get(listId, row);
    if (wrong.content === null) throw new Error('A sanction was made of a row without content');
    const { noticeServedOn: _, ...designation }: Designation = JSON.parse(wrong.content);
    // Nobody has served the right subject yet, and the cards were listed with the wrong designation: they stay listed.
    const value: Designation = { ...designation, subject, implicatedCards: [] };
    const read: ReadRow<Designation> = {
      row: 1,
      written: () => JSON.stringify(value),
      result: { ok: true, value, notes: [] },
    };
    for await (const [judged] of this.intake.judge(once([read]), { region: officer.organ.region })) {
      if (judged?.verdict === 'accepted') return { title: `更正 ${listId} #${row}`, row: judged };
      throw new Problem('correction-not-accepted', { code: judged?.code ?? 'NOT_LISTED' });
    }
    throw new Error('A row was given no verdict');
  }

  /** Writes the draft. @returns id of the list, whose author is the officer */
  async draft(tx: EntityManager, { title, row }: Correction, author: OfficerPrincipal): Promise<string> {
    return (await this.imports.draft(tx, title, once([row]), author)).id;
  }
}

async function* once<Value>(value: Value): AsyncGenerator<Value> {
  yield value;
}
