import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { ReceiptResult } from '../../domain/directive.js';

/** 回执: what an institution says it did. Append-only; the last of an institution counts. */
@Entity('receipt')
@Check('receipt_number', 'number > 0')
@Check('receipt_result', "result IN ('executed', 'refused', 'not_found')")
@Check('receipt_refused_has_detail', "result <> 'refused' OR detail_enc IS NOT NULL")
@Index('receipt_repeated_index', ['directiveId', 'institutionId', 'number'], { where: 'number > 1' })
@Index('receipt_institution_index', ['institutionId', 'receivedAt'])
export class Receipt {
  @PrimaryColumn('uuid', { name: 'directive_id', primaryKeyConstraintName: 'receipt_pk' })
  @ForeignKey('Directive', { name: 'receipt_directive' })
  directiveId: string;

  @PrimaryColumn('uuid', { name: 'institution_id', primaryKeyConstraintName: 'receipt_pk' })
  @ForeignKey('Institution', { name: 'receipt_institution' })
  institutionId: string;

  /** 1, 2, … for one directive and institution. */
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'receipt_pk' })
  number: number;

  @Column('text')
  result: ReceiptResult;

  @Column('timestamptz', { name: 'executed_at', nullable: true })
  executedAt: Date | null;

  /** Ciphertext, context `receipt.detail`: offices write names into it. */
  @Column('bytea', { name: 'detail_enc', nullable: true })
  detailEnc: Buffer | null;

  @Column('timestamptz', { name: 'received_at' })
  receivedAt: Date;

  /** `client:<id>` */
  @Column('text')
  actor: string;
}
