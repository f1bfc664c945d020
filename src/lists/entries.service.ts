import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { isRowCode, isRowNote, type RowCode, type RowNote } from '../domain/designation.js';
import {
  copyInto,
  integerField,
  textArrayField,
  textField,
  uuidField,
  type CopyField,
} from '../platform/binary-copy.js';
import { decodeSequence, encodeCursor } from '../platform/cursor.js';
import { Pii } from '../platform/pii.js';
import type { JudgedRow, SignedRow } from './judged-row.js';

/** A stored row of a list, readable again. */
export interface StoredEntry extends SignedRow {
  field: string | null;
  subjectHash: Buffer | null;
}

/** A row of a list. */
export interface EntryPlace {
  listId: string;
  row: number;
}

export interface EntryPage {
  items: StoredEntry[];
  nextCursor: string | null;
}

interface EntryRow {
  row: number;
  verdict: 'accepted' | 'rejected';
  code: string | null;
  field: string | null;
  notes: string[];
  category: string | null;
  subject_hash: Buffer | null;
  content_enc: Buffer | null;
  raw_enc: Buffer | null;
}

const CONTENT = 'list_entry.content';
const RAW = 'list_entry.raw';
const FILE = 'list_file_part.bytes';
const PART_BYTES = 256 * 1024;
const STREAM_ROWS = 1000;
const ENTRY_COLUMNS = 'list_id, row, verdict, code, field, notes, category, subject_hash, content_enc, raw_enc';

/** The rows of lists and the original files: written as a stream, read as pages or as a stream, encrypted at rest. */
@Injectable()
export class EntriesService {
  constructor(
    private readonly db: DataSource,
    private readonly pii: Pii,
  ) {}

  /** Writes rows with binary COPY. The connection of `tx` is busy until the rows end. */
  async write(tx: EntityManager, listId: string, batches: AsyncIterable<readonly JudgedRow[]>): Promise<void> {
    await copyInto(tx, `list_entry (${ENTRY_COLUMNS})`, this.fields(uuidField(listId), batches));
  }

  /** Keeps the original file, in encrypted parts. */
  async writeFile(tx: EntityManager, listId: string, bytes: AsyncIterable<Buffer>): Promise<void> {
    await copyInto(tx, 'list_file_part (list_id, part, bytes_enc)', this.fileFields(uuidField(listId), bytes));
  }

  /** The original file, byte for byte. */
  async *readFile(listId: string): AsyncGenerator<Buffer> {
    for (let part = 0; ; part++) {
      const [found]: { bytes_enc: Buffer }[] = await this.db.query(
        'SELECT bytes_enc FROM list_file_part WHERE list_id = $1 AND part = $2',
        [listId, part],
      );
      if (found === undefined) return;
      yield this.pii.decrypt(found.bytes_enc, FILE);
    }
  }

  /** One row. @throws {Error} if the list has none of that number */
  async get(listId: string, row: number): Promise<StoredEntry> {
    const [entry] = await this.rowsAfter(this.db.manager, listId, row - 1, 1);
    if (entry?.row !== row) throw new Error('A list has no such row');
    return entry;
  }

  /** @param cursor of the page before */
  async page(listId: string, filter: { verdict?: string; cursor?: string; limit: number }): Promise<EntryPage> {
    const after = filter.cursor === undefined ? 0 : decodeSequence(filter.cursor);
    const rows = await this.rowsAfter(this.db.manager, listId, after, filter.limit + 1, filter.verdict);
    const items = rows.slice(0, filter.limit);
    const last = items.at(-1);
    return {
      items,
      nextCursor: rows.length > filter.limit && last !== undefined ? encodeCursor({ seq: last.row }) : null,
    };
  }

  /** Every row in order, in pages, in flat memory. */
  async *stream(manager: EntityManager, listId: string, verdict?: string): AsyncGenerator<StoredEntry[]> {
    for (let after = 0; ;) {
      const rows = await this.rowsAfter(manager, listId, after, STREAM_ROWS, verdict);
      const last = rows.at(-1);
      if (last === undefined) return;
      yield rows;
      after = last.row;
    }
  }

  /** The rows at some places of any lists, in no order; places without a row are absent. */
  async at(manager: EntityManager, places: readonly EntryPlace[]): Promise<(EntryPlace & StoredEntry)[]> {
    const rows: (EntryRow & { list_id: string })[] = await manager.query(
      `SELECT ${ENTRY_COLUMNS} FROM list_entry
       JOIN (SELECT * FROM unnest($1::uuid[], $2::integer[])) AS place (list_id, row) USING (list_id, row)`,
      [places.map(({ listId }) => listId), places.map(({ row }) => row)],
    );
    return rows.map((row) => ({ listId: row.list_id, ...this.toEntry(row) }));
  }

  private async rowsAfter(
    manager: EntityManager,
    listId: string,
    after: number,
    limit: number,
    verdict?: string,
  ): Promise<StoredEntry[]> {
    const rows: EntryRow[] = await manager.query(
      `SELECT row, verdict, code, field, notes, category, subject_hash, content_enc, raw_enc FROM list_entry
       WHERE list_id = $1 AND row > $2 AND ($4::text IS NULL OR verdict = $4) ORDER BY row LIMIT $3`,
      [listId, after, limit, verdict ?? null],
    );
    return rows.map((row) => this.toEntry(row));
  }

  private toEntry(row: EntryRow): StoredEntry {
    return {
      row: row.row,
      verdict: row.verdict,
      code: toCode(row.code),
      field: row.field,
      notes: row.notes.filter(isRowNote) satisfies RowNote[],
      category: row.category,
      subjectHash: row.subject_hash,
      content: row.content_enc === null ? null : this.pii.decryptText(row.content_enc, CONTENT),
      raw: row.raw_enc === null ? null : this.pii.decryptText(row.raw_enc, RAW),
    };
  }

  private async *fields(
    listId: Buffer,
    batches: AsyncIterable<readonly JudgedRow[]>,
  ): AsyncGenerator<readonly (readonly CopyField[])[]> {
    for await (const batch of batches) {
      yield batch.map((row) => [
        listId,
        integerField(row.row),
        textField(row.verdict),
        row.code === null ? null : textField(row.code),
        row.field === null ? null : textField(row.field),
        textArrayField(row.notes),
        row.category === null ? null : textField(row.category),
        row.subjectHash,
        row.content === null ? null : this.pii.encrypt(row.content, CONTENT),
        row.raw === null ? null : this.pii.encrypt(row.raw, RAW),
      ]);
    }
  }

  private async *fileFields(
    listId: Buffer,
    bytes: AsyncIterable<Buffer>,
  ): AsyncGenerator<readonly (readonly CopyField[])[]> {
    let part = 0;
    for await (const chunk of inParts(bytes)) yield [[listId, integerField(part++), this.pii.encrypt(chunk, FILE)]];
  }
}

async function* inParts(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let pending: Buffer[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    pending.push(chunk);
    size += chunk.length;
    if (size >= PART_BYTES) {
      yield Buffer.concat(pending);
      pending = [];
      size = 0;
    }
  }
  if (size > 0) yield Buffer.concat(pending);
}

function toCode(code: string | null): RowCode | null {
  if (code === null) return null;
  if (!isRowCode(code)) throw new Error('A stored row has a code that is not in the table');
  return code;
}
