import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, Unique } from 'typeorm';
import { Institution } from './institution.entity.js';
import type { Role } from './principal.js';

/** A person who works with the lists for a police organ. */
@Entity('officer')
@Unique('officer_username_unique', ['username'])
export class Officer {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'officer_pk' })
  id: string;

  @Column({ name: 'institution_id', type: 'uuid' })
  institutionId: string;

  @ManyToOne(() => Institution, { nullable: false })
  @JoinColumn({ name: 'institution_id', foreignKeyConstraintName: 'officer_institution' })
  institution: Institution;

  @Column({ type: 'text' })
  username: string;

  @Column({ type: 'text', array: true })
  roles: Role[];

  /** argon2id, PHC string. */
  @Column({ name: 'password_hash', type: 'text' })
  passwordHash: string;

  /** Shared secret of the one-time codes, encrypted. */
  @Column({ name: 'totp_secret_enc', type: 'bytea', nullable: true })
  totpSecretEnc: Buffer | null;

  /** Last step used. Null beside a secret: the enrolment is not confirmed yet, and no code is asked. */
  @Column({ name: 'totp_last_step', type: 'bigint', nullable: true })
  totpLastStep: number | null;

  @Column({ name: 'failed_attempts', type: 'integer', default: 0 })
  failedAttempts: number;

  @Column({ name: 'locked_until', type: 'timestamptz', nullable: true })
  lockedUntil: Date | null;

  @Column({ name: 'disabled_at', type: 'timestamptz', nullable: true })
  disabledAt: Date | null;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;
}
