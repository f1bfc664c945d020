import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { LiftingState } from '../../domain/lifting.js';

/** 解除: the early end of a sanction, proposed by one officer and approved by another. */
@Entity('lifting')
@Check('lifting_state', "state IN ('proposed', 'approved', 'rejected')")
@Check('lifting_four_eyes', "state = 'proposed' OR (decided_by IS NOT NULL AND decided_by <> proposed_by)")
@Check('lifting_decided', "(state = 'proposed') = (decided_at IS NULL)")
@Check('lifting_approval_has_revision', "(state = 'approved') = (revision IS NOT NULL)")
@Index('lifting_proposed_once', ['sanctionId'], { unique: true, where: "state = 'proposed'" })
@Index('lifting_state_index', ['state', 'id'])
export class Lifting {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'lifting_pk' })
  id: string;

  @Column('uuid', { name: 'sanction_id' })
  @ForeignKey('Sanction', { name: 'lifting_sanction' })
  sanctionId: string;

  @Column('text')
  state: LiftingState;

  @Column('bytea', { name: 'ground_enc' })
  groundEnc: Buffer;

  @Column('text', { name: 'document_no' })
  documentNo: string;

  /** Null: from the approval on. */
  @Column('timestamptz', { name: 'effective_at', nullable: true })
  effectiveAt: Date | null;

  @Column('uuid', { name: 'proposed_by' })
  @ForeignKey('Officer', { name: 'lifting_proposed_by' })
  proposedBy: string;

  @Column('timestamptz', { name: 'proposed_at' })
  proposedAt: Date;

  @Column('uuid', { name: 'decided_by', nullable: true })
  @ForeignKey('Officer', { name: 'lifting_decided_by' })
  decidedBy: string | null;

  @Column('timestamptz', { name: 'decided_at', nullable: true })
  decidedAt: Date | null;

  @Column('bytea', { name: 'remark_enc', nullable: true })
  remarkEnc: Buffer | null;

  @Column('bigint', { nullable: true })
  revision: number | null;
}
