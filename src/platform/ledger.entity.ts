import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** One act of somebody, in the append-only hash chain `audit`. */
@Entity('audit_entry')
export class AuditEntry {
  @PrimaryColumn({ type: 'bigint', primaryKeyConstraintName: 'audit_entry_pk' })
  seq: number;

  @Column({ type: 'timestamptz' })
  at: Date;

  /** `officer:<uuid>`, `client:<id>` or `system`. */
  @Column({ type: 'text' })
  actor: string;

  /** What was done, such as `list.approved`. */
  @Column({ type: 'text' })
  what: string;

  /** To what, such as `sanction_list:<uuid>`. */
  @Index('audit_entry_object_index')
  @Column({ type: 'text' })
  object: string;

  @Column({ type: 'jsonb' })
  detail: Record<string, string | number | boolean | null>;

  @Column({ type: 'bytea' })
  hash: Buffer;
}

/** Last row of a hash chain. */
@Entity('chain_head')
export class ChainHeadRow {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'chain_head_pk' })
  chain: string;

  @Column({ type: 'bigint' })
  seq: number;

  @Column({ type: 'bytea' })
  hash: Buffer;
}

/** One change that can alter a decision. */
@Entity('revision')
export class RevisionRow {
  @PrimaryColumn({ type: 'bigint', primaryKeyConstraintName: 'revision_pk' })
  number: number;

  @Column({ type: 'text' })
  reason: string;

  @Column({ name: 'taken_at', type: 'timestamptz', default: () => 'clock_timestamp()' })
  takenAt: Date;
}

/** What was answered to a request that carried an Idempotency-Key. No status: it is being processed. */
@Entity('idempotency_record')
export class IdempotencyRecord {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'idempotency_record_pk' })
  principal: string;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'idempotency_record_pk' })
  key: string;

  @Column({ name: 'request_hash', type: 'bytea' })
  requestHash: Buffer;

  @Column({ type: 'integer', nullable: true })
  status: number | null;

  @Column({ name: 'body_enc', type: 'bytea', nullable: true })
  bodyEnc: Buffer | null;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;
}

/** What the keys this database was written with make of a fixed text; a single row. */
@Entity('keyring_seal')
@Check('keyring_seal_single', 'id = 1')
export class KeyringSealRow {
  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'keyring_seal_pk' })
  id: number;

  @Column({ type: 'bytea' })
  proof: Buffer;
}
