import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { ApiClient } from './api-client.entity.js';

/** A signed assertion that was accepted once and is never accepted again (RFC 7523 section 3, `jti`). */
@Entity('used_assertion')
export class UsedAssertion {
  @PrimaryColumn({ name: 'client_id', type: 'text', primaryKeyConstraintName: 'used_assertion_pk' })
  clientId: string;

  @ManyToOne(() => ApiClient, { nullable: false })
  @JoinColumn({ name: 'client_id', foreignKeyConstraintName: 'used_assertion_client' })
  client: ApiClient;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'used_assertion_pk' })
  jti: string;

  /** From then on the assertion is refused by its own expiry, and the row may go. */
  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt: Date;
}
