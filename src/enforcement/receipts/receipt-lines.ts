import type { Readable } from 'node:stream';
import type { Language } from '../../domain/problem.js';
import { Problem } from '../../domain/problem.js';
import type { ClientPrincipal } from '../../institutions/principal.js';
import { answerLines } from '../../platform/ndjson.js';
import { normalisedInstant } from '../../platform/normalised.js';
import { validated } from '../../platform/validation.js';
import { ReceiptLine, type ReceiptRequest } from './directive.dto.js';
import type { Receipts, SentReceipt } from './receipts.service.js';

/** A request as it is understood. @throws {Problem} `validation-failed` for a moment that is none */
export function sentReceipt(directiveId: string, { result, executedAt, detail }: ReceiptRequest): SentReceipt {
  const said = detail?.trim() ?? '';
  return {
    directiveId: directiveId.toLowerCase(),
    result,
    executedAt: executedAt === undefined ? null : normalisedInstant(executedAt, 'executedAt'),
    detail: said === '' ? null : said,
  };
}

/** One receipt a line, one answer a line in the same order: the receipt that counts, or the problem of the line. */
export function answerReceiptLines(
  lines: AsyncIterable<Buffer>,
  { receipts, client, language }: { receipts: Receipts; client: ClientPrincipal; language: Language },
): Readable {
  return answerLines<SentReceipt>(lines, {
    language,
    instance: '/v1/directives/receipts',
    read: async (said) => {
      const line = await validated(ReceiptLine, said);
      return sentReceipt(line.id, line);
    },
    answer: async (sent) => {
      const taken = await receipts.takeAll(sent, client);
      return taken.map((answer) => (answer instanceof Problem ? answer : answer.receipt));
    },
  });
}
