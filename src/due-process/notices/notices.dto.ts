import { IsIn, IsOptional, IsString, Length } from 'class-validator';
import { SERVICE_METHODS, type ServiceMethod } from '../../domain/notice-service.js';
import type { LocalDate } from '../../domain/period.js';
import type { Language } from '../../domain/problem.js';
import { IsLocalDate } from '../../platform/local-date.validator.js';
import { NOTICE_KINDS, type NoticeKind } from '../../rulebook/notices.js';

export class NoticeQuery {
  /** The language of the notice; by default that of `Accept-Language`. @example "zh-CN" */
  @IsOptional()
  @IsIn(['zh-CN', 'en'])
  language?: Language;
}

export class NoticeEnding {
  /** `annulled`: as if it never was. @example "expired" */
  how: 'lifted' | 'annulled' | 'expired';
  /** Day in Asia/Shanghai; an expired one ran to 24:00 of it. @example "2026-12-10" */
  on: string;
}

export class NoticeSectionResponse {
  /** @example "措施和期限" */
  heading: string;
  paragraphs: string[];
}

/** A written notice as text, paragraph by paragraph what the PDF prints. */
export class NoticeResponse {
  /** `sanction`: 惩戒告知书; `lifting`: 解除惩戒告知书. @example "sanction" */
  kind: NoticeKind;
  /** @example "0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d" */
  sanctionId: string;
  /** Given once, at the first issue of a notice of the sanction. @example "DK202601234567897" */
  receiptNo: string;
  /** @example "zh-CN" */
  language: Language;
  /** Day in Asia/Shanghai of the first issue; of a notice of lifting the day on which the sanction ended. @example "2026-11-22" */
  issuedOn: string;
  /** Null while the sanction runs. */
  ending: NoticeEnding | null;
  /** @example "惩戒告知书" */
  title: string;
  sections: NoticeSectionResponse[];
  /** Characters the font of the PDF lacks; in the text stand their codes in brackets. @example ["U+1F004"] */
  unprintable: string[];
}

/** That a notice was served (送达). */
export class ServingDto {
  /** Day in Asia/Shanghai, not before the identification and not after today. @example "2025-09-01" */
  @IsLocalDate()
  servedOn: LocalDate;

  /** In person, by post, by public notice, electronically. @example "in_person" */
  @IsIn(SERVICE_METHODS)
  method: ServiceMethod;

  /** Which notice; `sanction` if absent. @example "sanction" */
  @IsOptional()
  @IsIn(NOTICE_KINDS)
  notice?: NoticeKind;

  /** Who took it, the number of the letter; kept encrypted. @example "本人签收" */
  @IsOptional()
  @IsString()
  @Length(1, 2000)
  remark?: string;
}

export class ServingResponse {
  /** 1, 2, … for one sanction. @example 1 */
  number: number;
  /** @example "sanction" */
  notice: NoticeKind;
  /** Day in Asia/Shanghai. @example "2026-11-22" */
  servedOn: string;
  /** @example "in_person" */
  method: ServiceMethod;
  /** @example "本人签收" */
  remark: string | null;
  /** @example "2026-11-22T10:00:00.000+08:00" */
  recordedAt: string;
  /** Id of the officer. @example "0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d" */
  recordedBy: string;
}

export class ServingsResponse {
  /** Of the notice of sanction, as the list said; null where it did not. @example "2024-12-12" */
  listedOn: string | null;
  /** Oldest first. */
  items: ServingResponse[];
}
