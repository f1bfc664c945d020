import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { RulebookStore } from '../../decisions/rulebook-store.service.js';
import { isRowCode, isRowNote, type CardKind } from '../../domain/designation.js';
import { localDateOf } from '../../domain/period.js';
import { Problem } from '../../domain/problem.js';
import { rowReason } from '../../files/row-reason.js';
import { Clock } from '../../platform/clock.js';
import type { Rulebook } from '../../rulebook/rulebook.js';
import type { BooksRead } from '../../sanctions/sanction-preview.service.js';
import type { CardLead } from '../card-lead.js';
import { SanctionList } from '../sanction-list.entity.js';
import { MassChanges } from './mass-change.service.js';
import { Prospects } from './prospects.service.js';
import { Recent } from './recent.js';
import { Count, SanctionsTally, titled } from './sanctions-tally.js';
import type { CardsSummary, SanctionsSummary, SummaryResponse } from './summary.dto.js';

const SUMMARIES_KEPT = 50;

/**
 * What an approver should know of a list before signing: computed by what the approval itself uses, in one consistent view of the
 * books, without a write or a lock. Of an approved list it is what the books said just before, which is what was made.
 */
@Injectable()
export class Summaries {
  private readonly recent = new Recent<SummaryResponse>(SUMMARIES_KEPT);

  constructor(
    private readonly db: DataSource,
    private readonly rulebooks: RulebookStore,
    private readonly prospects: Prospects,
    private readonly massChanges: MassChanges,
    private readonly clock: Clock,
  ) {}

  /** @throws {Problem} `list-not-found` */
  async of(id: string): Promise<SummaryResponse> {
    return this.db.transaction('REPEATABLE READ', async (tx) => {
      const list = await tx.findOneBy(SanctionList, { id });
      if (list === null) throw new Problem('list-not-found');
      const rulebook = await this.rulebookOf(tx, list);
      const books = this.booksOf(list);
      const [{ revision }]: [{ revision: number | null }] = await tx.query(
        'SELECT max(number) AS revision FROM revision',
      );
      const key = [id, list.contentHash.toString('hex'), books.before ?? revision, books.day, rulebook.hash].join(' ');
      return this.recent.get(key, () => this.compute(tx, list, rulebook, books));
    });
  }

  private booksOf({ revision, decidedAt }: SanctionList): BooksRead {
    if (revision === null || decidedAt === null) return { day: this.clock.today() };
    return { day: localDateOf(decidedAt), before: Number(revision) };
  }

  /** What it is approved under if it is approved now; of an approved list, what it was approved under. */
  private async rulebookOf(tx: EntityManager, { id, state }: SanctionList): Promise<Rulebook> {
    if (state !== 'approved') return this.rulebooks.current();
    const [made]: { hash: string }[] = await tx.query(
      'SELECT rulebook_hash AS hash FROM sanction WHERE list_id = $1 LIMIT 1',
      [id],
    );
    return made === undefined ? this.rulebooks.current() : this.rulebooks.byHash(made.hash);
  }

  private async compute(
    tx: EntityManager,
    list: SanctionList,
    rulebook: Rulebook,
    books: BooksRead,
  ): Promise<SummaryResponse> {
    const refused: { code: string; count: number }[] = await tx.query(COUNT_REFUSED, [list.id]);
    const notes: { note: string; count: number }[] = await tx.query(COUNT_NOTES, [list.id]);
    const isOfCards = list.purpose === 'card_blacklist';
    return {
      contentHash: list.contentHash.toString('hex'),
      accepted: list.accepted,
      rejected: list.rejected,
      notes: notes.flatMap(({ note, count }) => (isRowNote(note) ? [{ note, count }] : [])),
      refused: refused.flatMap(({ code, count }) =>
        isRowCode(code) ? [{ code, reason: { zh: rowReason(code), en: rowReason(code, 'en') }, count }] : [],
      ),
      sanctions: isOfCards ? null : await this.sanctionsOf(tx, list, rulebook, books),
      cards: isOfCards ? await this.cardsOf(tx, list, rulebook) : null,
      massChange: await this.massChanges.of(tx, list, books),
    };
  }

  private async sanctionsOf(
    tx: EntityManager,
    list: SanctionList,
    rulebook: Rulebook,
    books: BooksRead,
  ): Promise<SanctionsSummary> {
    const tally = new SanctionsTally(rulebook);
    for await (const page of this.prospects.sanctions(tx, list.id, rulebook, books)) {
      for (const prospect of page) tally.add(prospect);
    }
    return tally.summary();
  }

  private async cardsOf(tx: EntityManager, list: SanctionList, { catalogue }: Rulebook): Promise<CardsSummary> {
    const kinds = new Count<CardKind>();
    const statuses = new Count<CardLead['status']>();
    for await (const page of this.prospects.leads(tx, list.id)) {
      for (const { kind, status } of page) {
        kinds.add(kind);
        statuses.add(status);
      }
    }
    return {
      byKind: kinds.items((kind) => ({ kind, title: titled(catalogue.cardKinds[kind], kind) })),
      byStatus: statuses.items((status) => ({ status })),
      byInstitution: await tx.query(COUNT_BY_INSTITUTION, [list.id]),
    };
  }
}

const COUNT_REFUSED = `
  SELECT code, count(*)::integer AS count FROM list_entry WHERE list_id = $1 AND verdict = 'rejected'
  GROUP BY code ORDER BY count DESC, code`;

const COUNT_NOTES = `
  SELECT note, count(*)::integer AS count FROM list_entry CROSS JOIN unnest(notes) AS note
  WHERE list_id = $1 AND verdict = 'accepted' GROUP BY note ORDER BY count DESC, note`;

const COUNT_BY_INSTITUTION = `
  SELECT institution.code, institution.name, count(*)::integer AS count
  FROM list_entry LEFT JOIN card ON card.number_hash = subject_hash LEFT JOIN institution ON institution.id = card.institution_id
  WHERE list_id = $1 AND verdict = 'accepted'
  GROUP BY institution.code, institution.name ORDER BY count DESC, institution.code`;
