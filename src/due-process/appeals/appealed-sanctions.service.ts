import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { RulebookStore } from '../../decisions/rulebook-store.service.js';
import type { AppealedOrigin } from '../../domain/appeal.js';
import type { Language } from '../../domain/problem.js';
import { Clock } from '../../platform/clock.js';
import { SanctionFacts } from '../../sanctions/sanction-facts.service.js';
import { SanctionsService, type SanctionChange } from '../../sanctions/sanctions.service.js';
import type { PreviewResponse } from '../previews/previews.dto.js';
import { Previews } from '../previews/previews.service.js';

/** Where a sanction comes from that somebody appeals against. */
export interface Origin extends AppealedOrigin {
  /** The row of the list it was made of. */
  listId: string;
  row: number;
}

/** What an appeal does to the sanction it is against. */
@Injectable()
export class AppealedSanctions {
  constructor(
    private readonly sanctions: SanctionsService,
    private readonly facts: SanctionFacts,
    private readonly rulebooks: RulebookStore,
    private readonly clock: Clock,
    private readonly previews: Previews,
  ) {}

  /** @returns undefined for an appeal that is about no sanction */
  async originOf(manager: EntityManager, sanctionId: string | null): Promise<Origin | undefined> {
    if (sanctionId === null) return undefined;
    const { listId, row, organ } = await this.facts.get(manager, sanctionId);
    const listOfficers: { id: string }[] = await manager.query(
      'SELECT unnest(ARRAY[author_id, decided_by]) AS id FROM sanction_list WHERE id = $1',
      [listId],
    );
    return { listId, row, listOfficers: listOfficers.map(({ id }) => id), organLevel: organ.level };
  }

  /**
   * The appeal is accepted.
   *
   * @returns from when on the sanction restricts nothing; undefined: it restricts on
   */
  async accept(tx: EntityManager, change: SanctionChange, suspendsEffect: boolean): Promise<Date | undefined> {
    if (!suspendsEffect) {
      await this.sanctions.appeal(tx, this.rulebooks, change);
      return undefined;
    }
    const at = this.clock.now();
    await this.sanctions.suspendEffect(tx, this.rulebooks, { ...change, at });
    return at;
  }

  /** What a decision on the appeal would do to the sanction, and what would follow; nothing is written. */
  async preview(
    sanctionId: string | null,
    action: 'uphold' | 'accept_suspended',
    language: Language,
  ): Promise<PreviewResponse> {
    return this.previews.of({ sanctionId, act: action === 'uphold' ? 'annul' : 'suspend' }, language);
  }

  /** The appeal is upheld: the sanction never was. @throws {Problem} `sanction-not-standing` if it was annulled meanwhile */
  async annul(tx: EntityManager, change: SanctionChange): Promise<void> {
    await this.sanctions.annul(tx, this.rulebooks, change);
  }

  /** The appeal is over without having been upheld: the sanction stands as before, or as it was lifted or annulled meanwhile. */
  async resume(tx: EntityManager, change: SanctionChange): Promise<void> {
    await this.sanctions.resume(tx, this.rulebooks, change);
  }
}
