import { Injectable } from '@nestjs/common';
import { DecisionLog } from '../decision-log/decision-log.service.js';
import type { DecisionToLog } from '../decision-log/logged-decision.js';
import type { Answer } from '../domain/decision.js';
import { actorOf, institutionIdOf, type Principal } from '../institutions/principal.js';
import { joined, type ByteText } from '../platform/byte-text.js';
import { Clock } from '../platform/clock.js';
import { orderedUuids } from '../platform/ordered-uuid.js';
import { answerNow } from '../rulebook/decide.js';
import type { Grounds } from './book-facts.js';
import { answerMembers, responseText, storedInputText } from './decision-text.js';
import type { Question } from './question.js';

const nextId = orderedUuids();

/** An answer that may not leave yet. */
export interface Unsent {
  decisionId: string;
  answer: Answer;
  /** The response, JSON. */
  text: ByteText;
  /** What has to be in the log before; undefined where this service does not log such an answer. */
  entry: DecisionToLog | undefined;
}

/** From what is known to an answer, and to what the log keeps of it. */
@Injectable()
export class Answering {
  constructor(
    private readonly clock: Clock,
    private readonly log: DecisionLog,
  ) {}

  unsent(question: Question, { input, revision, rulebook }: Grounds, asker: Principal): Unsent {
    const answer = answerNow(rulebook, input);
    const id = nextId();
    const { outcome } = answer;
    const isLogged = this.log.keeps(outcome);
    const members = answerMembers(answer);
    const { asOf, knownAt } = question;
    const text = responseText(
      { decisionId: id, revision, rulebookHash: rulebook.hash, asOf, knownAt, isLogged },
      members,
    );
    if (!isLogged) return { decisionId: id, answer, text, entry: undefined };
    const entry = {
      id,
      decidedAt: this.clock.now(),
      asker: actorOf(asker),
      institutionId: institutionIdOf(asker),
      rulebookHash: rulebook.hash,
      revision,
      outcome,
      input: storedInputText(question, input),
      answer: joined(`{${members}}`),
    };
    return { decisionId: id, answer, text, entry };
  }
}
