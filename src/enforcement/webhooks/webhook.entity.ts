import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** Where an institution is called. */
@Entity('webhook_endpoint')
@Index('webhook_endpoint_institution_index', ['institutionId'])
@Check('webhook_endpoint_disabled_reason', "disabled_reason IN ('institution', 'gone', 'failing')")
@Check('webhook_endpoint_disabled_why', '(disabled_at IS NULL) = (disabled_reason IS NULL)')
@Check('webhook_endpoint_deleted_is_disabled', 'deleted_at IS NULL OR disabled_at IS NOT NULL')
export class WebhookEndpoint {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'webhook_endpoint_pk' })
  id: string;

  @Column('uuid', { name: 'institution_id' })
  @ForeignKey('Institution', { name: 'webhook_endpoint_institution' })
  institutionId: string;

  /** Ciphertext, context `webhook_endpoint.url`. */
  @Column('bytea', { name: 'url_enc' })
  urlEnc: Buffer;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  /** Since when no delivery has succeeded. */
  @Column('timestamptz', { name: 'failing_since', nullable: true })
  failingSince: Date | null;

  @Column('timestamptz', { name: 'disabled_at', nullable: true })
  disabledAt: Date | null;

  /** `gone`: it answered 410; `failing`: nothing has succeeded for five days. */
  @Column('text', { name: 'disabled_reason', nullable: true })
  disabledReason: 'institution' | 'gone' | 'failing' | null;

  @Column('timestamptz', { name: 'deleted_at', nullable: true })
  deletedAt: Date | null;
}

/** What deliveries of an endpoint are signed with. */
@Entity('webhook_secret')
@Check('webhook_secret_number', 'number > 0')
@Index('webhook_secret_in_use', ['endpointId'], { unique: true, where: 'expires_at IS NULL' })
export class WebhookSecret {
  @PrimaryColumn('uuid', { name: 'endpoint_id', primaryKeyConstraintName: 'webhook_secret_pk' })
  @ForeignKey('WebhookEndpoint', { name: 'webhook_secret_endpoint' })
  endpointId: string;

  @PrimaryColumn('integer', { primaryKeyConstraintName: 'webhook_secret_pk' })
  number: number;

  /** Ciphertext, context `webhook_secret.secret`. */
  @Column('bytea', { name: 'secret_enc' })
  secretEnc: Buffer;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  /** Null: the one in use. An earlier one signs as well until then. */
  @Column('timestamptz', { name: 'expires_at', nullable: true })
  expiresAt: Date | null;
}

/** What an endpoint is told about, and up to which number it has been told. */
@Entity('webhook_subscription')
@Check('webhook_subscription_event', "event IN ('directives.issued', 'directives.overdue')")
export class WebhookSubscription {
  @PrimaryColumn('uuid', { name: 'endpoint_id', primaryKeyConstraintName: 'webhook_subscription_pk' })
  @ForeignKey('WebhookEndpoint', { name: 'webhook_subscription_endpoint' })
  endpointId: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'webhook_subscription_pk' })
  event: string;

  @Column('bigint', { name: 'told_seq' })
  toldSeq: number;
}
