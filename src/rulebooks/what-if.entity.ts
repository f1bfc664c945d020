import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { WhatIfReport } from '../rulebook/what-if-report.js';

export type WhatIfState = 'running' | 'done' | 'failed' | 'cancelled';

/** The question what a rulebook would change if it came into force on a day. Frozen once it is finished. */
@Entity('rulebook_what_if')
@Index('rulebook_what_if_rulebook_index', ['rulebookHash', 'id'])
@Index('rulebook_what_if_single', ['state'], { unique: true, where: `state = 'running'` })
@Check('rulebook_what_if_finished', `(state = 'running') = (finished_at IS NULL)`)
export class RulebookWhatIf {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'rulebook_what_if_pk' })
  id: string;

  @Column('text', { name: 'rulebook_hash' })
  rulebookHash: string;

  /** The rulebook it would follow. */
  @Column('text', { name: 'against_hash' })
  againstHash: string;

  /** Day in Asia/Shanghai. */
  @Column('date', { name: 'effective_from' })
  effectiveFrom: string;

  @Column('uuid', { name: 'requested_by' })
  requestedBy: string;

  @Column('timestamptz', { name: 'requested_at' })
  requestedAt: Date;

  @Column('text')
  state: WhatIfState;

  @Column('integer', { name: 'sanctions_read', default: 0 })
  sanctionsRead: number;

  @Column('integer', { name: 'sanctions_total', nullable: true })
  sanctionsTotal: number | null;

  /** When the node that computes it was last heard of. */
  @Column('timestamptz', { name: 'heard_of_at', default: () => 'clock_timestamp()' })
  heardOfAt: Date;

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt: Date | null;

  @Column('jsonb', { nullable: true })
  report: (WhatIfReport & { revision: number }) | null;

  /** `sha256:<hex>`: what an approver signs. */
  @Column('text', { name: 'diff_hash', nullable: true })
  diffHash: string | null;
}
