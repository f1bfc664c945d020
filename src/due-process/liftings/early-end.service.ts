import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { RulebookStore } from '../../decisions/rulebook-store.service.js';
import type { OrganLevel } from '../../domain/designation.js';
import { localDateOf } from '../../domain/period.js';
import { Problem } from '../../domain/problem.js';
import { Clock } from '../../platform/clock.js';
import { faultAt } from '../../platform/normalised.js';
import { SanctionFacts } from '../../sanctions/sanction-facts.service.js';
import { SanctionsService } from '../../sanctions/sanctions.service.js';

/** Which sanction, and from when on; null or undefined: from the approval on. */
interface End {
  sanctionId: string;
  effectiveAt?: Date | null | undefined;
}

/** What a lifting does to its sanction. */
@Injectable()
export class EarlyEnd {
  constructor(
    private readonly sanctions: SanctionsService,
    private readonly facts: SanctionFacts,
    private readonly rulebooks: RulebookStore,
    private readonly clock: Clock,
  ) {}

  /**
   * A sanction can end that neither was lifted nor annulled; not before it has begun, and not in the future.
   *
   * @throws {Problem} `validation-failed`, `sanction-not-found`, `sanction-not-standing`, `lifting-before-start`, `lifting-after-end`
   */
  async assertPossible(manager: EntityManager, { sanctionId, effectiveAt }: End): Promise<void> {
    const at = effectiveAt ?? null;
    if (at !== null && at > this.clock.now()) throw faultAt('effectiveAt', 'DATE_IN_FUTURE');
    const { standing, startsOn, lastDay } = await this.facts.get(manager, sanctionId);
    if (standing === 'lifted' || standing === 'annulled') throw new Problem('sanction-not-standing');
    if (at !== null && localDateOf(at) < startsOn) throw new Problem('lifting-before-start', { startsOn });
    // What was served to its last day did not end early: whatever was cumulated behind it keeps its days.
    if (lastDay === null || localDateOf(at ?? this.clock.now()) > lastDay) throw new Problem('lifting-after-end');
  }

  /** Level of the organ that identified the subject. @throws {Problem} `sanction-not-found` */
  async organLevelOf(manager: EntityManager, sanctionId: string): Promise<OrganLevel> {
    return (await this.facts.get(manager, sanctionId)).organ.level;
  }

  /** The sanction ends. @throws {Problem} as {@link assertPossible}: it may have ended otherwise meanwhile */
  async take(tx: EntityManager, { sanctionId, effectiveAt }: End, revision: number): Promise<void> {
    await this.assertPossible(tx, { sanctionId, effectiveAt });
    await this.sanctions.lift(tx, this.rulebooks, { sanctionId, revision, at: effectiveAt ?? this.clock.now() });
  }
}
