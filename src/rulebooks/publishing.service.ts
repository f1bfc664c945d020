import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { RulebookStore } from '../decisions/rulebook-store.service.js';
import { Problem } from '../domain/problem.js';
import { inForceOn } from '../domain/publication.js';
import type { OfficerPrincipal } from '../institutions/principal.js';
import { Revisions } from '../platform/revisions.js';
import { PublicationRecords } from './publication-records.service.js';
import { SignedWhatIfs, type PublicationRequest } from './signed-what-ifs.service.js';

export interface PublicationMade {
  /** From which every decision knows it. */
  revision: number;
  /** Rulebooks that were to come into force and now will not. */
  displaced: string[];
}

/** The second pair of eyes: from a candidate to the rulebook in force from a day on, in one transaction. */
@Injectable()
export class Publishing {
  constructor(
    private readonly db: DataSource,
    private readonly revisions: Revisions,
    private readonly rulebooks: RulebookStore,
    private readonly whatIfs: SignedWhatIfs,
    private readonly records: PublicationRecords,
  ) {}

  /**
   * Publishes a rulebook. It changes the rules of all decisions from the effective day on; sanctions keep their terms.
   *
   * @throws {Problem} `rulebook-not-found`, `rulebook-author-missing`, `publisher-is-author`, and those of
   *   {@link SignedWhatIfs.accept}
   */
  async publish(hash: string, request: PublicationRequest, officer: OfficerPrincipal): Promise<PublicationMade> {
    const made = await this.db.transaction(async (tx) => {
      // Its turn first: two approvers can press the button in the same second.
      const revision = await this.revisions.next(tx, 'rulebook.published');
      const authorId = await authorOf(tx, hash, officer.id);
      const before = await this.rulebooks.publishedIn(tx);
      const follows = inForceOn(before, request.effectiveFrom)?.rulebookHash;
      const signed = await this.whatIfs.accept(tx, { hash, follows, request, officer });
      const { effectiveFrom } = request;
      const publication = { number: before.length + 1, rulebookHash: hash, effectiveFrom, revision };
      const displaced = await this.records.write(tx, publication, { authorId, officer, signed, before });
      return { revision, displaced };
    });
    await this.rulebooks.refresh();
    await this.revisions.announce(made.revision);
    return made;
  }
}

/** Its author is the officer who handed it in first; whoever handed it in as well cannot be its second pair of eyes. */
async function authorOf(tx: EntityManager, hash: string, approverId: string): Promise<string> {
  const known: unknown[] = await tx.query('SELECT 1 FROM rulebook WHERE hash = $1', [hash]);
  if (known.length === 0) throw new Problem('rulebook-not-found');
  const authors: { id: string }[] = await tx.query(
    `SELECT submitted_by AS id FROM rulebook_submission WHERE rulebook_hash = $1 AND submitted_by IS NOT NULL
     ORDER BY submitted_at, id`,
    [hash],
  );
  const [author] = authors;
  if (author === undefined) throw new Problem('rulebook-author-missing');
  if (authors.some(({ id }) => id === approverId)) throw new Problem('publisher-is-author');
  return author.id;
}
