import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { RulebookStore } from '../../decisions/rulebook-store.service.js';
import type { CardKind } from '../../domain/designation.js';
import { localDateOf } from '../../domain/period.js';
import { Problem } from '../../domain/problem.js';
import { Clock } from '../../platform/clock.js';
import type { Rulebook } from '../../rulebook/rulebook.js';
import type { BooksRead } from '../../sanctions/sanction-preview.service.js';
import { FewAtOnce } from '../../platform/few-at-once.js';
import type { CardLead } from '../card-lead.js';
import { SanctionList } from '../sanction-list.entity.js';
import { MassChanges } from './mass-change.service.js';
import { Prospects } from './prospects.service.js';
import { Recent } from './recent.js';
import { countReasons } from './reasons.js';
import { RowCount, type RowBits } from './row-count.js';
import { SanctionsTally, titled } from './sanctions-tally.js';
import type { CardsSummary, SummaryResponse } from './summary.dto.js';

const SUMMARIES_KEPT = 50;
const ROWS_KEPT_BYTES = 64 * 1024 * 1024;
const NO_ROWS: RowBits = Buffer.alloc(0);
/** Numbers that rest on what the rows say, and on nothing in the books: they need not be counted again when these change. */
const OF_CONTENT = /^(?:(?:ground|regime|category|kind|organ|cardKind|status):|minors$)/;

/** A summary, and the rows that its numbers count. */
interface Counted {
  summary: SummaryResponse;
  rows: ReadonlyMap<string, RowBits>;
}

/** What a summary is taken of. */
interface Taken {
  list: SanctionList;
  rulebook: Rulebook;
  books: BooksRead;
  /** Of all that it depends on. */
  key: string;
}

/** Rows that numbers count, and of what the numbers were taken. */
interface KeptRows {
  key: string;
  contentHash: Buffer;
  rows: Counted['rows'];
}

/**
 * What an approver should know of a list before signing: computed by what the approval itself uses, in one consistent view of the
 * books, without a write or a lock. Of an approved list it is what the books said just before, which is what was made.
 */
@Injectable()
export class Summaries {
  /** By all they depend on. */
  private readonly summaries = new Recent<SummaryResponse>(SUMMARIES_KEPT);
  /** The newest of each list, by its id: they are far larger than a summary. */
  private readonly rows = new Recent<KeptRows>(SUMMARIES_KEPT, ROWS_KEPT_BYTES, bytesOf);
  private readonly turns = new FewAtOnce<Counted>(2);

  constructor(
    private readonly db: DataSource,
    private readonly rulebooks: RulebookStore,
    private readonly prospects: Prospects,
    private readonly massChanges: MassChanges,
    private readonly clock: Clock,
  ) {}

  /** @throws {Problem} `list-not-found` */
  async of(id: string): Promise<SummaryResponse> {
    const { key } = await this.taken(this.db.manager, id);
    return this.summaries.get(key) ?? (await this.counted(id, key)).summary;
  }

  /**
   * The rows that a number of the summary counts; none if it has no such number.
   *
   * @param isContinued whether a listing of them goes on: its pages come from one count, also when the books have changed since
   * @throws {Problem} `list-not-found`
   */
  async rowsOf(id: string, number: string, isContinued: boolean): Promise<RowBits> {
    const { key, list } = await this.taken(this.db.manager, id);
    const kept = this.rows.get(id);
    const isOfContent = kept?.contentHash.equals(list.contentHash) === true;
    const serves = kept?.key === key || (isOfContent && (isContinued || OF_CONTENT.test(number)));
    const rows = kept !== undefined && serves ? kept.rows : (await this.counted(id, key)).rows;
    return rows.get(number) ?? NO_ROWS;
  }

  /** Counts in a turn of its own, and only then in a transaction: who waits holds no connection. */
  private counted(id: string, asked: string): Promise<Counted> {
    return this.turns.run(asked, () =>
      this.db.transaction('REPEATABLE READ', async (tx) => {
        // Looked up again: while it waited, the list and the books may have changed.
        const { list, rulebook, books, key } = await this.taken(tx, id);
        const counted = await this.compute(tx, list, rulebook, books);
        this.summaries.set(key, counted.summary);
        this.rows.set(id, { key, contentHash: list.contentHash, rows: counted.rows });
        return counted;
      }),
    );
  }

  private async taken(manager: EntityManager, id: string): Promise<Taken> {
    const list = await manager.findOneBy(SanctionList, { id });
    if (list === null) throw new Problem('list-not-found');
    const rulebook = await this.rulebookOf(manager, list);
    const books = this.booksOf(list);
    const [{ revision }]: [{ revision: number | null }] = await manager.query(
      'SELECT max(number) AS revision FROM revision',
    );
    const key = [id, list.contentHash.toString('hex'), books.before ?? revision, books.day, rulebook.hash].join(' ');
    return { list, rulebook, books, key };
  }

  private booksOf({ revision, decidedAt }: SanctionList): BooksRead {
    if (revision === null || decidedAt === null) return { day: this.clock.today() };
    return { day: localDateOf(decidedAt), before: Number(revision) };
  }

  /** What it is approved under if it is approved now; of an approved list, what it was approved under. */
  private async rulebookOf(manager: EntityManager, { id, state }: SanctionList): Promise<Rulebook> {
    if (state !== 'approved') return this.rulebooks.current();
    const [made]: { hash: string }[] = await manager.query(
      'SELECT rulebook_hash AS hash FROM sanction WHERE list_id = $1 LIMIT 1',
      [id],
    );
    return made === undefined ? this.rulebooks.current() : this.rulebooks.byHash(made.hash);
  }

  private async compute(tx: EntityManager, list: SanctionList, rulebook: Rulebook, books: BooksRead): Promise<Counted> {
    const { notes, refused } = await countReasons(tx, list.id);
    const common = {
      contentHash: list.contentHash.toString('hex'),
      accepted: list.accepted,
      rejected: list.rejected,
      notes,
      refused,
      massChange: await this.massChanges.of(tx, list, books),
    };
    if (list.purpose === 'card_blacklist') {
      const { cards, rows } = await this.cardsOf(tx, list, rulebook);
      return { summary: { ...common, sanctions: null, cards }, rows };
    }
    const tally = await this.sanctionsOf(tx, list, rulebook, books);
    return { summary: { ...common, sanctions: tally.summary(), cards: null }, rows: tally.rows() };
  }

  private async sanctionsOf(
    tx: EntityManager,
    list: SanctionList,
    rulebook: Rulebook,
    books: BooksRead,
  ): Promise<SanctionsTally> {
    const tally = new SanctionsTally(rulebook, list.accepted);
    for await (const page of this.prospects.sanctions(tx, list.id, rulebook, books)) {
      for (const prospect of page) tally.add(prospect);
    }
    return tally;
  }

  private async cardsOf(
    tx: EntityManager,
    list: SanctionList,
    { catalogue }: Rulebook,
  ): Promise<{ cards: CardsSummary; rows: Counted['rows'] }> {
    const kinds = new RowCount<CardKind>();
    const statuses = new RowCount<CardLead['status']>();
    const institutions = new RowCount<string>();
    for await (const page of this.prospects.leads(tx, list.id)) {
      for (const { row, lead } of page) {
        kinds.add(lead.kind, row);
        statuses.add(lead.status, row);
      }
    }
    const held: { code: string | null; name: string | null; rows: number[] }[] = await tx.query(ROWS_BY_INSTITUTION, [
      list.id,
    ]);
    for (const { code, rows } of held) for (const row of rows) institutions.add(holderOf(code), row);
    return {
      cards: {
        byKind: kinds.items((kind) => ({ kind, title: titled(catalogue.cardKinds[kind], kind) })),
        byStatus: statuses.items((status) => ({ status })),
        byInstitution: held.map(({ code, name, rows }) => ({ code, name, count: rows.length })),
      },
      rows: new Map([
        ...kinds.rows((kind) => `cardKind:${kind}`),
        ...statuses.rows((status) => `status:${status}`),
        ...institutions.rows((holder) => holder),
      ]),
    };
  }
}

function bytesOf({ rows }: KeptRows): number {
  return [...rows.values()].reduce((sum, bits) => sum + bits.length, 0);
}

/** Who has registered a card, as the rows are named. */
function holderOf(code: string | null): string {
  return code === null ? 'unregistered' : `institution:${code}`;
}

const ROWS_BY_INSTITUTION = `
  SELECT institution.code, institution.name, array_agg(DISTINCT row) AS rows
  FROM list_entry LEFT JOIN card ON card.number_hash = subject_hash LEFT JOIN institution ON institution.id = card.institution_id
  WHERE list_id = $1 AND verdict = 'accepted'
  GROUP BY institution.code, institution.name ORDER BY count(DISTINCT row) DESC, institution.code`;
