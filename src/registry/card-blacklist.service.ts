import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { CardKind } from '../domain/designation.js';
import type { LocalDate } from '../domain/period.js';
import { Pii } from '../platform/pii.js';
import { kindsAlike } from './card-record.js';

/** A card as it is asked about: `number` normalised by `domain/identifiers`. */
export interface AskedCard {
  kind: CardKind;
  number: string;
  /** Only entries since this day or earlier count; absent: all. */
  onDay?: LocalDate;
}

/** What the card blacklist says of a card, with the code of the bank-police platform (涉案 `1`, 可疑 `2`). */
export interface Listing {
  status: 'clear' | 'implicated' | 'suspicious';
  code: '0' | '1' | '2';
  caseNo?: string;
  /** Day in Asia/Shanghai. */
  since?: string;
}

/** A card as one case listed it. */
export interface CardCase {
  kind: CardKind;
  number: string;
  /** Null: listed without a case number. */
  caseNo: string | null;
}

interface ListingRow {
  at: number;
  status: 'implicated' | 'suspicious';
  case_no: string | null;
  since_on: string;
}

/** A card by the keyed hash of its number. */
export interface HashedCard {
  kind: CardKind;
  numberHash: Buffer;
  /** Only entries since this day or earlier count; every day if absent. */
  onDay?: LocalDate;
}

/** What the bank-police platform calls them. */
export const LISTING_CODES = { clear: '0', implicated: '1', suspicious: '2' } as const;

/** Cards implicated in cases (涉案卡) and suspicious ones (可疑卡). Not a sanction: it follows the card, not the person. */
@Injectable()
export class CardBlacklistService {
  constructor(private readonly pii: Pii) {}

  /** What is known of one card. Implicated outweighs suspicious; the case and the day are those of the outweighing entry. */
  async cardListing(manager: EntityManager, card: AskedCard): Promise<Listing> {
    const [listing] = await this.cardListings(manager, [card]);
    return listing ?? clear();
  }

  /**
   * {@link cardListing} of many cards in one statement, in their order.
   *
   * @param knownAt what was known at this revision, instead of now
   */
  cardListings(manager: EntityManager, cards: readonly AskedCard[], knownAt?: number): Promise<Listing[]> {
    const hashed = cards.map(({ kind, number, onDay }) => {
      return { kind, numberHash: this.pii.hash('card', number), ...(onDay === undefined ? {} : { onDay }) };
    });
    return this.listingsByHash(manager, hashed, knownAt);
  }

  /** {@link cardListings} of cards whose numbers are not at hand. @param cards with the keyed hashes of their numbers */
  async listingsByHash(manager: EntityManager, cards: readonly HashedCard[], knownAt?: number): Promise<Listing[]> {
    if (cards.length === 0) return [];
    const rows: ListingRow[] = await manager.query(SELECT_WORST, [
      cards.map((card) => card.numberHash),
      cards.map((card) => kindsAlike(card.kind).join(' ')),
      cards.map((card) => card.onDay ?? null),
      knownAt ?? null,
    ]);
    const listings = cards.map(clear);
    for (const { at, status, case_no, since_on } of rows) {
      listings[at - 1] = {
        status,
        code: LISTING_CODES[status],
        ...(case_no === null ? {} : { caseNo: case_no }),
        since: since_on,
      };
    }
    return listings;
  }

  /**
   * Whether these cards are listed, each under its case number.
   *
   * @returns one answer per card, in order
   */
  async areListed(manager: EntityManager, cases: readonly CardCase[]): Promise<boolean[]> {
    const rows: { is_listed: boolean }[] = await manager.query(SELECT_LISTED, this.columnsOf(cases));
    return rows.map((row) => row.is_listed);
  }

  private columnsOf(cases: readonly CardCase[]): unknown[] {
    return [
      cases.map(({ number }) => this.pii.hash('card', number)),
      cases.map(({ kind }) => kindsAlike(kind).join(' ')),
      cases.map(({ caseNo }) => caseNo),
    ];
  }
}

function clear(): Listing {
  return { status: 'clear', code: LISTING_CODES.clear };
}

/** `implicated` sorts before `suspicious`; among equals the oldest entry counts. */
const SELECT_WORST = `
  SELECT asked.at::integer AS at, worst.status, worst.case_no, worst.since_on::text
  FROM unnest($1::bytea[], $2::text[], $3::date[]) WITH ORDINALITY AS asked (number_hash, kinds, day, at)
  CROSS JOIN LATERAL (
    SELECT status, case_no, since_on FROM card_listing
    WHERE card_listing.number_hash = asked.number_hash AND kind = ANY (string_to_array(asked.kinds, ' '))
      AND (asked.day IS NULL OR since_on <= asked.day)
      AND coalesce(revision_from <= $4::bigint AND ($4 < revision_to) IS NOT FALSE, revision_to IS NULL)
    ORDER BY status, since_on, id LIMIT 1
  ) AS worst`;

/** A listing that stands, of the card and the case that are `asked` about. */
export const IS_OF_CASE = `
  card_listing.number_hash = asked.number_hash AND card_listing.kind = ANY (string_to_array(asked.kinds, ' '))
  AND card_listing.case_no IS NOT DISTINCT FROM asked.case_no AND card_listing.revision_to IS NULL`;

const SELECT_LISTED = `
  SELECT EXISTS (SELECT FROM card_listing WHERE ${IS_OF_CASE}) AS is_listed
  FROM unnest($1::bytea[], $2::text[], $3::text[]) WITH ORDINALITY AS asked (number_hash, kinds, case_no, at)
  ORDER BY asked.at`;
