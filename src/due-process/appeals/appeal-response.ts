import { shanghaiInstant } from '../../domain/period.js';
import { mask, maskName } from '../../registry/mask.js';
import { nextDueOn } from './appeal-clocks.js';
import type { AppealCase, AppealOverview } from './appeal-cases.service.js';
import type { AppealRecords } from './appeal-records.service.js';
import type { AppealCaseResponse, AppealedSanctionView, AppealResponse } from './appeal-views.dto.js';

/** An appeal as the contract shows it in a queue and after a step: the person masked, and nothing of what the appeal says. */
export function appealResponse(overview: AppealOverview, records: AppealRecords): AppealResponse {
  const { appeal, clocks, steps, regime, organ, subjectId, nameEnc, workingDaysOpen } = overview;
  const said = records.saidBy(appeal).subject;
  const { idType, idNumber } = said;
  const name = said.name ?? records.recordedName(nameEnc);
  const { id, receiptNo, kind, state, sanctionId, filedAt, correctionListId } = appeal;
  const suspendedAt = steps.find((step) => step.suspendedAt !== null)?.suspendedAt;
  return {
    id,
    receiptNo,
    kind,
    state,
    subject: {
      idType,
      idNumberMasked: mask(idNumber),
      nameMasked: name === null ? null : maskName(name),
      subjectId,
    },
    sanctionId,
    regime,
    organ,
    workingDaysOpen,
    dueOn: nextDueOn(state, clocks),
    filedAt: shanghaiInstant(filedAt),
    suspendedAt: suspendedAt === undefined || suspendedAt === null ? null : shanghaiInstant(suspendedAt),
    revision: steps.findLast((step) => step.revision !== null)?.revision ?? null,
    correctionListId,
    clocks,
  };
}

/** The whole case, the person masked. */
export function appealCaseResponse(found: AppealCase, records: AppealRecords): AppealCaseResponse {
  const { grounds, evidence, contact } = records.saidBy(found.appeal);
  const overview: Pick<AppealResponse, keyof AppealResponse> = appealResponse(found, records);
  return {
    ...overview,
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
