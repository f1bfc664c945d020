import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { toCome, type Publication } from '../domain/publication.js';
import { actorOf, type OfficerPrincipal } from '../institutions/principal.js';
import { Audit } from '../platform/audit.js';
import { Clock } from '../platform/clock.js';
import type { AcceptedWhatIf } from './signed-what-ifs.service.js';

/** Who made a publication, and on what. */
export interface Provenance {
  authorId: string;
  officer: OfficerPrincipal;
  signed: AcceptedWhatIf;
  /** All publications before it. */
  before: readonly Publication[];
}

/** Publications in their table and in the audit trail. */
@Injectable()
export class PublicationRecords {
  constructor(
    private readonly clock: Clock,
    private readonly audit: Audit,
  ) {}

  /** @returns hashes of the rulebooks that were to come into force and now will not */
  async write(
    tx: EntityManager,
    publication: Publication,
    { authorId, officer, signed, before }: Provenance,
  ): Promise<string[]> {
    const { number, rulebookHash, effectiveFrom, revision } = publication;
    const stillToCome = toCome([...before, publication], this.clock.today());
    const displaced = toCome(before, this.clock.today()).filter((one) => !stillToCome.includes(one));
    const people = [this.clock.now(), authorId, officer.id];
    const basis = [signed.id, signed.diffHash, signed.isMassChangeConfirmed];
    await tx.query(INSERT, [number, rulebookHash, effectiveFrom, ...people, ...basis, revision]);
    await this.audit.append(tx, {
      actor: actorOf(officer),
      what: 'rulebook.published',
      object: `rulebook:${rulebookHash}`,
      detail: {
        publication: number,
        effectiveFrom,
        diffHash: signed.diffHash,
        massChangeConfirmed: signed.isMassChangeConfirmed,
        displaced: displaced.length,
        revision,
      },
    });
    return displaced.map((one) => one.rulebookHash);
  }
}

const INSERT = `
  INSERT INTO rulebook_publication (number, rulebook_hash, effective_from, published_at, author_id, approver_id, what_if_id,
    diff_hash, is_mass_change_confirmed, revision)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`;
