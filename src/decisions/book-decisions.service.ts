import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { DecisionLog } from '../decision-log/decision-log.service.js';
import type { Answer, DecisionInput } from '../domain/decision.js';
import type { LocalDate } from '../domain/period.js';
import { restrictedSince } from '../domain/retained-sim.js';
import type { ClientPrincipal } from '../institutions/principal.js';
import { Revisions } from '../platform/revisions.js';
import { Answering } from './answering.service.js';
import { isOfTelecom } from '../rulebook/telecom-measures.js';
import { DecisionFacts } from './decision-facts.service.js';
import { decidingFailed } from './decisions.service.js';
import type { DecisionResponse } from './decision.dto.js';
import type { Question } from './question.js';
import { RulebookStore } from './rulebook-store.service.js';

/** A decision that somebody is about to act on. */
export interface BookDecision {
  answer: Answer;
  input: DecisionInput;
  /** The day since which numbers of the subject are restricted without a day between; undefined: they are not. */
  restrictedSince: LocalDate | undefined;
  response: Readonly<DecisionResponse>;
}

/**
 * Decides from the database, for whoever changes the books by the answer: what this node has in memory may be a moment behind.
 */
@Injectable()
export class BookDecisions {
  constructor(
    private readonly revisions: Revisions,
    private readonly rulebooks: RulebookStore,
    private readonly facts: DecisionFacts,
    private readonly answering: Answering,
    private readonly log: DecisionLog,
  ) {}

  /**
   * Learns of rulebooks that other nodes have published. To be called before the transaction: inside it, nobody waits for another
   * connection while others wait for the turn.
   */
  async prepare(): Promise<void> {
    await this.rulebooks.at(await this.revisions.current());
  }

  /**
   * One decision, durable in the log before it is returned. If the transaction fails afterwards, the log has an answer that nobody
   * acted on.
   *
   * @param tx with the turn of the books, so that nothing changes until it ends
   * @throws {Problem} `deciding-failed` if anything goes wrong
   */
  async decide(tx: EntityManager, question: Question, client: ClientPrincipal): Promise<BookDecision> {
    try {
      const revision = await this.revisions.current(tx);
      const rulebook = this.rulebooks.inForceAt(revision);
      const asked = { question, institutionId: client.institution.id };
      const [input] = await this.facts.collectKnownAt(tx, [asked], { revision, rulebook });
      if (input === undefined) throw new Error('The books gave no answer to a question');
      const { answer, text, entry } = this.answering.unsent(question, { input, revision, rulebook }, client);
      if (entry !== undefined) await this.log.append([entry]);
      const response: DecisionResponse = JSON.parse(text);
      const isConcerned = (measure: string) => isOfTelecom(rulebook, measure);
      return { answer, input, restrictedSince: restrictedSince(input.sanctions, input.asOf, isConcerned), response };
    } catch (error) {
      throw decidingFailed(error);
    }
  }
}
