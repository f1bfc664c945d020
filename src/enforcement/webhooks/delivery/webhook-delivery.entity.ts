import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** One message to an endpoint. Its id is the `webhook-id`, the same for every attempt. */
@Entity('webhook_delivery')
@Index('webhook_delivery_due_index', ['nextAttemptAt'], { where: "state = 'pending'" })
@Index('webhook_delivery_pending_index', ['endpointId', 'event'], { where: "state = 'pending'" })
@Index('webhook_delivery_endpoint_index', ['endpointId', 'id'])
@Check('webhook_delivery_event', "event IN ('directives.issued', 'directives.overdue', 'webhook.test')")
@Check('webhook_delivery_state', "state IN ('pending', 'delivered', 'failed', 'cancelled')")
@Check('webhook_delivery_pending_has_time', "(state = 'pending') = (next_attempt_at IS NOT NULL)")
@Check('webhook_delivery_tells', "(event = 'webhook.test') = (up_to_seq IS NULL)")
export class WebhookDelivery {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'webhook_delivery_pk' })
  id: string;

  @Column('uuid', { name: 'endpoint_id' })
  @ForeignKey('WebhookEndpoint', { name: 'webhook_delivery_endpoint' })
  endpointId: string;

  @Column('text')
  event: string;

  /** As it is sent, byte for byte. */
  @Column('text')
  payload: string;

  /** Up to which number it tells; null of a test. */
  @Column('bigint', { name: 'up_to_seq', nullable: true })
  upToSeq: number | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  /** Since it was created, or replayed. */
  @Column('integer', { default: 0 })
  attempts: number;

  @Column('timestamptz', { name: 'next_attempt_at', nullable: true })
  nextAttemptAt: Date | null;

  @Column('text')
  state: 'pending' | 'delivered' | 'failed' | 'cancelled';
}

/** One call. Append-only. */
@Entity('webhook_attempt')
@Check('webhook_attempt_number', 'number > 0')
@Check('webhook_attempt_status_or_error', '(status IS NULL) <> (error IS NULL)')
export class WebhookAttempt {
  @PrimaryColumn('uuid', { name: 'delivery_id', primaryKeyConstraintName: 'webhook_attempt_pk' })
  @ForeignKey('WebhookDelivery', { name: 'webhook_attempt_delivery' })
  deliveryId: string;

  @PrimaryColumn('integer', { primaryKeyConstraintName: 'webhook_attempt_pk' })
  number: number;

  @Column('timestamptz', { name: 'started_at' })
  startedAt: Date;

  @Column('integer', { name: 'duration_ms' })
  durationMs: number;

  /** Of the answer; null where none came. */
  @Column('integer', { nullable: true })
  status: number | null;

  /** Why none came, such as `ECONNREFUSED`, `timeout`, `address_refused`. */
  @Column('text', { nullable: true })
  error: string | null;
}
