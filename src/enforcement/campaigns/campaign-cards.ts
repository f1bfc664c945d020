import type { EntityManager } from 'typeorm';
import { campaignFacts, isInSample, type CampaignKind } from '../../domain/campaign.js';
import type { LocalDate } from '../../domain/period.js';
import type { CampaignLaw } from '../../rulebook/enforcement-law.js';

/** Where a campaign looks for cards. */
export interface CampaignScope {
  id: string;
  kind: CampaignKind;
  region: string | null;
  institutionIds: string[] | null;
  samplePercent: number | null;
}

/** A card a campaign may be about. */
export interface CandidateCard {
  id: string;
  institutionId: string;
  kind: string;
  status: string;
  openedOn: LocalDate | null;
  /** As the database has it: `-infinity` for a card that was never used. */
  lastUsedOn: LocalDate | '-infinity' | null;
  isVerified: boolean;
}

/**
 * Cards of the kinds, in the order of their ids. Without those that another campaign of the kind is waiting for.
 *
 * @param after the card before the first; null for the first page
 */
export async function candidates(
  manager: EntityManager,
  scope: CampaignScope,
  law: CampaignLaw,
  after: string | null,
  limit: number,
): Promise<CandidateCard[]> {
  // The zeros at the end of a region stand for all that is below it.
  const region = scope.region === null ? null : `${scope.region.replace(/(00)+$/, '')}%`;
  return manager.query(SELECT_CANDIDATES, [
    after,
    law.cardKinds,
    region,
    scope.institutionIds,
    scope.kind,
    scope.id,
    limit,
  ]);
}

/** Whether the rule selects the card on a day, and the sample has it. */
export function isSelected(scope: CampaignScope, law: CampaignLaw, card: CandidateCard, day: LocalDate): boolean {
  const lastUsedOn = card.lastUsedOn === '-infinity' ? 'never' : card.lastUsedOn;
  if (!law.selects(campaignFacts({ ...card, lastUsedOn }, day))) return false;
  return scope.samplePercent === null || isInSample(scope.id, card.id, scope.samplePercent);
}

/** Verified counts if it was after the opening, and the card was not used since. */
const SELECT_CANDIDATES = `
  SELECT card.id, card.institution_id AS "institutionId", card.kind, card.status, card.opened_on::text AS "openedOn",
    card.last_used_on::text AS "lastUsedOn",
    verified.day IS NOT NULL AND coalesce(verified.day > card.opened_on, true)
      AND coalesce(verified.day >= card.last_used_on, true) AS "isVerified"
  FROM card
  JOIN institution ON institution.id = card.institution_id
  CROSS JOIN LATERAL (
    SELECT greatest(card.verified_on, max(item.reported_at AT TIME ZONE 'Asia/Shanghai')::date) AS day
    FROM campaign_item AS item WHERE item.card_id = card.id AND item.state = 'verified'
  ) AS verified
  WHERE ($1::uuid IS NULL OR card.id > $1) AND card.kind = ANY ($2)
    AND ($3::text IS NULL OR institution.region LIKE $3) AND ($4::uuid[] IS NULL OR card.institution_id = ANY ($4))
    AND NOT EXISTS (
      SELECT FROM campaign_item AS item JOIN campaign ON campaign.id = item.campaign_id
      WHERE item.card_id = card.id AND campaign.kind = $5 AND campaign.id <> $6 AND campaign.state IN ('selecting', 'running')
        AND item.state NOT IN ('verified', 'cancelled'))
  ORDER BY card.id LIMIT $7`;
