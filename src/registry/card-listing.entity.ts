import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { CardKind } from '../domain/designation.js';

/** One entry of the card blacklist: a card implicated in a case (涉案) or suspicious (可疑), from an approved lead sheet. */
@Entity('card_listing')
@Check('card_listing_status', "status IN ('implicated', 'suspicious')")
@Index('card_listing_number_hash_index', ['numberHash'])
@ForeignKey('ListEntry', ['listId', 'row'], ['listId', 'row'], { name: 'card_listing_entry' })
export class CardListing {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'card_listing_pk' })
  id: string;

  /** With `row`: the list entry it comes from. */
  @Column('uuid', { name: 'list_id' })
  listId: string;

  @Column('integer')
  row: number;

  @Column('text')
  kind: CardKind;

  /** Ciphertext, context `card_listing.number`. */
  @Column('bytea', { name: 'number_enc' })
  numberEnc: Buffer;

  /** Keyed hash of the normalised number, space `card`. */
  @Column('bytea', { name: 'number_hash' })
  numberHash: Buffer;

  @Column('text')
  status: 'implicated' | 'suspicious';

  @Column('text', { name: 'case_no', nullable: true })
  caseNo: string | null;

  /** Day in Asia/Shanghai. */
  @Column('date', { name: 'since_on' })
  sinceOn: string;

  @Column('bigint', { name: 'revision_from' })
  @ForeignKey('RevisionRow', { name: 'card_listing_revision' })
  revisionFrom: number;
}
