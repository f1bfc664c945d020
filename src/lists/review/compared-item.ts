import type { Designation } from '../../domain/designation.js';
import { mask, maskName } from '../../registry/mask.js';
import type { CardLead } from '../card-lead.js';
import { maskedContent } from '../masked-row.js';
import type { SanctionList } from '../sanction-list.entity.js';
import type { ComparedDifference, ComparedItem, ComparedKind } from './comparison.dto.js';

/**
 * What became of a subject or card, field by field; personal fields are compared as they are and shown masked.
 *
 * @param now content of the row in this list; null if it has none
 * @param then the same of the other list
 */
export function comparedItem(
  { kind, row, otherRow }: { kind: ComparedKind; row: number | null; otherRow: number | null },
  purpose: SanctionList['purpose'],
  now: string | null,
  then: string | null,
): ComparedItem {
  const content = now ?? then;
  if (content === null) throw new Error('An accepted row has content');
  const about =
    purpose === 'sanctions' ? { subject: subjectOf(content), card: null } : { subject: null, card: cardOf(content) };
  const differences = kind === 'changed' ? differencesOf(then ?? '{}', now ?? '{}') : [];
  return { kind, row, otherRow, ...about, differences };
}

function subjectOf(content: string): ComparedItem['subject'] {
  const { subject }: Designation = JSON.parse(content);
  const { kind, idType, idNumber, name } = subject;
  return { kind, idType, idNumberMasked: mask(idNumber), nameMasked: maskName(name) };
}

function cardOf(content: string): ComparedItem['card'] {
  const { kind, number }: CardLead = JSON.parse(content);
  return { kind, numberMasked: mask(number) };
}

function differencesOf(then: string, now: string): ComparedDifference[] {
  const [before, after] = [fieldsOf(JSON.parse(then)), fieldsOf(JSON.parse(now))];
  const [shownBefore, shownAfter] = [
    fieldsOf(maskedContent(JSON.parse(then))),
    fieldsOf(maskedContent(JSON.parse(now))),
  ];
  const fields = [...new Set([...before.keys(), ...after.keys()])];
  return fields
    .filter((field) => before.get(field) !== after.get(field))
    .map((field) => ({ field, before: shownBefore.get(field) ?? null, after: shownAfter.get(field) ?? null }));
}

/** Every value by its path: `subject.name`, `implicatedCards[0].number`. */
function fieldsOf(value: unknown, path = ''): Map<string, string> {
  if (Array.isArray(value)) {
    return new Map(value.flatMap((item: unknown, at) => [...fieldsOf(item, `${path}[${at}]`)]));
  }
  if (typeof value !== 'object' || value === null) return new Map([[path, String(value)]]);
  return new Map(
    Object.entries(value).flatMap(([name, inner]) => [...fieldsOf(inner, path === '' ? name : `${path}.${name}`)]),
  );
}
