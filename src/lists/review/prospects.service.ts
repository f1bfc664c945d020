import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { Designation } from '../../domain/designation.js';
import { SubjectsService } from '../../registry/subjects.service.js';
import type { Rulebook } from '../../rulebook/rulebook.js';
import { SanctionPreview, type BooksRead, type PreviewedSanction } from '../../sanctions/sanction-preview.service.js';
import type { NewSanction } from '../../sanctions/sanctions.service.js';
import type { CardLead } from '../card-lead.js';
import { EntriesService, type StoredEntry } from '../entries.service.js';
import { newSanctionOf } from '../new-sanction.js';
import { designationOf, leadOf } from '../stored-content.js';

/** An accepted row, and the sanction it would make. */
export interface Prospect extends PreviewedSanction {
  designation: Designation;
  sanction: NewSanction;
  /** Keyed hash of the name in the row. */
  nameHash: Buffer;
  /** Whether somebody else who is recorded has the same name; of an approved list, who was recorded when it was approved. */
  hasRecordedNamesake: boolean;
}

/** What the accepted rows of a list would become, or have become: read page by page, in flat memory. */
@Injectable()
export class Prospects {
  constructor(
    private readonly entries: EntriesService,
    private readonly subjects: SubjectsService,
    private readonly preview: SanctionPreview,
  ) {}

  /** @param rulebook under which the list is, or was, approved */
  async *sanctions(
    manager: EntityManager,
    listId: string,
    rulebook: Rulebook,
    books: BooksRead,
  ): AsyncGenerator<Prospect[]> {
    for await (const page of this.entries.stream(manager, listId, 'accepted')) {
      const rows = page.map((entry) => this.readable(entry));
      const ids = await this.subjects.idsByHash(
        manager,
        rows.map(({ hash }) => hash),
      );
      const sanctions = rows.map(({ entry, designation, hash }) =>
        // Who is not recorded has nothing in the books, under whatever id.
        newSanctionOf(rulebook, listId, entry, designation, ids.get(hash.toString('hex')) ?? uuidv7()),
      );
      const previews = await this.preview.of(manager, rulebook, sanctions, books);
      const namesakes = await this.subjects.haveNamesakes(
        manager,
        rows.map(({ nameHash, hash }) => ({ nameHash, identifierHash: hash })),
        books.before,
      );
      yield rows.flatMap(({ designation, nameHash }, at) => {
        const [sanction, preview] = [sanctions[at], previews[at]];
        if (sanction === undefined || preview === undefined) return [];
        return [{ ...preview, designation, sanction, nameHash, hasRecordedNamesake: namesakes[at] === true }];
      });
    }
  }

  async *leads(manager: EntityManager, listId: string): AsyncGenerator<{ row: number; lead: CardLead }[]> {
    for await (const page of this.entries.stream(manager, listId, 'accepted'))
      yield page.map((entry) => ({ row: entry.row, lead: leadOf(entry) }));
  }

  private readable(entry: StoredEntry) {
    const designation = designationOf(entry);
    return { entry, designation, hash: hashOf(entry), nameHash: this.subjects.nameHash(designation.subject.name) };
  }
}

function hashOf({ subjectHash }: StoredEntry): Buffer {
  if (subjectHash === null) throw new Error('An accepted row has a subject');
  return subjectHash;
}
