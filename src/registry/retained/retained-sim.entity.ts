import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { OrganLevel } from '../../domain/designation.js';
import type { EndedKeeping, RetainedKind } from '../../domain/retained-sim.js';

/** One keeping of a number (保留卡): which card of a sanctioned subject was restored, by whom and since when. Never deleted. */
@Entity('retained_sim')
@Check('retained_sim_kind', "kind IN ('mobile_sim', 'fixed_line')")
@Check('retained_sim_approval_level', "approval_level IN ('county', 'city', 'province', 'ministry')")
@Check('retained_sim_ended_state', "ended_state IN ('cancelled', 'changed', 'moved', 'released')")
@Check(
  'retained_sim_approved_somehow',
  '(approval_level IS NULL) = (approval_id IS NULL AND approval_no_enc IS NULL) AND (approval_id IS NULL OR approval_no_enc IS NULL)',
)
@Check('retained_sim_ended', 'num_nulls(ended_at, ended_state, ended_by, revision_to) IN (0, 4)')
@Check('retained_sim_instants', 'restored_at <= ended_at')
@Check('retained_sim_revisions', 'revision_from < revision_to')
@Unique('retained_sim_approval_once', ['approvalId'])
@Unique('retained_sim_revision_unique', ['revisionFrom'])
@Index('retained_sim_open_unique', ['subjectId', 'institutionId'], { unique: true, where: 'ended_at IS NULL' })
@Index('retained_sim_subject_index', ['subjectId'])
@Index('retained_sim_institution_index', ['institutionId'])
@Index('retained_sim_card_index', ['cardId'])
@Index('retained_sim_revision_to_index', ['revisionTo'])
export class RetainedSim {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'retained_sim_pk' })
  id: string;

  @Column('uuid', { name: 'subject_id' })
  @ForeignKey('Subject', { name: 'retained_sim_subject' })
  subjectId: string;

  /** The carrier. */
  @Column('uuid', { name: 'institution_id' })
  @ForeignKey('Institution', { name: 'retained_sim_institution' })
  institutionId: string;

  @Column('uuid', { name: 'card_id' })
  @ForeignKey('Card', { name: 'retained_sim_card' })
  cardId: string;

  @Column('text')
  kind: RetainedKind;

  @Column('timestamptz', { name: 'restored_at' })
  restoredAt: Date;

  /** `client:<id>` */
  @Column('text', { name: 'restored_by' })
  restoredBy: string;

  /** Level of the organ whose approval was shown; null: none was. */
  @Column('text', { name: 'approval_level', nullable: true })
  approvalLevel: OrganLevel | null;

  /** The approval, if it was given here. */
  @Column('uuid', { name: 'approval_id', nullable: true })
  @ForeignKey('SimApproval', { name: 'retained_sim_approval' })
  approvalId: string | null;

  /** Ciphertext, context `retained_sim.approval_no`: the number of a paper that only the carrier has seen. */
  @Column('bytea', { name: 'approval_no_enc', nullable: true })
  approvalNoEnc: Buffer | null;

  /** In the decision log. */
  @Column('uuid', { name: 'decision_id' })
  decisionId: string;

  @Column('bigint', { name: 'revision_from' })
  @ForeignKey('RevisionRow', { name: 'retained_sim_revision' })
  revisionFrom: number;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt: Date | null;

  @Column('text', { name: 'ended_state', nullable: true })
  endedState: EndedKeeping | null;

  /** `client:<id>` */
  @Column('text', { name: 'ended_by', nullable: true })
  endedBy: string | null;

  /** The revision from which it is known to have ended. */
  @Column('bigint', { name: 'revision_to', nullable: true })
  @ForeignKey('RevisionRow', { name: 'retained_sim_revision_to' })
  revisionTo: number | null;
}
