import type { Designation, RowNote } from '../domain/designation.js';
import { normaliseCardNumber, normaliseIdentifier, normaliseName } from '../domain/identifiers.js';
import { isLocalDate, type LocalDate } from '../domain/period.js';
import type { DesignationDraft } from '../files/designations.js';
import type { RowResult } from '../files/row-result.js';
import type { DesignationDto } from './lists.dto.js';

type Refusal = Extract<RowResult<DesignationDraft>, { ok: false }>;

/** Reads an entry of a JSON list as a reader reads a row of a file: the same refusals, the same notes. */
export function draftOfRequest(entry: DesignationDto): RowResult<DesignationDraft> {
  const identifier = normaliseIdentifier(entry.subject.idType, entry.subject.idNumber);
  const { name, notes: nameNotes } = normaliseName(entry.subject.name);
  const notes: RowNote[] = [...new Set([...identifier.notes, ...nameNotes])];
  if (!identifier.ok) return { ok: false, code: identifier.code, field: 'subject.idNumber', notes };
  if (name === '') return { ok: false, code: 'MISSING_NAME', field: 'subject.name', notes };

  const days = readDays(entry);
  if ('code' in days) return { ...days, notes };
  const cards = readCards(entry);
  if ('code' in cards) return { ...cards, notes };
  if (entry.ground === 'conviction' && isAbsent(entry.conviction)) {
    return { ok: false, code: 'MISSING_FIELD', field: 'conviction', notes };
  }
  const { regime, ground, identifyingOrgan, items, times, recipients, tier, termYears } = entry;
  const value: DesignationDraft = {
    subject: { kind: entry.subject.kind, idType: identifier.idType, idNumber: identifier.idNumber, name },
    ground,
    identifyingOrgan: { code: identifyingOrgan.code, level: identifyingOrgan.level, name: identifyingOrgan.name },
    itemKinds: entry.itemKinds ?? [],
    ...days,
    ...cards,
    ...present({ regime, items, times, recipients, tier, termYears }),
    ...present({ provinceApprovalNo: entry.provinceApprovalNo, documentNo: entry.documentNo }),
  };
  return { ok: true, value, notes };
}

type Days = Pick<Designation, 'identifiedOn' | 'noticeServedOn' | 'termStart' | 'conductOn' | 'conviction'>;

function readDays(entry: DesignationDto): Days | Refusal {
  const { identifiedOn, noticeServedOn, termStart, conductOn, conviction } = entry;
  const judgedOn = conviction?.judgedOn;
  if (!isLocalDate(identifiedOn)) return invalid('identifiedOn');
  if (!isDayOrAbsent(noticeServedOn)) return invalid('noticeServedOn');
  if (!isDayOrAbsent(termStart)) return invalid('termStart');
  if (!isDayOrAbsent(conductOn)) return invalid('conductOn');
  if (!isDayOrAbsent(judgedOn)) return invalid('conviction.judgedOn');
  return {
    identifiedOn,
    ...present({ noticeServedOn, termStart, conductOn }),
    ...(isAbsent(conviction)
      ? {}
      : { conviction: { offence: conviction.offence, punished: conviction.punished, ...present({ judgedOn }) } }),
  };
}

function readCards(entry: DesignationDto): Pick<Designation, 'implicatedCards'> | Refusal {
  const implicatedCards: Designation['implicatedCards'] = [];
  for (const [index, card] of (entry.implicatedCards ?? []).entries()) {
    const { number, refusal } = normaliseCardNumber(card.number);
    if (refusal !== null) return { ok: false, code: refusal, field: `implicatedCards[${index}].number`, notes: [] };
    implicatedCards.push({ kind: card.kind, number, ...present({ caseNo: card.caseNo }) });
  }
  return { implicatedCards };
}

function invalid(field: string): Refusal {
  return { ok: false, code: 'INVALID_FIELD', field, notes: [] };
}

function isDayOrAbsent(text: string | null | undefined): text is LocalDate | null | undefined {
  return isAbsent(text) || isLocalDate(text);
}

function isAbsent(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

type Present<Fields> = { [Name in keyof Fields]?: NonNullable<Fields[Name]> };

/** The fields that are there: absent and null say the same. */
function present<Fields extends Record<string, unknown>>(fields: Fields): Present<Fields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => !isAbsent(value))) as Present<Fields>;
}
