import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource, In, type SelectQueryBuilder } from 'typeorm';
import type { CardKind } from '../domain/designation.js';
import { Problem } from '../domain/problem.js';
import { decodeCursor, encodeCursor } from '../platform/cursor.js';
import { faultAt, normalisedCardNumber, normalisedDay } from '../platform/normalised.js';
import { Pii } from '../platform/pii.js';
import type {
  CardListingPage,
  CardListingSearchRequest,
  CardListingsQuery,
  CardListingView,
} from './card-listing.dto.js';
import { CardListing } from './card-listing.entity.js';
import { kindsAlike } from './card-record.js';
import { mask } from './mask.js';

/** What officers read of the card blacklist: entries that stand and entries that were cleared, numbers masked. */
@Injectable()
export class CardListingsService {
  constructor(
    private readonly db: DataSource,
    private readonly pii: Pii,
  ) {}

  /** Newest first. @throws {Problem} `validation-failed`, `cursor-invalid` */
  async page(query: CardListingsQuery): Promise<CardListingPage> {
    return this.read(this.listings(query), query);
  }

  /**
   * Entries of a case, of a card, or of a card in a case; newest first.
   *
   * @throws {Problem} `validation-failed` if neither is named, `cursor-invalid`
   */
  async search(request: CardListingSearchRequest): Promise<CardListingPage> {
    const { caseNo, number } = request;
    if (caseNo === undefined && number === undefined) throw faultAt('caseNo', 'MISSING_FIELD');
    const listings = this.listings(request);
    if (caseNo !== undefined) listings.andWhere('listing.caseNo = :caseNo', { caseNo: caseNo.trim() });
    if (number !== undefined) {
      const hash = this.pii.hash('card', normalisedCardNumber(number, 'number'));
      listings.andWhere('listing.numberHash = :hash', { hash });
    }
    return this.read(listings, request);
  }

  /** All entries about one card, newest first, also those that were cleared. @param numberHash keyed hash, space `card` */
  async ofCard(kind: CardKind, numberHash: Buffer): Promise<CardListingView[]> {
    const found = await this.db
      .getRepository(CardListing)
      .find({ where: { numberHash, kind: In([...kindsAlike(kind)]) }, order: { id: 'DESC' } });
    return found.map((listing) => this.view(listing));
  }

  private listings({ status, kind, state, since }: CardListingsQuery): SelectQueryBuilder<CardListing> {
    const listings = this.db.getRepository(CardListing).createQueryBuilder('listing');
    if (status !== undefined) listings.andWhere('listing.status = :status', { status });
    if (kind !== undefined) listings.andWhere('listing.kind = :kind', { kind });
    if (since !== undefined) listings.andWhere('listing.sinceOn >= :since', { since: normalisedDay(since, 'since') });
    if (state === 'listed') listings.andWhere('listing.revisionTo IS NULL');
    if (state === 'cleared') listings.andWhere('listing.revisionTo IS NOT NULL');
    return listings;
  }

  private async read(
    listings: SelectQueryBuilder<CardListing>,
    { cursor, limit }: CardListingsQuery,
  ): Promise<CardListingPage> {
    if (cursor !== undefined) listings.andWhere('listing.id < :before', { before: uuidOf(cursor) });
    // One more than asked tells whether there is a next page.
    const found = await listings
      .orderBy('listing.id', 'DESC')
      .limit(limit + 1)
      .getMany();
    const items = found.slice(0, limit).map((listing) => this.view(listing));
    const last = items.at(-1);
    return { items, nextCursor: found.length > limit && last !== undefined ? encodeCursor({ id: last.id }) : null };
  }

  private view(listing: CardListing): CardListingView {
    const { id, kind, status, caseNo, sinceOn, listId, row, revisionFrom } = listing;
    return {
      id,
      kind,
      numberMasked: mask(this.pii.decryptText(listing.numberEnc, 'card_listing.number')),
      status,
      caseNo,
      since: sinceOn,
      source: { listId, row },
      revision: revisionFrom,
      cleared: clearingOf(listing),
    };
  }
}

function clearingOf({ clearedListId, clearedRow, revisionTo }: CardListing): CardListingView['cleared'] {
  if (clearedListId === null || clearedRow === null || revisionTo === null) return null;
  return { listId: clearedListId, row: clearedRow, revision: revisionTo };
}

function uuidOf(cursor: string): string {
  const { id } = decodeCursor(cursor, 'id');
  if (!isUUID(id)) throw new Problem('cursor-invalid');
  return id;
}
