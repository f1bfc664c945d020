import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { ReportedState } from '../../domain/campaign.js';

/** A card of a campaign, with what its institution reported. What the clock makes of it is computed, see `itemStateAt`. */
@Entity('campaign_item')
@Unique('campaign_item_card_once', ['campaignId', 'cardId'])
@Check('campaign_item_reported', "(state IN ('selected', 'notified')) = (reported_at IS NULL)")
@Index('campaign_item_page_index', ['campaignId', 'id'])
@Index('campaign_item_card_index', ['cardId'])
@Index('campaign_item_revision_index', ['revision'])
@Index('campaign_item_next_change_index', ['nextChangeAt'], { where: 'next_change_at IS NOT NULL' })
export class CampaignItem {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'campaign_item_pk' })
  id: string;

  @Column('uuid', { name: 'campaign_id' })
  @ForeignKey('Campaign', { name: 'campaign_item_campaign' })
  campaignId: string;

  @Column('uuid', { name: 'card_id' })
  @ForeignKey('Card', { name: 'campaign_item_card' })
  cardId: string;

  @Column('uuid', { name: 'institution_id' })
  @ForeignKey('Institution', { name: 'campaign_item_institution' })
  institutionId: string;

  @Column('text')
  state: ReportedState;

  @Column('timestamptz', { name: 'issued_at' })
  issuedAt: Date;

  /** Of the earliest notice reported; the time allowed runs from it, or else from the issue. */
  @Column('timestamptz', { name: 'notified_at', nullable: true })
  notifiedAt: Date | null;

  /** Of the last word on the verification. */
  @Column('timestamptz', { name: 'reported_at', nullable: true })
  reportedAt: Date | null;

  /** The last instant at which a verification is in time. */
  @Column('timestamptz', { name: 'deadline_at' })
  deadlineAt: Date;

  /** When the clock alone changes what is imposed; null: not at all any more. */
  @Column('timestamptz', { name: 'next_change_at', nullable: true })
  nextChangeAt: Date | null;

  @Column('bigint')
  @ForeignKey('RevisionRow', { name: 'campaign_item_revision' })
  revision: number;
}
