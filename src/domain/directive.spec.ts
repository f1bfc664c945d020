import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { RECEIPT_RESULTS, receive, type ReceiptContent, type ReceiptResult } from './directive.js';
import { Problem } from './problem.js';

const ISSUED = new Date('2025-01-05T10:00:00+08:00');
const NOW = new Date('2025-01-06T10:00:00+08:00');

const contents: fc.Arbitrary<ReceiptContent> = fc.record({
  result: fc.constantFrom(...RECEIPT_RESULTS),
  executedAt: fc.constantFrom(null, new Date('2025-01-05T11:00:00+08:00'), new Date('2025-01-05T12:00:00+08:00')),
  detail: fc.constantFrom(null, '已销户', '号码不符'),
});

/** What an institution has said, told without a table: the clerk keeps the papers. */
class Folder {
  readonly papers: ReceiptContent[] = [];

  take(paper: ReceiptContent): 'new' | 'known' | 'refused' {
    const top = this.papers.at(-1);
    if (top !== undefined && JSON.stringify(top) === JSON.stringify(paper)) return 'known';
    if (this.papers.some(({ result }) => result === 'executed')) return 'refused';
    if (paper.result === 'refused' && paper.detail === null) return 'refused';
    this.papers.push(paper);
    return 'new';
  }
}

function attempt(last: ReceiptContent | null, said: ReceiptContent, now = NOW): 'new' | 'known' | Problem {
  try {
    return receive({ issuedAt: ISSUED, last }, said, now);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

function aReceipt(change: Partial<ReceiptContent>): ReceiptContent {
  return { result: 'executed', executedAt: null, detail: null, ...change };
}

describe('the receipts of an institution for one directive', () => {
  it('follow the model, in whatever order and however often they come', () => {
    fc.assert(
      fc.property(fc.array(contents, { maxLength: 12 }), (sent) => {
        const folder = new Folder();
        let last: ReceiptContent | null = null;
        for (const said of sent) {
          const answer = attempt(last, said);
          expect(answer instanceof Problem ? 'refused' : answer).toBe(folder.take(said));
          if (answer === 'new') last = said;
          expect(last).toEqual(folder.papers.at(-1) ?? null);
        }
      }),
    );
  });

  it.each<ReceiptResult>(['refused', 'not_found'])('an execution is not taken back as %s', (result) => {
    expect(attempt(aReceipt({}), aReceipt({ result, detail: '查无此卡' }))).toMatchObject({ code: 'receipt-conflict' });
  });

  it('a refusal without a reason is no receipt', () => {
    expect(attempt(null, aReceipt({ result: 'refused' }))).toMatchObject({ code: 'receipt-without-reason' });
  });

  it.each([
    { at: '2025-01-05T09:55:00+08:00', answer: 'new', why: 'five minutes before the issue are a matter of clocks' },
    { at: '2025-01-05T09:54:59+08:00', answer: undefined, why: 'nobody carries out what is not issued' },
    { at: '2025-01-06T10:05:00+08:00', answer: 'new', why: 'five minutes from now are a matter of clocks' },
    { at: '2025-01-06T10:05:01+08:00', answer: undefined, why: 'what is yet to come was not carried out' },
  ])('executed at $at: $why', ({ at, answer }) => {
    const received = attempt(null, aReceipt({ executedAt: new Date(at) }));

    if (answer === undefined) expect(received).toMatchObject({ code: 'receipt-moment-impossible' });
    else expect(received).toBe(answer);
  });
});
