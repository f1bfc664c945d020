import { Type } from 'class-transformer';
import { IsIn, IsInt, IsObject, IsOptional, IsString, Length, Matches, Max, MaxLength, Min } from 'class-validator';
import { ROW_CODES, ROW_NOTES, type OrganLevel, type RowCode, type RowNote } from '../domain/designation.js';
import { NO_IDENTIFIER } from '../registry/subject.dto.js';
import { ListCounts } from './list-response.dto.js';

/** The largest number a row can have. */
const LAST_ROW = 2_147_483_647;

export class EntryQuery {
  @IsOptional()
  @IsIn(['accepted', 'rejected'])
  verdict?: 'accepted' | 'rejected';

  /** Only rows refused for this reason. */
  @IsOptional()
  @IsIn(ROW_CODES)
  code?: RowCode;

  /** Only rows with this note. */
  @IsOptional()
  @IsIn(ROW_NOTES)
  note?: RowNote;

  /** Only these rows, such as notable ones of the summary. @example "5,17" */
  @IsOptional()
  @Matches(/^\d{1,9}(?:,\d{1,9}){0,499}$/)
  rows?: string;

  /**
   * Only the rows that a number of the summary counts: `ground:<ground>`, `regime:<regime>`, `category:<regime>/<category>`,
   * `kind:<kind of subject>`, `organ:<code>/<level>`, `measure:<measure>`, `cappedMeasure:<measure>`, `minors`, `namesakes`,
   * `alreadySanctioned`, `alone`, `joining`, `capped`, `needsReview`; of a lead sheet `cardKind:<kind>`, `status:<status>`,
   * `institution:<code>`, `unregistered`. They are found as the summary is: by what the books say when they are asked for.
   * @example "ground:rent"
   */
  @IsOptional()
  @Matches(/^[A-Za-z]{1,20}(?::[\w./-]{1,150})?$/)
  counted?: string;

  /** Only rows from this number on: to jump to. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(LAST_ROW)
  from?: number;

  @IsOptional()
  @IsString()
  @MaxLength(500)
  cursor?: string;

  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1000)
  limit?: number;
}

export class EntryResponse {
  /** 1-based data row. @example 5 */
  row: number;
  verdict: 'accepted' | 'rejected';
  /** Why the row is refused. @example "DUPLICATE_IN_LIST" */
  code?: string;
  /** Sentence for the code, in the language of the request; of a row that was taken out also by whom and why. */
  reason?: string;
  /** Field of the designation the code is about. @example "subject.idNumber" */
  field?: string;
  notes: string[];
  category?: string;
  /** What was understood; names and numbers of persons and cards masked. */
  entry: Record<string, unknown> | null;
  /** What was written: the cells by column, or the entry of the request; masked. Null in rows from before it was always kept. */
  raw: Record<string, unknown> | null;
  /** The subject, where it is recorded. @example "0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d" */
  subjectId: string | null;
  /** Whether the author corrected the row after the import. */
  isCorrected: boolean;
}

export class EntryPageResponse {
  items: EntryResponse[];
  nextCursor: string | null;
}

export class CorrectEntryRequest {
  /**
   * What changes of what was written, by the names `raw` has for this list: cells by column, or fields of the entry. Merged as by
   * RFC 7396: what is not named stays, null takes away.
   */
  @IsObject()
  raw: Record<string, unknown>;
}

export class ExcludeEntryRequest {
  /** Why; no identifier numbers. @example "材料待补" */
  @IsString()
  @Length(1, 500)
  @Matches(NO_IDENTIFIER)
  remark: string;
}

export class RevisedEntryResponse {
  entry: EntryResponse;
  /** Rows of the same subject or card that are judged otherwise because of it. @example [7] */
  alsoChanged: number[];
  counts: ListCounts;
  /** SHA-256 over all rows and verdicts: what the approver signs. */
  contentHash: string;
  /** Lowest level of police organ that may approve the list. @example "city" */
  requiredLevel: OrganLevel;
}
