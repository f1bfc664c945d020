import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { RulebookStore } from '../../decisions/rulebook-store.service.js';
import type { AppealState } from '../../domain/appeal.js';
import { Problem, type Language } from '../../domain/problem.js';
import { Releases, type ReleaseProgress } from '../../enforcement/directives/release-progress.service.js';
import { pageOf, type Page } from '../../institutions/page.js';
import { Clock } from '../../platform/clock.js';
import { SanctionFacts, type SanctionFact } from '../../sanctions/sanction-facts.service.js';
import { appealClocks, type AppealClock } from './appeal-clocks.js';
import { Appeal, AppealStep } from './appeal.entity.js';

/** An appeal without what it says. */
export interface AppealOverview {
  appeal: Readonly<Appeal>;
  clocks: AppealClock[];
  /** Oldest first. */
  steps: readonly Readonly<AppealStep>[];
}

/** Everything about an appeal but what is encrypted. */
export interface AppealCase extends AppealOverview {
  sanction: SanctionFact | null;
  /** How far the release has come, once the appeal is upheld. */
  releases: ReleaseProgress | null;
}

/** Reads appeals: the queue, and single cases. */
const APPEAL_NUMBER = /^SS\d{14}$/;

@Injectable()
export class AppealCases {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly rulebooks: RulebookStore,
    private readonly sanctions: SanctionFacts,
    private readonly releases: Releases,
  ) {}

  /** Oldest first: whoever waits longest is next. */
  async queue(
    { state, cursor, limit }: { state?: AppealState; cursor?: string; limit: number },
    language: Language,
  ): Promise<Page<AppealOverview>> {
    const rows = this.db.manager.createQueryBuilder(Appeal, 'row');
    if (state !== undefined) rows.where('row.state = :state', { state });
    const { items, nextCursor } = await pageOf(rows, { limit, ...(cursor === undefined ? {} : { cursor }) });
    return { items: await this.overviews(items, language), nextCursor };
  }

  /** The appeals of one person, oldest first. @param subjectHash keyed hash of the identifier */
  async ofPerson(subjectHash: Buffer, language: Language): Promise<AppealOverview[]> {
    return this.overviews(
      await this.db.manager.find(Appeal, { where: { subjectHash }, order: { id: 'ASC' } }),
      language,
    );
  }

  /** Keyed hash of the identifier of whoever has an appeal of this number; undefined where there is none. */
  async personOf(receiptNo: string): Promise<Buffer | undefined> {
    if (!APPEAL_NUMBER.test(receiptNo)) return undefined;
    return (await this.db.manager.findOneBy(Appeal, { receiptNo }))?.subjectHash;
  }

  /** @throws {Problem} `appeal-not-found` */
  async overview(id: string, language: Language): Promise<AppealOverview> {
    const [found] = await this.overviews(await this.db.manager.findBy(Appeal, { id }), language);
    if (found === undefined) throw new Problem('appeal-not-found');
    return found;
  }

  /** @throws {Problem} `appeal-not-found` */
  async case(id: string, language: Language): Promise<AppealCase> {
    const overview = await this.overview(id, language);
    const { sanctionId } = overview.appeal;
    const sanction = sanctionId === null ? null : await this.sanctions.get(this.db.manager, sanctionId);
    const upheld = overview.steps.find(({ action }) => action === 'uphold')?.revision;
    const releases =
      sanction === null || upheld === undefined || upheld === null
        ? null
        : await this.releases.progressOf(this.db.manager, sanction.subjectId, upheld);
    return { ...overview, sanction, releases };
  }

  private async overviews(appeals: readonly Appeal[], language: Language): Promise<AppealOverview[]> {
    const ids = appeals.map(({ id }) => id);
    const steps = await this.db.manager.find(AppealStep, { where: { appealId: In(ids) }, order: { number: 'ASC' } });
    const regimes = await this.regimesOf(appeals);
    const rulebook = this.rulebooks.current();
    const on = { today: this.clock.today(), language };
    return appeals.map((appeal) => {
      const own = steps.filter(({ appealId }) => appealId === appeal.id);
      return { appeal, steps: own, clocks: appealClocks(rulebook, regimes.get(appeal.sanctionId ?? ''), own, on) };
    });
  }

  private async regimesOf(appeals: readonly Appeal[]): Promise<Map<string, string>> {
    const rows: { id: string; regime: string }[] = await this.db.query(
      'SELECT id, regime FROM sanction WHERE id = ANY ($1)',
      [appeals.flatMap(({ sanctionId }) => sanctionId ?? [])],
    );
    return new Map(rows.map(({ id, regime }) => [id, regime]));
  }
}
