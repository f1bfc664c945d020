import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { RulebookStore } from '../../decisions/rulebook-store.service.js';
import { campaignAfter, type CampaignAction, type CampaignKind } from '../../domain/campaign.js';
import { Problem } from '../../domain/problem.js';
import { actorOf, type OfficerPrincipal } from '../../institutions/principal.js';
import { isRegionCode } from '../../institutions/regions.js';
import { Clock } from '../../platform/clock.js';
import { campaignLawOn, type CampaignLaw } from '../../rulebook/enforcement-law.js';
import { candidates, isSelected, type CampaignScope } from './campaign-cards.js';
import { CampaignRecords } from './campaign-records.service.js';
import { Campaign } from './campaign.entity.js';

/** What an officer drafts. */
export interface NewCampaign {
  kind: CampaignKind;
  title: string;
  region?: string;
  institutionCodes?: string[];
  samplePercent?: number;
}

/** Cards a preview shows. */
const SAMPLES = 10;
const CARDS_PER_READ = 5_000;

/** Campaigns and the steps of their life; the selection of cards is a story of its own. */
@Injectable()
export class Campaigns {
  constructor(
    private readonly db: DataSource,
    private readonly rulebooks: RulebookStore,
    private readonly records: CampaignRecords,
    private readonly clock: Clock,
  ) {}

  /**
   * A draft, with a preview of what it would select today. Nothing is asked of anybody yet.
   *
   * @throws {Problem} `region-unknown`, `campaign-institution-unknown`, `campaign-has-no-sample`, `not-in-rulebook`
   */
  async draft(officer: OfficerPrincipal, asked: NewCampaign): Promise<Campaign> {
    const { kind, title, region = null, institutionCodes, samplePercent } = asked;
    if (region !== null && !isRegionCode(region)) throw new Problem('region-unknown');
    const law = campaignLawOn(this.rulebooks.current(), kind, this.clock.today());
    if (samplePercent !== undefined && law.samplePercent === null) throw new Problem('campaign-has-no-sample');
    const scope: CampaignScope = {
      id: uuidv7(),
      kind,
      region,
      institutionIds: institutionCodes === undefined ? null : await this.institutionsOf(institutionCodes),
      samplePercent: samplePercent ?? law.samplePercent,
    };
    const draft = {
      ...scope,
      title,
      state: 'draft' as const,
      ...(await this.previewOf(scope, law)),
      authorId: officer.id,
      createdAt: this.clock.now(),
    };
    return this.db.transaction(async (tx) => {
      await tx.insert(Campaign, draft);
      const campaign = await lockCampaign(tx, scope.id);
      await this.records.audit(tx, campaign, actorOf(officer), 'drafted');
      return campaign;
    });
  }

  /**
   * By another officer than the author. From now on cards are selected, under the law of today, however long that takes.
   *
   * @throws {Problem} `campaign-not-found`, `campaign-transition-refused`, `second-officer-needed`, `not-in-rulebook`
   */
  start(id: string, officer: OfficerPrincipal): Promise<Campaign> {
    return this.step(id, officer, 'start', (campaign) => {
      if (campaign.authorId === officer.id) throw new Problem('second-officer-needed');
      const rulebook = this.rulebooks.current();
      const { measure, timeAllowed } = campaignLawOn(rulebook, campaign.kind, this.clock.today());
      campaign.startedBy = officer.id;
      campaign.startedAt = this.clock.now();
      campaign.rulebookHash = rulebook.hash;
      campaign.measure = measure;
      campaign.timeAllowed = timeAllowed.length;
      campaign.timeUnit = timeAllowed.unit;
    });
  }

  /**
   * Nobody is asked any more. What was suspended stays so until it is verified: reports are still taken.
   *
   * @throws {Problem} `campaign-not-found`, `campaign-transition-refused`
   */
  close(id: string, officer: OfficerPrincipal): Promise<Campaign> {
    return this.step(id, officer, 'close', (campaign) => this.end(campaign, officer));
  }

  /**
   * As if it had never been: what it suspended is restored.
   *
   * @throws {Problem} `campaign-not-found`, `campaign-transition-refused`
   */
  cancel(id: string, officer: OfficerPrincipal): Promise<Campaign> {
    return this.step(id, officer, 'cancel', (campaign) => this.end(campaign, officer));
  }

  private end(campaign: Campaign, officer: OfficerPrincipal): void {
    campaign.endedBy = officer.id;
    campaign.endedAt = this.clock.now();
  }

  private step(
    id: string,
    officer: OfficerPrincipal,
    action: Exclude<CampaignAction, 'finish_selection'>,
    change: (campaign: Campaign) => void,
  ): Promise<Campaign> {
    return this.records.announced(async (tx) => {
      const campaign = await lockCampaign(tx, id);
      campaign.state = campaignAfter(campaign.state, action);
      change(campaign);
      campaign.revision = await this.records.revision(tx, `campaign.${STEPS[action]}`);
      await tx.save(campaign);
      await this.records.audit(tx, campaign, actorOf(officer), STEPS[action]);
      return campaign;
    });
  }

  private async institutionsOf(codes: readonly string[]): Promise<string[]> {
    const found: { id: string; code: string }[] = await this.db.query(
      'SELECT id, code FROM institution WHERE code = ANY ($1)',
      [codes],
    );
    const unknown = codes.find((code) => found.every((institution) => institution.code !== code));
    if (unknown !== undefined) throw new Problem('campaign-institution-unknown', { code: unknown });
    return found.map(({ id }) => id);
  }

  /** Page by page, in flat memory: what it finds is counted, not kept. */
  private async previewOf(
    scope: CampaignScope,
    law: CampaignLaw,
  ): Promise<Pick<Campaign, 'preview' | 'previewCardIds'>> {
    const today = this.clock.today();
    const counts = new Map<string, number>();
    const samples: string[] = [];
    for (let after: string | null = null, isDone = false; !isDone;) {
      const cards = await candidates(this.db.manager, scope, law, after, CARDS_PER_READ);
      for (const card of cards) {
        if (!isSelected(scope, law, card, today)) continue;
        counts.set(card.institutionId, 1 + (counts.get(card.institutionId) ?? 0));
        if (samples.length < SAMPLES) samples.push(card.id);
      }
      after = cards.at(-1)?.id ?? after;
      isDone = cards.length < CARDS_PER_READ;
    }
    return {
      preview: [...counts].map(([institutionId, cards]) => ({ institutionId, cards })),
      previewCardIds: samples,
    };
  }
}

const STEPS = { start: 'started', close: 'closed', cancel: 'cancelled' } as const;

/** Lock before reading the state: two officers can press the button in the same second. @throws {Problem} `campaign-not-found` */
async function lockCampaign(tx: EntityManager, id: string): Promise<Campaign> {
  const campaign = await tx.findOne(Campaign, { where: { id }, lock: { mode: 'pessimistic_write' } });
  if (campaign === null) throw new Problem('campaign-not-found');
  return campaign;
}
