import { Injectable } from '@nestjs/common';
import { RulebookStore } from '../../decisions/rulebook-store.service.js';
import type { IdType } from '../../domain/designation.js';
import { localDateOf, shanghaiInstant } from '../../domain/period.js';
import type { Language } from '../../domain/problem.js';
import { Clock } from '../../platform/clock.js';
import { normalisedIdentifier } from '../../platform/normalised.js';
import { answersOn } from './occasions.js';
import { OwnAppeals } from './own-appeals.service.js';
import { OwnSanctions } from './own-sanctions.service.js';
import { toldSanction } from './sanction-words.js';
import { StandingAdmission } from './standing-admission.service.js';
import type { StandingRequest, StandingResponse } from './standing.dto.js';

/** How a person stands, told to himself. */
@Injectable()
export class StandingService {
  constructor(
    private readonly admission: StandingAdmission,
    private readonly sanctions: OwnSanctions,
    private readonly appeals: OwnAppeals,
    private readonly rulebooks: RulebookStore,
    private readonly clock: Clock,
  ) {}

  /**
   * @param address of the caller: attempts are limited by it
   * @throws {Problem} `validation-failed` for a number that is nobody's; `standing-not-found`, `standing-locked`
   */
  async show({ receiptNo, subject }: StandingRequest, address: string, language: Language): Promise<StandingResponse> {
    const person = normalisedIdentifier(subject, 'subject');
    await this.admission.admit(oneSpelling(receiptNo), person, address);
    return this.standingOf(person, language);
  }

  private async standingOf(
    person: { idType: IdType; idNumber: string },
    language: Language,
  ): Promise<StandingResponse> {
    const now = this.clock.now();
    const asOf = shanghaiInstant(now);
    const rulebook = this.rulebooks.current();
    const own = (await this.sanctions.of(person)) ?? {
      sanctions: [],
      release: undefined,
      retainedSim: 'none' as const,
    };
    const told = own.sanctions.flatMap(
      (one) => toldSanction(rulebook, one, { today: localDateOf(now), language }) ?? [],
    );
    const records = own.sanctions.map(({ record }) => record);
    const { release } = own;
    return {
      asOf,
      sanctions: told,
      works: told.length === 0 ? [] : answersOn(rulebook, records, { asOf, language, retainedSim: own.retainedSim }),
      appeals: await this.appeals.of(person, language),
      release:
        release === undefined || release.directives === 0
          ? null
          : { directives: release.directives, receipts: release.receipts, acknowledged: release.acknowledged },
    };
  }
}

/** However people type it: full-width, in small letters, with blanks or hyphens. */
function oneSpelling(receiptNo: string): string {
  return receiptNo
    .normalize('NFKC')
    .replaceAll(/[\s‐-―-]/g, '')
    .toUpperCase();
}
