import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { IdType } from '../domain/designation.js';

/** Type and number that name a subject (证件). Child of {@link Subject}. */
@Entity('identifier')
@Unique('identifier_number_hash_unique', ['numberHash'])
@Index('identifier_subject_index', ['subjectId'])
export class Identifier {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'identifier_pk' })
  id: string;

  @Column('uuid', { name: 'subject_id' })
  @ForeignKey('Subject', { name: 'identifier_subject' })
  subjectId: string;

  @Column('text', { name: 'id_type' })
  idType: IdType;

  /** Ciphertext, context `identifier.number`. */
  @Column('bytea', { name: 'number_enc' })
  numberEnc: Buffer;

  /** Keyed hash of `<idType>:<idNumber>`, space `identifier`. */
  @Column('bytea', { name: 'number_hash' })
  numberHash: Buffer;
}
