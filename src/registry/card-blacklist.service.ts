import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
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

/** A card about to be listed, from one row of an approved list. */
export interface NewCardListing {
  listId: string;
  row: number;
  kind: CardKind;
  number: string;
  status: 'implicated' | 'suspicious';
  caseNo: string | null;
  /** Day in Asia/Shanghai. */
  sinceOn: string;
}

interface ListingRow {
  at: number;
  status: 'implicated' | 'suspicious';
  case_no: string | null;
  since_on: string;
}

const ROWS_PER_STATEMENT = 5_000;
const CODES = { clear: '0', implicated: '1', suspicious: '2' } as const;

/** Cards implicated in cases (涉案卡) and suspicious ones (可疑卡). Not a sanction: it follows the card, not the person. */
@Injectable()
export class CardBlacklistService {
  constructor(private readonly pii: Pii) {}

  /** What is known of one card. Implicated outweighs suspicious; the case and the day are those of the outweighing entry. */
  async cardListing(manager: EntityManager, card: AskedCard): Promise<Listing> {
    const [listing] = await this.cardListings(manager, [card]);
    return listing ?? clear();
  }

  /** {@link cardListing} of many cards in one statement, in their order. */
  async cardListings(manager: EntityManager, cards: readonly AskedCard[]): Promise<Listing[]> {
    const rows: ListingRow[] = await manager.query(SELECT_WORST, [
      cards.map((card) => this.pii.hash('card', card.number)),
      cards.map((card) => kindsAlike(card.kind).join(' ')),
      cards.map((card) => card.onDay ?? null),
    ]);
    const listings = cards.map(clear);
    for (const { at, status, case_no, since_on } of rows) {
      listings[at - 1] = {
        status,
        code: CODES[status],
        ...(case_no === null ? {} : { caseNo: case_no }),
        since: since_on,
      };
    }
    return listings;
  }

  /**
   * Whether an institution holds these cards itself: then the case number concerns it.
   *
   * @returns one answer per card, in order
   */
  async areHeldBy(manager: EntityManager, institutionId: string, cards: readonly AskedCard[]): Promise<boolean[]> {
    const hashes = cards.map((card) => this.pii.hash('card', card.number));
    const rows: { number_hash: Buffer }[] = await manager.query(
      'SELECT number_hash FROM card WHERE institution_id = $1 AND number_hash = ANY ($2)',
      [institutionId, hashes],
    );
    const held = new Set(rows.map((row) => row.number_hash.toString('hex')));
    return hashes.map((hash) => held.has(hash.toString('hex')));
  }

  /** Lists cards, in the transaction that approves their list. @param revision the revision it took */
  async add(tx: EntityManager, listings: readonly NewCardListing[], revision: number): Promise<void> {
    for (let at = 0; at < listings.length; at += ROWS_PER_STATEMENT) {
      const slice = listings.slice(at, at + ROWS_PER_STATEMENT);
      await tx.query(INSERT_LISTINGS, [
        slice.map(() => uuidv7()),
        slice.map((listing) => listing.listId),
        slice.map((listing) => listing.row),
        slice.map((listing) => listing.kind),
        slice.map((listing) => this.pii.encrypt(listing.number, 'card_listing.number')),
        slice.map((listing) => this.pii.hash('card', listing.number)),
        slice.map((listing) => listing.status),
        slice.map((listing) => listing.caseNo),
        slice.map((listing) => listing.sinceOn),
        revision,
      ]);
    }
  }
}

function clear(): Listing {
  return { status: 'clear', code: CODES.clear };
}

/** `implicated` sorts before `suspicious`; among equals the oldest entry counts. */
const SELECT_WORST = `
  SELECT asked.at::integer AS at, worst.status, worst.case_no, worst.since_on::text
  FROM unnest($1::bytea[], $2::text[], $3::date[]) WITH ORDINALITY AS asked (number_hash, kinds, day, at)
  CROSS JOIN LATERAL (
    SELECT status, case_no, since_on FROM card_listing
    WHERE card_listing.number_hash = asked.number_hash AND kind = ANY (string_to_array(asked.kinds, ' '))
      AND (asked.day IS NULL OR since_on <= asked.day)
    ORDER BY status, since_on, id LIMIT 1
  ) AS worst`;

const INSERT_LISTINGS = `
  INSERT INTO card_listing (id, list_id, row, kind, number_enc, number_hash, status, case_no, since_on, revision_from)
  SELECT id, list_id, row, kind, number_enc, number_hash, status, case_no, since_on, $10
  FROM unnest($1::uuid[], $2::uuid[], $3::integer[], $4::text[], $5::bytea[], $6::bytea[], $7::text[], $8::text[], $9::date[])
    AS new (id, list_id, row, kind, number_enc, number_hash, status, case_no, since_on)`;
