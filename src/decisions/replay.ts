import type { LoggedDecision } from '../decision-log/logged-decision.js';
import { canonicalJson } from '../domain/canonical.js';
import type { Answer, DecisionInput } from '../domain/decision.js';
import { answerNow } from '../rulebook/decide.js';
import type { Rulebook } from '../rulebook/rulebook.js';
import { saidIn } from './book-facts.js';
import type { Question } from './question.js';

/** What the log keeps of a question: what was asked, and everything the answer depends on. */
export interface StoredInput {
  question: Question;
  input: DecisionInput;
}

/** A decision made again from its record. */
export interface Replayed {
  answer: Answer;
  /** Canonical JSON of the answer. */
  text: string;
  /** Whether it is the same as then, byte for byte in canonical JSON. */
  isSame: boolean;
}

/** What was stored of a question. Of what the question says the input has only what was not believed; former versions wrote it all. */
export function storedInput({ input: text }: Pick<LoggedDecision, 'input'>): StoredInput {
  const { question, input }: StoredInput = JSON.parse(text);
  return { question, input: { ...saidIn(question), ...input } };
}

/** Decides again from the record. @param rulebook the one the decision names */
export function decideAgain(rulebook: Rulebook, entry: Pick<LoggedDecision, 'input' | 'answer'>): Replayed {
  const answer = answerNow(rulebook, storedInput(entry).input);
  const text = canonicalJson(answer);
  return { answer, text, isSame: text === entry.answer || text === canonicalJson(JSON.parse(entry.answer)) };
}
