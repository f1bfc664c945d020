import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * Decisions that were committed together: one row, encrypted, digested and hashed once. Append-only, partitioned by the month of
 * `writtenAt` (Asia/Shanghai). What stands in clear says how many and under which law, never about whom.
 */
@Entity('decision_group')
@Index('decision_group_id_index', ['lastId', 'firstId'])
// TypeORM knows no GIN.
@Index('decision_group_institution_index', { synchronize: false })
export class DecisionGroup {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'decision_group_pk' })
  chain: string;

  /** 1, 2, 3 … on its chain. */
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'decision_group_pk' })
  seq: number;

  @PrimaryColumn('timestamptz', { name: 'written_at', primaryKeyConstraintName: 'decision_group_pk' })
  writtenAt: Date;

  /** Least id of a decision (UUIDv7). */
  @Column('uuid', { name: 'first_id' })
  firstId: string;

  /** Greatest id of a decision (UUIDv7). */
  @Column('uuid', { name: 'last_id' })
  lastId: string;

  @Column('integer')
  count: number;

  @Column('uuid', { name: 'institution_ids', array: true })
  institutionIds: string[];

  @Column('text', { name: 'rulebook_hashes', array: true })
  rulebookHashes: string[];

  @Column('bigint', { name: 'least_revision' })
  leastRevision: number;

  @Column('bigint', { name: 'most_revision' })
  mostRevision: number;

  /** How many of each outcome. */
  @Column('jsonb')
  outcomes: Record<string, number>;

  @Column('boolean', { name: 'is_deflated' })
  isDeflated: boolean;

  /** Ciphertext, context `decision_group.content`. */
  @Column('bytea', { name: 'content_enc' })
  contentEnc: Buffer;

  @Column('bytea', { name: 'content_digest' })
  contentDigest: Buffer;

  @Column('bytea', { name: 'previous_hash' })
  previousHash: Buffer;

  @Column('bytea')
  hash: Buffer;
}
