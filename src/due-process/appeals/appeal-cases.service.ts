import { Injectable } from '@nestjs/common';
import { DataSource, In, type SelectQueryBuilder } from 'typeorm';
import { RulebookStore } from '../../decisions/rulebook-store.service.js';
import { isDecided, type AppealState } from '../../domain/appeal.js';
import type { IdentifyingOrgan } from '../../domain/designation.js';
import { localDateOf } from '../../domain/period.js';
import { Problem, type Language } from '../../domain/problem.js';
import { normaliseReceiptNumber } from '../../domain/receipt-number.js';
import { workingDaysSince } from '../../domain/working-day.js';
import { NO_RELEASE, Releases, type ReleaseProgress } from '../../enforcement/directives/release-progress.service.js';
import { pageOf, type Page } from '../../institutions/page.js';
import { Clock } from '../../platform/clock.js';
import { SanctionFacts, type SanctionFact } from '../../sanctions/sanction-facts.service.js';
import { appealClocks, type AppealClock } from './appeal-clocks.js';
import { Appeal, AppealStep } from './appeal.entity.js';
import { filterAppeals, type AppealFilter } from './appeal-filter.js';
import type { AppealQuery } from './appeal-query.dto.js';

/** An appeal without what it says. */
export interface AppealOverview {
  appeal: Readonly<Appeal>;
  clocks: AppealClock[];
  /** Oldest first. */
  steps: readonly Readonly<AppealStep>[];
  /** Of the sanction it is against. */
  regime: string | null;
  organ: IdentifyingOrgan | null;
  /** Of the person, if anybody has recorded him; with his name as recorded, encrypted. */
  subjectId: string | null;
  nameEnc: Buffer | null;
  /** Working days since it was filed, until it was decided. */
  workingDaysOpen: number;
}

/** A page of the queue. */
export interface AppealQueue extends Page<AppealOverview> {
  /** How many the filter has in each state. */
  counts: Record<AppealState, number>;
}

/** What an appeal refers to. */
interface Reference {
  id: string;
  subjectId: string | null;
  nameEnc: Buffer | null;
  regime: string | null;
  organ: IdentifyingOrgan | null;
}

/** Everything about an appeal but what is encrypted. */
export interface AppealCase extends AppealOverview {
  sanction: SanctionFact | null;
  /** How far the release has come, once the appeal is upheld. */
  releases: ReleaseProgress | null;
}

/** Reads appeals: the queue, and single cases. */
@Injectable()
export class AppealCases {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly rulebooks: RulebookStore,
    private readonly sanctions: SanctionFacts,
    private readonly releases: Releases,
  ) {}

  /** Oldest first: whoever waits longest is next. @throws {Problem} `validation-failed` for a day that is none or missing, `cursor-invalid` */
  async queue({ state, cursor, limit, ...filter }: AppealQuery, language: Language): Promise<AppealQueue> {
    const rows = this.filtered(filter);
    if (state !== undefined) rows.andWhere('row.state = :state', { state });
    const { items, nextCursor } = await pageOf(rows, { limit, ...(cursor === undefined ? {} : { cursor }) });
    return { items: await this.overviews(items, language), nextCursor, counts: await this.countsOf(filter) };
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
    const normalised = normaliseReceiptNumber(receiptNo);
    if (normalised === null) return undefined;
    return (await this.db.manager.findOneBy(Appeal, { receiptNo: normalised }))?.subjectHash;
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
    return { ...overview, sanction, releases: await this.progressOf(overview) };
  }

  /** How far the release has come that the appeal brought about; nothing of what it says. @throws {Problem} `appeal-not-found` */
  async progress(id: string, language: Language): Promise<ReleaseProgress> {
    return (await this.progressOf(await this.overview(id, language))) ?? NO_RELEASE;
  }

  /** Null where nothing was released, or what was is imposed again. */
  private async progressOf({ appeal, steps, subjectId }: AppealOverview): Promise<ReleaseProgress | null> {
    const revision = steps.find((step) => releases(appeal.state, step))?.revision ?? null;
    return revision === null || subjectId === null
      ? null
      : this.releases.progressOf(this.db.manager, subjectId, revision);
  }

  private async overviews(appeals: readonly Appeal[], language: Language): Promise<AppealOverview[]> {
    const ids = appeals.map(({ id }) => id);
    const steps = await this.db.manager.find(AppealStep, { where: { appealId: In(ids) }, order: { number: 'ASC' } });
    const references = await this.referencesOf(ids);
    const rulebook = this.rulebooks.current();
    const on = { today: this.clock.today(), language };
    return appeals.map((appeal) => {
      const own = steps.filter(({ appealId }) => appealId === appeal.id);
      const reference = references.get(appeal.id);
      const { regime = null, organ = null, subjectId = null, nameEnc = null } = reference ?? {};
      const decidedAt = isDecided(appeal.state) ? own.at(-1)?.takenAt : undefined;
      const until = decidedAt === undefined ? on.today : localDateOf(decidedAt);
      const workingDaysOpen = workingDaysSince(localDateOf(appeal.filedAt), until);
      const clocks = appealClocks(rulebook, regime ?? undefined, own, on);
      return { appeal, steps: own, clocks, regime, organ, subjectId, nameEnc, workingDaysOpen };
    });
  }

  private filtered(filter: AppealFilter): SelectQueryBuilder<Appeal> {
    const rows = this.db.manager.createQueryBuilder(Appeal, 'row').where('true');
    filterAppeals(rows, filter);
    return rows;
  }

  private async countsOf(filter: AppealFilter): Promise<Record<AppealState, number>> {
    const rows: { state: AppealState; count: number }[] = await this.filtered(filter)
      .select('row.state', 'state')
      .addSelect('count(*)::integer', 'count')
      .groupBy('row.state')
      .getRawMany();
    const none = { filed: 0, accepted: 0, verified: 0, upheld: 0, dismissed: 0, refused: 0, withdrawn: 0 };
    return Object.assign(none, Object.fromEntries(rows.map(({ state, count }) => [state, count])));
  }

  private async referencesOf(ids: readonly string[]): Promise<Map<string, Reference>> {
    const rows: Reference[] = await this.db.query(SELECT_REFERENCES, [ids]);
    return new Map(rows.map((row) => [row.id, row]));
  }
}

/** Where the effect was suspended the release began then: what is annulled later has been released already. */
function releases(state: AppealState, { action, suspendedAt }: Readonly<AppealStep>): boolean {
  if (action === 'accept') return suspendedAt !== null && (state === 'upheld' || !isDecided(state));
  return action === 'uphold';
}

const SELECT_REFERENCES = `
  SELECT appeal.id, identifier.subject_id AS "subjectId", subject.name_enc AS "nameEnc", sanction.regime,
    CASE WHEN sanction.id IS NOT NULL THEN jsonb_build_object(
      'code', sanction.organ_code, 'level', sanction.organ_level, 'name', sanction.organ_name) END AS organ
  FROM appeal LEFT JOIN identifier ON identifier.number_hash = appeal.subject_hash
    LEFT JOIN subject ON subject.id = identifier.subject_id
    LEFT JOIN sanction ON sanction.id = appeal.sanction_id
  WHERE appeal.id = ANY ($1)`;
