import type { CardKind } from '../domain/designation.js';
import { Problem, type Fault } from '../domain/problem.js';
import { cardRecordReader } from '../files/card-rows.js';
import { openOfficerFile } from '../files/officer-file.js';
import { TEMPLATES } from '../files/templates.js';
import { lineGroups, type Line } from '../platform/ndjson.js';
import { normalisedCardNumber, normalisedDay, normalisedIdentifier, normalisedName } from '../platform/normalised.js';
import { validated } from '../platform/validation.js';
import type { CardRecord, CardRow } from './card-record.js';
import { CardDto } from './card.dto.js';

/**
 * Cards of an officer file (template 卡登记), in flat memory.
 *
 * @throws {Problem} `template-unknown` for a file of another kind, and the readers' own
 */
export async function* cardsOfFile(path: string, fileName: string): AsyncGenerator<CardRow> {
  const file = await openOfficerFile(path, { fileName });
  for await (const table of file.tables) {
    if (TEMPLATES[table.recognised.template].use !== 'cards') {
      throw new Problem('template-unknown', { known: TEMPLATES['card-registry'].title });
    }
    const read = cardRecordReader(table.recognised);
    for await (const batch of table.batches) {
      for (const { row, cells } of batch) {
        const result = read(cells);
        yield result.ok ? { row, card: result.value } : { row, fault: { code: result.code, path: result.field ?? '' } };
      }
    }
  }
}

/** Cards of an NDJSON stream, one a line; a bad line is a fault of its own row. */
export async function* cardsOfLines(stream: AsyncIterable<Buffer>): AsyncGenerator<CardRow> {
  for await (const group of lineGroups(stream)) {
    for (const line of group) yield await cardOfLine(line);
  }
}

/** Cards of a request that was validated as a whole. */
export async function* cardsOfRequest(cards: readonly CardDto[]): AsyncGenerator<CardRow> {
  for (const [index, card] of cards.entries()) yield rowOf(index + 1, card);
}

async function cardOfLine({ number, text }: Line): Promise<CardRow> {
  if (text === undefined) return { row: number, fault: { code: 'body-too-large', path: '' } };
  try {
    return rowOf(number, await validated(CardDto, JSON.parse(text)));
  } catch (error) {
    if (error instanceof SyntaxError) return { row: number, fault: { code: 'malformed-json', path: '' } };
    return { row: number, fault: faultOf(error) };
  }
}

function rowOf(row: number, said: CardDto): CardRow {
  try {
    return { row, card: cardOf(said) };
  } catch (error) {
    return { row, fault: faultOf(error) };
  }
}

function cardOf(said: CardDto): CardRecord {
  const { kind, number, holder, status, institution } = said;
  const { idType, idNumber } = normalisedIdentifier(holder, 'holder');
  return {
    kind: kind satisfies CardKind,
    number: normalisedCardNumber(number, 'number'),
    holder: {
      kind: idType === 'uscc' ? 'unit' : (holder.kind ?? 'person'),
      idType,
      idNumber,
      name: normalisedName(holder.name, 'holder.name'),
    },
    status,
    ...daysOf(said),
    ...(institution === undefined ? {} : { institution }),
  };
}

function daysOf({
  openedOn,
  lastUsedOn,
  verifiedOn,
}: CardDto): Pick<CardRecord, 'openedOn' | 'lastUsedOn' | 'verifiedOn'> {
  const isUsed = lastUsedOn !== undefined && lastUsedOn !== 'never';
  return {
    ...(openedOn === undefined ? {} : { openedOn: normalisedDay(openedOn, 'openedOn') }),
    ...(lastUsedOn === undefined ? {} : { lastUsedOn: isUsed ? normalisedDay(lastUsedOn, 'lastUsedOn') : lastUsedOn }),
    ...(verifiedOn === undefined ? {} : { verifiedOn: normalisedDay(verifiedOn, 'verifiedOn') }),
  };
}

/** What is wrong with the row. Anything but a refused value is our own fault and ends the import. */
function faultOf(error: unknown): { code: string; path: string } {
  if (!(error instanceof Problem)) throw error;
  const [first]: readonly Fault[] = error.faults;
  return { code: first?.code ?? error.code, path: first?.path ?? '' };
}
