import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Problem } from '../../domain/problem.js';
import { decodeSequence, encodeCursor } from '../../platform/cursor.js';
import { FewAtOnce } from '../../platform/few-at-once.js';
import { EntriesService } from '../entries.service.js';
import { SanctionList } from '../sanction-list.entity.js';
import { comparedItem } from './compared-item.js';
import type { ComparedCounts, ComparedItem, ComparedKind, ComparisonResponse } from './comparison.dto.js';
import { Recent } from './recent.js';

export interface ComparisonFilter {
  with?: string;
  kind?: ComparedKind;
  /** Of the page before. */
  cursor?: string;
  limit: number;
}

/** A subject or card that one list names, or both. */
export interface ComparedPair {
  row: number | null;
  otherRow: number | null;
  kind: ComparedKind;
}

const COMPARISONS_KEPT = 8;
const PAIRS_READ = 1000;

/** Compares accepted rows of two lists by the keyed hash of their subject or card. */
@Injectable()
export class Comparisons {
  private readonly recent = new Recent<readonly ComparedPair[]>(COMPARISONS_KEPT);
  private readonly turns = new FewAtOnce<void>(2);

  constructor(
    private readonly db: DataSource,
    private readonly entries: EntriesService,
  ) {}

  /** @throws {Problem} `list-not-found`; `lists-not-comparable` for lists of different purposes */
  async of(id: string, filter: ComparisonFilter): Promise<ComparisonResponse> {
    for (;;) {
      const page = await this.page(id, filter);
      if (typeof page !== 'string') return page;
      // In a turn of its own, and only then in a transaction: who waits holds no connection.
      await this.turns.run(page, () =>
        this.db.transaction('REPEATABLE READ', async (tx) => {
          const { key, list, other } = await sidesOf(tx, id, filter.with);
          this.recent.set(key, await this.compare(tx, list, other));
        }),
      );
    }
  }

  /** A page, or the key of what has to be compared for it first. */
  private async page(id: string, filter: ComparisonFilter): Promise<ComparisonResponse | string> {
    const { kind, cursor, limit } = filter;
    return this.db.transaction('REPEATABLE READ', async (tx) => {
      const { key, list, other } = await sidesOf(tx, id, filter.with);
      const pairs = this.recent.get(key);
      if (pairs === undefined) return key;
      const from = cursor === undefined ? 0 : decodeSequence(cursor);
      const wanted = kind === undefined ? pairs : pairs.filter((pair) => pair.kind === kind);
      const page = wanted.slice(from, from + limit);
      return {
        with: other === null ? null : withOther(other),
        counts: countsOf(pairs),
        items: await this.items(tx, list, other, page),
        nextCursor: from + limit < wanted.length ? encodeCursor({ seq: from + limit }) : null,
      };
    });
  }

  /** In the order of this list, then what is gone in the order of the other. */
  private async compare(tx: EntityManager, list: SanctionList, other: SanctionList | null): Promise<ComparedPair[]> {
    const rows: Omit<ComparedPair, 'kind'>[] = await tx.query(SELECT_PAIRS, [list.id, other?.id ?? null]);
    const pairs: ComparedPair[] = [];
    for (let at = 0; at < rows.length; at += PAIRS_READ) {
      const slice = rows.slice(at, at + PAIRS_READ);
      const both = slice.filter(({ row, otherRow }) => row !== null && otherRow !== null);
      const contents = await this.contents(tx, list, other, both);
      for (const pair of slice) {
        const [now, then] = contents.of(pair);
        if (pair.otherRow === null) pairs.push({ ...pair, kind: 'added' });
        else if (pair.row === null) pairs.push({ ...pair, kind: 'gone' });
        else pairs.push({ ...pair, kind: now === then ? 'same' : 'changed' });
      }
    }
    return pairs;
  }

  private async items(
    tx: EntityManager,
    list: SanctionList,
    other: SanctionList | null,
    page: readonly ComparedPair[],
  ): Promise<ComparedItem[]> {
    const contents = await this.contents(tx, list, other, page);
    return page.map((pair) => comparedItem(pair, list.purpose, ...contents.of(pair)));
  }

  /** What both lists say in some rows. */
  private async contents(
    tx: EntityManager,
    list: SanctionList,
    other: SanctionList | null,
    pairs: readonly Pick<ComparedPair, 'row' | 'otherRow'>[],
  ): Promise<{ of: (pair: Pick<ComparedPair, 'row' | 'otherRow'>) => [now: string | null, then: string | null] }> {
    const places = pairs.flatMap(({ row, otherRow }) => [
      ...(row === null ? [] : [{ listId: list.id, row }]),
      ...(otherRow === null || other === null ? [] : [{ listId: other.id, row: otherRow }]),
    ]);
    const found = places.length === 0 ? [] : await this.entries.at(tx, places);
    const contents = new Map(found.map(({ listId, row, content }) => [`${listId} ${row}`, content]));
    const contentAt = (side: SanctionList | null, row: number | null): string | null =>
      contents.get(`${side?.id ?? ''} ${row ?? ''}`) ?? null;
    return { of: ({ row, otherRow }) => [contentAt(list, row), contentAt(other, otherRow)] };
  }
}

/** Both lists, and the key of what they say. */
async function sidesOf(tx: EntityManager, id: string, otherId: string | undefined) {
  const list = await find(tx, id);
  const other = otherId === undefined ? await previous(tx, list) : await find(tx, otherId);
  if (other !== null && other.purpose !== list.purpose) throw new Problem('lists-not-comparable');
  const key = [list, other].map((side) => `${side?.id ?? ''} ${side?.contentHash.toString('hex') ?? ''}`).join(' ');
  return { list, other, key };
}

async function find(tx: EntityManager, id: string): Promise<SanctionList> {
  const list = await tx.findOneBy(SanctionList, { id });
  if (list === null) throw new Problem('list-not-found');
  return list;
}

async function previous(tx: EntityManager, list: SanctionList): Promise<SanctionList | null> {
  const [found]: { id: string }[] = await tx.query(SELECT_PREVIOUS, [list.id, list.purpose, list.authorId]);
  return found === undefined ? null : find(tx, found.id);
}

function withOther({ id, title, submittedAt }: SanctionList): ComparisonResponse['with'] {
  return { id, title, submittedAt: submittedAt?.toISOString() ?? null };
}

function countsOf(pairs: readonly ComparedPair[]): ComparedCounts {
  const counts: ComparedCounts = { added: 0, gone: 0, changed: 0, same: 0 };
  for (const { kind } of pairs) counts[kind] += 1;
  return counts;
}

/** Ids grow with time. */
const SELECT_PREVIOUS = `
  SELECT sanction_list.id FROM sanction_list JOIN officer ON officer.id = author_id
  WHERE sanction_list.id < $1 AND purpose = $2 AND state NOT IN ('rejected', 'withdrawn')
    AND institution_id = (SELECT institution_id FROM officer WHERE id = $3)
  ORDER BY sanction_list.id DESC LIMIT 1`;

/** Of accepted rows no two of a list have the same subject. */
const SELECT_PAIRS = `
  SELECT own.row, other.row AS "otherRow"
  FROM (SELECT row, subject_hash FROM list_entry WHERE list_id = $1 AND verdict = 'accepted') AS own
  FULL JOIN (SELECT row, subject_hash FROM list_entry WHERE list_id = $2 AND verdict = 'accepted') AS other USING (subject_hash)
  ORDER BY own.row, other.row`;
