import type { SanctionRecord } from '../../domain/decision.js';
import { localDateOfWrittenInstant } from '../../domain/period.js';
import type { Language } from '../../domain/problem.js';
import { answerNow } from '../../rulebook/decide.js';
import { noticesOn } from '../../rulebook/notices.js';
import type { Rulebook } from '../../rulebook/rulebook.js';
import { inputOn } from '../../rulebook/standard-questions.js';
import type { StandingAnswer } from './standing.dto.js';

/** When somebody asks, in which language, and whether a number of his was restored already. */
export interface Asking {
  /** Instant with offset, Asia/Shanghai. */
  asOf: string;
  language: Language;
  retainedSim: 'another_card' | 'cancelled' | 'none';
}

/**
 * What an institution would be answered about a person on each occasion of daily life that the rulebook names. Of several of one
 * matter, the first that is not refused counts.
 */
export function answersOn(
  rulebook: Rulebook,
  sanctions: readonly SanctionRecord[],
  { asOf, language, retainedSim }: Asking,
): StandingAnswer[] {
  const day = localDateOfWrittenInstant(asOf);
  const occasions = (rulebook.notices === null ? undefined : noticesOn(rulebook.notices, day))?.occasions ?? [];
  const answers = new Map<string, StandingAnswer>();
  for (const { matter: what, question, situation, text } of occasions) {
    if (!Object.hasOwn(rulebook.catalogue.questions, question) || isSettled(answers.get(what))) continue;
    const input = inputOn(day, { question, situation }, sanctions);
    const { outcome, reasons, limits } = answerNow(rulebook, { ...input, asOf, language, holder: { retainedSim } });
    if (outcome === 'DENY' && answers.has(what)) continue;
    const title = language === 'en' ? text.en : text.zh;
    answers.set(what, { what, title, outcome, tell: reasons[0]?.tellCustomer ?? null, limits });
  }
  return [...answers.values()];
}

function isSettled(answer: StandingAnswer | undefined): boolean {
  return answer !== undefined && answer.outcome !== 'DENY';
}
