import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import {
  deadlineOf,
  reportedAfter,
  type CampaignState,
  type Reported,
  type ReportResult,
  type TimeAllowed,
} from '../../domain/campaign.js';
import type { CardKind } from '../../domain/designation.js';
import { Problem } from '../../domain/problem.js';
import { actorOf, type ClientPrincipal } from '../../institutions/principal.js';
import { Clock } from '../../platform/clock.js';
import { Pii } from '../../platform/pii.js';
import { Revisions } from '../../platform/revisions.js';
import { CampaignRecords } from './campaign-records.service.js';

/** What an institution says of one of its cards. The number is normalised. */
export interface Report {
  kind: CardKind;
  number: string;
  result: ReportResult;
  at: Date;
}

/** What is wrong with a report; never its content. */
export interface ReportFault {
  row: number;
  code: string;
  path: string;
}

/** A line of a stream or an element of an array: readable, or not. `row` is 1-based. */
export type ReportRow = { row: number; report: Report } | { row: number; fault: Omit<ReportFault, 'row'> };

/** What became of reports. `total` = taken + unchanged + rejected; at most the first {@link MOST_ERRORS} errors. */
export interface ReportCounts {
  total: number;
  taken: number;
  unchanged: number;
  rejected: number;
  errors: ReportFault[];
  /** Revision from which directives follow from them. */
  revision: number;
}

interface ItemRow extends Reported {
  /** Which of the reports. */
  at: number;
  id: string;
  issuedAt: Date;
}

interface CampaignRow {
  state: CampaignState;
  length: number;
  unit: TimeAllowed['unit'];
}

const MOST_ERRORS = 1_000;
const BATCH = 1_000;

/** What institutions report about their own cards of a campaign. */
@Injectable()
export class CampaignReports {
  constructor(
    private readonly db: DataSource,
    private readonly records: CampaignRecords,
    private readonly revisions: Revisions,
    private readonly clock: Clock,
    private readonly pii: Pii,
  ) {}

  /**
   * Takes reports, a thousand in one transaction: a stream that breaks has said what came before, and may be sent again as a
   * whole. The same report twice, and reports in whatever order, come to the same.
   *
   * @throws {Problem} `campaign-not-found`, `campaign-transition-refused` for a campaign that never began or was cancelled
   */
  async take(client: ClientPrincipal, campaignId: string, rows: AsyncIterable<ReportRow>): Promise<ReportCounts> {
    const revision = await this.revisions.current();
    const counts: ReportCounts = { total: 0, taken: 0, unchanged: 0, rejected: 0, errors: [], revision };
    await this.assertTaking(this.db.manager, campaignId);
    for await (const batch of batchesOf(rows)) await this.takeBatch(client, campaignId, batch, counts);
    return counts;
  }

  private async takeBatch(
    client: ClientPrincipal,
    campaignId: string,
    batch: readonly ReportRow[],
    counts: ReportCounts,
  ): Promise<void> {
    const readable = batch.flatMap((row) => ('report' in row ? [row] : []));
    for (const row of batch) if ('fault' in row) refuse(counts, { row: row.row, ...row.fault });
    counts.total += batch.length;
    const { revision } = await this.records.announced(async (tx) => {
      const campaign = await this.assertTaking(tx, campaignId);
      const items = await this.lockItems(tx, client, campaignId, readable);
      const known = new Map(items.map((item) => [item.id, item] as const));
      const itemAt = new Map(items.map(({ at, id }) => [at, id] as const));
      const changed = new Set<string>();
      for (const [index, { row, report }] of readable.entries()) {
        const item = known.get(itemAt.get(index + 1) ?? '');
        const fault = this.faultOf(report, item);
        if (fault !== undefined || item === undefined) {
          refuse(counts, { row, ...(fault ?? NOT_IN_CAMPAIGN) });
          continue;
        }
        const after = reportedAfter(item, report.result, report.at);
        if (after === item) counts.unchanged += 1;
        else counts.taken += 1;
        if (after !== item) changed.add(item.id);
        known.set(item.id, { ...item, ...after });
      }
      if (changed.size === 0) return { revision: null };
      const written = await this.write(
        tx,
        [...changed].flatMap((id) => known.get(id) ?? []),
        campaign,
      );
      const detail = { total: batch.length, taken: changed.size, revision: written };
      await this.records.auditReports(tx, campaignId, actorOf(client), detail);
      return { revision: written };
    });
    counts.revision = revision ?? counts.revision;
  }

  private faultOf({ at }: Report, item: ItemRow | undefined): Omit<ReportFault, 'row'> | undefined {
    if (item === undefined) return NOT_IN_CAMPAIGN;
    if (at > this.clock.now()) return { code: 'REPORT_OF_FUTURE', path: 'at' };
    return at < item.issuedAt ? { code: 'REPORT_BEFORE_SELECTION', path: 'at' } : undefined;
  }

  private async assertTaking(manager: EntityManager, campaignId: string): Promise<CampaignRow> {
    const [campaign]: CampaignRow[] = await manager.query(SELECT_CAMPAIGN, [campaignId]);
    if (campaign === undefined) throw new Problem('campaign-not-found');
    const { state } = campaign;
    // A closed campaign asks nobody any more, but whoever is verified after all is to be restored.
    if (state === 'draft' || state === 'cancelled') throw new Problem('campaign-transition-refused', { state });
    return campaign;
  }

  /** Only cards of the institution itself; which cards others hold is told to nobody. */
  private lockItems(
    tx: EntityManager,
    client: ClientPrincipal,
    campaignId: string,
    rows: readonly { report: Report }[],
  ): Promise<ItemRow[]> {
    return tx.query(LOCK_ITEMS, [
      campaignId,
      client.institution.id,
      rows.map(({ report }) => this.pii.hash('card', report.number)),
      rows.map(({ report }) => report.kind),
    ]);
  }

  private async write(tx: EntityManager, items: readonly ItemRow[], { length, unit }: CampaignRow): Promise<number> {
    const revision = await this.records.revision(tx, 'campaign.reported');
    await tx.query(UPDATE_ITEMS, [
      items.map(({ id }) => id),
      items.map(({ state }) => state),
      items.map(({ notifiedAt }) => notifiedAt),
      items.map(({ reportedAt }) => reportedAt),
      items.map(({ notifiedAt, issuedAt }) => deadlineOf(notifiedAt ?? issuedAt, { length, unit })),
      revision,
    ]);
    return revision;
  }
}

const NOT_IN_CAMPAIGN = { code: 'CARD_NOT_IN_CAMPAIGN', path: 'number' };

function refuse(counts: ReportCounts, fault: ReportFault): void {
  counts.rejected += 1;
  if (counts.errors.length < MOST_ERRORS) counts.errors.push(fault);
}

async function* batchesOf(rows: AsyncIterable<ReportRow>): AsyncGenerator<ReportRow[]> {
  let batch: ReportRow[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

const SELECT_CAMPAIGN = `SELECT state, time_allowed AS length, time_unit AS unit FROM campaign WHERE id = $1`;

/** Locked in the order of their ids, so that two reports wait for each other instead of deadlocking. */
const LOCK_ITEMS = `
  WITH asked AS (
    SELECT asked.at::integer AS at, item.id
    FROM unnest($3::bytea[], $4::text[]) WITH ORDINALITY AS asked (number_hash, kind, at)
    JOIN card ON card.institution_id = $2 AND card.number_hash = asked.number_hash AND card.kind = asked.kind
    JOIN campaign_item AS item ON item.campaign_id = $1 AND item.card_id = card.id AND item.institution_id = $2
  ), locked AS (
    SELECT id, state, issued_at, notified_at, reported_at FROM campaign_item
    WHERE id IN (SELECT id FROM asked) ORDER BY id FOR UPDATE
  )
  SELECT asked.at, locked.id, locked.state, locked.issued_at AS "issuedAt", locked.notified_at AS "notifiedAt",
    locked.reported_at AS "reportedAt"
  FROM asked JOIN locked ON locked.id = asked.id`;

const UPDATE_ITEMS = `
  UPDATE campaign_item SET state = said.state, notified_at = said.notified_at, reported_at = said.reported_at,
    deadline_at = said.deadline_at, revision = $6
  FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[])
    AS said (id, state, notified_at, reported_at, deadline_at)
  WHERE campaign_item.id = said.id`;
