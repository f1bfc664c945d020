import type { Answer, DecisionInput, Reason, SanctionRecord } from '../domain/decision.js';
import type { IdentifyingOrgan, MeasureTerm } from '../domain/designation.js';
import { byteText, joined, type ByteText } from '../platform/byte-text.js';
import { NO_CARD } from './book-facts.js';
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
  const because = `"reasons":[${reasons.map(textOf).join(',')}],"excused":${listText(excused)},"limits":${listText(limits)}`;
  const until = lastDay === undefined ? '' : `,"lastDay":"${lastDay}"`;
  return joined(`"outcome":"${outcome}",${because},"weakestConfidence":"${weakestConfidence}"${until}`);
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

/** What the log keeps of a question, see `replay.ts`, as JSON. What the question says is not written a second time. */
export function storedInputText(question: Question, input: DecisionInput): ByteText {
  const { request, card, counterparty, holder, nameMatch, sanctions } = input;
  const known = {
    request: request === question.request ? undefined : request,
    card: card === NO_CARD ? undefined : card,
    counterparty,
    holder,
    nameMatch,
  };
  const begin = byteText(JSON.stringify({ question, input: known })).slice(0, -2);
  const list = sanctions.length === 0 ? '' : sanctions.map(sanctionText).join(',');
  return joined(`${begin},"sanctions":[${list}]}}`);
}

function sanctionText(sanction: SanctionRecord): ByteText {
  const { id, regime, category, ground, subjectKind, isMinor, identifiedOn, startsOn, appeal, liftedAt } = sanction;
  const own = { id, regime, category, ground, subjectKind, isMinor, identifiedOn, startsOn, appeal, liftedAt };
  const shared = `"organ":${textOf(sanction.organ)},"measures":${textOf(sanction.measures)}`;
  return joined(`${byteText(JSON.stringify(own)).slice(0, -1)},${shared}}`);
}

/** Many decisions have the same reasons, and many sanctions the same organ, and the same twenty measures for the same days. */
type Shared = Reason | IdentifyingOrgan | readonly MeasureTerm[];

const textsOfShared = new WeakMap<Shared, ByteText>();

function textOf(shared: Shared): ByteText {
  const known = textsOfShared.get(shared);
  if (known !== undefined) return known;
  const text = byteText(JSON.stringify(shared));
  textsOfShared.set(shared, text);
  return text;
}
