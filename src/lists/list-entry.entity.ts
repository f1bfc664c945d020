import type { OrganLevel } from '../domain/designation.js';
import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** One row of a list: its verdict, and, encrypted, what was understood and what was written. */
@Entity('list_entry')
@Check('list_entry_rejected_has_code', "(verdict = 'rejected') = (code IS NOT NULL)")
@Check('list_entry_says_something', 'raw_enc IS NOT NULL OR content_enc IS NOT NULL')
@Check('list_entry_accepted_has_content', "verdict = 'rejected' OR content_enc IS NOT NULL")
export class ListEntry {
  @PrimaryColumn('uuid', { name: 'list_id', primaryKeyConstraintName: 'list_entry_pk' })
  @ForeignKey('SanctionList', { name: 'list_entry_list' })
  listId: string;

  @PrimaryColumn('integer', { primaryKeyConstraintName: 'list_entry_pk' })
  row: number;

  @Column('text')
  verdict: 'accepted' | 'rejected';

  @Column('text', { nullable: true })
  code: string | null;

  /** Where the fault is: a field of the designation. */
  @Column('text', { nullable: true })
  field: string | null;

  @Column('text', { array: true })
  notes: string[];

  @Column('text', { nullable: true })
  category: string | null;

  /** Lowest level of organ that may approve the row; null in rows from before it was kept. */
  @Column('text', { name: 'required_level', nullable: true })
  requiredLevel: OrganLevel | null;

  @Column('bytea', { name: 'subject_hash', nullable: true })
  subjectHash: Buffer | null;

  @Column('bytea', { name: 'content_enc', nullable: true })
  contentEnc: Buffer | null;

  /** What was written, by which the row is read again; null in accepted rows from before it was always kept. */
  @Column('bytea', { name: 'raw_enc', nullable: true })
  rawEnc: Buffer | null;

  /** Keyed digest of what an approver signs of the row; null in rows from before it was kept. */
  @Column('bytea', { nullable: true })
  digest: Buffer | null;
}

/** The original file as it came, encrypted in parts: nothing of a refused row is lost. */
@Entity('list_file_part')
export class ListFilePart {
  @PrimaryColumn('uuid', { name: 'list_id', primaryKeyConstraintName: 'list_file_part_pk' })
  @ForeignKey('SanctionList', { name: 'list_file_part_list' })
  listId: string;

  @PrimaryColumn('integer', { primaryKeyConstraintName: 'list_file_part_pk' })
  part: number;

  @Column('bytea', { name: 'bytes_enc' })
  bytesEnc: Buffer;
}
