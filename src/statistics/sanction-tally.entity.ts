import { Column, Entity, PrimaryGeneratedColumn, Unique } from 'typeorm';

/**
 * How many sanctions are of one kind: of the same organ, law, days and current version. Kept by triggers of `sanction_version`, in the
 * transaction that writes a version; nobody else writes it.
 */
@Entity('sanction_tally')
@Unique('sanction_tally_kind_unique', [
  'organCode',
  'organLevel',
  'regime',
  'category',
  'ground',
  'startsOn',
  'revisionFrom',
  'patternId',
  'valid',
  'standing',
  'liftedAt',
  'knownFrom',
])
export class SanctionTally {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'sanction_tally_pk',
  })
  id: number;

  @Column('text', { name: 'organ_code' })
  organCode: string;

  @Column('text', { name: 'organ_level' })
  organLevel: string;

  @Column('text')
  regime: string;

  @Column('text')
  category: string;

  @Column('text')
  ground: string;

  /** Day in Asia/Shanghai. */
  @Column('date', { name: 'starts_on' })
  startsOn: string;

  @Column('bigint', { name: 'revision_from' })
  revisionFrom: number;

  @Column('integer', { name: 'pattern_id' })
  patternId: number;

  @Column('daterange')
  valid: string;

  @Column('text')
  standing: string;

  /** From when on they restrict nothing; infinity where neither lifted nor suspended. */
  @Column('timestamptz', { name: 'lifted_at' })
  liftedAt: Date;

  /** Of the current version. */
  @Column('bigint', { name: 'known_from' })
  knownFrom: number;

  /** May be 0: of a kind of which none is left. */
  @Column('integer')
  weight: number;
}
