import { Injectable } from '@nestjs/common';
import { Problem } from '../domain/problem.js';
import type { CardKind } from '../domain/designation.js';
import type { Principal } from '../institutions/principal.js';
import { normalisedCardNumber } from '../platform/normalised.js';
import { Pii } from '../platform/pii.js';
import type { CardCheckRequest, CardCheckResponse } from '../registry/card-blacklist.dto.js';
import { LISTING_CODES } from '../registry/card-blacklist.service.js';
import { kindsAlike } from '../registry/card-record.js';
import { ScanBudgets, type BudgetState } from '../registry/scan/scan-budgets.service.js';
import { Restrictions } from '../restrictions/restrictions.service.js';
import type { RestrictionIndex } from '../restrictions/restriction-index.js';
import type { AskedCard } from './question.js';

/** What the card blacklist says, and what a client has left; officers have no budget. */
export interface CardCheck {
  listing: CardCheckResponse;
  budget: BudgetState | undefined;
}

/** Answers from memory whether a card is on the card blacklist. */
@Injectable()
export class CardChecks {
  constructor(
    private readonly pii: Pii,
    private readonly restrictions: Restrictions,
    private readonly budgets: ScanBudgets,
  ) {}

  /** A card in its one spelling; a client is charged for a number that can be none. @throws {Problem} `validation-failed` */
  read({ kind, number }: CardCheckRequest, asker: Principal): AskedCard {
    try {
      return { kind, number: normalisedCardNumber(number, 'number') };
    } catch (error) {
      if (error instanceof Problem && asker.type === 'client') this.budgets.chargeInvalid(asker);
      throw error;
    }
  }

  /**
   * What is known of a card now. The case number is for officers, and for the institution whose own card it is.
   *
   * @throws {Problem} `not-ready`, `index-outdated`, `budget-exhausted`
   */
  check({ kind, number }: AskedCard, asker: Principal): CardCheck {
    const index = this.restrictions.current();
    const hash = this.pii.hash('card', number);
    const isOwn = asker.type === 'officer' || isHeldBy(index, hash, kind, asker.institution.id);
    const budget = asker.type === 'officer' ? undefined : this.budgets.charge(asker, hash, isOwn);
    const { status, caseNo, since } = index.listing(hash, kind);
    return {
      listing: {
        status,
        code: LISTING_CODES[status],
        ...(caseNo === undefined || !isOwn ? {} : { caseNo }),
        ...(since === undefined ? {} : { since }),
      },
      budget,
    };
  }

  /** {@link check} of one line among many: a problem is its answer. */
  answer(card: AskedCard, asker: Principal): CardCheckResponse | Problem {
    try {
      return this.check(card, asker).listing;
    } catch (error) {
      if (error instanceof Problem) return error;
      throw error;
    }
  }
}

/** Whether the institution reported the card itself: then the case number concerns it. */
function isHeldBy(index: RestrictionIndex, hash: Buffer, kind: CardKind, institutionId: string): boolean {
  return kindsAlike(kind).some((alike) => index.card(hash, alike, institutionId) !== undefined);
}
