import type { Outcome } from '../../domain/decision.js';
import type { Language } from '../../domain/problem.js';
import { harmless } from '../../files/refused.js';
import { rowReason, rowReasonOf } from '../../files/row-reason.js';
import type { CustomerRow } from './customer-book.js';
import type { Decision, LineAnswer } from './line-answer.js';

/** How a question about one row ended. */
export type RowEnd = Outcome | 'unanswered';

/** One row of the result. */
export interface ScreenedRow {
  readonly end: RowEnd;
  /** The cells of the book, those of the answer, and what stood beyond the last heading. */
  readonly cells: readonly string[];
  /** Why there is no answer, if there is none. */
  readonly problem?: string;
  readonly revision?: number;
}

const HEADINGS: Readonly<Record<Language, readonly string[]>> = {
  'zh-CN': [
    '行号',
    '判定',
    '判定说明',
    '规则与依据',
    '限制',
    '惩戒截止日',
    '告知客户',
    '判定编号',
    '问题代码',
    '问题说明',
  ],
  en: [
    'Row',
    'Outcome',
    'Meaning',
    'Rules and articles',
    'Limits',
    'Last day',
    'Tell the customer',
    'Decision',
    'Problem code',
    'Problem',
  ],
};

const MEANINGS: Readonly<Record<Outcome, Readonly<Record<Language, string>>>> = {
  ALLOW: { 'zh-CN': '可办', en: 'allowed' },
  ALLOW_LIMITED: { 'zh-CN': '有限办理', en: 'allowed within limits' },
  REVIEW: { 'zh-CN': '人工核实', en: 'a person decides' },
  DENY: { 'zh-CN': '不予办理', en: 'refused' },
};

/** A spreadsheet takes a text without it for the local encoding. */
const BYTE_ORDER_MARK = '\uFEFF';

/** The first line of the file. */
export function headerLine(header: readonly string[], language: Language): string {
  return BYTE_ORDER_MARK + csvOf([[...header.map(harmless), ...HEADINGS[language]]]);
}

const NEEDS_QUOTES = /[",\r\n]/;

/**
 * Lines of a CSV that a spreadsheet opens by a double click: CRLF, RFC 4180.
 *
 * By hand, because a general writer takes as long as reading the book and talking to the service together.
 */
export function csvOf(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('');
}

function quoted(cell: string): string {
  return NEEDS_QUOTES.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** @param columns of the book @param answer absent if the row could not be asked about */
export function screenedRow(
  customer: CustomerRow,
  answer: LineAnswer | undefined,
  columns: number,
  language: Language,
): ScreenedRow {
  const { row, cells } = customer;
  const of = (end: RowEnd, said: readonly string[], about: Pick<ScreenedRow, 'problem' | 'revision'>): ScreenedRow => ({
    end,
    ...about,
    cells: [
      ...Array.from({ length: columns }, (_, column) => harmless(cells[column] ?? '')),
      String(row),
      ...said.map(harmless),
      ...cells.slice(columns).map(harmless),
    ],
  });
  if ('refusal' in customer) {
    const { code, field } = customer.refusal;
    const reason = language === 'en' ? rowReason(code, language) : rowReasonOf(code, field);
    return of('unanswered', ['', '', '', '', '', '', '', code, reason], { problem: code });
  }
  if (answer === undefined) throw new Error('A question was left without an answer');
  if ('decision' in answer) {
    const { outcome, revision } = answer.decision;
    return of(outcome, [...decisionCells(answer.decision, language), '', ''], { revision });
  }
  const { code, detail } = answer.problem;
  return of('unanswered', ['', '', '', '', '', '', '', code, detail], { problem: code });
}

function decisionCells(decision: Decision, language: Language): string[] {
  const { decisionId, outcome, reasons, limits, lastDay } = decision;
  const separator = language === 'en' ? '; ' : '；';
  const once = (texts: readonly string[]): string => [...new Set(texts)].join(separator);
  const grounds = reasons.map(
    ({ rule, basis }) => `${rule}（${basis.map(({ title, article }) => `${title} ${article}`).join('、')}）`,
  );
  return [
    outcome,
    MEANINGS[outcome][language],
    once(language === 'en' ? grounds.map(inLatin) : grounds),
    once(limits),
    lastDay ?? '',
    once(reasons.map(({ tellCustomer }) => tellCustomer)),
    decisionId,
  ];
}

function inLatin(text: string): string {
  return text.replace('（', ' (').replace(/）$/, ')').replaceAll('、', ', ');
}
