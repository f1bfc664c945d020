import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { itemStateAt, type CampaignState, type ItemState, type ReportedState } from '../../domain/campaign.js';
import type { InstitutionKind } from '../../institutions/principal.js';
import { addresseeOf } from '../directives/addressee.js';
import type { Obligation, Obligations, ObligationSource, OpenDirective } from '../directives/obligation.js';

interface ItemRow {
  id: string;
  state: ReportedState;
  deadlineAt: Date;
  cardId: string;
  isClosed: boolean;
  holderId: string;
  institutionId: string;
  institutionKind: InstitutionKind;
  measure: string;
  campaignState: CampaignState;
  endedAt: Date | null;
}

/** What campaigns oblige institutions to: to verify a card, and to suspend it as long as it was not verified in time. A unit is a card of a campaign. */
@Injectable()
export class CampaignSource implements ObligationSource {
  readonly name = 'campaigns';
  readonly causes = ['campaign'] as const;

  async touched(tx: EntityManager, revision: number, after: string | null, limit: number): Promise<string[]> {
    const rows: { id: string }[] = await tx.query(TOUCHED, [revision, after, limit]);
    return rows.map(({ id }) => id);
  }

  async due(tx: EntityManager, now: Date, limit: number): Promise<string[]> {
    const rows: { id: string }[] = await tx.query(DUE, [now, limit]);
    return rows.map(({ id }) => id);
  }

  /** Writes down when the clock will make each card one that was not verified in time. */
  async obligations(tx: EntityManager, itemIds: readonly string[], now: Date, occasion: string): Promise<Obligations> {
    const rows: ItemRow[] = await tx.query(SELECT_ITEMS, [itemIds]);
    const items = rows.map((row) => ({
      ...row,
      now: itemStateAt(row, { state: row.campaignState, endedAt: row.endedAt }, now),
    }));
    const waiting = items.filter((item) => !item.isClosed && isWaiting(item.now));
    await tx.query(REMEMBER, [itemIds, waiting.map(({ id }) => id)]);
    const states = new Map(items.map((item) => [item.id, item] as const));
    return {
      imposed: items.flatMap((item) => (item.isClosed ? [] : obligationsOf(item, occasion))),
      reasonOfEnd: ({ unitId, action }: OpenDirective) => {
        const item = states.get(unitId);
        const hasNothingToRestore = action === 'verify' || item === undefined || item.isClosed;
        if (hasNothingToRestore || item.now === 'cancelled') return 'withdrawn';
        return { release: item.now === 'verified' ? 'verification.passed' : occasion };
      },
    };
  }
}

function isWaiting(state: ItemState): boolean {
  return state === 'selected' || state === 'notified' || state === 'failed';
}

function obligationsOf(item: ItemRow & { now: ItemState }, occasion: string): Obligation[] {
  const isOverdue = item.now === 'suspended';
  const { party } = addresseeOf({ id: item.institutionId, kind: item.institutionKind });
  if (party === null || (!isOverdue && !isWaiting(item.now))) return [];
  return [
    {
      unitId: item.id,
      cause: 'campaign',
      action: isOverdue ? 'suspend' : 'verify',
      measure: item.measure,
      party,
      institutionId: item.institutionId,
      cardId: item.cardId,
      subjectId: item.holderId,
      sanctionId: null,
      lastDay: null,
      // A suspension has no end but the verification; what is to be verified is to be verified until then.
      endsAt: isOverdue ? null : item.deadlineAt,
      target: isOverdue ? 'impose' : 'verify',
      reason: isOverdue ? 'verification.overdue' : occasion,
    },
  ];
}

/** Cards of a page of the selection or of some reports, all cards of a campaign that began to end, and cards that changed themselves. */
const TOUCHED = `
  WITH place AS (SELECT coalesce($2, '00000000-0000-0000-0000-000000000000')::uuid AS after)
  (SELECT id FROM campaign_item, place WHERE revision = $1 AND id > after ORDER BY id LIMIT $3)
  UNION
  (SELECT item.id FROM place, campaign JOIN campaign_item AS item ON item.campaign_id = campaign.id
    WHERE campaign.revision = $1 AND item.id > after ORDER BY item.id LIMIT $3)
  UNION
  (SELECT item.id FROM place, card JOIN campaign_item AS item ON item.card_id = card.id
    WHERE card.revision = $1 AND item.id > after ORDER BY item.id LIMIT $3)
  ORDER BY id LIMIT $3`;

const DUE = `SELECT id FROM campaign_item WHERE next_change_at < $1 ORDER BY next_change_at, id LIMIT $2`;

const SELECT_ITEMS = `
  SELECT item.id, item.state, item.deadline_at AS "deadlineAt", item.card_id AS "cardId", card.status = 'closed' AS "isClosed",
    card.holder_id AS "holderId", item.institution_id AS "institutionId", institution.kind AS "institutionKind", campaign.measure,
    campaign.state AS "campaignState", campaign.ended_at AS "endedAt"
  FROM campaign_item AS item JOIN campaign ON campaign.id = item.campaign_id JOIN card ON card.id = item.card_id
    JOIN institution ON institution.id = item.institution_id
  WHERE item.id = ANY ($1)`;

const REMEMBER = `
  UPDATE campaign_item SET next_change_at = CASE WHEN id = ANY ($2) THEN deadline_at END
  WHERE id = ANY ($1) AND next_change_at IS DISTINCT FROM CASE WHEN id = ANY ($2) THEN deadline_at END`;
