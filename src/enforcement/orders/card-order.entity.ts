import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { CardOrderKind, CardOrderState, OrderedCardKind } from '../../domain/card-order.js';

/** 紧急止付 or 冻结 of one card. Never deleted; what it is about never changes. */
@Entity('card_order')
@Check('card_order_kind', "kind IN ('stop_payment', 'freeze')")
@Check('card_order_proposal_not_begun', "(state IN ('proposed', 'rejected')) = (terms = 0)")
@Index('card_order_open', ['kind', 'institutionId', 'numberHash'], {
  unique: true,
  where: "state IN ('proposed', 'standing', 'extending')",
})
@Index('card_order_revision_index', ['revision'])
@Index('card_order_ends_index', ['endsAt'], { where: "state IN ('standing', 'extending')" })
export class CardOrder {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'card_order_pk' })
  id: string;

  @Column('text')
  kind: CardOrderKind;

  /** As written down last; the clock may have ended it since, see `orderStateAt`. */
  @Column('text')
  state: CardOrderState;

  @Column('text', { name: 'card_kind' })
  cardKind: OrderedCardKind;

  /** Ciphertext, context `card_order.number`. */
  @Column('bytea', { name: 'number_enc' })
  numberEnc: Buffer;

  /** Keyed hash of the normalised number, space `card`. */
  @Column('bytea', { name: 'number_hash' })
  numberHash: Buffer;

  @Column('uuid', { name: 'institution_id' })
  @ForeignKey('Institution', { name: 'card_order_institution' })
  institutionId: string;

  /** Null: its institution has not registered the card. */
  @Column('uuid', { name: 'card_id', nullable: true })
  @ForeignKey('Card', { name: 'card_order_card' })
  cardId: string | null;

  /** Of the catalogue. */
  @Column('text')
  measure: string;

  @Column('text', { name: 'case_no' })
  caseNo: string;

  /** Ciphertext, context `card_order.grounds`: officers write names into it. */
  @Column('bytea', { name: 'grounds_enc' })
  groundsEnc: Buffer;

  /** When the victim or a bank reported it. */
  @Column('timestamptz', { name: 'reported_at', nullable: true })
  reportedAt: Date | null;

  @Column('uuid', { name: 'author_id' })
  @ForeignKey('Officer', { name: 'card_order_author' })
  authorId: string;

  /** Of what waits for a second officer, or was approved last. */
  @Column('uuid', { name: 'proposed_by', nullable: true })
  @ForeignKey('Officer', { name: 'card_order_proposed_by' })
  proposedBy: string | null;

  @Column('uuid', { name: 'approved_by', nullable: true })
  @ForeignKey('Officer', { name: 'card_order_approved_by' })
  approvedBy: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  /** Null until a freeze is approved. */
  @Column('timestamptz', { name: 'starts_at', nullable: true })
  startsAt: Date | null;

  /** The instant from which it no longer stands. */
  @Column('timestamptz', { name: 'ends_at', nullable: true })
  endsAt: Date | null;

  /** How many times its term; 0 until it stands. */
  @Column('integer')
  terms: number;

  /** Who released or rejected it; null if the clock ended it. */
  @Column('uuid', { name: 'ended_by', nullable: true })
  @ForeignKey('Officer', { name: 'card_order_ended_by' })
  endedBy: string | null;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt: Date | null;

  /** Ciphertext, context `card_order.end_reason`. */
  @Column('bytea', { name: 'end_reason_enc', nullable: true })
  endReasonEnc: Buffer | null;

  /** Of its last change. */
  @Column('bigint')
  @ForeignKey('RevisionRow', { name: 'card_order_revision' })
  revision: number;
}
