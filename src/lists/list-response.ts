import type { Language } from '../domain/problem.js';
import { rowReason } from '../files/row-reason.js';
import type { StoredEntry } from './entries.service.js';
import type { EntryResponse, ImportResponse, ListResponse, StepResponse } from './lists.dto.js';
import type { LeftAside } from './row-source.service.js';
import type { SanctionList } from './sanction-list.entity.js';

/** A list as the contract shows it. */
export function listResponse(list: SanctionList): ListResponse {
  return {
    id: list.id,
    title: list.title,
    purpose: list.purpose,
    template: list.template,
    fileName: list.fileName,
    state: list.state,
    counts: { total: list.total, accepted: list.accepted, rejected: list.rejected },
    contentHash: list.contentHash.toString('hex'),
    requiredLevel: list.requiredLevel,
    rulebook: list.rulebookHash,
    authorId: list.authorId,
    createdAt: list.createdAt.toISOString(),
    submittedAt: list.submittedAt?.toISOString() ?? null,
    decidedBy: list.decidedBy,
    decidedAt: list.decidedAt?.toISOString() ?? null,
    remark: list.remark,
    revision: list.revision === null ? null : Number(list.revision),
  };
}

/** A new draft, with what of its file is not in it. */
export function importResponse(list: SanctionList, { sheets, lines }: LeftAside): ImportResponse {
  const fields: Omit<ImportResponse, 'leftAside'> = listResponse(list);
  return { ...fields, leftAside: { sheets: [...sheets], lines } };
}

/** What a step of its life made of a list. */
export function stepResponse({ id, state, revision }: SanctionList): StepResponse {
  return { id, state, ...(revision === null ? {} : { revision: Number(revision) }) };
}

export function entryResponse(entry: StoredEntry, language: Language): EntryResponse {
  return {
    row: entry.row,
    verdict: entry.verdict,
    ...(entry.code === null ? {} : { code: entry.code, reason: rowReason(entry.code, language) }),
    ...(entry.field === null ? {} : { field: entry.field }),
    notes: [...entry.notes],
    ...(entry.category === null ? {} : { category: entry.category }),
    entry: entry.content === null ? null : JSON.parse(entry.content),
    raw: entry.raw === null ? null : JSON.parse(entry.raw),
  };
}
