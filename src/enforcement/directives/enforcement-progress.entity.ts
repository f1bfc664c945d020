import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** Up to which revision directives are issued. One row. */
@Entity('enforcement_cursor')
@Check('enforcement_cursor_single', 'id = 1')
export class EnforcementCursor {
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'enforcement_cursor_pk' })
  id: number;

  @Column('bigint')
  revision: number;

  /** Of the next revision, up to which subject. */
  @Column('uuid', { name: 'subject_after', nullable: true })
  subjectAfter: string | null;
}

/** A subject about whom directives were issued, and the next day on which what they say changes by itself. */
@Entity('enforced_subject')
@Index('enforced_subject_next_change_index', ['nextChangeOn'])
export class EnforcedSubject {
  @PrimaryColumn('uuid', { name: 'subject_id', primaryKeyConstraintName: 'enforced_subject_pk' })
  @ForeignKey('Subject', { name: 'enforced_subject_subject' })
  subjectId: string;

  @Column('date', { name: 'next_change_on', nullable: true })
  nextChangeOn: string | null;
}
