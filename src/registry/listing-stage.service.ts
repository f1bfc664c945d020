import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { CardKind } from '../domain/designation.js';
import { copyInto, integerField, textField, uuidField } from '../platform/binary-copy.js';
import { orderedUuids } from '../platform/ordered-uuid.js';
import { Pii } from '../platform/pii.js';
import { IS_OF_CASE } from './card-blacklist.service.js';
import { kindsAlike } from './card-record.js';

/** What a row of a list says of a card: that it is listed, or that it is cleared of a case. */
export interface StagedListing {
  row: number;
  kind: CardKind;
  number: string;
  status: 'implicated' | 'suspicious' | 'clear';
  caseNo: string | null;
  /** Day in Asia/Shanghai. */
  sinceOn: string;
}

const nextId = orderedUuids();

/** Cards of one transaction on their way onto the card blacklist, or off it: encrypted and hashed while nobody waits. */
@Injectable()
export class ListingStage {
  constructor(private readonly pii: Pii) {}

  /** Once in a transaction, before anything else. */
  async open(tx: EntityManager): Promise<void> {
    await tx.query(CREATE_STAGE);
  }

  async add(tx: EntityManager, listings: readonly StagedListing[]): Promise<void> {
    const rows = listings.map(({ row, kind, number, status, caseNo, sinceOn }) => [
      uuidField(nextId()),
      integerField(row),
      textField(kind),
      textField(kindsAlike(kind).join(' ')),
      this.pii.encrypt(number, 'card_listing.number'),
      this.pii.hash('card', number),
      textField(status),
      caseNo === null ? null : textField(caseNo),
      textField(sinceOn),
    ]);
    await copyInto(tx, 'staged_listing', [rows]);
  }

  /**
   * Clears cards and lists cards, in the transaction that approves their list. The listings that are cleared stay, known until before
   * the revision: from then on they count for no day, for the police say that they were wrong.
   *
   * @param revision the revision it took
   */
  async enter(tx: EntityManager, listId: string, revision: number): Promise<void> {
    await tx.query(CLEAR_LISTINGS, [listId, revision]);
    await tx.query(INSERT_LISTINGS, [listId, revision]);
  }
}

const CREATE_STAGE = `
  CREATE TEMPORARY TABLE staged_listing (
    id uuid, row integer, kind text, kinds text, number_enc bytea, number_hash bytea, status text, case_no text, since_on text
  ) ON COMMIT DROP`;

const CLEAR_LISTINGS = `
  UPDATE card_listing SET revision_to = $2, cleared_list_id = $1, cleared_row = asked.row
  FROM staged_listing AS asked WHERE asked.status = 'clear' AND ${IS_OF_CASE}`;

const INSERT_LISTINGS = `
  INSERT INTO card_listing (id, list_id, row, kind, number_enc, number_hash, status, case_no, since_on, revision_from)
  SELECT id, $1, row, kind, number_enc, number_hash, status, case_no, since_on::date, $2
  FROM staged_listing WHERE status <> 'clear'`;
