import { Problem } from '../../domain/problem.js';
import { lineGroups, type Line } from '../../platform/ndjson.js';
import { normalisedCardNumber, normalisedInstant } from '../../platform/normalised.js';
import { validated } from '../../platform/validation.js';
import type { ReportRow } from './campaign-reports.service.js';
import { ReportDto } from './campaign.dto.js';

/** Reports of an NDJSON stream, one a line; a bad line is a fault of its own row. */
export async function* reportsOfLines(stream: AsyncIterable<Buffer>): AsyncGenerator<ReportRow> {
  for await (const group of lineGroups(stream)) {
    for (const line of group) yield await reportOfLine(line);
  }
}

/** Reports of a request whose shape was validated as a whole. */
export async function* reportsOfRequest(items: readonly ReportDto[]): AsyncGenerator<ReportRow> {
  for (const [index, item] of items.entries()) yield rowOf(index + 1, item);
}

async function reportOfLine({ number, text }: Line): Promise<ReportRow> {
  if (text === undefined) return { row: number, fault: { code: 'body-too-large', path: '' } };
  try {
    return rowOf(number, await validated(ReportDto, JSON.parse(text)));
  } catch (error) {
    if (error instanceof SyntaxError) return { row: number, fault: { code: 'malformed-json', path: '' } };
    return { row: number, fault: faultOf(error) };
  }
}

function rowOf(row: number, { kind, number, result, at }: ReportDto): ReportRow {
  try {
    const report = { kind, number: normalisedCardNumber(number, 'number'), result, at: normalisedInstant(at, 'at') };
    return { row, report };
  } catch (error) {
    return { row, fault: faultOf(error) };
  }
}

/** What is wrong with the row. Anything but a refused value is our own fault and ends the stream. */
function faultOf(error: unknown): { code: string; path: string } {
  if (!(error instanceof Problem)) throw error;
  const [first] = error.faults;
  return { code: first?.code ?? error.code, path: first?.path ?? '' };
}
