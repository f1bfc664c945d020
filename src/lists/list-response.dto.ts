import type { OrganLevel } from '../domain/designation.js';
import type { ListState } from '../domain/sanction-list.js';

export class ListCounts {
  /** @example 300 */
  total: number;
  /** @example 283 */
  accepted: number;
  /** @example 17 */
  rejected: number;
}

export class ListResponse {
  /** @example "0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d" */
  id: string;
  /** @example "2021 年电信惩戒第一批" */
  title: string;
  purpose: 'sanctions' | 'card_blacklist';
  /** Officer file template. @example "telecom-batch" */
  template: string | null;
  fileName: string | null;
  state: ListState;
  counts: ListCounts;
  /** SHA-256 over all rows and verdicts: what the approver signs. */
  contentHash: string;
  /** Lowest level of police organ that may approve it. @example "city" */
  requiredLevel: OrganLevel;
  rulebook: string;
  authorId: string;
  /** Instant, ISO 8601 with offset. */
  createdAt: string;
  submittedAt: string | null;
  decidedBy: string | null;
  decidedAt: string | null;
  remark: string | null;
  /** From this revision on every decision knows the list. @example 12 */
  revision: number | null;
}

/** What has become of the sanctions of an approved list. */
export class ListSanctions {
  /** @example 12 */
  total: number;
  /** In force now. @example 7 */
  inForce: number;
  annulled: number;
  /** Last day on which any of them is in force, Asia/Shanghai; null if all were annulled. @example "2026-12-10" */
  lastDay: string | null;
  /** Whether none is in force any more, nor will be. */
  isClosed: boolean;
}

export class ListOfficer {
  /** @example "city-submitter" */
  username: string;
  /** @example "重庆市公安局" */
  organName: string;
}

export class ListItemResponse extends ListResponse {
  author: ListOfficer;
  /** Who approved, rejected or withdrew it. */
  decider: ListOfficer | null;
}

export class ListDetailResponse extends ListItemResponse {
  /** Null of a list that made no sanctions. */
  sanctions: ListSanctions | null;
}

export class LeftAsideLine {
  /** Empty for CSV. */
  sheet: string;
  /** As the spreadsheet shows it. @example 302 */
  line: number;
  why: 'total' | 'repeated_header';
}

export class LeftAsideResponse {
  /** Sheets without a known header. */
  sheets: string[];
  /** Total lines and repeated headers. */
  lines: LeftAsideLine[];
}

export class ImportResponse extends ListResponse {
  /** What of the file is in no row of the list. */
  leftAside: LeftAsideResponse;
}

export class ListPageResponse {
  items: ListItemResponse[];
  /** Lists that fit the filter, on all pages. @example 7 */
  total: number;
  nextCursor: string | null;
}

export class StepResponse {
  id: string;
  state: ListState;
  /** Only after approval. @example 12 */
  revision?: number;
}
