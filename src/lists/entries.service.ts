import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { isRowCode, isRowNote, type OrganLevel, type RowCode, type RowNote } from '../domain/designation.js';
import {
  copyInto,
  integerField,
  textArrayField,
  textField,
  uuidField,
  type CopyField,
} from '../platform/binary-copy.js';
import { Pii } from '../platform/pii.js';
import type { JudgedRow, SignedRow } from './judged-row.js';

/** A stored row of a list, readable again. */
export interface StoredEntry extends SignedRow {
  field: string | null;
  subjectHash: Buffer | null;
  /** Null in rows from before it was kept. */
  requiredLevel: OrganLevel | null;
}

/** A row of a list. */
export interface EntryPlace {
  listId: string;
  row: number;
}

/** A row as the table has it, in the columns {@link ENTRY_COLUMNS}. */
export interface EntryRow {
  row: number;
  verdict: 'accepted' | 'rejected';
  code: string | null;
  field: string | null;
  notes: string[];
  category: string | null;
  required_level: OrganLevel | null;
  subject_hash: Buffer | null;
  content_enc: Buffer | null;
  raw_enc: Buffer | null;
}

const CONTENT = 'list_entry.content';
const RAW = 'list_entry.raw';
const FILE = 'list_file_part.bytes';
const PART_BYTES = 256 * 1024;
const STREAM_ROWS = 1000;
export const ENTRY_COLUMNS =
  'list_id, row, verdict, code, field, notes, category, required_level, subject_hash, content_enc, raw_enc';

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
    const entry = await this.find(this.db.manager, listId, row);
    if (entry === undefined) throw new Error('A list has no such row');
    return entry;
  }

  /** One row, or undefined if the list has none of that number. */
  async find(manager: EntityManager, listId: string, row: number): Promise<StoredEntry | undefined> {
    const [entry] = await this.rowsAfter(manager, listId, row - 1, 1);
    return entry?.row === row ? entry : undefined;
  }

  /** The rows of a list that name one of these subjects or cards, in order. */
  async ofSubjects(manager: EntityManager, listId: string, hashes: readonly Buffer[]): Promise<StoredEntry[]> {
    const rows: EntryRow[] = await manager.query(
      `SELECT ${ENTRY_COLUMNS} FROM list_entry WHERE list_id = $1 AND subject_hash = ANY ($2) ORDER BY row`,
      [listId, hashes],
    );
    return rows.map((row) => this.read(row));
  }

  /** Writes rows of a draft anew, judged again. */
  async replace(tx: EntityManager, listId: string, rows: readonly JudgedRow[]): Promise<void> {
    const encrypted = (text: string | null, context: string): Buffer | null =>
      text === null ? null : this.pii.encrypt(text, context);
    await tx.query(REPLACE, [
      listId,
      rows.map(({ row }) => row),
      rows.map(({ verdict }) => verdict),
      rows.map(({ code }) => code),
      rows.map(({ field }) => field),
      rows.map(({ notes }) => notes.join(' ')),
      rows.map(({ category }) => category),
      rows.map(({ requiredLevel }) => requiredLevel),
      rows.map(({ subjectHash }) => subjectHash),
      rows.map(({ content }) => encrypted(content, CONTENT)),
      rows.map(({ raw }) => encrypted(raw, RAW)),
    ]);
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
    return rows.map((row) => ({ listId: row.list_id, ...this.read(row) }));
  }

  private async rowsAfter(
    manager: EntityManager,
    listId: string,
    after: number,
    limit: number,
    verdict?: string,
  ): Promise<StoredEntry[]> {
    const rows: EntryRow[] = await manager.query(
      `SELECT ${ENTRY_COLUMNS} FROM list_entry
       WHERE list_id = $1 AND row > $2 AND ($4::text IS NULL OR verdict = $4) ORDER BY row LIMIT $3`,
      [listId, after, limit, verdict ?? null],
    );
    return rows.map((row) => this.read(row));
  }

  /** A row of the table, decrypted. */
  read(row: EntryRow): StoredEntry {
    return {
      row: row.row,
      verdict: row.verdict,
      code: toCode(row.code),
      field: row.field,
      notes: row.notes.filter(isRowNote) satisfies RowNote[],
      category: row.category,
      requiredLevel: row.required_level,
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
        textField(row.requiredLevel),
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

/** Notes come joined: of an array of arrays all would have to be equally long. */
const REPLACE = `
  UPDATE list_entry SET verdict = fresh.verdict, code = fresh.code, field = fresh.field,
    notes = string_to_array(fresh.notes, ' '), category = fresh.category, required_level = fresh.required_level,
    subject_hash = fresh.subject_hash, content_enc = fresh.content_enc, raw_enc = fresh.raw_enc
  FROM unnest($2::integer[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bytea[], $10::bytea[],
    $11::bytea[]) AS fresh (row, verdict, code, field, notes, category, required_level, subject_hash, content_enc, raw_enc)
  WHERE list_entry.list_id = $1 AND list_entry.row = fresh.row`;
