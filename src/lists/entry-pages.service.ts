import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { RowCode, RowNote } from '../domain/designation.js';
import { Problem } from '../domain/problem.js';
import { actorOf, type OfficerPrincipal } from '../institutions/principal.js';
import { Audit } from '../platform/audit.js';
import { decodeSequence, encodeCursor } from '../platform/cursor.js';
import { ENTRY_COLUMNS, EntriesService, type EntryRow, type StoredEntry } from './entries.service.js';
import { Summaries } from './review/summaries.service.js';
import { RevisionRecords, type Exclusion } from './revision/revision-records.service.js';

export interface EntryFilter {
  verdict?: 'accepted' | 'rejected';
  code?: RowCode;
  note?: RowNote;
  /** Numbers of the rows that may come, with commas. */
  rows?: string;
  /** Name of a number of the summary: the rows that it counts. */
  counted?: string;
  /** Number of the first row that may come. */
  from?: number;
  /** Of the page before. */
  cursor?: string;
  limit: number;
}

/** A row with what is known of it beyond the list's content. */
export interface EntryView extends StoredEntry {
  /** Id of the subject, where it is recorded. */
  subjectId: string | null;
  isCorrected: boolean;
  /** Of a row that was taken out. */
  exclusion: Exclusion | undefined;
}

export interface EntryPage {
  items: EntryView[];
  nextCursor: string | null;
}

type ViewRow = EntryRow & { subject_id: string | null; is_corrected: boolean };

/** The rows of a list as officers read them: page by page, or one in full for a purpose. */
@Injectable()
export class EntryPages {
  constructor(
    private readonly db: DataSource,
    private readonly entries: EntriesService,
    private readonly revisions: RevisionRecords,
    private readonly summaries: Summaries,
    private readonly audit: Audit,
  ) {}

  async page(listId: string, filter: EntryFilter): Promise<EntryPage> {
    const { verdict, code, note, rows, counted, from = 1, cursor, limit } = filter;
    const after = Math.max(from - 1, cursor === undefined ? 0 : decodeSequence(cursor));
    const bits = counted === undefined ? null : await this.summaries.rowsOf(listId, counted, cursor !== undefined);
    const filters = [verdict ?? null, code ?? null, note ?? null, rows?.split(',').map(Number) ?? null, bits];
    const views = await this.views(listId, [after, limit + 1, ...filters]);
    const items = views.slice(0, limit);
    const last = views.length > limit ? items.at(-1) : undefined;
    return { items, nextCursor: last === undefined ? null : encodeCursor({ seq: last.row }) };
  }

  /** @throws {Problem} `list-entry-not-found` */
  async one(listId: string, row: number): Promise<EntryView> {
    const [view] = await this.views(listId, [row - 1, 1, null, null, null, null, null]);
    if (view?.row !== row) throw new Problem('list-entry-not-found');
    return view;
  }

  /** {@link one}, to be shown in full: that leaves an entry in the audit trail. */
  async reveal(listId: string, row: number, purpose: string, officer: OfficerPrincipal): Promise<EntryView> {
    const view = await this.one(listId, row);
    const act = { actor: actorOf(officer), what: 'list.entry-revealed', object: `sanction_list:${listId}` };
    await this.db.transaction((tx) => this.audit.append(tx, { ...act, detail: { row, purpose } }));
    return view;
  }

  /** @param filters row after which, number of rows, verdict, code, note, rows, bits of rows */
  private async views(
    listId: string,
    filters: readonly (string | number | readonly number[] | Buffer | null)[],
  ): Promise<EntryView[]> {
    const rows: ViewRow[] = await this.db.query(SELECT_VIEWS, [listId, ...filters]);
    const excluded = rows.filter(({ code }) => code === 'EXCLUDED').map(({ row }) => row);
    const exclusions = await this.revisions.exclusions(this.db.manager, listId, excluded);
    return rows.map((row) => ({
      ...this.entries.read(row),
      subjectId: row.subject_id,
      isCorrected: row.is_corrected,
      exclusion: exclusions.get(row.row),
    }));
  }
}

const SELECT_VIEWS = `
  SELECT ${ENTRY_COLUMNS}, (SELECT subject_id FROM identifier WHERE number_hash = subject_hash) AS subject_id,
    EXISTS (SELECT FROM list_entry_revision AS revision
      WHERE revision.list_id = entry.list_id AND revision.row = entry.row AND act = 'corrected') AS is_corrected
  FROM list_entry AS entry
  WHERE list_id = $1 AND row > $2::bigint AND ($4::text IS NULL OR verdict = $4) AND ($5::text IS NULL OR code = $5)
    AND ($6::text IS NULL OR $6 = ANY (notes))
    AND ($7::integer[] IS NULL OR row = ANY ($7))
    AND ($8::bytea IS NULL OR CASE WHEN row < 8 * length($8) THEN get_bit($8, row) = 1 ELSE false END)
  ORDER BY row LIMIT $3`;
