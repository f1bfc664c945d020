import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource, In } from 'typeorm';
import type { CardKind } from '../../domain/designation.js';
import { ITEM_STATES, itemStateAt, type ItemState } from '../../domain/campaign.js';
import { shanghaiInstant } from '../../domain/period.js';
import { Problem } from '../../domain/problem.js';
import { Clock } from '../../platform/clock.js';
import { decodeCursor, encodeCursor } from '../../platform/cursor.js';
import type { PageQueryDto } from '../../platform/page-query.dto.js';
import { Pii } from '../../platform/pii.js';
import { mask } from '../../registry/mask.js';
import type {
  CampaignCounts,
  CampaignDetail,
  CampaignItemPage,
  CampaignItemsQuery,
  CampaignPage,
  CampaignPreview,
  CampaignView,
  CardCampaignView,
} from './campaign.dto.js';
import { Campaign } from './campaign.entity.js';
import { CampaignItem } from './campaign-item.entity.js';

interface CountRow {
  code: string;
  region: string;
  state: ItemState;
  cards: number;
}

interface ItemRow {
  id: string;
  card_id: string;
  kind: CardKind;
  number_enc: Buffer;
  code: string;
  state: ItemState;
  issued_at: Date;
  notified_at: Date | null;
  reported_at: Date | null;
  deadline_at: Date;
}

/** What officers read of campaigns: how far they are, and their cards, numbers masked. */
@Injectable()
export class CampaignViews {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly pii: Pii,
  ) {}

  /** Newest first. @throws {Problem} `cursor-invalid` */
  async page({ cursor, limit }: PageQueryDto): Promise<CampaignPage> {
    const query = this.db
      .getRepository(Campaign)
      .createQueryBuilder('row')
      .orderBy('row.id', 'DESC')
      .take(limit + 1);
    if (cursor !== undefined) query.andWhere('row.id < :before', { before: uuidOf(cursor) });
    const found = await query.getMany();
    const last = found.length > limit ? found[limit - 1] : undefined;
    return {
      items: found.slice(0, limit).map(viewOf),
      nextCursor: last === undefined ? null : encodeCursor({ id: last.id }),
    };
  }

  /** With its progress as of now. @throws {Problem} `campaign-not-found` */
  async get(id: string): Promise<CampaignDetail> {
    const campaign = await this.byId(id);
    const rows: CountRow[] = await this.db.query(COUNT_ITEMS, [...this.moment(campaign)]);
    return {
      ...viewOf(campaign),
      preview: await this.previewOf(campaign),
      counts: countsOf(rows),
      byInstitution: grouped(rows, ({ code }) => code).map(([institution, own]) => ({
        institution,
        ...countsOf(own),
      })),
      byRegion: grouped(rows, ({ region }) => region).map(([region, own]) => ({ region, ...countsOf(own) })),
    };
  }

  /** In the order of selection. @throws {Problem} `campaign-not-found`, `cursor-invalid` */
  async items(id: string, { state, institution, cursor, limit }: CampaignItemsQuery): Promise<CampaignItemPage> {
    const campaign = await this.byId(id);
    const rows: ItemRow[] = await this.db.query(SELECT_ITEMS, [
      ...this.moment(campaign),
      cursor === undefined ? null : uuidOf(cursor),
      state ?? null,
      institution ?? null,
      limit + 1,
    ]);
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return {
      items: rows.slice(0, limit).map((row) => ({
        id: row.id,
        cardId: row.card_id,
        kind: row.kind,
        numberMasked: this.masked(row.number_enc),
        institution: row.code,
        state: row.state,
        issuedAt: shanghaiInstant(row.issued_at),
        notifiedAt: instant(row.notified_at),
        reportedAt: instant(row.reported_at),
        deadlineAt: shanghaiInstant(row.deadline_at),
      })),
      nextCursor: last === undefined ? null : encodeCursor({ id: last.id }),
    };
  }

  /** The campaigns a card was in, newest first, and how it stands in each. */
  async ofCard(cardId: string): Promise<CardCampaignView[]> {
    const items = await this.db.getRepository(CampaignItem).find({ where: { cardId }, order: { id: 'DESC' } });
    const campaigns = await this.db.getRepository(Campaign).findBy({ id: In(items.map((item) => item.campaignId)) });
    return items.flatMap((item) => {
      const campaign = campaigns.find(({ id }) => id === item.campaignId);
      if (campaign === undefined) return [];
      return {
        campaignId: campaign.id,
        kind: campaign.kind,
        title: campaign.title,
        state: itemStateAt(item, campaign, this.clock.now()),
        issuedAt: shanghaiInstant(item.issuedAt),
        notifiedAt: instant(item.notifiedAt),
        reportedAt: instant(item.reportedAt),
        deadlineAt: shanghaiInstant(item.deadlineAt),
      };
    });
  }

  private async byId(id: string): Promise<Campaign> {
    const campaign = await this.db.getRepository(Campaign).findOneBy({ id });
    if (campaign === null) throw new Problem('campaign-not-found');
    return campaign;
  }

  /** Parameters of {@link STATE_AT}: which campaign, and the instant at which its cards are looked at. */
  private moment({ id, state, endedAt }: Campaign): [string, string, Date] {
    return [id, state, endedAt ?? this.clock.now()];
  }

  private async previewOf({ preview, previewCardIds }: Campaign): Promise<CampaignPreview> {
    const institutions: { id: string; code: string }[] = await this.db.query(
      'SELECT id, code FROM institution WHERE id = ANY ($1) ORDER BY code',
      [preview.map(({ institutionId }) => institutionId)],
    );
    const samples: { kind: CardKind; number_enc: Buffer; institution_id: string }[] = await this.db.query(
      'SELECT kind, number_enc, institution_id FROM card WHERE id = ANY ($1) ORDER BY id',
      [previewCardIds],
    );
    const codes = new Map(institutions.map(({ id, code }) => [id, code]));
    const counts = new Map(preview.map(({ institutionId, cards }) => [institutionId, cards]));
    return {
      byInstitution: institutions.map(({ id, code }) => ({ institution: code, cards: counts.get(id) ?? 0 })),
      samples: samples.map(({ kind, number_enc, institution_id }) => ({
        institution: codes.get(institution_id) ?? '',
        kind,
        numberMasked: this.masked(number_enc),
      })),
    };
  }

  private masked(numberEnc: Buffer): string {
    return mask(this.pii.decryptText(numberEnc, 'card.number'));
  }
}

function viewOf(campaign: Campaign): Pick<CampaignView, keyof CampaignView> {
  const { timeAllowed: length, timeUnit: unit } = campaign;
  return {
    id: campaign.id,
    kind: campaign.kind,
    title: campaign.title,
    state: campaign.state,
    region: campaign.region,
    samplePercent: campaign.samplePercent,
    authorId: campaign.authorId,
    createdAt: shanghaiInstant(campaign.createdAt),
    startedBy: campaign.startedBy,
    startedAt: instant(campaign.startedAt),
    measure: campaign.measure,
    timeAllowed: length === null || unit === null ? null : { length, unit },
    lookedAt: campaign.lookedAt,
    selected: campaign.selected,
    selectedAt: instant(campaign.selectedAt),
    endedBy: campaign.endedBy,
    endedAt: instant(campaign.endedAt),
    revision: campaign.revision,
  };
}

function countsOf(rows: readonly CountRow[]): Pick<CampaignCounts, keyof CampaignCounts> {
  const counts = { selected: 0, notified: 0, failed: 0, suspended: 0, verified: 0, cancelled: 0, withdrawn: 0 };
  for (const state of ITEM_STATES) {
    for (const row of rows) if (row.state === state) counts[state] += row.cards;
  }
  return counts;
}

function grouped(rows: readonly CountRow[], by: (row: CountRow) => string): [string, CountRow[]][] {
  const names = [...new Set(rows.map(by))].toSorted();
  return names.map((name) => [name, rows.filter((row) => by(row) === name)]);
}

function instant(date: Date | null): string | null {
  return date === null ? null : shanghaiInstant(date);
}

function uuidOf(cursor: string): string {
  const { id } = decodeCursor(cursor, 'id');
  if (!isUUID(id)) throw new Problem('cursor-invalid');
  return id;
}

/** `itemStateAt` in the database. */
const STATE_AT = `
  CASE WHEN item.state IN ('verified', 'cancelled') THEN item.state
    WHEN $2::text = 'cancelled' THEN 'withdrawn'
    WHEN $3::timestamptz > item.deadline_at THEN 'suspended'
    WHEN $2 = 'closed' THEN 'withdrawn'
    ELSE item.state END`;

const COUNT_ITEMS = `
  SELECT institution.code, institution.region, counted.state, counted.cards
  FROM (SELECT item.institution_id, ${STATE_AT} AS state, count(*)::integer AS cards
    FROM campaign_item AS item WHERE item.campaign_id = $1 GROUP BY 1, 2) AS counted
  JOIN institution ON institution.id = counted.institution_id`;

const SELECT_ITEMS = `
  SELECT item.id, item.card_id, card.kind, card.number_enc, institution.code, ${STATE_AT} AS state, item.issued_at, item.notified_at,
    item.reported_at, item.deadline_at
  FROM campaign_item AS item JOIN card ON card.id = item.card_id JOIN institution ON institution.id = item.institution_id
  WHERE item.campaign_id = $1 AND ($4::uuid IS NULL OR item.id > $4) AND ($5::text IS NULL OR ${STATE_AT} = $5)
    AND ($6::text IS NULL OR institution.code = $6)
  ORDER BY item.id LIMIT $7`;
