import { shanghaiInstant } from '../../domain/period.js';
import { mask, maskName } from '../../registry/mask.js';
import type { AppealCase, AppealOverview } from './appeal-cases.service.js';
import type { AppealRecords } from './appeal-records.service.js';
import type { AppealCaseResponse, AppealedSanctionView, AppealResponse } from './appeals.dto.js';

/** An appeal as the contract shows it in a queue and after a step: nothing of what it says. */
export function appealResponse({ appeal, clocks, steps }: AppealOverview): AppealResponse {
  const { id, receiptNo, kind, state, sanctionId, filedAt, correctionListId } = appeal;
  const suspendedAt = steps.find((step) => step.suspendedAt !== null)?.suspendedAt;
  return {
    id,
    receiptNo,
    kind,
    state,
    sanctionId,
    filedAt: shanghaiInstant(filedAt),
    suspendedAt: suspendedAt === undefined || suspendedAt === null ? null : shanghaiInstant(suspendedAt),
    revision: steps.findLast((step) => step.revision !== null)?.revision ?? null,
    correctionListId,
    clocks,
  };
}

/** The whole case, the person masked. */
export function appealCaseResponse(found: AppealCase, records: AppealRecords): AppealCaseResponse {
  const { subject, grounds, evidence, contact } = records.saidBy(found.appeal);
  const { idType, idNumber, name } = subject;
  const overview: Pick<AppealResponse, keyof AppealResponse> = appealResponse(found);
  return {
    ...overview,
    subject: { idType, idNumberMasked: mask(idNumber), nameMasked: name === undefined ? null : maskName(name) },
    grounds,
    evidence: [...evidence],
    contact: contact ?? null,
    sanction: found.sanction === null ? null : sanctionView(found.sanction),
    history: found.steps.map((step) => ({
      action: step.action,
      text: records.textOf(step),
      officerId: step.officerId,
      at: shanghaiInstant(step.takenAt),
      revision: step.revision,
    })),
    releases: found.releases,
  };
}

function sanctionView(sanction: NonNullable<AppealCase['sanction']>): AppealedSanctionView {
  const { id, subjectId, regime, category, ground, standing } = sanction;
  const { identifiedOn, startsOn, lastDay, organ, documentNo } = sanction;
  return {
    id,
    subjectId,
    regime,
    category,
    ground,
    standing,
    identifiedOn,
    startsOn,
    lastDay,
    organ,
    documentNo,
  };
}
