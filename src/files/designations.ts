import type { CardKind, Designation, Ground, IdentifyingOrgan, OrganLevel } from '../domain/designation.js';
import { ORGAN_LEVELS } from '../domain/designation.js';
import { normaliseName } from '../domain/identifiers.js';
import { levelFromText, organFromName } from '../domain/organ.js';
import type { LocalDate } from '../domain/period.js';
import { readImplicatedCards } from './card-cells.js';
import type { Recognised } from './recognise-template.js';
import { remembered } from './remembered.js';
import { anyText, isPlainDay, RowReading } from './row-reading.js';
import type { RowResult } from './row-result.js';
import { readSubject } from './subject-cells.js';
import type { ColumnKey, TemplateId } from './templates.js';
import { readCardKinds, readCount, readDay, readGround, readYesNo } from './written-values.js';

/** A designation as read: the regime is determined later, from day, province and `sector`. */
export type DesignationDraft = Omit<Designation, 'regime'> & {
  regime?: string;
  /** The side the template belongs to, where it belongs to one. */
  sector?: 'telecom' | 'financial';
};

/** The card column of the lists that name no act: their subjects hold a card that served a crime. */
const IMPLICATED: Partial<Record<TemplateId, { sector: 'telecom' | 'financial'; key: ColumnKey; kind: CardKind }>> = {
  'telecom-batch': { sector: 'telecom', key: 'phone', kind: 'mobile_sim' },
  'financial-list': { sector: 'financial', key: 'account', kind: 'bank_account' },
};

/** GB/T 2260 has no such code: the name of the organ does not tell its region. */
const UNKNOWN_REGION = '000000';

/**
 * Compiles the reading of one table of a sanction list. The result reads a row without the clock and without the rules:
 * what the law says of it is judged elsewhere.
 *
 * Refusals come in this order: identifier, name, ground, conviction, counts, organ, dates, cards.
 */
export function designationReader({
  template,
  columns,
}: Recognised): (cells: readonly string[]) => RowResult<DesignationDraft> {
  const implicated = IMPLICATED[template];
  const organOf = remembered(readOrgan, 5_000);
  const dayOf = remembered(readDay);
  const countOf = remembered(readCount);
  const groundOf = remembered(readGround, 1_000);
  const kindsOf = remembered(readCardKinds, 1_000);
  const yesNoOf = remembered(readYesNo, 1_000);
  const day = (row: RowReading, key: ColumnKey, field: string): LocalDate | undefined =>
    row.optional(key, field, (text) => (isPlainDay(text) ? text : dayOf(text)));

  return (cells) => {
    const row = new RowReading(columns, cells);
    const subject = readSubject(row, 'subject');
    const ground = implicated === undefined ? requiredGround(row, groundOf) : 'implicated_holder';
    const conviction = readConviction(row, ground, yesNoOf, (key, field) => day(row, key, field));
    const counts = {
      ...said('items', row.optional('items', 'items', countOf)),
      ...said('times', row.optional('times', 'times', countOf)),
      ...said('recipients', row.optional('recipients', 'recipients', countOf)),
      ...said('termYears', row.optional('termYears', 'termYears', countOf)),
    };
    const identifyingOrgan = organIn(row, organOf);
    const identifiedOn = row.required('identifiedOn', 'identifiedOn') && day(row, 'identifiedOn', 'identifiedOn');
    const noticeServedOn = day(row, 'noticeServedOn', 'noticeServedOn');
    const implicatedCards = implicated === undefined ? [] : readImplicatedCards(row, implicated.key, implicated.kind);

    if (subject === null || ground === null || identifyingOrgan === null || !identifiedOn)
      return row.result<DesignationDraft>(null);
    return row.result<DesignationDraft>({
      subject,
      ground,
      ...counts,
      itemKinds: row.optional('itemKinds', 'itemKinds', kindsOf) ?? [],
      ...said('conviction', conviction),
      identifiedOn,
      identifyingOrgan,
      ...said('provinceApprovalNo', row.optional('provinceApprovalNo', 'provinceApprovalNo', anyText)),
      ...said('tier', row.optional('tier', 'tier', anyText)),
      ...said('documentNo', row.optional('documentNo', 'documentNo', anyText)),
      ...said('noticeServedOn', noticeServedOn),
      implicatedCards,
      ...said('sector', implicated?.sector),
    });
  };
}

function requiredGround(row: RowReading, groundOf: (text: string) => Ground | null): Ground | null {
  row.required('ground', 'ground');
  return row.optional('ground', 'ground', groundOf) ?? null;
}

/** A conviction has to say of what, and whether it was punished; elsewhere the columns are empty. */
function readConviction(
  row: RowReading,
  ground: Ground | null,
  yesNoOf: (text: string) => boolean | null,
  day: (key: ColumnKey, field: string) => LocalDate | undefined,
): Designation['conviction'] | undefined {
  if (ground !== 'conviction') return undefined;
  const offence = row.required('offence', 'conviction.offence').replace(/\s/g, '');
  row.required('punished', 'conviction.punished');
  const punished = row.optional('punished', 'conviction.punished', yesNoOf) ?? false;
  return { offence, punished, ...said('judgedOn', day('judgedOn', 'conviction.judgedOn')) };
}

type OrganReading = IdentifyingOrgan | { fault: 'MISSING_FIELD' | 'INVALID_FIELD'; field: string };

function organIn(row: RowReading, organOf: (text: string) => OrganReading): IdentifyingOrgan | null {
  const organ = organOf(`${row.text('organ')}\n${row.text('organLevel')}`);
  if (!('fault' in organ)) return organ;
  row.refuse(organ.fault, organ.field);
  return null;
}

/**
 * The organ from its name and the level the row states, on two lines. Where both are known and differ, the lower one
 * counts: nobody becomes a city organ by writing so.
 */
function readOrgan(lines: string): OrganReading {
  const [written = '', stated = ''] = lines.split('\n');
  const { name } = normaliseName(written);
  if (name === '') return { fault: 'MISSING_FIELD', field: 'identifyingOrgan.name' };
  const named = organFromName(name);
  const statedLevel = stated === '' ? null : levelFromText(stated);
  if (stated !== '' && statedLevel === null) return { fault: 'INVALID_FIELD', field: 'identifyingOrgan.level' };
  const level = lower(named?.level ?? null, statedLevel);
  if (level === null) return { fault: 'MISSING_FIELD', field: 'identifyingOrgan.level' };
  return { code: named?.code ?? UNKNOWN_REGION, level, name };
}

function lower(one: OrganLevel | null, other: OrganLevel | null): OrganLevel | null {
  if (one === null || other === null) return one ?? other;
  return ORGAN_LEVELS.indexOf(one) <= ORGAN_LEVELS.indexOf(other) ? one : other;
}

/** A field that is absent rather than undefined. */
function said<Name extends string, Value>(name: Name, value: Value | undefined): Partial<Record<Name, Value>> {
  const field: Partial<Record<Name, Value>> = {};
  if (value !== undefined) field[name] = value;
  return field;
}
