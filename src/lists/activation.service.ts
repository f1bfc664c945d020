import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { RulebookStore } from '../decisions/rulebook-store.service.js';
import type { Designation } from '../domain/designation.js';
import { ListingStage, type StagedListing } from '../registry/listing-stage.service.js';
import { SubjectStage } from '../registry/subject-stage.service.js';
import type { Rulebook } from '../rulebook/rulebook.js';
import { SanctionStage } from '../sanctions/sanction-stage.service.js';
import { EntriesService, type StoredEntry } from './entries.service.js';
import { newSanctionOf } from './new-sanction.js';
import type { SanctionList } from './sanction-list.entity.js';
import { designationOf, leadOf } from './stored-content.js';

/**
 * Turns the accepted rows of a list that is being approved into sanctions, or into entries of the card blacklist: staged first, page
 * by page, in flat memory and while nobody waits, then written by a few statements.
 */
@Injectable()
export class ActivationService {
  constructor(
    private readonly entries: EntriesService,
    private readonly subjects: SubjectStage,
    private readonly sanctions: SanctionStage,
    private readonly listings: ListingStage,
    private readonly rulebooks: RulebookStore,
  ) {}

  /**
   * Stages what the accepted rows make.
   *
   * @returns the rulebook that all of it follows from
   */
  async stage(tx: EntityManager, list: SanctionList): Promise<Rulebook> {
    const rulebook = this.rulebooks.current();
    await this.subjects.open(tx);
    await this.sanctions.open(tx);
    await this.listings.open(tx);
    for await (const page of this.entries.stream(tx, list.id, 'accepted')) {
      if (list.purpose === 'sanctions') await this.stageDesignations(tx, rulebook, list.id, page);
      else await this.listings.add(tx, page.map(listingOf));
    }
    return rulebook;
  }

  /** Records the subjects of what is staged, in the turn of the books; before the revision, so that it knows them. */
  async recordSubjects(tx: EntityManager): Promise<void> {
    await this.sanctions.replaceSubjects(tx, await this.subjects.record(tx));
  }

  /** Writes what is staged. @param rulebook of {@link stage} @param revision the revision this transaction took */
  async activate(tx: EntityManager, list: SanctionList, rulebook: Rulebook, revision: number): Promise<void> {
    await this.sanctions.activate(tx, rulebook, revision);
    await this.listings.enter(tx, list.id, revision);
  }

  private async stageDesignations(
    tx: EntityManager,
    rulebook: Rulebook,
    listId: string,
    page: readonly StoredEntry[],
  ): Promise<void> {
    const rows = page.map((entry) => ({ entry, designation: designationOf(entry) }));
    const subjectIds = await this.subjects.add(
      tx,
      rows.map(({ designation }) => designation.subject),
    );
    const sanctions = rows.map(({ entry, designation }, at) => {
      const subjectId = subjectIds[at];
      if (subjectId === undefined) throw new Error('The subject of an accepted row was not staged');
      return newSanctionOf(rulebook, listId, entry, designation, subjectId);
    });
    await this.sanctions.add(tx, rulebook, sanctions);
    await this.listings.add(
      tx,
      rows.flatMap(({ entry, designation }) => implicatedListings(entry, designation)),
    );
  }
}

function listingOf(entry: StoredEntry): StagedListing {
  const { kind, number, status, caseNo, sinceOn } = leadOf(entry);
  return { row: entry.row, kind, number, status, caseNo, sinceOn };
}

/** The cards a designation names as implicated go on the card blacklist with it. */
function implicatedListings({ row }: StoredEntry, designation: Designation): StagedListing[] {
  return designation.implicatedCards.map(({ kind, number, caseNo }) => ({
    row,
    kind,
    number,
    status: 'implicated',
    caseNo: caseNo ?? designation.documentNo ?? null,
    sinceOn: designation.identifiedOn,
  }));
}
