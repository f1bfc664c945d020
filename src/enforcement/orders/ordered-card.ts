import type { EntityManager } from 'typeorm';
import type { OrderedCardKind } from '../../domain/card-order.js';
import { Problem } from '../../domain/problem.js';
import { kindsHeldBy } from '../../registry/card-record.js';

/** A card somebody wants to order something about. */
interface Asked {
  card: { kind: OrderedCardKind };
  /** Keyed hash of the normalised number, space `card`. */
  numberHash: Buffer;
  institutionCode?: string;
}

/**
 * Who keeps a card: the institution that is named, or the only one that has registered it.
 *
 * @throws {Problem} `card-institution-unclear` if none is named and not exactly one has registered the card;
 *   `card-institution-wrong` if the one that is named does not exist or cannot hold such a card
 */
export async function holderOf(
  tx: EntityManager,
  { card, numberHash, institutionCode }: Asked,
): Promise<{ institutionId: string; cardId: string | null }> {
  const registered: { id: string; institution_id: string; code: string }[] = await tx.query(SELECT_REGISTERED, [
    numberHash,
    card.kind,
    institutionCode ?? null,
  ]);
  const [only, another] = registered;
  if (only !== undefined && another === undefined) return { institutionId: only.institution_id, cardId: only.id };
  if (institutionCode === undefined) throw new Problem('card-institution-unclear', { found: registered.length });
  const [named]: { id: string; kind: string }[] = await tx.query('SELECT id, kind FROM institution WHERE code = $1', [
    institutionCode,
  ]);
  if (named === undefined || !kindsHeldBy(named.kind).includes(card.kind)) throw new Problem('card-institution-wrong');
  return { institutionId: named.id, cardId: null };
}

const SELECT_REGISTERED = `
  SELECT card.id, card.institution_id, institution.code
  FROM card JOIN institution ON institution.id = card.institution_id
  WHERE card.number_hash = $1 AND card.kind = $2 AND ($3::text IS NULL OR institution.code = $3) LIMIT 2`;
