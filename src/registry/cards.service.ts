import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { CardKind } from '../domain/designation.js';
import { shanghaiInstant } from '../domain/period.js';
import { Problem } from '../domain/problem.js';
import { Audit } from '../platform/audit.js';
import { decodeCursor, encodeCursor } from '../platform/cursor.js';
import { Pii } from '../platform/pii.js';
import { Revisions } from '../platform/revisions.js';
import { takeTurn } from '../platform/turn.js';
import type { CardFault, CardRecord, CardRow, CardStatus } from './card-record.js';
import { kindsHeldBy } from './card-record.js';
import type { CardView } from './card.dto.js';
import {
  CREATE_STAGE,
  INSERT_STAGED,
  MERGE_CARDS,
  REMOVE_DUPLICATES,
  SELECT_NEW_SUBJECTS,
  STAGED_COLUMNS,
} from './cards.sql.js';
import { insertSubjects, SubjectsService } from './subjects.service.js';

/** The institution that writes: its own cards, of its own kinds. */
export interface CardInstitution {
  id: string;
  code: string;
  kind: string;
}

/** What an import did. `total` = created + updated + unchanged + rejected; at most the first {@link MOST_ERRORS} errors. */
export interface CardCounts {
  total: number;
  created: number;
  updated: number;
  unchanged: number;
  rejected: number;
  errors: CardFault[];
  /** Revision from which decisions know the cards. */
  revision: number;
}

/** Errors an answer lists; `rejected` counts them all. */
export const MOST_ERRORS = 1_000;
const BATCH = 1_000;
const PAGE = 100;
/** How the database writes the day of the last use of a card that was never used: before every other day. */
const NEVER_USED = '-infinity';

/** The cards that institutions report, and nobody else's. */
@Injectable()
export class CardsService {
  constructor(
    private readonly db: DataSource,
    private readonly pii: Pii,
    private readonly subjects: SubjectsService,
    private readonly revisions: Revisions,
    private readonly audit: Audit,
  ) {}

  /**
   * Takes an institution's cards: all rows that are in order, or none if one names another institution or a foreign kind.
   *
   * Rows are staged first, batch by batch, in flat memory; tables that others use are only locked when the last row has
   * come, so a slow sender holds up nobody. One revision (if anything changed) and one audit entry.
   *
   * @param actor for the audit trail
   * @throws {Problem} `card-of-another-institution` or `card-kind-not-yours`
   */
  async importCards(institution: CardInstitution, rows: AsyncIterable<CardRow>, actor: string): Promise<CardCounts> {
    const imported = await this.db.transaction(async (tx) => {
      await tx.query(CREATE_STAGE);
      const counts: CardCounts = {
        total: 0,
        created: 0,
        updated: 0,
        unchanged: 0,
        rejected: 0,
        errors: [],
        revision: 0,
      };
      for await (const batch of batchesOf(rows)) await this.stage(tx, institution, batch, counts);
      await this.refuseDuplicates(tx, counts);
      await takeTurn(tx, 'books');
      await tx.query(insertSubjects(SELECT_NEW_SUBJECTS));
      // Whoever has the turn knows the next revision before anything is written that would need it.
      const revision = 1 + (await this.revisions.current(tx));
      const [merged]: { created: number; updated: number }[] = await tx.query(MERGE_CARDS, [institution.id, revision]);
      counts.created = merged?.created ?? 0;
      counts.updated = merged?.updated ?? 0;
      counts.unchanged = counts.total - counts.rejected - counts.created - counts.updated;
      counts.revision =
        counts.created + counts.updated > 0 ? await this.revisions.next(tx, 'cards.imported') : revision - 1;
      const { errors: _, ...detail } = counts;
      await this.audit.append(tx, { actor, what: 'cards.imported', object: `institution:${institution.id}`, detail });
      return counts;
    });
    await this.revisions.announce(imported.revision);
    return imported;
  }

  /** One page of an institution's own cards, oldest first. @throws {Problem} `cursor-invalid` */
  async page(
    institutionId: string,
    cursor: string | undefined,
  ): Promise<{ items: CardView[]; nextCursor: string | null }> {
    const after = cursor === undefined ? null : uuidOf(cursor);
    const rows: StoredCard[] = await this.db.query(SELECT_PAGE, [institutionId, after, PAGE + 1]);
    const items = rows.slice(0, PAGE).map((row) => this.viewOf(row));
    const last = rows.length > PAGE ? items.at(-1) : undefined;
    return { items, nextCursor: last === undefined ? null : encodeCursor({ id: last.id }) };
  }

  private async stage(
    tx: EntityManager,
    institution: CardInstitution,
    batch: readonly CardRow[],
    counts: CardCounts,
  ): Promise<void> {
    const taken: { row: number; card: CardRecord }[] = [];
    for (const row of batch) {
      counts.total += 1;
      if ('fault' in row) {
        refuse(counts, { row: row.row, ...row.fault });
        continue;
      }
      assertOwn(institution, row);
      taken.push(row);
    }
    const columns = taken.map(({ row, card }) => this.columnsOf(row, card));
    const column = (at: number): unknown[] => columns.map((values) => values[at]);
    if (columns.length > 0)
      await tx.query(
        INSERT_STAGED,
        Array.from({ length: STAGED_COLUMNS }, (_, at) => column(at)),
      );
  }

  private columnsOf(row: number, { kind, number, openedOn, status, holder, ...said }: CardRecord): unknown[] {
    return [
      row,
      uuidv7(),
      kind,
      this.pii.encrypt(number, 'card.number'),
      this.pii.hash('card', number),
      openedOn ?? null,
      status,
      uuidv7(),
      uuidv7(),
      holder.kind,
      this.pii.encrypt(holder.name, 'subject.name'),
      this.subjects.nameHash(holder.name),
      holder.idType,
      this.pii.encrypt(holder.idNumber, 'identifier.number'),
      this.subjects.identifierHash(holder.idType, holder.idNumber),
      said.lastUsedOn === 'never' ? NEVER_USED : (said.lastUsedOn ?? null),
      said.verifiedOn ?? null,
    ];
  }

  /** A number that came before in the same import is a mistake of the sender: the first one counts. */
  private async refuseDuplicates(tx: EntityManager, counts: CardCounts): Promise<void> {
    const [removed]: { count: number; rows: number[] }[] = await tx.query(REMOVE_DUPLICATES, [MOST_ERRORS]);
    for (const row of removed?.rows ?? []) refuse(counts, { row, code: 'DUPLICATE_IN_LIST', path: 'number' });
    counts.rejected += (removed?.count ?? 0) - (removed?.rows.length ?? 0);
    counts.errors.sort((one, other) => one.row - other.row);
  }

  private viewOf(row: StoredCard): CardView {
    return {
      id: row.id,
      kind: row.kind,
      number: this.pii.decryptText(row.number_enc, 'card.number'),
      openedOn: row.opened_on,
      lastUsedOn: row.last_used_on === NEVER_USED ? 'never' : row.last_used_on,
      verifiedOn: row.verified_on,
      status: row.status,
      updatedAt: shanghaiInstant(row.updated_at),
    };
  }
}

interface StoredCard {
  id: string;
  kind: CardKind;
  number_enc: Buffer;
  opened_on: string | null;
  last_used_on: string | null;
  verified_on: string | null;
  status: CardStatus;
  updated_at: Date;
}

function assertOwn(institution: CardInstitution, { row, card }: { row: number; card: CardRecord }): void {
  if (card.institution !== undefined && card.institution !== institution.code)
    throw new Problem('card-of-another-institution', { row });
  if (!kindsHeldBy(institution.kind).includes(card.kind)) throw new Problem('card-kind-not-yours', { row });
}

function refuse(counts: CardCounts, fault: CardFault): void {
  counts.rejected += 1;
  if (counts.errors.length < MOST_ERRORS) counts.errors.push(fault);
}

function uuidOf(cursor: string): string {
  const { id } = decodeCursor(cursor, 'id');
  if (!/^[0-9a-f-]{36}$/.test(id)) throw new Problem('cursor-invalid');
  return id;
}

async function* batchesOf(rows: AsyncIterable<CardRow>): AsyncGenerator<CardRow[]> {
  let batch: CardRow[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

const SELECT_PAGE = `
  SELECT id, kind, number_enc, opened_on::text, last_used_on::text, verified_on::text, status, updated_at
  FROM card WHERE institution_id = $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3`;
