import type { EntityManager } from 'typeorm';
import type { OrganLevel } from '../../domain/designation.js';
import { strongerLevel } from '../../domain/sanction-list.js';
import type { EntriesService } from '../entries.service.js';
import type { SanctionList } from '../sanction-list.entity.js';

/** Rows of a list that are alike. */
interface Kind {
  verdict: 'accepted' | 'rejected';
  /** Null of rows from before it was kept. */
  level: OrganLevel | null;
  hasDigest: boolean;
  count: number;
}

/** Counts, required level and hash of a draft, over all rows as they are stored now. None is read but those without digest. */
export async function recount(tx: EntityManager, entries: EntriesService, list: SanctionList): Promise<void> {
  const kinds: Kind[] = await tx.query(COUNT_KINDS, [list.id]);
  const counts = { accepted: 0, rejected: 0 };
  let required: OrganLevel = 'city';
  for (const { verdict, level, count } of kinds) {
    counts[verdict] += count;
    // What a row from before asks for is known of the whole list only.
    if (verdict === 'accepted') required = strongerLevel(required, level ?? list.requiredLevel);
  }
  if (kinds.some(({ hasDigest }) => !hasDigest)) await entries.digestFormer(tx, list.id);
  Object.assign(list, counts, { contentHash: await entries.contentHash(tx, list.id), requiredLevel: required });
}

const COUNT_KINDS = `
  SELECT verdict, required_level AS level, digest IS NOT NULL AS "hasDigest", count(*)::integer AS count
  FROM list_entry WHERE list_id = $1 GROUP BY 1, 2, 3`;
