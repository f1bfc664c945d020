import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { Outcome } from '../domain/decision.js';

/** One answered question. Append-only and hash-chained; input and answer are ciphertext, the chain runs over their keyed digest. */
@Entity('decision_log')
@Unique('decision_log_id_unique', ['id'])
@Index('decision_log_institution_index', ['institutionId', 'seq'])
export class DecisionLogEntry {
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'decision_log_pk' })
  seq: number;

  @Column('uuid')
  id: string;

  @Column('timestamptz', { name: 'decided_at' })
  decidedAt: Date;

  /** `client:<id>` or `officer:<uuid>` */
  @Column('text')
  asker: string;

  @Column('uuid', { name: 'institution_id' })
  @ForeignKey('Institution', { name: 'decision_log_institution' })
  institutionId: string;

  @Column('text', { name: 'rulebook_hash' })
  @ForeignKey('RulebookRecord', { name: 'decision_log_rulebook' })
  rulebookHash: string;

  @Column('bigint')
  revision: number;

  @Column('text')
  outcome: Outcome;

  /** Ciphertext, context `decision_log.input`. */
  @Column('bytea', { name: 'input_enc' })
  inputEnc: Buffer;

  /** Ciphertext, context `decision_log.answer`. */
  @Column('bytea', { name: 'answer_enc' })
  answerEnc: Buffer;

  @Column('bytea', { name: 'content_digest' })
  contentDigest: Buffer;

  @Column('bytea')
  hash: Buffer;
}
