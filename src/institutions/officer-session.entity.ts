import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { Officer } from './officer.entity.js';

/** One sign-in of an officer. A token lives no longer than its row. */
@Entity('officer_session')
@Index('officer_session_officer_index', ['officerId'])
export class OfficerSession {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'officer_session_pk' })
  id: string;

  @Column({ name: 'officer_id', type: 'uuid' })
  officerId: string;

  @ManyToOne(() => Officer, { nullable: false })
  @JoinColumn({ name: 'officer_id', foreignKeyConstraintName: 'officer_session_officer' })
  officer: Officer;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;

  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt: Date;

  @Column({ name: 'revoked_at', type: 'timestamptz', nullable: true })
  revokedAt: Date | null;
}
