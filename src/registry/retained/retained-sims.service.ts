import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { SanctionRecord } from '../../domain/decision.js';
import type { CardKind, IdType, OrganLevel } from '../../domain/designation.js';
import { localDateOfWrittenInstant, type LocalDate } from '../../domain/period.js';
import { Problem } from '../../domain/problem.js';
import {
  isAboutNumbers,
  keptFacts,
  restrictedSince,
  usableKinds,
  type EndedKeeping,
  type Keeping,
  type KeepingState,
  type RetainedFacts,
  type RetainedKind,
} from '../../domain/retained-sim.js';
import { Pii } from '../../platform/pii.js';
import type { CardStatus } from '../card-record.js';
import { mask } from '../mask.js';
import { SubjectsService } from '../subjects.service.js';
import {
  END_KEEPING,
  INSERT_KEEPING,
  LOCK_KEEPING,
  RELEASE_KEEPINGS,
  SELECT_CARD,
  SELECT_KEEPINGS,
  SELECT_LAST_INSTANT,
  SELECT_OPEN,
  SELECT_OTHER_USABLE,
} from './retained-sims.sql.js';

/** A question of which it matters what is kept. */
export interface NumberQuestion {
  /** Null: nobody who is recorded. */
  subjectId: string | null;
  /** Of the subject, as they are known. */
  sanctions: readonly SanctionRecord[];
  /** Such as `mobile_sim.use`. */
  action: string;
  /** `2025-01-05T10:00:00.000+08:00` */
  asOf: string;
  /** Keyed hash of the number asked about; null: none is. */
  numberHash: Buffer | null;
  /** The carrier that asks; null: none does. */
  institutionId: string | null;
}

/** How the facts are read. */
export interface FactsReading {
  /** Whether numbers are kept under a measure: by the catalogue, those of the telecom party. */
  isConcerned: (measure: string) => boolean;
  /** What was known at this revision; absent: now. */
  knownAt?: number;
}

/** A keeping that has not ended. Whether it still counts, the sanctions of its subject say: see {@link RetainedSims.factsOf}. */
export interface OpenKeeping {
  id: string;
  subjectId: string;
  cardId: string;
  institutionId: string;
  restoredAt: Date;
  /** From this revision on it is known. */
  revision: number;
}

/** A card as its carrier reports it. */
export interface RegisteredNumber {
  id: string;
  numberHash: Buffer;
  holderId: string;
  status: CardStatus;
}

/** Leave of the police, as it was shown: given here, or a paper that only the carrier has seen. */
export interface ShownApproval {
  level: OrganLevel;
  /** Null: the carrier's word, with {@link paperNo}. */
  approvalId: string | null;
  paperNo: string | null;
}

/** A number about to be kept. */
export interface NewKeeping {
  subjectId: string;
  institutionId: string;
  cardId: string;
  kind: RetainedKind;
  restoredAt: Date;
  /** `client:<id>` */
  restoredBy: string;
  approval: ShownApproval | null;
  decisionId: string;
  /** The revision the transaction took. */
  revision: number;
}

/** The end of a keeping. */
export interface KeepingEnd {
  state: EndedKeeping;
  at: Date;
  /** `client:<id>` */
  by: string;
  revision: number;
}

interface KeepingRow {
  subject_id: string;
  number_hash: Buffer;
  institution_id: string;
  restored_at: Date;
  ended_at: Date | null;
  ended_state: EndedKeeping | null;
}

/** A question that is told something, with where it stands among all. */
interface Told {
  at: number;
  subjectId: string;
  since: LocalDate;
  question: NumberQuestion;
}

/** The register of the numbers that sanctioned subjects have kept (保留卡). */
@Injectable()
export class RetainedSims {
  constructor(
    private readonly pii: Pii,
    private readonly subjects: SubjectsService,
  ) {}

  /**
   * What questions about numbers are told of the number that is kept, in their order; undefined where nothing is: the question is
   * about something else, or the subject is under no such sanction at the instant.
   *
   * The index in memory tells the same from its own books, see `restriction-index.ts`.
   */
  async factsOf(
    manager: EntityManager,
    questions: readonly NumberQuestion[],
    { isConcerned, knownAt }: FactsReading,
  ): Promise<(RetainedFacts | undefined)[]> {
    const facts: (RetainedFacts | undefined)[] = questions.map(() => undefined);
    const told = questions.flatMap((question, at): Told[] => {
      const { action, subjectId, sanctions, asOf } = question;
      if (subjectId === null || !isAboutNumbers(action)) return [];
      const since = restrictedSince(sanctions, asOf, isConcerned);
      return since === undefined ? [] : [{ at, subjectId, since, question }];
    });
    if (told.length === 0) return facts;
    const subjectIds = [...new Set(told.map(({ subjectId }) => subjectId))];
    const rows: KeepingRow[] = await manager.query(SELECT_KEEPINGS, [subjectIds, knownAt ?? null]);
    const others: { is_usable: boolean }[] = await manager.query(SELECT_OTHER_USABLE, [
      told.map(({ subjectId }) => subjectId),
      told.map(({ question }) => question.numberHash),
      told.map(({ question }) => usableKinds(question.action).join(' ')),
      told.map(({ question }) => localDateOfWrittenInstant(question.asOf)),
      knownAt ?? null,
    ]);
    for (const [place, { at, subjectId, since, question }] of told.entries()) {
      const keepings = rows.filter((row) => row.subject_id === subjectId).map((row) => keepingOf(row, question));
      facts[at] = {
        ...keptFacts(keepings, since, question.asOf),
        otherUsableSim: others[place]?.is_usable === true ? 'yes' : 'no',
      };
    }
    return facts;
  }

  /** Keepings of subjects that have not ended, oldest first. */
  async openOf(manager: EntityManager, subjectIds: readonly string[]): Promise<OpenKeeping[]> {
    return manager.query(SELECT_OPEN, [subjectIds]);
  }

  /** A keeping of a carrier, locked. @throws {Problem} `retained-sim-not-found`, also for another carrier's */
  async locked(tx: EntityManager, id: string, institutionId: string): Promise<OpenKeeping & { state: KeepingState }> {
    const [row]: (OpenKeeping & { state: KeepingState })[] = await tx.query(LOCK_KEEPING, [id]);
    if (row === undefined || row.institutionId !== institutionId) throw new Problem('retained-sim-not-found');
    return row;
  }

  /** By what identifier the subject of a carrier's keeping is known. @throws {Problem} `retained-sim-not-found` */
  async subjectOf(
    manager: EntityManager,
    id: string,
    institutionId: string,
  ): Promise<{ idType: IdType; idNumber: string }> {
    const [row]: { subject_id: string }[] = await manager.query(
      'SELECT subject_id FROM retained_sim WHERE id = $1 AND institution_id = $2',
      [id, institutionId],
    );
    if (row === undefined) throw new Problem('retained-sim-not-found');
    return this.subjects.identifierOf(manager, row.subject_id);
  }

  /** A number that a carrier reports as a subject's; undefined: it reports none such. Both normalised. */
  async numberOf(
    manager: EntityManager,
    institutionId: string,
    { kind, number }: { kind: CardKind; number: string },
    { idType, idNumber }: { idType: IdType; idNumber: string },
  ): Promise<RegisteredNumber | undefined> {
    const holder = this.subjects.identifierHash(idType, idNumber);
    const [row]: RegisteredNumber[] = await manager.query(SELECT_CARD, [
      institutionId,
      kind,
      this.pii.hash('card', number),
      holder,
    ]);
    return row;
  }

  /**
   * The last instant at which something happened to the kept numbers of a subject; null: nothing ever did. Nodes' clocks differ: who
   * decides what happens next must not look at an instant before it.
   */
  async lastInstantOf(tx: EntityManager, subjectId: string): Promise<Date | null> {
    const [row]: { last: Date | null }[] = await tx.query(SELECT_LAST_INSTANT, [subjectId]);
    return row?.last ?? null;
  }

  /** The number of a card that is kept, masked. */
  async maskedNumber(manager: EntityManager, cardId: string): Promise<{ kind: CardKind; numberMasked: string }> {
    const [row]: { kind: CardKind; number_enc: Buffer }[] = await manager.query(
      'SELECT kind, number_enc FROM card WHERE id = $1',
      [cardId],
    );
    if (row === undefined) throw new Error('A kept number is that of a card');
    return { kind: row.kind, numberMasked: mask(this.pii.decryptText(row.number_enc, 'card.number')) };
  }

  /** Writes a number down as kept. The caller has decided so, with the turn of the books. @returns its id */
  async keep(tx: EntityManager, keeping: NewKeeping): Promise<string> {
    const { approval } = keeping;
    const id = uuidv7();
    await tx.query(INSERT_KEEPING, [
      id,
      keeping.subjectId,
      keeping.institutionId,
      keeping.cardId,
      keeping.kind,
      keeping.restoredAt,
      keeping.restoredBy,
      approval?.level ?? null,
      approval?.approvalId ?? null,
      approval === null || approval.paperNo === null
        ? null
        : this.pii.encrypt(approval.paperNo, 'retained_sim.approval_no'),
      keeping.decisionId,
      keeping.revision,
    ]);
    return id;
  }

  /** Ends a keeping that {@link locked} found kept. */
  async end(tx: EntityManager, id: string, { state, at, by, revision }: KeepingEnd): Promise<void> {
    await tx.query(END_KEEPING, [id, at, state, by, revision]);
  }

  /** Ends what was kept under sanctions that are over. @param since see `restrictedSince`: keepings that began before */
  async release(
    tx: EntityManager,
    subjectId: string,
    since: LocalDate,
    { at, by, revision }: Omit<KeepingEnd, 'state'>,
  ): Promise<void> {
    await tx.query(RELEASE_KEEPINGS, [subjectId, `${since}T00:00:00+08:00`, at, by, revision]);
  }
}

function keepingOf(row: KeepingRow, { numberHash, institutionId }: NumberQuestion): Keeping {
  return {
    isThisNumber: numberHash !== null && row.number_hash.equals(numberHash),
    isSameCarrier: institutionId === null ? null : row.institution_id === institutionId,
    restoredAt: row.restored_at.getTime(),
    end:
      row.ended_at === null || row.ended_state === null ? null : { at: row.ended_at.getTime(), state: row.ended_state },
  };
}
