import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { RulebookStore } from '../decisions/rulebook-store.service.js';
import type { Designation, SubjectIdentity } from '../domain/designation.js';
import { CardBlacklistService, type CardClearing, type NewCardListing } from '../registry/card-blacklist.service.js';
import { SubjectsService } from '../registry/subjects.service.js';
import { SanctionsService } from '../sanctions/sanctions.service.js';
import { designationOf, leadOf } from './stored-content.js';
import { EntriesService, type StoredEntry } from './entries.service.js';
import { newSanctionOf } from './new-sanction.js';
import type { SanctionList } from './sanction-list.entity.js';

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
      return newSanctionOf(rulebook, listId, entry, designation, subjectId);
    });
    await this.sanctions.activate(tx, rulebook, sanctions, revision);
    await this.blacklist.add(
      tx,
      rows.flatMap(({ entry, designation }) => implicatedListings(listId, entry, designation)),
      revision,
    );
  }
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
