import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { RulebookStore } from '../decisions/rulebook-store.service.js';
import type { Designation, SubjectIdentity } from '../domain/designation.js';
import { birthDayOf } from '../domain/identifiers.js';
import { yearsBetween, type LocalDate } from '../domain/period.js';
import { CardBlacklistService, type CardClearing, type NewCardListing } from '../registry/card-blacklist.service.js';
import { SubjectsService } from '../registry/subjects.service.js';
import { termsOf } from '../rulebook/terms.js';
import { SanctionsService, type NewSanction } from '../sanctions/sanctions.service.js';
import type { CardLead } from './card-lead.js';
import { EntriesService, type StoredEntry } from './entries.service.js';
import type { SanctionList } from './sanction-list.entity.js';

const MAJORITY = 18;

/** Turns the accepted rows of an approved list into sanctions, or into entries of the card blacklist. */
@Injectable()
export class ActivationService {
  constructor(
    private readonly entries: EntriesService,
    private readonly subjects: SubjectsService,
    private readonly sanctions: SanctionsService,
    private readonly blacklist: CardBlacklistService,
    private readonly rulebooks: RulebookStore,
  ) {}

  /** Records the subjects of all accepted rows, at once. @returns subject id by identifier hash in hex */
  async ensureSubjects(tx: EntityManager, list: SanctionList): Promise<Map<string, string>> {
    if (list.purpose !== 'sanctions') return new Map();
    const identities: SubjectIdentity[] = [];
    for await (const page of this.entries.stream(tx, list.id, 'accepted')) {
      identities.push(...page.map((entry) => designationOf(entry).subject));
    }
    return this.subjects.ensure(tx, identities);
  }

  /** @param subjectIds of {@link ensureSubjects} */
  async activate(
    tx: EntityManager,
    list: SanctionList,
    subjectIds: ReadonlyMap<string, string>,
    revision: number,
  ): Promise<void> {
    for await (const page of this.entries.stream(tx, list.id, 'accepted')) {
      if (list.purpose === 'sanctions') await this.activateDesignations(tx, list.id, page, subjectIds, revision);
      else await this.activateLeads(tx, list.id, page, revision);
    }
  }

  private async activateLeads(
    tx: EntityManager,
    listId: string,
    page: readonly StoredEntry[],
    revision: number,
  ): Promise<void> {
    const listings: NewCardListing[] = [];
    const clearings: CardClearing[] = [];
    for (const entry of page) {
      const { kind, number, status, caseNo, sinceOn } = leadOf(entry);
      const place = { listId, row: entry.row, kind, number, caseNo };
      if (status === 'clear') clearings.push(place);
      else listings.push({ ...place, status, sinceOn });
    }
    await this.blacklist.clear(tx, clearings, revision);
    await this.blacklist.add(tx, listings, revision);
  }

  private async activateDesignations(
    tx: EntityManager,
    listId: string,
    page: readonly StoredEntry[],
    subjectIds: ReadonlyMap<string, string>,
    revision: number,
  ): Promise<void> {
    const rulebook = this.rulebooks.current();
    const rows = page.map((entry) => ({ entry, designation: designationOf(entry) }));
    const sanctions = rows.map(({ entry, designation }) => {
      const subjectId = subjectIds.get(entry.subjectHash?.toString('hex') ?? '');
      if (subjectId === undefined) throw new Error('The subject of an accepted row was not recorded');
      const terms = termsOf(rulebook, { ...designation, category: entry.category ?? '' });
      return toSanction(listId, entry, designation, subjectId, terms);
    });
    await this.sanctions.activate(tx, rulebook, sanctions, revision);
    await this.blacklist.add(
      tx,
      rows.flatMap(({ entry, designation }) => implicatedListings(listId, entry, designation)),
      revision,
    );
  }
}

function toSanction(
  listId: string,
  { row, category }: StoredEntry,
  designation: Designation,
  subjectId: string,
  terms: Record<string, number>,
): NewSanction {
  const { regime, ground, identifiedOn, termStart, identifyingOrgan, documentNo, noticeServedOn, subject } =
    designation;
  const birthDay = birthDayOf(subject.idType, subject.idNumber);
  return {
    id: uuidv7(),
    subjectId,
    listId,
    row,
    regime,
    category: category ?? '',
    ground,
    identifiedOn,
    startsOn: termStart ?? identifiedOn,
    terms,
    organ: identifyingOrgan,
    documentNo: documentNo ?? null,
    noticeServedOn: noticeServedOn ?? null,
    isMinor: birthDay !== null && yearsBetween(birthDay, dayOfAct(designation)) < MAJORITY,
  };
}

/** Whoever was a minor when it was done stays one for the purpose of publication (Criminal Procedure Law, Art. 286, by analogy). */
function dayOfAct({ conductOn, identifiedOn }: Designation): LocalDate {
  return conductOn !== undefined && conductOn < identifiedOn ? conductOn : identifiedOn;
}

/** The cards a designation names as implicated go on the card blacklist with it. */
function implicatedListings(listId: string, { row }: StoredEntry, designation: Designation): NewCardListing[] {
  return designation.implicatedCards.map(({ kind, number, caseNo }) => ({
    listId,
    row,
    kind,
    number,
    status: 'implicated',
    caseNo: caseNo ?? designation.documentNo ?? null,
    sinceOn: designation.identifiedOn,
  }));
}

/** What intake stored; the content hash was compared just before. */
function contentOf(entry: StoredEntry): string {
  if (entry.content === null) throw new Error('An accepted row has content');
  return entry.content;
}

function designationOf(entry: StoredEntry): Designation {
  return JSON.parse(contentOf(entry));
}

function leadOf(entry: StoredEntry): CardLead {
  return JSON.parse(contentOf(entry));
}
