import type { Answer, DecisionInput, SanctionRecord } from '../domain/decision.js';
import type { MeasureTerm } from '../domain/designation.js';
import type { Question } from './question.js';

/** What a response says besides its answer. */
export interface ResponseHead {
  decisionId: string;
  revision: number;
  rulebookHash: string;
  asOf: string;
  knownAt: string | undefined;
  isLogged: boolean;
}

/** What most people are told: nothing is known against it. */
const PLAIN_ALLOW: Answer = {
  outcome: 'ALLOW',
  reasons: [],
  excused: [],
  limits: [],
  weakestConfidence: 'enacted',
};
const PLAIN_ALLOW_TEXT = JSON.stringify(PLAIN_ALLOW);

/** An answer as JSON, its members in the order of the contract: the bytes that are sent, and the bytes that are kept. */
export function answerText(answer: Answer): string {
  const { outcome, reasons, excused, limits, weakestConfidence, lastDay } = answer;
  const isPlain =
    outcome === 'ALLOW' &&
    reasons.length + excused.length + limits.length === 0 &&
    weakestConfidence === PLAIN_ALLOW.weakestConfidence &&
    lastDay === undefined;
  return isPlain ? PLAIN_ALLOW_TEXT : JSON.stringify({ outcome, reasons, excused, limits, weakestConfidence, lastDay });
}

/**
 * A response as JSON. It is written around the text of its answer: an answer is turned into text once.
 *
 * @param answer see {@link answerText}
 */
export function responseText(head: ResponseHead, answer: string): string {
  const { decisionId, revision, rulebookHash, asOf, knownAt, isLogged } = head;
  // Ids, hashes and instants of ours: nothing in them needs to be escaped.
  const then = knownAt === undefined ? '' : `,"knownAt":"${knownAt}"`;
  const end = `"revision":${revision},"rulebook":"${rulebookHash}","asOf":"${asOf}"${then}`;
  return `{"decisionId":"${decisionId}",${answer.slice(1, -1)},${end}${isLogged ? '' : ',"logged":false'}}`;
}

/** What the log keeps of a question, see `replay.ts`, as JSON. */
export function storedInputText(question: Question, input: DecisionInput): string {
  const { sanctions, ...rest } = input;
  const list = sanctions.length === 0 ? '' : sanctions.map(sanctionText).join(',');
  return `{"question":${JSON.stringify(question)},"input":${JSON.stringify(rest).slice(0, -1)},"sanctions":[${list}]}}`;
}

function sanctionText({ measures, ...rest }: SanctionRecord): string {
  return `${JSON.stringify(rest).slice(0, -1)},"measures":${measuresText(measures)}}`;
}

/** Many sanctions have the same twenty measures for the same days, and share their list. */
const textsOfMeasures = new WeakMap<readonly MeasureTerm[], string>();

function measuresText(measures: readonly MeasureTerm[]): string {
  const known = textsOfMeasures.get(measures);
  if (known !== undefined) return known;
  const text = JSON.stringify(measures);
  textsOfMeasures.set(measures, text);
  return text;
}
