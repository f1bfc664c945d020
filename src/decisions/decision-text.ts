import type { Answer, DecisionInput, Reason, SanctionRecord } from '../domain/decision.js';
import type { MeasureTerm } from '../domain/designation.js';
import { byteText, joined, type ByteText } from '../platform/byte-text.js';
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
const PLAIN_ALLOW_TEXT = byteText(JSON.stringify(PLAIN_ALLOW).slice(1, -1));

/** The members of an answer as JSON, in the order of the contract: what is sent, and, in braces, what is kept. */
export function answerMembers(answer: Answer): ByteText {
  const { outcome, reasons, excused, limits, weakestConfidence, lastDay } = answer;
  const isPlain =
    outcome === 'ALLOW' &&
    reasons.length + excused.length + limits.length === 0 &&
    weakestConfidence === PLAIN_ALLOW.weakestConfidence &&
    lastDay === undefined;
  if (isPlain) return PLAIN_ALLOW_TEXT;
  const because = `"reasons":[${reasons.map(reasonText).join(',')}],"excused":${listText(excused)},"limits":${listText(limits)}`;
  const until = lastDay === undefined ? '' : `,"lastDay":"${lastDay}"`;
  return joined(`"outcome":"${outcome}",${because},"weakestConfidence":"${weakestConfidence}"${until}`);
}

/** The rulebook gives the same reason for all sanctions that are alike in it. */
const textsOfReasons = new WeakMap<Reason, ByteText>();

function reasonText(reason: Reason): ByteText {
  const known = textsOfReasons.get(reason);
  if (known !== undefined) return known;
  const text = byteText(JSON.stringify(reason));
  textsOfReasons.set(reason, text);
  return text;
}

function listText(list: readonly string[]): string {
  return list.length === 0 ? '[]' : byteText(JSON.stringify(list));
}

/**
 * A response as JSON. It is written around the members of its answer: an answer is turned into text once.
 *
 * @param members see {@link answerMembers}
 */
export function responseText(head: ResponseHead, members: ByteText): ByteText {
  const { decisionId, revision, rulebookHash, asOf, knownAt, isLogged } = head;
  // Ids, hashes and instants of ours: nothing in them needs to be escaped.
  const then = knownAt === undefined ? '' : `,"knownAt":"${knownAt}"`;
  const end = `"revision":${revision},"rulebook":"${rulebookHash}","asOf":"${asOf}"${then}`;
  return joined(`{"decisionId":"${decisionId}",${members},${end}${isLogged ? '' : ',"logged":false'}}`);
}

/** What the log keeps of a question, see `replay.ts`, as JSON. */
export function storedInputText(question: Question, input: DecisionInput): ByteText {
  const { sanctions, ...rest } = input;
  const list = sanctions.length === 0 ? '' : sanctions.map(sanctionText).join(',');
  const known = byteText(JSON.stringify(rest)).slice(0, -1);
  return joined(`{"question":${byteText(JSON.stringify(question))},"input":${known},"sanctions":[${list}]}}`);
}

function sanctionText({ measures, ...rest }: SanctionRecord): ByteText {
  return joined(`${byteText(JSON.stringify(rest)).slice(0, -1)},"measures":${measuresText(measures)}}`);
}

/** Many sanctions have the same twenty measures for the same days, and share their list. */
const textsOfMeasures = new WeakMap<readonly MeasureTerm[], ByteText>();

function measuresText(measures: readonly MeasureTerm[]): ByteText {
  const known = textsOfMeasures.get(measures);
  if (known !== undefined) return known;
  const text = byteText(JSON.stringify(measures));
  textsOfMeasures.set(measures, text);
  return text;
}
