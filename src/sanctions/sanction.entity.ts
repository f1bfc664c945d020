import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

/** What an accepted designation makes. Never changed, never deleted; its terms are in {@link SanctionMeasure}. */
@Entity('sanction')
@Unique('sanction_entry_unique', ['listId', 'row'])
@Index('sanction_subject_index', ['subjectId'])
export class Sanction {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'sanction_pk' })
  id: string;

  @Column('uuid', { name: 'subject_id' })
  @ForeignKey('Subject', { name: 'sanction_subject' })
  subjectId: string;

  @Column('uuid', { name: 'list_id' })
  listId: string;

  @Column('integer')
  row: number;

  @Column('text')
  regime: string;

  @Column('text')
  category: string;

  @Column('text')
  ground: string;

  /** Day in Asia/Shanghai. */
  @Column('date', { name: 'identified_on' })
  identifiedOn: string;

  /** Day in Asia/Shanghai. */
  @Column('date', { name: 'starts_on' })
  startsOn: string;

  /** Whole years per measure, before cumulation, as the rulebook of the approval says. */
  @Column('jsonb')
  terms: Record<string, number>;

  @Column('text', { name: 'rulebook_hash' })
  rulebookHash: string;

  @Column('text', { name: 'organ_code' })
  organCode: string;

  @Column('text', { name: 'organ_level' })
  organLevel: string;

  @Column('text', { name: 'organ_name' })
  organName: string;

  @Column('text', { name: 'document_no', nullable: true })
  documentNo: string | null;

  @Column('date', { name: 'notice_served_on', nullable: true })
  noticeServedOn: string | null;

  /** Under 18 on the designation day: never published. */
  @Column('boolean', { name: 'is_minor' })
  isMinor: boolean;

  @Column('bigint', { name: 'revision_from' })
  revisionFrom: string;
}

/** What one measure of a sanction lasts after cumulation. A recomputed chain supersedes a row by `revisionTo`. */
@Entity('sanction_measure')
@Check('sanction_measure_days', 'first_day <= last_day')
@Check('sanction_measure_revisions', 'revision_from < revision_to')
export class SanctionMeasure {
  @PrimaryColumn('uuid', { name: 'sanction_id', primaryKeyConstraintName: 'sanction_measure_pk' })
  @ForeignKey('Sanction', { name: 'sanction_measure_sanction' })
  sanctionId: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'sanction_measure_pk' })
  measure: string;

  @PrimaryColumn('bigint', { name: 'revision_from', primaryKeyConstraintName: 'sanction_measure_pk' })
  revisionFrom: string;

  @Column('bigint', { name: 'revision_to', nullable: true })
  revisionTo: string | null;

  @Column('date', { name: 'first_day' })
  firstDay: string;

  @Column('date', { name: 'last_day' })
  lastDay: string;

  @Column('boolean', { name: 'is_capped' })
  isCapped: boolean;

  /** The cap took more than half of the term: a human should look. */
  @Column('boolean', { name: 'needs_review' })
  needsReview: boolean;
}
