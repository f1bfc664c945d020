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

/** A decision that may not leave before {@link DecisionsService.logAll} has resolved. */
export interface Undisclosed extends Decided, Pick<Unsent, 'entry'> {}

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
   * One decision, durable in the log before it is returned.
   *
   * @throws {Problem} `day-before-rulebook`, `budget-exhausted`, `not-ready`, `index-outdated`, `decision-log-unavailable`;
   *   `deciding-failed` if anything goes wrong: never a silent ALLOW or DENY
   */
  async decide(question: Question, asker: Principal): Promise<Decided> {
    const { knownAt } = question;
    const undisclosed =
      knownAt === undefined ? this.decideNow(question, asker) : await this.decideAsKnown(question, knownAt, asker);
    await this.logAll([undisclosed]);
    return undisclosed;
  }

  /**
   * One decision, at once and from memory. Several of them are logged together.
   *
   * @param question one that does not look back: `knownAt` is not read here
   * @throws {Problem} as {@link decide}, but for the log's
   */
  decideNow(question: Question, asker: Principal): Undisclosed {
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

  /** Resolves when all of them are durable that have to be. @throws {Problem} as the log: then none of them may leave */
  logAll(all: readonly Undisclosed[]): Promise<void> {
    const entries: DecisionToLog[] = [];
    for (const { entry } of all) if (entry !== undefined) entries.push(entry);
    return this.log.append(entries);
  }

  /** Decisions of one asker as JSON, in order. What cannot be answered has its {@link Problem} in its place. */
  async decideAll(questions: readonly Question[], asker: Principal): Promise<(ByteText | Problem)[]> {
    const answers: (ByteText | Problem)[] = [];
    const all: Undisclosed[] = [];
    for (const [at, question] of questions.entries()) {
      if (at % BREATH === BREATH - 1) await nextTurn();
      try {
        const undisclosed = this.decideNow(question, asker);
        answers.push(undisclosed.text);
        all.push(undisclosed);
      } catch (error) {
        answers.push(decidingFailed(error));
      }
    }
    try {
      await this.logAll(all);
      return answers;
    } catch (error) {
      const problem = decidingFailed(error);
      return answers.map((answer) => (answer instanceof Problem ? answer : problem));
    }
  }

  private async decideAsKnown(question: Question, knownAt: string, asker: Principal): Promise<Undisclosed> {
    try {
      const { text, entry } = this.answering.unsent(question, await this.knownAt.read(question, knownAt), asker);
      return { text, entry, budget: undefined };
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
