import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { IdType, SubjectKind } from '../domain/designation.js';
import { Pii } from '../platform/pii.js';

/** A subject as it is recorded. */
export interface RecordedSubject {
  id: string;
  kind: SubjectKind;
  name: string;
}

/** Rows of one statement: enough to be fast, few enough to keep its text small. */
const ROWS_PER_STATEMENT = 5_000;

/** Persons and units by their identifiers. */
@Injectable()
export class SubjectsService {
  constructor(private readonly pii: Pii) {}

  /** Keyed hash an identifier is found by. @param idNumber normalised by `domain/identifiers` */
  identifierHash(idType: IdType, idNumber: string): Buffer {
    return this.pii.hash('identifier', `${idType}:${idNumber}`);
  }

  /** Keyed hash two names are compared by. @param name normalised by `domain/identifiers` */
  nameHash(name: string): Buffer {
    return this.pii.hash('name', name);
  }

  /** The subject with this identifier, or null if nobody has recorded it. */
  async findByIdentifier(manager: EntityManager, idType: IdType, idNumber: string): Promise<RecordedSubject | null> {
    const [row]: { id: string; kind: SubjectKind; name_enc: Buffer }[] = await manager.query(
      `SELECT subject.id, subject.kind, subject.name_enc FROM identifier JOIN subject ON subject.id = identifier.subject_id
       WHERE identifier.number_hash = $1`,
      [this.identifierHash(idType, idNumber)],
    );
    return row === undefined
      ? null
      : { id: row.id, kind: row.kind, name: this.pii.decryptText(row.name_enc, 'subject.name') };
  }

  /** The identifier first recorded of a subject that is recorded. @throws {Error} if it is not */
  async identifierOf(manager: EntityManager, subjectId: string): Promise<{ idType: IdType; idNumber: string }> {
    const [row]: { id_type: IdType; number_enc: Buffer }[] = await manager.query(
      'SELECT id_type, number_enc FROM identifier WHERE subject_id = $1 ORDER BY id LIMIT 1',
      [subjectId],
    );
    if (row === undefined) throw new Error('A subject without an identifier');
    return { idType: row.id_type, idNumber: this.pii.decryptText(row.number_enc, 'identifier.number') };
  }

  /** Ids of who is recorded, by identifier hash in hex; unknown hashes are absent. */
  async idsByHash(manager: EntityManager, hashes: readonly Buffer[]): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    const all = hashes.map((hash) => hash.toString('hex'));
    for (let at = 0; at < all.length; at += ROWS_PER_STATEMENT) {
      await this.addFound(manager, all.slice(at, at + ROWS_PER_STATEMENT), found);
    }
    return found;
  }

  /**
   * Which of these subjects share their name with somebody else who is recorded.
   *
   * @param revision only who was recorded when it was taken, by what took it too; absent: who is recorded now
   * @returns in their order
   */
  async haveNamesakes(
    manager: EntityManager,
    subjects: readonly { nameHash: Buffer; identifierHash: Buffer }[],
    revision?: number,
  ): Promise<boolean[]> {
    const rows: { has: boolean }[] = await manager.query(SELECT_NAMESAKES, [
      subjects.map(({ nameHash }) => nameHash),
      subjects.map(({ identifierHash }) => identifierHash),
      revision ?? null,
    ]);
    return rows.map(({ has }) => has);
  }

  /** Recorded names by identifier hash in hex; unknown hashes are absent. */
  async namesByHash(manager: EntityManager, hashes: readonly Buffer[]): Promise<Map<string, string>> {
    const names = new Map<string, string>();
    for (let at = 0; at < hashes.length; at += ROWS_PER_STATEMENT) {
      const rows: { number_hash: Buffer; name_enc: Buffer }[] = await manager.query(
        `SELECT identifier.number_hash, subject.name_enc FROM identifier JOIN subject ON subject.id = identifier.subject_id
         WHERE identifier.number_hash = ANY ($1)`,
        [hashes.slice(at, at + ROWS_PER_STATEMENT)],
      );
      for (const row of rows)
        names.set(row.number_hash.toString('hex'), this.pii.decryptText(row.name_enc, 'subject.name'));
    }
    return names;
  }

  private async addFound(tx: EntityManager, hashes: readonly string[], found: Map<string, string>): Promise<void> {
    const rows: { number_hash: Buffer; subject_id: string }[] = await tx.query(
      'SELECT number_hash, subject_id FROM identifier WHERE number_hash = ANY ($1)',
      [hashes.map((hash) => Buffer.from(hash, 'hex'))],
    );
    for (const row of rows) found.set(row.number_hash.toString('hex'), row.subject_id);
  }
}

const SELECT_NAMESAKES = `
  SELECT EXISTS (
    SELECT FROM subject JOIN identifier ON identifier.subject_id = subject.id
    WHERE subject.name_hash = asked.name_hash AND identifier.number_hash <> asked.number_hash
      AND ($3::bigint IS NULL OR subject.created_at <= (SELECT taken_at FROM revision WHERE number = $3))) AS has
  FROM unnest($1::bytea[], $2::bytea[]) WITH ORDINALITY AS asked (name_hash, number_hash, at) ORDER BY at`;

/**
 * One statement that records subjects with one identifier each. The identifier goes first, because its unique hash decides
 * who wins a race; foreign keys are checked at the end of the statement, when the subject is there. The instant is that of the
 * statement and not of its transaction, which may have begun long before its turn: so it tells before or after which revision.
 *
 * @param source a SELECT of subject_id, identifier_id, kind, name_enc, name_hash, id_type, number_enc, number_hash
 */
export function insertSubjects(source: string): string {
  return `
    WITH new AS (${source}),
    won AS (
      INSERT INTO identifier (id, subject_id, id_type, number_enc, number_hash)
      SELECT identifier_id, subject_id, id_type, number_enc, number_hash FROM new ORDER BY number_hash
      ON CONFLICT (number_hash) DO NOTHING RETURNING subject_id
    )
    INSERT INTO subject (id, kind, name_enc, name_hash, created_at)
    SELECT new.subject_id, new.kind, new.name_enc, new.name_hash, clock_timestamp() FROM new JOIN won ON won.subject_id = new.subject_id`;
}
