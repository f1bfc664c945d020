import type { Designation } from '../domain/designation.js';
import { birthDayOf } from '../domain/identifiers.js';
import { yearsBetween, type LocalDate } from '../domain/period.js';
import { orderedUuids } from '../platform/ordered-uuid.js';
import type { Rulebook } from '../rulebook/rulebook.js';
import { termsOf } from '../rulebook/terms.js';
import type { NewSanction } from '../sanctions/sanctions.service.js';
import type { StoredEntry } from './entries.service.js';

const MAJORITY = 18;
const nextId = orderedUuids();

/** The sanction that an accepted row makes under a rulebook: what an approval writes, and what its summary counts. */
export function newSanctionOf(
  rulebook: Rulebook,
  listId: string,
  { row, category }: Pick<StoredEntry, 'row' | 'category'>,
  designation: Designation,
  subjectId: string,
): NewSanction {
  const { regime, ground, identifiedOn, termStart, identifyingOrgan, documentNo, noticeServedOn, subject } =
    designation;
  const birthDay = birthDayOf(subject.idType, subject.idNumber);
  return {
    id: nextId(),
    subjectId,
    listId,
    row,
    regime,
    category: category ?? '',
    ground,
    identifiedOn,
    startsOn: termStart ?? identifiedOn,
    terms: termsOf(rulebook, { ...designation, category: category ?? '' }),
    organ: identifyingOrgan,
    documentNo: documentNo ?? null,
    noticeServedOn: noticeServedOn ?? null,
    isMinor: birthDay !== null && yearsBetween(birthDay, dayOfAct(designation)) < MAJORITY,
  };
}

/** Whoever was a minor when it was done stays one for the purpose of publication (Criminal Procedure Law, Art. 286, by analogy). */
function dayOfAct({ conductOn, identifiedOn }: Designation): LocalDate {
  return conductOn !== undefined && conductOn < identifiedOn ? conductOn : identifiedOn;
}
