import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** Says that a rulebook is in force from a day on. Append-only; the first one is made by the service itself. */
@Entity('rulebook_publication')
@Check('rulebook_publication_number', 'number > 0')
export class RulebookPublication {
  /** From 1, in the order of publication. */
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'rulebook_publication_pk' })
  number: number;

  @Column('text', { name: 'rulebook_hash' })
  rulebookHash: string;

  /** Day in Asia/Shanghai. */
  @Column('date', { name: 'effective_from' })
  effectiveFrom: string;

  @Column('timestamptz', { name: 'published_at' })
  publishedAt: Date;

  /** Who handed the rulebook in. */
  @Column('uuid', { name: 'author_id', nullable: true })
  authorId: string | null;

  /** Who signed the difference. */
  @Column('uuid', { name: 'approver_id', nullable: true })
  approverId: string | null;

  @Column('uuid', { name: 'what_if_id', nullable: true })
  whatIfId: string | null;

  /** `sha256:<hex>` of what the approver signed. */
  @Column('text', { name: 'diff_hash', nullable: true })
  diffHash: string | null;

  @Column('boolean', { name: 'is_mass_change_confirmed', default: false })
  isMassChangeConfirmed: boolean;

  /** From which decisions know it; null of the first, which was there before any. */
  @Column('bigint', { nullable: true })
  revision: string | null;
}
