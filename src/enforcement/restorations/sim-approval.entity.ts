import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { OrganLevel } from '../../domain/designation.js';

/** Leave of a police organ to restore one number of a subject; used once, by the keeping that names it. */
@Entity('sim_approval')
@Check('sim_approval_level', "level IN ('county', 'city', 'province', 'ministry')")
@Check('sim_approval_revoked_by_officer', '(revoked_at IS NULL) = (revoked_by IS NULL)')
@Unique('sim_approval_number_unique', ['number'])
@Index('sim_approval_subject_index', ['subjectId'])
export class SimApproval {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'sim_approval_pk' })
  id: string;

  /** What the subject shows at the counter; says nothing of the subject. */
  @Column('text')
  number: string;

  @Column('uuid', { name: 'subject_id' })
  @ForeignKey('Subject', { name: 'sim_approval_subject' })
  subjectId: string;

  /** Null: any card of the subject. */
  @Column('uuid', { name: 'card_id', nullable: true })
  @ForeignKey('Card', { name: 'sim_approval_card' })
  cardId: string | null;

  @Column('text')
  level: OrganLevel;

  @Column('uuid', { name: 'organ_id' })
  @ForeignKey('Institution', { name: 'sim_approval_organ' })
  organId: string;

  @Column('uuid', { name: 'given_by' })
  @ForeignKey('Officer', { name: 'sim_approval_officer' })
  givenBy: string;

  @Column('timestamptz', { name: 'given_at' })
  givenAt: Date;

  /** Ciphertext, context `sim_approval.remark`. */
  @Column('bytea', { name: 'remark_enc' })
  remarkEnc: Buffer;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt: Date | null;

  @Column('uuid', { name: 'revoked_by', nullable: true })
  @ForeignKey('Officer', { name: 'sim_approval_revoking_officer' })
  revokedBy: string | null;
}
