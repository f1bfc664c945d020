import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { CardKind } from '../domain/designation.js';
import type { CardStatus } from './card-record.js';

/** A card (两卡) as the institution that holds it reports it. Only that institution writes and sees it. */
@Entity('card')
@Check('card_status', "status IN ('active', 'suspended', 'closed')")
@Unique('card_number_unique', ['institutionId', 'numberHash'])
@Index('card_holder_index', ['holderId'])
@Index('card_number_hash_index', ['numberHash'])
@Index('card_revision_index', ['revision'])
export class Card {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'card_pk' })
  id: string;

  @Column('uuid', { name: 'institution_id' })
  @ForeignKey('Institution', { name: 'card_institution' })
  institutionId: string;

  @Column('text')
  kind: CardKind;

  /** Ciphertext, context `card.number`. */
  @Column('bytea', { name: 'number_enc' })
  numberEnc: Buffer;

  /** Keyed hash of the normalised number, space `card`. */
  @Column('bytea', { name: 'number_hash' })
  numberHash: Buffer;

  @Column('uuid', { name: 'holder_id' })
  @ForeignKey('Subject', { name: 'card_holder' })
  holderId: string;

  /** Day in Asia/Shanghai on which the account was opened or the line connected. */
  @Column('date', { name: 'opened_on', nullable: true })
  openedOn: string | null;

  @Column('text')
  status: CardStatus;

  /** Day in Asia/Shanghai of the last use; `-infinity`: never used; null: not said. */
  @Column('date', { name: 'last_used_on', nullable: true })
  lastUsedOn: string | null;

  /** Day in Asia/Shanghai on which the holder was last verified. */
  @Column('date', { name: 'verified_on', nullable: true })
  verifiedOn: string | null;

  /** Of its last change. */
  @Column('bigint', { default: 0 })
  revision: number;

  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' })
  updatedAt: Date;
}
