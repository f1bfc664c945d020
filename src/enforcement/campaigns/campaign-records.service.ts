import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Audit } from '../../platform/audit.js';
import { Revisions } from '../../platform/revisions.js';
import type { Campaign } from './campaign.entity.js';

/** How a step in the life of a campaign is written down, and told when it is committed. */
@Injectable()
export class CampaignRecords {
  constructor(
    private readonly db: DataSource,
    private readonly revisions: Revisions,
    private readonly trail: Audit,
  ) {}

  /** One step in one transaction; when it returns, its directives are issued as far as that is quickly done. */
  async announced<Done extends { revision: number | null } | null>(
    step: (tx: EntityManager) => Promise<Done>,
  ): Promise<Done> {
    const done = await this.db.transaction(step);
    if (done?.revision != null) await this.revisions.announce(done.revision);
    return done;
  }

  /** The revision of a step. */
  revision(tx: EntityManager, reason: string): Promise<number> {
    return this.revisions.next(tx, reason);
  }

  /** The last act of a step. */
  async audit(tx: EntityManager, campaign: Campaign, actor: string, step: string): Promise<void> {
    const { id, kind, state, lookedAt, selected } = campaign;
    await this.trail.append(tx, {
      actor,
      what: `campaign.${step}`,
      object: `campaign:${id}`,
      detail: { kind, state, lookedAt, selected },
    });
  }

  /** The last act of taking some reports. */
  async auditReports(
    tx: EntityManager,
    campaignId: string,
    actor: string,
    detail: { total: number; taken: number; revision: number },
  ): Promise<void> {
    await this.trail.append(tx, { actor, what: 'campaign.reported', object: `campaign:${campaignId}`, detail });
  }
}
