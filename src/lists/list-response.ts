import type { ImportResponse, ListItemResponse, ListResponse, StepResponse } from './list-response.dto.js';
import type { SignedList } from './lists.service.js';
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

/** A list with the names of its officers. */
export function listItemResponse({ list, author, decider }: SignedList): ListItemResponse {
  const fields: Omit<ListItemResponse, 'author' | 'decider'> = listResponse(list);
  return { ...fields, author, decider };
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
