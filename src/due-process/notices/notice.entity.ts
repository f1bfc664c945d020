import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import type { ServiceMethod } from '../../domain/notice-service.js';
import type { NoticeKind } from '../../rulebook/notices.js';

/** The receipt number a sanction was given when its notice was first issued. Append-only. */
@Entity('notice')
@Unique('notice_receipt_no_unique', ['receiptNo'])
@Check('notice_receipt_no_form', "receipt_no ~ '^DK[0-9]{15}$'")
export class Notice {
  @PrimaryColumn('uuid', { name: 'sanction_id', primaryKeyConstraintName: 'notice_pk' })
  @ForeignKey('Sanction', { name: 'notice_sanction' })
  sanctionId: string;

  /** {@link receiptNumber}: with his identifier the subject asks how he stands. */
  @Column('text', { name: 'receipt_no' })
  receiptNo: string;

  @Column('timestamptz', { name: 'issued_at' })
  issuedAt: Date;

  @Column('uuid', { name: 'issued_by' })
  @ForeignKey('Officer', { name: 'notice_issued_by' })
  issuedBy: string;
}

/** 送达: one time a notice was served. Append-only. */
@Entity('notice_service')
@Unique('notice_service_once', ['sanctionId', 'notice', 'servedOn', 'method'])
@Check('notice_service_number', 'number > 0')
@Check('notice_service_notice', "notice IN ('sanction', 'lifting')")
@Check('notice_service_method', "method IN ('in_person', 'post', 'public_notice', 'electronic')")
export class NoticeServing {
  @PrimaryColumn('uuid', { name: 'sanction_id', primaryKeyConstraintName: 'notice_service_pk' })
  @ForeignKey('Sanction', { name: 'notice_service_sanction' })
  sanctionId: string;

  /** 1, 2, … for one sanction. */
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'notice_service_pk' })
  number: number;

  @Column('text')
  notice: NoticeKind;

  /** Day in Asia/Shanghai. */
  @Column('date', { name: 'served_on' })
  servedOn: string;

  @Column('text')
  method: ServiceMethod;

  /** Ciphertext, context `notice_service.remark`: offices write names into it. */
  @Column('bytea', { name: 'remark_enc', nullable: true })
  remarkEnc: Buffer | null;

  @Column('timestamptz', { name: 'recorded_at' })
  recordedAt: Date;

  @Column('uuid', { name: 'recorded_by' })
  @ForeignKey('Officer', { name: 'notice_service_recorded_by' })
  recordedBy: string;
}
