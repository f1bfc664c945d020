import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { RulebookStore } from '../../decisions/rulebook-store.service.js';
import { Problem } from '../../domain/problem.js';
import type { OfficerPrincipal } from '../../institutions/principal.js';
import { EntriesService, type StoredEntry } from '../entries.service.js';
import type { JudgedRow } from '../judged-row.js';
import { lockList } from '../lists.service.js';
import { RowSource } from '../row-source.service.js';
import type { SanctionList } from '../sanction-list.entity.js';
import { corrected } from '../written-row.js';
import { recount } from './recount.js';
import { RevisionRecords, type RevisionAct } from './revision-records.service.js';

/** What an act made of a draft. */
export interface RevisedList {
  list: SanctionList;
  /** Other rows that were judged otherwise because of it, in order. */
  alsoChanged: number[];
}

/** What a row says: as written, or in rows from before that was always kept, as understood. */
type Original = Pick<StoredEntry, 'raw' | 'content'>;

/** Rows of a draft while they are changed. */
interface Revision {
  act: RevisionAct;
  row: number;
  /** Merged into what was written; absent: it stays. */
  patch?: Readonly<Record<string, unknown>>;
  remark?: string;
}

/**
 * Corrects rows of a draft, takes them out and puts them back. Whatever is done in whatever order, the list then says what an
 * import of the rows as they now stand would say.
 */
@Injectable()
export class EntryRevisions {
  constructor(
    private readonly db: DataSource,
    private readonly entries: EntriesService,
    private readonly source: RowSource,
    private readonly rulebooks: RulebookStore,
    private readonly records: RevisionRecords,
  ) {}

  /**
   * @param patch merged into what was written
   * @throws {Problem} of every act here: `list-not-found`, `forbidden`, `list-not-draft`, `list-entry-not-found`,
   *   `list-entry-without-original`; and `list-entry-excluded`, `list-column-unknown`, `validation-failed`
   */
  correct(
    listId: string,
    row: number,
    officer: OfficerPrincipal,
    patch: Readonly<Record<string, unknown>>,
  ): Promise<RevisedList> {
    return this.revise(listId, officer, { act: 'corrected', row, patch });
  }

  /** The row is refused whatever it says, and keeps what it says. @throws {Problem} `list-entry-excluded` if it is out already */
  exclude(listId: string, row: number, officer: OfficerPrincipal, remark: string): Promise<RevisedList> {
    return this.revise(listId, officer, { act: 'excluded', row, remark });
  }

  /** @throws {Problem} `list-entry-not-excluded` */
  include(listId: string, row: number, officer: OfficerPrincipal): Promise<RevisedList> {
    return this.revise(listId, officer, { act: 'included', row });
  }

  private revise(listId: string, officer: OfficerPrincipal, revision: Revision): Promise<RevisedList> {
    return this.db.transaction(async (tx) => {
      // Corrections of one list go one after the other: each judges by what the one before has left.
      const list = await lockList(tx, listId);
      if (list.authorId !== officer.id) throw new Problem('forbidden');
      if (list.state !== 'draft') throw new Problem('list-not-draft');
      const former = await this.entries.find(tx, listId, revision.row);
      if (former === undefined) throw new Problem('list-entry-not-found');
      assertFits(revision.act, former);
      const { act, row, patch, remark } = revision;
      const said = former.raw ?? former.content;
      if (said === null || (patch !== undefined && former.raw === null)) {
        throw new Problem('list-entry-without-original');
      }
      await this.records.keep(tx, { listId, row, act, officer, said, ...(remark === undefined ? {} : { remark }) });
      const written =
        patch === undefined
          ? { raw: former.raw, content: former.content }
          : { raw: await corrected(list, said, patch), content: null };
      const changed = await this.judgeAgain(tx, list, officer, former, { act, written });
      await this.entries.replace(tx, listId, changed);
      await recount(tx, this.entries, list);
      await this.records.write(tx, list, { officer, act, row });
      return { list, alsoChanged: changed.map((judged) => judged.row).filter((other) => other !== row) };
    });
  }

  /** The row, and those whose verdict hangs on it because they name whom it names or named; only what comes out otherwise. */
  private async judgeAgain(
    tx: EntityManager,
    list: SanctionList,
    officer: OfficerPrincipal,
    former: StoredEntry,
    { act, written }: { act: RevisionAct; written: Original },
  ): Promise<JudgedRow[]> {
    const sitting = {
      region: officer.organ.region,
      rulebook: await this.rulebooks.byHash(list.rulebookHash),
      manager: tx,
    };
    const revised = { row: former.row, ...written, isExcluded: act === 'excluded' };
    const alone = await onlyOne(this.source.again(list, [revised], sitting));
    const hashes = [former.subjectHash, alone.subjectHash].filter((hash) => hash !== null);
    const others = (await this.entries.ofSubjects(tx, list.id, hashes)).filter(({ row }) => row !== former.row);
    const rows = others.map(({ row, raw, content }) => ({ row, raw, content, isExcluded: false }));
    const changed: JudgedRow[] = [];
    const before = new Map(others.map((entry) => [entry.row, entry]));
    for await (const batch of this.source.again(list, [...rows, revised].toSorted(byRow), sitting)) {
      const otherwise = batch.filter((judged) => isOtherwise(before.get(judged.row), judged));
      // A row that is taken out names nothing, but of one that was never kept as written it is all there is.
      changed.push(
        ...otherwise.map((judged) =>
          judged.raw === null ? { ...judged, content: judged.content ?? written.content } : judged,
        ),
      );
    }
    return changed;
  }
}

function assertFits(act: RevisionAct, { code }: StoredEntry): void {
  const isExcluded = code === 'EXCLUDED';
  if (act === 'included' && !isExcluded) throw new Problem('list-entry-not-excluded');
  if (act !== 'included' && isExcluded) throw new Problem('list-entry-excluded');
}

function isOtherwise(before: StoredEntry | undefined, { verdict, code, notes }: JudgedRow): boolean {
  return (
    before === undefined ||
    before.verdict !== verdict ||
    before.code !== code ||
    before.notes.join(' ') !== notes.join(' ')
  );
}

function byRow(left: { row: number }, right: { row: number }): number {
  return left.row - right.row;
}

async function onlyOne(batches: AsyncIterable<readonly JudgedRow[]>): Promise<JudgedRow> {
  for await (const [judged] of batches) if (judged !== undefined) return judged;
  throw new Error('A row was given no verdict');
}
