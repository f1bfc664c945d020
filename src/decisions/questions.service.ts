import { Injectable } from '@nestjs/common';
import { Problem, type Language } from '../domain/problem.js';
import type { Principal } from '../institutions/principal.js';
import { Clock } from '../platform/clock.js';
import { ScanBudgets } from '../registry/scan/scan-budgets.service.js';
import type { DecisionRequest } from './decision.dto.js';
import { assertMayAsk, assertMayLookBack, questionOf, type Question } from './question.js';
import { RulebookStore } from './rulebook-store.service.js';

/** Understands what is asked. */
@Injectable()
export class Questions {
  constructor(
    private readonly clock: Clock,
    private readonly rulebooks: RulebookStore,
    private readonly budgets: ScanBudgets,
  ) {}

  /**
   * A request as a question. A client is charged for one with a number that can be nobody's.
   *
   * @throws {Problem} `question-unknown`, `question-not-yours`, `known-at-for-officers` or `validation-failed`
   */
  read(request: DecisionRequest, asker: Principal, language: Language): Question {
    try {
      return this.understand(request, asker, language);
    } catch (error) {
      const isInvalid = error instanceof Problem && error.code === 'validation-failed';
      if (isInvalid && asker.type === 'client') this.budgets.chargeInvalid(asker);
      throw error;
    }
  }

  /** {@link read} without the charge. */
  understand(request: DecisionRequest, asker: Principal, language: Language): Question {
    const rulebook = this.rulebooks.current();
    const question = questionOf(request, rulebook, this.clock.now(), language);
    assertMayAsk(question, rulebook, asker);
    assertMayLookBack(question, asker);
    return question;
  }
}
