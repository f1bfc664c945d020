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
import { ContentHash, digestOf, SignedContent, type SignedRow } from './content-hash.js';
import type { JudgedRow } from './judged-row.js';

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
const DIGESTS_READ = 10_000;
export const ENTRY_COLUMNS =
  'list_id, row, verdict, code, field, notes, category, required_level, subject_hash, content_enc, raw_enc';

/** The rows of lists and the original files: written as a stream, read as pages or as a stream, encrypted at rest. */
@Injectable()
export class EntriesService {
  constructor(
    private readonly db: DataSource,
    private readonly pii: Pii,
  ) {}

  /** Writes rows with binary COPY. The connection of `tx` is busy until the rows end. @returns their {@link ContentHash} */
  async write(tx: EntityManager, listId: string, batches: AsyncIterable<readonly JudgedRow[]>): Promise<Buffer> {
    const hash = new ContentHash();
    await copyInto(tx, `list_entry (${ENTRY_COLUMNS}, digest)`, this.fields(uuidField(listId), batches, hash));
    return hash.digest();
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
    const [entry] = await this.rows(manager, listId, row - 1, row);
    return entry;
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
      rows.map((row) => digestOf(this.pii, row)),
    ]);
  }

  /** The {@link ContentHash} of the rows as they are stored, by their digests alone. */
  async contentHash(tx: EntityManager, listId: string): Promise<Buffer> {
    const hash = new ContentHash();
    const parts = inPartsOf(tx, listId, DIGESTS_READ, async (after, last) => {
      const [part]: { digests: Buffer | null }[] = await tx.query(SELECT_DIGESTS, [listId, after, last]);
      return part?.digests ?? null;
    });
    for await (const digests of parts) hash.add(digests);
    return hash.digest();
  }

  /** Whether a hash was taken over the rows as they are stored. They are read for it: digests are not believed. */
  async haveHash(manager: EntityManager, listId: string, recorded: Buffer): Promise<boolean> {
    const content = new SignedContent(this.pii);
    for await (const page of this.stream(manager, listId)) for (const entry of page) content.add(entry);
    return content.hasHash(recorded);
  }

  /** Gives rows of a draft that a former version wrote their digest. */
  async digestFormer(tx: EntityManager, listId: string): Promise<void> {
    for await (const page of this.stream(tx, listId)) {
      await tx.query(DIGEST_FORMER, [listId, page.map(({ row }) => row), page.map((row) => digestOf(this.pii, row))]);
    }
  }

  /** Every row in order, in pages, in flat memory. */
  stream(manager: EntityManager, listId: string, verdict?: string): AsyncGenerator<StoredEntry[]> {
    return inPartsOf(manager, listId, STREAM_ROWS, async (after, last) => {
      const rows = await this.rows(manager, listId, after, last, verdict);
      return rows.length > 0 ? rows : null;
    });
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

  private async rows(
    manager: EntityManager,
    listId: string,
    after: number,
    last: number,
    verdict?: string,
  ): Promise<StoredEntry[]> {
    const rows: EntryRow[] = await manager.query(
      `SELECT ${ENTRY_COLUMNS} FROM list_entry
       WHERE list_id = $1 AND row > $2 AND row <= $3 AND ($4::text IS NULL OR verdict = $4) ORDER BY row`,
      [listId, after, last, verdict ?? null],
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
    hash: ContentHash,
  ): AsyncGenerator<readonly (readonly CopyField[])[]> {
    for await (const batch of batches) {
      yield batch.map((row) => {
        const digest = digestOf(this.pii, row);
        hash.add(digest);
        return [
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
          digest,
        ];
      });
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

async function lastRow(manager: EntityManager, listId: string): Promise<number> {
  const [found]: { last: number | null }[] = await manager.query(
    'SELECT max(row) AS last FROM list_entry WHERE list_id = $1',
    [listId],
  );
  return found?.last ?? 0;
}

async function nextRow(manager: EntityManager, listId: string, after: number): Promise<number | undefined> {
  const [found]: { next: number | null }[] = await manager.query(
    'SELECT min(row) AS next FROM list_entry WHERE list_id = $1 AND row > $2',
    [listId, after],
  );
  return found?.next ?? undefined;
}

/**
 * What is read of all rows, in parts by their numbers: of a list that has just come the planner knows nothing yet, and would sort all
 * rows that are left for each part that is asked for with LIMIT. Behind a part with nothing comes the next row there is, however
 * far: the work is that of the rows, not of the highest number.
 *
 * @param read of the rows after the first number up to the last; null if there is nothing
 */
async function* inPartsOf<Part>(
  manager: EntityManager,
  listId: string,
  size: number,
  read: (after: number, last: number) => Promise<Part | null>,
): AsyncGenerator<Part> {
  const end = await lastRow(manager, listId);
  for (let after = 0; after < end;) {
    const last = Math.min(after + size, end);
    const part = await read(after, last);
    if (part !== null) yield part;
    after = part === null ? ((await nextRow(manager, listId, last)) ?? end + 1) - 1 : last;
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
    subject_hash = fresh.subject_hash, content_enc = fresh.content_enc, raw_enc = fresh.raw_enc, digest = fresh.digest
  FROM unnest($2::integer[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bytea[], $10::bytea[],
      $11::bytea[], $12::bytea[])
    AS fresh (row, verdict, code, field, notes, category, required_level, subject_hash, content_enc, raw_enc, digest)
  WHERE list_entry.list_id = $1 AND list_entry.row = fresh.row`;

const SELECT_DIGESTS = `
  SELECT string_agg(digest, ''::bytea ORDER BY row) AS digests FROM list_entry WHERE list_id = $1 AND row > $2 AND row <= $3`;

const DIGEST_FORMER = `
  UPDATE list_entry SET digest = fresh.digest FROM unnest($2::integer[], $3::bytea[]) AS fresh (row, digest)
  WHERE list_entry.list_id = $1 AND list_entry.row = fresh.row AND list_entry.digest IS NULL`;
