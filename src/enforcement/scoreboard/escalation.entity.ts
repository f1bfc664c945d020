import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

/** A directive that an institution has not answered in time, told to the officers. Append-only; a receipt closes it. */
@Entity('directive_escalation')
@Unique('directive_escalation_seq_unique', ['seq'])
@Index('directive_escalation_institution_index', ['institutionId', 'seq'])
export class DirectiveEscalation {
  @PrimaryColumn('uuid', { name: 'directive_id', primaryKeyConstraintName: 'directive_escalation_pk' })
  @ForeignKey('Directive', { name: 'directive_escalation_directive' })
  directiveId: string;

  @PrimaryColumn('uuid', { name: 'institution_id', primaryKeyConstraintName: 'directive_escalation_pk' })
  @ForeignKey('Institution', { name: 'directive_escalation_institution' })
  institutionId: string;

  /** The order of escalation, which is the order of commits. */
  @Column('bigint')
  seq: number;

  @Column('timestamptz', { name: 'overdue_since' })
  overdueSince: Date;

  /** Region code of the organ it is told to: the one that identified the subject. Null: to all officers. */
  @Column('text', { name: 'organ_code', nullable: true })
  organCode: string | null;

  @Column('text', { name: 'organ_name', nullable: true })
  organName: string | null;

  @Column('timestamptz', { name: 'escalated_at' })
  escalatedAt: Date;
}

/** Up to which due moment directives were looked through. One row. */
@Entity('escalation_progress')
@Check('escalation_progress_single', 'id = 1')
export class EscalationProgress {
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'escalation_progress_pk' })
  id: number;

  @Column('timestamptz', { name: 'due_until' })
  dueUntil: Date;
}
