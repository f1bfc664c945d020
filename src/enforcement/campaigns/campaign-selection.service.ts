import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { RulebookStore } from '../../decisions/rulebook-store.service.js';
import { campaignAfter, deadlineOf, type TimeAllowed } from '../../domain/campaign.js';
import { localDateOf } from '../../domain/period.js';
import { Clock } from '../../platform/clock.js';
import { campaignLawOn } from '../../rulebook/enforcement-law.js';
import { candidates, isSelected, type CandidateCard } from './campaign-cards.js';
import { CampaignRecords } from './campaign-records.service.js';
import { Campaign } from './campaign.entity.js';

const CARDS_PER_PAGE = 5_000;
/** How soon a selection is taken up again that another node, or this one before it was stopped, has left. */
const POLL_MS = 2_000;

/**
 * Selects the cards of campaigns, page by page: each page and how far it came are one transaction, so that whoever goes on after
 * a crash loses nothing and selects nothing twice. Nodes take turns at a campaign.
 */
@Injectable()
export class CampaignSelection implements OnModuleDestroy {
  private readonly logger = new Logger('campaigns');
  private running: Promise<void> | undefined;
  private poll: NodeJS.Timeout | undefined;
  private isStopped = false;

  constructor(
    private readonly db: DataSource,
    private readonly rulebooks: RulebookStore,
    private readonly records: CampaignRecords,
    private readonly clock: Clock,
  ) {}

  /** Looks for campaigns that are selecting, from now on. */
  follow(): void {
    this.poll = setInterval(() => void this.now(), POLL_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.poll);
    this.isStopped = true;
    await this.running;
  }

  /** Goes on with every campaign that is selecting. Resolves when there is none left, or it could not go on. */
  now(): Promise<void> {
    this.running ??= this.run().finally(() => (this.running = undefined));
    return this.running;
  }

  private async run(): Promise<void> {
    try {
      const waiting: { id: string }[] = await this.db.query(
        `SELECT id FROM campaign WHERE state = 'selecting' ORDER BY id`,
      );
      for (const { id } of waiting) while (!this.isStopped && (await this.page(id)));
    } catch (error) {
      // The database is away or closing. What was committed stands, and the next poll goes on from there.
      this.logger.warn(error);
    }
  }

  /** @returns whether there is another page */
  private async page(id: string): Promise<boolean> {
    const step = await this.records.announced(async (tx) => {
      const campaign = await tx.findOne(Campaign, {
        where: { id, state: 'selecting' },
        lock: { mode: 'pessimistic_write', onLocked: 'skip_locked' },
      });
      return campaign === null ? null : this.select(tx, campaign);
    });
    return step?.hasMore ?? false;
  }

  private async select(tx: EntityManager, campaign: Campaign): Promise<{ hasMore: boolean; revision: number | null }> {
    const { rulebookHash, startedAt } = campaign;
    if (rulebookHash === null || startedAt === null) throw new Error(`campaign ${campaign.id} selects and never began`);
    const day = localDateOf(startedAt);
    const law = campaignLawOn(await this.rulebooks.byHash(rulebookHash), campaign.kind, day);
    const cards = await candidates(tx, campaign, law, campaign.selectedAfter, CARDS_PER_PAGE);
    const meant = cards.filter((card) => isSelected(campaign, law, card, day));
    const hasMore = cards.length === CARDS_PER_PAGE;
    campaign.selectedAfter = cards.at(-1)?.id ?? campaign.selectedAfter;
    campaign.lookedAt += cards.length;
    campaign.selected += meant.length;
    if (!hasMore) {
      campaign.state = campaignAfter(campaign.state, 'finish_selection');
      campaign.selectedAt = this.clock.now();
    }
    const revision = meant.length === 0 ? null : await this.insert(tx, campaign, meant, law.timeAllowed);
    await tx.save(campaign);
    if (!hasMore) await this.records.audit(tx, campaign, 'system', 'selected');
    return { hasMore, revision };
  }

  private async insert(
    tx: EntityManager,
    campaign: Campaign,
    cards: readonly CandidateCard[],
    timeAllowed: TimeAllowed,
  ): Promise<number> {
    const revision = await this.records.revision(tx, 'campaign.selected');
    const now = this.clock.now();
    await tx.query(INSERT_ITEMS, [
      cards.map(() => uuidv7()),
      cards.map(({ id }) => id),
      cards.map(({ institutionId }) => institutionId),
      campaign.id,
      now,
      deadlineOf(now, timeAllowed),
      revision,
    ]);
    return revision;
  }
}

const INSERT_ITEMS = `
  INSERT INTO campaign_item (id, card_id, institution_id, campaign_id, state, issued_at, deadline_at, revision)
  SELECT id, card_id, institution_id, $4, 'selected', $5, $6, $7
  FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS new (id, card_id, institution_id)`;
