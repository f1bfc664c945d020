import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { SubjectKind } from '../domain/designation.js';

/** A person or a unit (惩戒对象 or card holder). Its numbers are in {@link Identifier}. */
@Entity('subject')
@Check('subject_kind', "kind IN ('person', 'unit')")
@Index('subject_name_hash_index', ['nameHash'])
export class Subject {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'subject_pk' })
  id: string;

  @Column('text')
  kind: SubjectKind;

  /** Ciphertext, context `subject.name`. The name first recorded; a later, different one does not replace it. */
  @Column('bytea', { name: 'name_enc' })
  nameEnc: Buffer;

  /** Keyed hash, space `name`. */
  @Column('bytea', { name: 'name_hash' })
  nameHash: Buffer;

  /** While the turn of the books was held: earlier than the instant of the revision it belongs to, later than the one before. */
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt: Date;
}
