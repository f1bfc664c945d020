import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { localDateOf } from '../domain/period.js';
import { Revisions } from '../platform/revisions.js';
import type { Grounds } from './book-facts.js';
import { DecisionFacts } from './decision-facts.service.js';
import type { Question } from './question.js';
import { RulebookStore } from './rulebook-store.service.js';

/**
 * What we knew at an instant: the last revision taken until then. Of sanctions and of listed cards every state is kept; who holds
 * which card, how it stands and how a subject is called has no history, and is as it is today.
 */
@Injectable()
export class KnownAt {
  constructor(
    private readonly db: DataSource,
    private readonly revisions: Revisions,
    private readonly rulebooks: RulebookStore,
    private readonly facts: DecisionFacts,
  ) {}

  /** @param knownAt of the question, with offset */
  async read(question: Question, knownAt: string): Promise<Grounds> {
    const instant = new Date(knownAt);
    const revision = await this.revisions.at(instant);
    const rulebook = await this.rulebooks.at(revision, localDateOf(instant));
    const [input] = await this.db.transaction('REPEATABLE READ', (snapshot) =>
      this.facts.collectKnownAt(snapshot, [{ question, institutionId: null }], { revision, rulebook }),
    );
    if (input === undefined) throw new Error('The books gave no answer to a question');
    return { input, revision, rulebook };
  }
}
