import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { ReceiptResult } from '../../domain/directive.js';

/**
 * What became of a directive: one row of each as a whole, and one for each institution that answered a directive to everybody. Kept
 * by triggers of `directive` and `receipt`, in the statement that writes those; nobody else writes it. Whoever counts or looks for
 * directives by their outcome reads this narrow table instead of joining all receipts.
 *
 * Institutions answer directives while these are ended: each statement locks the rows it will change in one order before it changes
 * any, so that one waits for the other, and never both. What ends together is therefore ended by one statement.
 */
@Entity('directive_outcome')
@Check(
  'directive_outcome_state',
  "state IN ('pending', 'withdrawn', 'replaced', 'answered', 'executed', 'refused', 'not_found')",
)
@Index('directive_outcome_addressee_index', ['addresseeId', 'isWhole', 'state', 'seq'])
@Index('directive_outcome_state_index', ['isWhole', 'state', 'seq'])
@Index('directive_outcome_issued_index', ['issuedAt'])
export class DirectiveOutcome {
  @PrimaryColumn('uuid', { name: 'directive_id', primaryKeyConstraintName: 'directive_outcome_pk' })
  directiveId: string;

  /** An institution; the nil UUID: everybody together to whom a directive goes that names none. */
  @PrimaryColumn('uuid', { name: 'addressee_id', primaryKeyConstraintName: 'directive_outcome_pk' })
  addresseeId: string;

  /** Of the directive; false: what one of everybody said of it. */
  @Column('boolean', { name: 'is_whole' })
  isWhole: boolean;

  /**
   * What the last receipt says. Without one: `pending`, `withdrawn` if it has ended, `replaced` if another one took its place; of
   * everybody together, `answered` as soon as one institution has said anything.
   */
  @Column('text')
  state: 'pending' | 'withdrawn' | 'replaced' | 'answered' | ReceiptResult;

  /** As are those that follow: of the directive, and of the sanction it rests on. */
  @Column('bigint')
  seq: number;

  @Column('timestamptz', { name: 'issued_at' })
  issuedAt: Date;

  /** Of issue, in Asia/Shanghai: `YYYY-MM`. */
  @Column('text')
  month: string;

  @Column('timestamptz', { name: 'due_at', nullable: true })
  dueAt: Date | null;

  /** When it was executed, as the institution says; otherwise when the last receipt came. */
  @Column('timestamptz', { name: 'answered_at', nullable: true })
  answeredAt: Date | null;

  @Column('boolean', { name: 'is_on_card' })
  isOnCard: boolean;

  @Column('boolean', { name: 'is_release' })
  isRelease: boolean;

  @Column('text')
  measure: string;

  @Column('text', { name: 'organ_code', nullable: true })
  organCode: string | null;

  @Column('text', { name: 'organ_level', nullable: true })
  organLevel: string | null;

  @Column('text', { nullable: true })
  regime: string | null;

  @Column('text', { nullable: true })
  category: string | null;

  @Column('text', { nullable: true })
  ground: string | null;
}
