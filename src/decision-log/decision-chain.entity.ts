import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The chain of one writing process: nobody waits for another node's turn. */
@Entity('decision_chain')
export class DecisionChain {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'decision_chain_pk' })
  id: string;

  /** `<host>:<process id>` */
  @Column('text')
  node: string;

  @Column('timestamptz', { name: 'opened_at' })
  openedAt: Date;

  /** Its last group; 0 of none. */
  @Column('bigint', { default: 0 })
  seq: number;

  @Column('bytea')
  hash: Buffer;

  @Column('bigint', { name: 'anchored_seq', default: 0 })
  anchoredSeq: number;
}

/** The heads of the chains at an hour, signed: a chain that was cut, replaced or dropped does not fit it. */
@Entity('decision_anchor')
export class DecisionAnchor {
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'decision_anchor_pk' })
  number: number;

  @Column('timestamptz')
  at: Date;

  @Column('jsonb')
  content: object;

  @Column('bytea', { name: 'previous_hash' })
  previousHash: Buffer;

  @Column('bytea')
  hash: Buffer;

  /** Ed25519 over the hash. */
  @Column('bytea')
  signature: Buffer;

  @Column('text', { name: 'key_id' })
  keyId: string;
}
