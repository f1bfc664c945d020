import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { shanghaiInstant } from '../../../domain/period.js';
import { encodeCursor } from '../../../platform/cursor.js';
import { PARTY_OF } from '../../directives/addressee.js';

/** What an institution may be told about. */
export const WEBHOOK_EVENTS = ['directives.issued', 'directives.overdue'] as const;
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

/** The type of a message that only tries the way. */
export const TEST_EVENT = 'webhook.test';

/** Key of the advisory lock that lets one node look for news at a time: the letters "NEWS" as a number. */
const TELLING = 0x4e455753;

/** What is new for an endpoint. */
interface News {
  endpoint_id: string;
  event: WebhookEvent;
  told_seq: number;
  newest: number;
  count: number;
}

/** A message as it is sent: thin, with nothing about anybody. What it is about the institution fetches, with its token. */
export function webhookPayload(type: string, now: Date, data: Readonly<Record<string, string | number>>): string {
  return JSON.stringify({ type, timestamp: shanghaiInstant(now), data });
}

/**
 * Writes a delivery for every endpoint and event with news that none is under way for: however much has come, one message says so.
 * An endpoint counts as told when a message has arrived; so what a failed one would have said, the next one says.
 */
export async function announceNews(tx: EntityManager, now: Date): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock($1)', [TELLING]);
  const found: News[] = await tx.query(SELECT_NEWS);
  for (const { endpoint_id: endpointId, event, told_seq: told, newest, count } of found) {
    const cursor = event === 'directives.issued' ? { cursor: encodeCursor({ seq: told }) } : {};
    await tx.query(INSERT_DELIVERY, [
      uuidv7(),
      endpointId,
      event,
      webhookPayload(event, now, { count, ...cursor }),
      newest,
      now,
    ]);
  }
}

/** $1 id, $2 endpoint, $3 event, $4 payload, $5 up to which number, $6 now. Due at once. */
export const INSERT_DELIVERY = `
  INSERT INTO webhook_delivery (id, endpoint_id, event, payload, up_to_seq, created_at, next_attempt_at, state)
  VALUES ($1, $2, $3, $4, $5, $6, $6, 'pending')`;

/** The newest number of each event for `institution` and `party_of`; null before the first. */
const NEWEST = `
  CASE subscription.event
    WHEN 'directives.issued' THEN greatest(
      (SELECT max(seq) FROM directive WHERE institution_id = institution.id),
      (SELECT max(seq) FROM directive WHERE institution_id IS NULL AND party = party_of.party))
    ELSE (SELECT max(seq) FROM directive_escalation WHERE institution_id = institution.id)
  END`;

const SELECT_NEWS = `
  SELECT subscription.endpoint_id, subscription.event, told_seq, newest.seq AS newest,
    CASE subscription.event
      WHEN 'directives.issued' THEN
        (SELECT count(*) FROM directive WHERE institution_id = institution.id AND seq > told_seq AND seq <= newest.seq)
        + (SELECT count(*) FROM directive WHERE institution_id IS NULL AND party = party_of.party AND seq > told_seq AND seq <= newest.seq)
      ELSE (SELECT count(*) FROM directive_escalation WHERE institution_id = institution.id AND seq > told_seq AND seq <= newest.seq)
    END AS count
  FROM webhook_subscription AS subscription
    JOIN webhook_endpoint AS endpoint ON endpoint.id = subscription.endpoint_id
    JOIN institution ON institution.id = endpoint.institution_id
    LEFT JOIN ${PARTY_OF} ON party_of.kind = institution.kind
    CROSS JOIN LATERAL (SELECT ${NEWEST} AS seq) AS newest
  WHERE endpoint.disabled_at IS NULL AND newest.seq > told_seq
    AND NOT EXISTS (SELECT 1 FROM webhook_delivery WHERE endpoint_id = endpoint.id AND event = subscription.event AND state = 'pending')`;

/** Who has just subscribed is told what comes from now on. $1 endpoint, $2 institution, $3 events. */
export const INSERT_SUBSCRIPTIONS = `
  INSERT INTO webhook_subscription (endpoint_id, event, told_seq)
  SELECT $1, subscription.event, coalesce(${NEWEST}, 0)
  FROM unnest($3::text[]) AS subscription (event) JOIN institution ON institution.id = $2
    LEFT JOIN ${PARTY_OF} ON party_of.kind = institution.kind`;
