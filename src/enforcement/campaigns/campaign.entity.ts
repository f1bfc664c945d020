import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { CampaignKind, CampaignState, TimeAllowed } from '../../domain/campaign.js';

/** How many cards of an institution a campaign would select. */
export interface PreviewCount {
  institutionId: string;
  cards: number;
}

/** 专项核验行动: cards that a rule selects are verified by their institutions. */
@Entity('campaign')
@Check('campaign_kind', "kind IN ('silent_sim', 'iot_sample', 'dormant_account')")
@Check('campaign_four_eyes', 'started_by <> author_id')
@Index('campaign_state_index', ['state'])
@Index('campaign_revision_index', ['revision'])
export class Campaign {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'campaign_pk' })
  id: string;

  @Column('text')
  kind: CampaignKind;

  @Column('text')
  title: string;

  @Column('text')
  state: CampaignState;

  /** GB/T 2260 code: only institutions of the region; null: of all. */
  @Column('text', { nullable: true })
  region: string | null;

  /** Only these; null: all that hold such cards. */
  @Column('uuid', { name: 'institution_ids', array: true, nullable: true })
  institutionIds: string[] | null;

  /** 1 to 100; null: every card the rule means. */
  @Column('integer', { name: 'sample_percent', nullable: true })
  samplePercent: number | null;

  /** What the draft would have selected on the day it was made. */
  @Column('jsonb')
  preview: PreviewCount[];

  @Column('uuid', { name: 'preview_card_ids', array: true })
  previewCardIds: string[];

  @Column('uuid', { name: 'author_id' })
  @ForeignKey('Officer', { name: 'campaign_author' })
  authorId: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  @Column('uuid', { name: 'started_by', nullable: true })
  @ForeignKey('Officer', { name: 'campaign_started_by' })
  startedBy: string | null;

  @Column('timestamptz', { name: 'started_at', nullable: true })
  startedAt: Date | null;

  /** The rulebook of the start, by which cards are selected however long that takes. */
  @Column('text', { name: 'rulebook_hash', nullable: true })
  rulebookHash: string | null;

  /** Of the catalogue. */
  @Column('text', { nullable: true })
  measure: string | null;

  /** How long the holders have, with `timeUnit`. */
  @Column('integer', { name: 'time_allowed', nullable: true })
  timeAllowed: number | null;

  @Column('text', { name: 'time_unit', nullable: true })
  timeUnit: TimeAllowed['unit'] | null;

  /** The card up to which the selection has come. */
  @Column('uuid', { name: 'selected_after', nullable: true })
  selectedAfter: string | null;

  /** Cards of the kinds that the selection has looked at. */
  @Column('bigint', { name: 'looked_at', default: 0 })
  lookedAt: number;

  @Column('bigint', { default: 0 })
  selected: number;

  @Column('timestamptz', { name: 'selected_at', nullable: true })
  selectedAt: Date | null;

  @Column('uuid', { name: 'ended_by', nullable: true })
  @ForeignKey('Officer', { name: 'campaign_ended_by' })
  endedBy: string | null;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt: Date | null;

  /** Of the last step that concerns every card of the campaign. */
  @Column('bigint', { nullable: true })
  @ForeignKey('RevisionRow', { name: 'campaign_revision' })
  revision: number | null;
}
