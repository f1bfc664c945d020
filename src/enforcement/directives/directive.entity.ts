import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { DirectiveAction, DirectiveCause, DirectiveParty } from '../../domain/directive.js';

/** 执行指令: what an institution, or every institution of a party, is to do. Ends once, is never changed otherwise. */
@Entity('directive')
@Unique('directive_seq_unique', ['seq'])
@Check('directive_cause', "cause IN ('sanction', 'card_listing', 'card_order', 'campaign')")
@Check(
  'directive_action',
  "action IN ('suspend', 'limit', 'refuse_new', 'restore', 'stop_payment', 'freeze', 'verify', 'publish', 'record')",
)
@Check('directive_party', "party IN ('bank', 'payment', 'telecom', 'internet', 'credit')")
@Check('directive_restore_releases', "(action = 'restore') = (releases IS NOT NULL)")
@Check('directive_card_has_institution', 'card_id IS NULL OR institution_id IS NOT NULL')
@Index('directive_open_obligation', ['obligation'], {
  unique: true,
  where: 'ended_at IS NULL AND releases IS NULL',
})
@Index('directive_released_once', ['releases'], { unique: true })
@Index('directive_institution_index', ['institutionId', 'seq'])
@Index('directive_party_index', ['party', 'seq'], { where: 'institution_id IS NULL' })
@Index('directive_unit_index', ['unitId', 'seq'])
@Index('directive_subject_index', ['subjectId', 'seq'])
@Index('directive_card_index', ['cardId'], { where: 'card_id IS NOT NULL' })
@Index('directive_issued_index', ['issuedAt', 'seq'])
@Index('directive_open_restore_index', ['obligation'], { where: 'ended_at IS NULL AND releases IS NOT NULL' })
@Index('directive_due_index', ['dueAt'], { where: 'ended_at IS NULL' })
export class Directive {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'directive_pk' })
  id: string;

  /** The order of issue. */
  @Column('bigint')
  seq: number;

  @Column('text')
  cause: DirectiveCause;

  @Column('text')
  action: DirectiveAction;

  /** Of the catalogue. */
  @Column('text')
  measure: string;

  @Column('text')
  party: DirectiveParty;

  /** Null: every institution of the party, with whatever it holds. */
  @Column('uuid', { name: 'institution_id', nullable: true })
  @ForeignKey('Institution', { name: 'directive_institution' })
  institutionId: string | null;

  @Column('uuid', { name: 'card_id', nullable: true })
  @ForeignKey('Card', { name: 'directive_card' })
  cardId: string | null;

  @Column('uuid', { name: 'subject_id', nullable: true })
  @ForeignKey('Subject', { name: 'directive_subject' })
  subjectId: string | null;

  /** What it rests on: of several sanctions the one that lasts longest. */
  @Column('uuid', { name: 'sanction_id', nullable: true })
  @ForeignKey('Sanction', { name: 'directive_sanction' })
  sanctionId: string | null;

  /** Whose obligations are compared together: a subject, a card order, a card in a campaign. */
  @Column('uuid', { name: 'unit_id' })
  unitId: string;

  /** What it imposes, see `obligationId`. */
  @Column('uuid')
  obligation: string;

  /** Inclusive, Asia/Shanghai; null: until further notice. */
  @Column('date', { name: 'last_day', nullable: true })
  lastDay: string | null;

  /** Where it ends at an hour. */
  @Column('timestamptz', { name: 'ends_at', nullable: true })
  endsAt: Date | null;

  /** Why it was issued, such as `approved`, `card_registered`, `lifted`. */
  @Column('text')
  reason: string;

  @Column('uuid', { nullable: true })
  @ForeignKey('Directive', { name: 'directive_releases' })
  releases: string | null;

  @Column('uuid', { nullable: true })
  @ForeignKey('Directive', { name: 'directive_supersedes' })
  supersedes: string | null;

  @Column('bigint')
  revision: number;

  @Column('timestamptz', { name: 'issued_at' })
  issuedAt: Date;

  /** By when a receipt is due; null: no such clock is known. */
  @Column('timestamptz', { name: 'due_at', nullable: true })
  dueAt: Date | null;

  /** Released, superseded or withdrawn. */
  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt: Date | null;
}
