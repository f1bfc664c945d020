import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Dimension, Scope } from './dimensions.js';
import { eventCounts, standingCounts, type EventCounts, type Keyed, type StandingCounts } from './sanction-counts.js';

/** Scopes remembered at most: some figures each. */
const MOST_REMEMBERED = 200;

type Counting<Counts> = (manager: EntityManager, by: Dimension | 'total', scope: Scope) => Promise<Keyed<Counts>[]>;

/**
 * Counts of sanctions. By institution every sanction and every card is looked at, which takes seconds: what was counted is remembered
 * for as long as neither a sanction nor a card has changed.
 */
@Injectable()
export class SanctionCounts {
  readonly standing = remembering(standingCounts);
  readonly events = remembering(eventCounts);
}

function remembering<Counts extends StandingCounts | EventCounts>(count: Counting<Counts>): Counting<Counts> {
  const remembered = new Map<string, readonly Keyed<Counts>[]>();
  return async (manager, by, scope) => {
    if (by !== 'institution') return count(manager, by, scope);
    const { now: _now, ...asked } = scope;
    const key = JSON.stringify([asked, await stateOf(manager)]);
    const known = remembered.get(key) ?? (await count(manager, by, scope));
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(key, known);
    return [...known];
  };
}

/** The last revisions of sanctions and of cards, as this transaction sees them. */
async function stateOf(manager: EntityManager): Promise<unknown> {
  const [state]: unknown[] = await manager.query(
    'SELECT (SELECT max(revision_from) FROM sanction_version) AS sanctions, (SELECT max(revision) FROM card) AS cards',
  );
  return state;
}
