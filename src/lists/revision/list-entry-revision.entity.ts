import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** What the author of a draft did to a row, and what was written in it before. Append-only. */
@Entity('list_entry_revision')
@Check('list_entry_revision_act', "act IN ('corrected', 'excluded', 'included')")
@Check('list_entry_revision_number', 'number > 0')
@Check('list_entry_revision_says_why', "(act = 'excluded') = (remark_enc IS NOT NULL)")
export class ListEntryRevision {
  @PrimaryColumn('uuid', { name: 'list_id', primaryKeyConstraintName: 'list_entry_revision_pk' })
  listId: string;

  @PrimaryColumn('integer', { primaryKeyConstraintName: 'list_entry_revision_pk' })
  row: number;

  /** Counts from 1 in each row. */
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'list_entry_revision_pk' })
  number: number;

  @Column('text')
  act: 'corrected' | 'excluded' | 'included';

  @Column('uuid', { name: 'officer_id' })
  officerId: string;

  @Column('timestamptz', { name: 'revised_at' })
  revisedAt: Date;

  /** Ciphertext, context `list_entry_revision.raw`: what was written before the act; of a row of which that was not kept, what was understood. */
  @Column('bytea', { name: 'raw_enc' })
  rawEnc: Buffer;

  /** Ciphertext, context `list_entry_revision.remark`: why a row was taken out. */
  @Column('bytea', { name: 'remark_enc', nullable: true })
  remarkEnc: Buffer | null;
}
