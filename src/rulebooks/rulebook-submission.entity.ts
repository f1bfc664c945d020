import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';

/** A rulebook that somebody handed in, with its golden cases. Append-only. */
@Entity('rulebook_submission')
@Unique('rulebook_submission_once', ['rulebookHash', 'submittedBy'])
export class RulebookSubmission {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'rulebook_submission_pk' })
  id: string;

  @Column('text', { name: 'rulebook_hash' })
  rulebookHash: string;

  /** Null: the service itself found it in its folder. */
  @Column('uuid', { name: 'submitted_by', nullable: true })
  submittedBy: string | null;

  @Column('timestamptz', { name: 'submitted_at' })
  submittedAt: Date;

  @Column('text')
  source: 'upload' | 'folder';

  /** Path below `rules/` → parsed JSON. */
  @Column('jsonb')
  cases: Record<string, unknown>;
}
