import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** How often a receipt number or an address was tried in vain, until it is forgotten. */
@Entity('standing_failure')
@Index('standing_failure_ends_index', ['endsAt'])
export class StandingFailure {
  /** Keyed digest of the receipt number or the address. */
  @PrimaryColumn('bytea', { primaryKeyConstraintName: 'standing_failure_pk' })
  key: Buffer;

  @Column('integer')
  failures: number;

  @Column('timestamptz', { name: 'ends_at' })
  endsAt: Date;
}
