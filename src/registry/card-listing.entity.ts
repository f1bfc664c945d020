import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { CardKind } from '../domain/designation.js';

/** One entry of the card blacklist: a card implicated in a case (涉案) or suspicious (可疑), from an approved lead sheet. */
@Entity('card_listing')
@Check('card_listing_status', "status IN ('implicated', 'suspicious')")
@Check('card_listing_revisions', 'revision_from < revision_to')
@Index('card_listing_number_hash_index', ['numberHash'])
@Index('card_listing_revision_to_index', ['revisionTo'])
@Index('card_listing_case_no_index', ['caseNo'])
@Index('card_listing_revision_index', ['revisionFrom'])
@ForeignKey('ListEntry', ['listId', 'row'], ['listId', 'row'], { name: 'card_listing_entry' })
@ForeignKey('ListEntry', ['clearedListId', 'clearedRow'], ['listId', 'row'], { name: 'card_listing_clearing' })
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

  /** The revision from which the listing is no longer known; null while it stands. */
  @Column('bigint', { name: 'revision_to', nullable: true })
  @ForeignKey('RevisionRow', { name: 'card_listing_revision_to' })
  revisionTo: number | null;

  /** With `clearedRow`: the list entry that cleared the card. */
  @Column('uuid', { name: 'cleared_list_id', nullable: true })
  clearedListId: string | null;

  @Column('integer', { name: 'cleared_row', nullable: true })
  clearedRow: number | null;
}
