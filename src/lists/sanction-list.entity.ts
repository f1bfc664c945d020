import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { OrganLevel } from '../domain/designation.js';
import type { ListState } from '../domain/sanction-list.js';

/** What officers submit: a batch of designations, or of cards for the card blacklist. */
@Entity('sanction_list')
@Index('sanction_list_state_index', ['state'])
@Check('sanction_list_counts', 'total = accepted + rejected')
@Check('sanction_list_four_eyes', "state <> 'approved' OR (decided_by IS NOT NULL AND decided_by <> author_id)")
@Check('sanction_list_approval_has_revision', "(state = 'approved') = (revision IS NOT NULL)")
export class SanctionList {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'sanction_list_pk' })
  id: string;

  @Column('text')
  title: string;

  @Column('text')
  purpose: 'sanctions' | 'card_blacklist';

  /** Officer file template; null for lists that came as JSON. */
  @Column('text', { nullable: true })
  template: string | null;

  @Column('text', { name: 'file_name', nullable: true })
  fileName: string | null;

  /** Header cells of the file, in order; refused rows are written back under them. Empty for JSON. */
  @Column('text', { array: true })
  columns: string[];

  @Column('text')
  state: ListState;

  @Column('uuid', { name: 'author_id' })
  @ForeignKey('Officer', { name: 'sanction_list_author' })
  authorId: string;

  @Column('integer')
  total: number;

  @Column('integer')
  accepted: number;

  @Column('integer')
  rejected: number;

  /** SHA-256 over the digests of all rows, verdicts included; of lists from before rows had one, over the rows. What the approver signs. */
  @Column('bytea', { name: 'content_hash' })
  contentHash: Buffer;

  /** Lowest level of police organ that may approve it. */
  @Column('text', { name: 'required_level' })
  requiredLevel: OrganLevel;

  /** Rulebook that judged the rows. */
  @Column('text', { name: 'rulebook_hash' })
  rulebookHash: string;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt: Date;

  @Column('timestamptz', { name: 'submitted_at', nullable: true })
  submittedAt: Date | null;

  @Column('uuid', { name: 'decided_by', nullable: true })
  @ForeignKey('Officer', { name: 'sanction_list_decided_by' })
  decidedBy: string | null;

  @Column('timestamptz', { name: 'decided_at', nullable: true })
  decidedAt: Date | null;

  @Column('text', { nullable: true })
  remark: string | null;

  @Column('bigint', { nullable: true })
  revision: string | null;
}
