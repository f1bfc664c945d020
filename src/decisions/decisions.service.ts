import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { DecisionLog } from '../decision-log/decision-log.service.js';
import type { DecisionToLog } from '../decision-log/logged-decision.js';
import { Problem } from '../domain/problem.js';
import type { ClientPrincipal, Principal } from '../institutions/principal.js';
import type { ByteText } from '../platform/byte-text.js';
import { ScanBudgets, type BudgetState } from '../registry/scan/scan-budgets.service.js';
import { Answering, type Unsent } from './answering.service.js';
import { KnownAt } from './known-at.service.js';
import { PresentFacts, type PresentAnswer } from './present-facts.service.js';
import type { Question } from './question.js';

/** Decisions after which other requests get their turn. */
const BREATH = 256;

/** An answer as it is sent. */
export interface Decided {
  /** The response, JSON. */
  text: ByteText;
  /** What the client has left; undefined for officers, who have no budget. */
  budget: BudgetState | undefined;
}

/** Questions in, decisions out. */
@Injectable()
export class DecisionsService {
  constructor(
    private readonly answering: Answering,
    private readonly present: PresentFacts,
    private readonly knownAt: KnownAt,
    private readonly log: DecisionLog,
    private readonly budgets: ScanBudgets,
  ) {}

  /**
   * One decision, durable in the log before it is returned: at once where it need not be logged and nobody looks back.
   *
   * @throws {Problem} `day-before-rulebook`, `budget-exhausted`, `not-ready`, `index-outdated`; `deciding-failed` if anything
   *   goes wrong: never a silent ALLOW or DENY
   */
  decide(question: Question, asker: Principal): Decided | Promise<Decided> {
    if (question.knownAt !== undefined) return this.decideAsKnown(question, question.knownAt, asker);
    const { budget, text, entry } = this.answer(question, asker);
    const decided = { text, budget };
    return entry === undefined ? decided : this.log.append(entry).then(() => decided);
  }

  /** Decisions of one asker as JSON, in order. What cannot be answered has its {@link Problem} in its place. */
  async decideAll(questions: readonly Question[], asker: Principal): Promise<(ByteText | Problem)[]> {
    const answers: (ByteText | Problem)[] = [];
    const entries: DecisionToLog[] = [];
    for (const [at, question] of questions.entries()) {
      if (at % BREATH === BREATH - 1) await nextTurn();
      try {
        const { text, entry } = this.answer(question, asker);
        answers.push(text);
        if (entry !== undefined) entries.push(entry);
      } catch (error) {
        answers.push(decidingFailed(error));
      }
    }
    try {
      await this.log.appendAll(entries);
      return answers;
    } catch (error) {
      const problem = decidingFailed(error);
      return answers.map((answer) => (answer instanceof Problem ? answer : problem));
    }
  }

  private async decideAsKnown(question: Question, knownAt: string, asker: Principal): Promise<Decided> {
    try {
      const { text, entry } = this.answering.unsent(question, await this.knownAt.read(question, knownAt), asker);
      if (entry !== undefined) await this.log.append(entry);
      return { text, budget: undefined };
    } catch (error) {
      throw decidingFailed(error);
    }
  }

  /** Decides from memory. */
  private answer(question: Question, asker: Principal): Pick<Unsent, 'text' | 'entry'> & Pick<Decided, 'budget'> {
    try {
      const isOfficer = asker.type === 'officer';
      const known = this.present.collect(question, isOfficer ? null : asker.institution.id);
      const budget = isOfficer ? undefined : this.charge(known, asker);
      const { text, entry } = this.answering.unsent(question, known, asker);
      return { text, entry, budget };
    } catch (error) {
      throw decidingFailed(error);
    }
  }

  /** Who asks about his own customer pays nothing, but for what he learns of others' cards on the way. */
  private charge({ personHash, isOwnCustomer, listedCards }: PresentAnswer, client: ClientPrincipal): BudgetState {
    let state = this.budgets.charge(client, personHash, isOwnCustomer);
    for (const hash of listedCards) state = this.budgets.charge(client, hash, false);
    return state;
  }
}

/** The cause goes along: the filter logs it, the caller does not see it. */
export function decidingFailed(cause: unknown): Problem {
  if (cause instanceof Problem) return cause;
  const problem = new Problem('deciding-failed');
  problem.cause = cause;
  return problem;
}
