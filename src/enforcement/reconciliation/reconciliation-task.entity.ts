import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { CardKind } from '../../domain/designation.js';
import type { Demand, Difference, ReportedState, TaskState } from '../../domain/reconciliation.js';

/** A difference between an institution's account of a card and ours, from the day it was seen to the day it is gone. */
@Entity('reconciliation_task')
@Index('reconciliation_task_single', ['institutionId', 'numberHash', 'difference'], {
  unique: true,
  where: `state <> 'resolved'`,
})
@Index('reconciliation_task_institution_index', ['institutionId', 'id'])
@Check('reconciliation_task_number', '(card_id IS NULL) = (number_enc IS NOT NULL)')
@Check('reconciliation_task_resolved', `(state = 'resolved') = (resolved_at IS NOT NULL)`)
export class ReconciliationTask {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'reconciliation_task_pk' })
  id: string;

  @Column('uuid', { name: 'institution_id' })
  @ForeignKey('Institution', { name: 'reconciliation_task_institution' })
  institutionId: string;

  @Column('text')
  difference: Difference;

  @Column('text')
  state: TaskState;

  @Column('text')
  kind: CardKind;

  /** Keyed hash of the normalised number, space `card`. */
  @Column('bytea', { name: 'number_hash' })
  numberHash: Buffer;

  /** Null: the card is not registered. */
  @Column('uuid', { name: 'card_id', nullable: true })
  @ForeignKey('Card', { name: 'reconciliation_task_card' })
  cardId: string | null;

  /** Ciphertext, context `reconciliation_task.number`; of a registered card the register has the number. */
  @Column('bytea', { name: 'number_enc', nullable: true })
  numberEnc: Buffer | null;

  /** As it was last seen; null: the card was missing. */
  @Column('text', { name: 'reported_state', nullable: true })
  reportedState: ReportedState | null;

  /** What was to be imposed on the card; null: nothing. */
  @Column('text', { name: 'expected_action', nullable: true })
  expectedAction: Demand['action'] | null;

  @Column('text', { nullable: true })
  measure: string | null;

  /** Inclusive, Asia/Shanghai. */
  @Column('date', { name: 'last_day', nullable: true })
  lastDay: string | null;

  @Column('uuid', { name: 'directive_id', nullable: true })
  @ForeignKey('Directive', { name: 'reconciliation_task_directive' })
  directiveId: string | null;

  @Column('uuid', { name: 'sanction_id', nullable: true })
  @ForeignKey('Sanction', { name: 'reconciliation_task_sanction' })
  sanctionId: string | null;

  /** The institution is not told what is expected: the holder is a stranger to it. */
  @Column('boolean', { name: 'is_withheld' })
  isWithheld: boolean;

  @Column('uuid', { name: 'first_seen_run_id' })
  @ForeignKey('Reconciliation', { name: 'reconciliation_task_first_seen_run' })
  firstSeenRunId: string;

  @Column('timestamptz', { name: 'first_seen_at' })
  firstSeenAt: Date;

  @Column('uuid', { name: 'last_seen_run_id' })
  @ForeignKey('Reconciliation', { name: 'reconciliation_task_last_seen_run' })
  lastSeenRunId: string;

  @Column('timestamptz', { name: 'last_seen_at' })
  lastSeenAt: Date;

  /** The institution's; ciphertext, context `reconciliation_task.explanation`. */
  @Column('bytea', { name: 'explanation_enc', nullable: true })
  explanationEnc: Buffer | null;

  @Column('text', { name: 'explained_by', nullable: true })
  explainedBy: string | null;

  @Column('timestamptz', { name: 'explained_at', nullable: true })
  explainedAt: Date | null;

  /** The officer's; ciphertext, context `reconciliation_task.remark`. */
  @Column('bytea', { name: 'remark_enc', nullable: true })
  remarkEnc: Buffer | null;

  @Column('text', { name: 'decided_by', nullable: true })
  decidedBy: string | null;

  @Column('timestamptz', { name: 'decided_at', nullable: true })
  decidedAt: Date | null;

  @Column('timestamptz', { name: 'resolved_at', nullable: true })
  resolvedAt: Date | null;
}
