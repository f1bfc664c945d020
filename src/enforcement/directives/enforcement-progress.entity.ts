import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** Up to which revision a source of obligations is worked off. */
@Entity('enforcement_cursor')
export class EnforcementCursor {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'enforcement_cursor_pk' })
  source: string;

  @Column('bigint')
  revision: number;

  /** Of the next revision, up to which unit. */
  @Column('uuid', { name: 'unit_after', nullable: true })
  unitAfter: string | null;
}

/** A subject about whom directives were issued, and the next day on which what they say changes; `-infinity`: at once. */
@Entity('enforced_subject')
@Index('enforced_subject_next_change_index', ['nextChangeOn'])
export class EnforcedSubject {
  @PrimaryColumn('uuid', { name: 'subject_id', primaryKeyConstraintName: 'enforced_subject_pk' })
  @ForeignKey('Subject', { name: 'enforced_subject_subject' })
  subjectId: string;

  @Column('date', { name: 'next_change_on', nullable: true })
  nextChangeOn: string | null;

  /** The reason of the revision that touched the subject and is not worked off yet. */
  @Column('text', { nullable: true })
  occasion: string | null;
}
