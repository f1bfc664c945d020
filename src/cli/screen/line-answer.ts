import { OUTCOMES, type Outcome } from '../../domain/decision.js';
import { Refusal } from '../failure.js';

/** What is read of a decision. */
export interface Decision {
  readonly decisionId: string;
  readonly outcome: Outcome;
  readonly reasons: readonly {
    readonly rule: string;
    readonly basis: readonly { readonly title: string; readonly article: string }[];
    readonly tellCustomer: string;
  }[];
  readonly limits: readonly string[];
  readonly lastDay?: string;
  readonly revision: number;
}

/** A question that was refused, by itself. */
export interface LineProblem {
  readonly status: number;
  /** Without `urn:problem:`; of a validation, the code of the first fault. */
  readonly code: string;
  readonly detail: string;
}

/** The answer to one question. */
export type LineAnswer = { readonly decision: Decision } | { readonly problem: LineProblem };

/** The body of a problem as it is read: any part may be missing. */
export interface SaidProblem {
  type?: unknown;
  title?: unknown;
  status?: unknown;
  detail?: unknown;
  errors?: { path?: unknown; code?: unknown; detail?: unknown }[];
}

const PROBLEM_TYPE = 'urn:problem:';
/** Faults of a question that lie in its row. */
const OF_THE_ROW = /^(?:subject|card)(?:\.|$)/;
/** Problems that every other row will have as well. */
const OF_THE_MATTER = new Set([
  'question-unknown',
  'question-not-yours',
  'day-before-rulebook',
  'forbidden',
  'unauthenticated',
  'unsupported-media-type',
]);

/**
 * Reads one line of the answer.
 *
 * @throws {Refusal} for a problem that is not one of the row but of all of them, and for a line that is no answer
 */
export function readAnswer(line: string): LineAnswer {
  const said: Partial<Decision> & SaidProblem = parsed(line);
  const { outcome, decisionId, reasons, limits, revision, lastDay } = said;
  if (outcome !== undefined && OUTCOMES.includes(outcome) && decisionId !== undefined) {
    const answer = { decisionId, outcome, reasons: reasons ?? [], limits: limits ?? [], revision: revision ?? 0 };
    return { decision: lastDay === undefined ? answer : { ...answer, lastDay } };
  }
  return { problem: problemOf(said) };
}

function problemOf(said: SaidProblem): LineProblem {
  const { type, status } = said;
  if (typeof type !== 'string' || !type.startsWith(PROBLEM_TYPE)) throw noService();
  const code = type.slice(PROBLEM_TYPE.length);
  const [fault] = said.errors ?? [];
  const isOfTheRow = OF_THE_ROW.test(textOf(fault?.path));
  if (OF_THE_MATTER.has(code) || (code === 'validation-failed' && !isOfTheRow))
    throw new Refusal(`The service refuses these questions: ${sentenceOf(said)}`);
  return {
    status: typeof status === 'number' ? status : 0,
    code: textOf(fault?.code) || code,
    detail: textOf(fault?.detail) || sentenceOf(said),
  };
}

/** Title and detail of a problem in one line, with its faults; never anything of a row. */
export function sentenceOf({ title, detail, errors = [] }: SaidProblem): string {
  const first = title === detail ? textOf(title) : [title, detail].map(textOf).filter(Boolean).join(': ');
  return [first, ...errors.map((fault) => `${textOf(fault.path)}: ${textOf(fault.detail)}`)].join('; ');
}

/** @throws {Refusal} for anything but a JSON object */
export function parsed(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Said below.
  }
  throw noService();
}

function noService(): Refusal {
  return new Refusal('What answers at this address is no Duanka service: is --url right?');
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
