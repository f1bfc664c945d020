import type { JSONWebKeySet } from 'jose';
import { Check, Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { Institution } from './institution.entity.js';
import type { Scope } from './principal.js';

/** A machine of an institution: it authenticates with a secret, with signed assertions, or either. */
@Entity('api_client')
@Check('api_client_can_authenticate', 'secret_hash IS NOT NULL OR public_jwks IS NOT NULL')
export class ApiClient {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'api_client_pk' })
  id: string;

  @Column({ name: 'institution_id', type: 'uuid' })
  institutionId: string;

  @ManyToOne(() => Institution, { nullable: false })
  @JoinColumn({ name: 'institution_id', foreignKeyConstraintName: 'api_client_institution' })
  institution: Institution;

  /** argon2id, PHC string. */
  @Column({ name: 'secret_hash', type: 'text', nullable: true })
  secretHash: string | null;

  /** Public keys of `private_key_jwt`. */
  @Column({ name: 'public_jwks', type: 'jsonb', nullable: true })
  publicJwks: JSONWebKeySet | null;

  @Column({ type: 'text', array: true })
  scopes: Scope[];

  @Column({ name: 'disabled_at', type: 'timestamptz', nullable: true })
  disabledAt: Date | null;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;
}
