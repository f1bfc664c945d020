import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

/** What an accepted designation makes. Never changed, never deleted; what is known of it is in its {@link SanctionVersion}s. */
@Entity('sanction')
@Unique('sanction_entry_unique', ['listId', 'row'])
@Unique('sanction_corrects_once', ['corrects'])
@Index('sanction_subject_index', ['subjectId'])
@Index('sanction_organ_index', ['organCode'])
@Index('sanction_regime_index', ['regime', 'category'])
@Index('sanction_revision_index', ['revisionFrom'])
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

  /** Under 18 when it was done, as far as the list says when, else on the designation day: never published. */
  @Column('boolean', { name: 'is_minor' })
  isMinor: boolean;

  @Column('bigint', { name: 'revision_from' })
  revisionFrom: string;

  /** The annulled sanction in whose place this one stands. */
  @Column('uuid', { nullable: true })
  @ForeignKey('Sanction', { name: 'sanction_corrects' })
  corrects: string | null;
}
