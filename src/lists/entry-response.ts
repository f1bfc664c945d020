import type { Language } from '../domain/problem.js';
import { rowReason } from '../files/row-reason.js';
import type { EntryView } from './entry-pages.service.js';
import type { EntryResponse } from './entry.dto.js';
import { maskedCells, maskedContent, withoutNumbers } from './masked-row.js';
import type { SanctionList } from './sanction-list.entity.js';

/** A row in full: only to be sent to whoever said what for. */
export function entryResponse(view: EntryView, language: Language): EntryResponse {
  return shown(view, language, objectIn(view.content), objectIn(view.raw));
}

/** A row without names and numbers of persons and cards. */
export function maskedEntryResponse(
  { template }: Pick<SanctionList, 'template'>,
  view: EntryView,
  language: Language,
): EntryResponse {
  const [entry, raw] = [objectIn(view.content), objectIn(view.raw)];
  const maskedRaw = raw && (template === null ? maskedContent(raw) : maskedCells(raw, view.verdict));
  return shown(view, language, entry && maskedContent(entry), maskedRaw);
}

function shown(
  view: EntryView,
  language: Language,
  entry: EntryResponse['entry'],
  raw: EntryResponse['raw'],
): EntryResponse {
  return {
    row: view.row,
    verdict: view.verdict,
    ...(view.code === null ? {} : { code: view.code, reason: reasonOf(view, language) }),
    ...(view.field === null ? {} : { field: view.field }),
    notes: [...view.notes],
    ...(view.category === null ? {} : { category: view.category }),
    entry,
    raw,
    subjectId: view.subjectId,
    isCorrected: view.isCorrected,
  };
}

function objectIn(json: string | null): Record<string, string> | null {
  return json === null ? null : JSON.parse(json);
}

function reasonOf({ code, exclusion }: EntryView, language: Language): string {
  if (code === null) return '';
  const reason = rowReason(code, language);
  if (exclusion === undefined) return reason;
  const { username, organName, remark } = exclusion;
  return `${reason}(${organName} ${username}):${withoutNumbers(remark)}`;
}
