import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { Difference, RunState } from '../../domain/reconciliation.js';

/** 对账: an institution's account of what it holds, compared with the books. */
@Entity('reconciliation')
@Index('reconciliation_institution_index', ['institutionId', 'id'])
@Index('reconciliation_single', ['institutionId'], { unique: true, where: `state = 'running'` })
@Check('reconciliation_finished', `(state IN ('done', 'aborted')) = (finished_at IS NOT NULL)`)
export class Reconciliation {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'reconciliation_pk' })
  id: string;

  @Column('uuid', { name: 'institution_id' })
  @ForeignKey('Institution', { name: 'reconciliation_institution' })
  institutionId: string;

  /** `client:<id>` */
  @Column('text', { name: 'started_by' })
  startedBy: string;

  /** Whether it is an account of everything the institution holds. */
  @Column('boolean', { name: 'is_full' })
  isFull: boolean;

  @Column('text')
  state: RunState;

  @Column('timestamptz', { name: 'started_at' })
  startedAt: Date;

  /** When the process that reads it was last heard of, by the clock of the database. */
  @Column('timestamptz', { name: 'heard_of_at', default: () => 'clock_timestamp()' })
  heardOfAt: Date;

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt: Date | null;

  /** Of the books when it began: a card changed later is not missing. */
  @Column('bigint', { name: 'from_revision' })
  fromRevision: number;

  /** Of the books its last lines were compared with. */
  @Column('bigint', { name: 'to_revision' })
  toRevision: number;

  @Column('bigint', { default: 0 })
  lines: number;

  /** Different cards among them. */
  @Column('bigint', { default: 0 })
  cards: number;

  /** Lines that could not be read. */
  @Column('bigint', { default: 0 })
  bad: number;

  /** Tasks of earlier reconciliations whose difference is gone. */
  @Column('bigint', { default: 0 })
  resolved: number;

  @Column('jsonb', { default: {} })
  differences: Partial<Record<Difference, number>>;
}

/** A card that a reconciliation has named, until it has ended. */
@Entity('reconciliation_seen')
export class ReconciliationSeen {
  @PrimaryColumn('uuid', { name: 'run_id', primaryKeyConstraintName: 'reconciliation_seen_pk' })
  runId: string;

  /** Keyed hash of the normalised number, space `card`. */
  @PrimaryColumn('bytea', { name: 'number_hash', primaryKeyConstraintName: 'reconciliation_seen_pk' })
  numberHash: Buffer;
}
