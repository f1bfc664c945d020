import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { AppealAction, AppealKind, AppealState } from '../../domain/appeal.js';

/** 申诉: what somebody has against a sanction, or against being taken for somebody who has one. */
@Entity('appeal')
@Unique('appeal_receipt_no_unique', ['receiptNo'])
@Check('appeal_kind', "kind IN ('objection', 'namesake', 'wrong_number')")
@Check('appeal_state', "state IN ('filed', 'accepted', 'verified', 'upheld', 'dismissed', 'refused', 'withdrawn')")
@Check('appeal_objection_names_sanction', "kind <> 'objection' OR sanction_id IS NOT NULL")
@Check(
  'appeal_correction_of_mistake',
  "correction_list_id IS NULL OR (state = 'upheld' AND kind <> 'objection' AND sanction_id IS NOT NULL)",
)
@Index('appeal_pending_once', ['sanctionId'], {
  unique: true,
  where: "state IN ('filed', 'accepted', 'verified')",
})
@Index('appeal_state_index', ['state', 'id'])
@Index('appeal_subject_index', ['subjectHash'])
export class Appeal {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'appeal_pk' })
  id: string;

  /** What the person asks with, together with his identifier. */
  @Column('text', { name: 'receipt_no' })
  receiptNo: string;

  @Column('text')
  kind: AppealKind;

  @Column('text')
  state: AppealState;

  /** Keyed hash of the identifier. */
  @Column('bytea', { name: 'subject_hash' })
  subjectHash: Buffer;

  /** JSON `{idType, idNumber, name}`; the person need not be recorded. */
  @Column('bytea', { name: 'subject_enc' })
  subjectEnc: Buffer;

  @Column('uuid', { name: 'sanction_id', nullable: true })
  @ForeignKey('Sanction', { name: 'appeal_sanction' })
  sanctionId: string | null;

  @Column('bytea', { name: 'grounds_enc' })
  groundsEnc: Buffer;

  /** JSON list of texts. */
  @Column('bytea', { name: 'evidence_enc' })
  evidenceEnc: Buffer;

  @Column('bytea', { name: 'contact_enc', nullable: true })
  contactEnc: Buffer | null;

  @Column('uuid', { name: 'filed_by' })
  @ForeignKey('Officer', { name: 'appeal_filed_by' })
  filedBy: string;

  @Column('timestamptz', { name: 'filed_at' })
  filedAt: Date;

  /** The draft of the right designation. */
  @Column('uuid', { name: 'correction_list_id', nullable: true })
  @ForeignKey('SanctionList', { name: 'appeal_correction_list' })
  correctionListId: string | null;
}

/** One step of an appeal: who did what, when, and why. Append-only. */
@Entity('appeal_step')
@Check('appeal_step_number', 'number > 0')
@Check('appeal_step_action', "action IN ('file', 'accept', 'verify', 'uphold', 'dismiss', 'refuse', 'withdraw')")
@Check('appeal_step_suspends_when_accepted', "suspended_at IS NULL OR action = 'accept'")
export class AppealStep {
  @PrimaryColumn('uuid', { name: 'appeal_id', primaryKeyConstraintName: 'appeal_step_pk' })
  @ForeignKey('Appeal', { name: 'appeal_step_appeal' })
  appealId: string;

  /** 1, 2, … */
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'appeal_step_pk' })
  number: number;

  @Column('text')
  action: AppealAction | 'file';

  /** Remark, finding or reasons. */
  @Column('bytea', { name: 'text_enc', nullable: true })
  textEnc: Buffer | null;

  /** From when on the sanction restricts nothing, where the appeal suspends its effect. */
  @Column('timestamptz', { name: 'suspended_at', nullable: true })
  suspendedAt: Date | null;

  @Column('uuid', { name: 'officer_id' })
  @ForeignKey('Officer', { name: 'appeal_step_officer' })
  officerId: string;

  @Column('timestamptz', { name: 'taken_at' })
  takenAt: Date;

  /** From which decisions know it; null where it alters none. */
  @Column('bigint', { nullable: true })
  revision: number | null;
}
