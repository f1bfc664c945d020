import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { SubjectIdentity } from '../domain/designation.js';
import { copyInto, textField, uuidField } from '../platform/binary-copy.js';
import { orderedUuids } from '../platform/ordered-uuid.js';
import { Pii } from '../platform/pii.js';
import { takeTurn } from '../platform/turn.js';
import { insertSubjects, SubjectsService } from './subjects.service.js';

/** A subject that was recorded under another id: by somebody else before it was our turn, or for another row of ours. */
export interface ReplacedSubject {
  /** The id that {@link SubjectStage.add} gave. */
  staged: string;
  recorded: string;
}

const nextId = orderedUuids();

/**
 * Subjects of one transaction on their way into the books: looked up, encrypted and hashed while nobody waits, and recorded in
 * the turn of the books by one statement, however many they are.
 */
@Injectable()
export class SubjectStage {
  constructor(
    private readonly pii: Pii,
    private readonly subjects: SubjectsService,
  ) {}

  /** Once in a transaction, before anything else. */
  async open(tx: EntityManager): Promise<void> {
    await tx.query(CREATE_STAGE);
  }

  /**
   * A subject that is recorded keeps its recorded name: the caller notes `NAME_DIFFERS`.
   *
   * @param identities normalised; the same person may come more than once, the first name counts
   * @returns ids in their order, for as long as {@link record} replaces none
   */
  async add(tx: EntityManager, identities: readonly SubjectIdentity[]): Promise<string[]> {
    const hashed = identities.map((identity) => {
      return { identity, hash: this.subjects.identifierHash(identity.idType, identity.idNumber) };
    });
    const known = await this.subjects.idsByHash(
      tx,
      hashed.map(({ hash }) => hash),
    );
    const staged = hashed.map((one) => ({ ...one, known: known.get(one.hash.toString('hex')), id: nextId() }));
    const rows = staged.flatMap(({ identity, hash, known: id, id: newId }) =>
      id === undefined ? [this.fieldsOf(newId, identity, hash)] : [],
    );
    await copyInto(tx, 'staged_subject', [rows]);
    return staged.map(({ known: id, id: newId }) => id ?? newId);
  }

  /**
   * Records who is not recorded yet, in the turn of {@link takeTurn}: two transactions with the same new people wait for each other
   * in the one order that everything follows, instead of deadlocking. Call it late in the transaction.
   */
  async record(tx: EntityManager): Promise<ReplacedSubject[]> {
    await takeTurn(tx, 'books');
    await tx.query(insertSubjects(SELECT_STAGED));
    return tx.query(SELECT_REPLACED);
  }

  private fieldsOf(id: string, { kind, name, idType, idNumber }: SubjectIdentity, hash: Buffer): Buffer[] {
    return [
      uuidField(id),
      uuidField(nextId()),
      textField(kind),
      this.pii.encrypt(name, 'subject.name'),
      this.subjects.nameHash(name),
      textField(idType),
      this.pii.encrypt(idNumber, 'identifier.number'),
      hash,
    ];
  }
}

const CREATE_STAGE = `
  CREATE TEMPORARY TABLE staged_subject (
    subject_id uuid, identifier_id uuid, kind text, name_enc bytea, name_hash bytea, id_type text, number_enc bytea, number_hash bytea
  ) ON COMMIT DROP`;

/** Ids grow in the order in which subjects came. */
const SELECT_STAGED = `
  SELECT DISTINCT ON (number_hash) * FROM staged_subject ORDER BY number_hash, subject_id`;

const SELECT_REPLACED = `
  SELECT staged_subject.subject_id AS staged, identifier.subject_id AS recorded
  FROM staged_subject JOIN identifier USING (number_hash) WHERE identifier.subject_id <> staged_subject.subject_id`;
