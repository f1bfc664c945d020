import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource } from 'typeorm';
import type { CardKind } from '../../domain/designation.js';
import { shanghaiInstant } from '../../domain/period.js';
import { Problem } from '../../domain/problem.js';
import { Audit } from '../../platform/audit.js';
import { Clock } from '../../platform/clock.js';
import { decodeCursor, encodeCursor } from '../../platform/cursor.js';
import type { PageQueryDto } from '../../platform/page-query.dto.js';
import { Pii } from '../../platform/pii.js';
import { CardBlacklistService } from '../../registry/card-blacklist.service.js';
import { mask } from '../../registry/mask.js';
import type { OpenDirectiveView, RegisteredCardPage, RegisteredCardView, RevealedCard } from './registered-card.dto.js';

/** How the database writes the day of the last use of a card that was never used. */
const NEVER_USED = '-infinity';

type CardRow = Omit<RegisteredCardView, 'numberMasked' | 'listing' | 'openDirective'> & {
  openDirective: (Omit<OpenDirectiveView, 'dueAt'> & { dueAt: string | null }) | null;
  numberEnc: Buffer;
  numberHash: Buffer;
  holderId: string;
  updatedAt: Date;
};

/** A card with what is needed to read what happened to it. */
export interface RegisteredCard {
  view: RegisteredCardView;
  numberHash: Buffer;
  holderId: string;
  updatedAt: Date;
}

/** Cards as institutions have registered them, numbers masked, and what is to be done about each. */
@Injectable()
export class RegisteredCards {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly pii: Pii,
    private readonly blacklist: CardBlacklistService,
    private readonly audit: Audit,
  ) {}

  /** Those of one subject. @throws {Problem} `subject-not-found`, `cursor-invalid` */
  async ofSubject(subjectId: string, { cursor, limit }: PageQueryDto): Promise<RegisteredCardPage> {
    const after = cursor === undefined ? null : uuidOf(cursor);
    const known: unknown[] = await this.db.query('SELECT FROM subject WHERE id = $1', [subjectId]);
    if (known.length === 0) throw new Problem('subject-not-found');
    const rows: CardRow[] = await this.db.query(SELECT_OF_SUBJECT, [this.clock.now(), subjectId, after, limit + 1]);
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    const cards = await this.cardsOf(page);
    return {
      items: cards.map(({ view }) => view),
      nextCursor: last === undefined ? null : encodeCursor({ id: last.id }),
    };
  }

  /** @param institutionId only if it is one of this institution's @throws {Problem} `card-not-found` */
  async get(id: string, institutionId: string | null): Promise<RegisteredCard> {
    const rows: CardRow[] = await this.db.query(SELECT_ONE, [this.clock.now(), id, institutionId]);
    const [card] = await this.cardsOf(rows);
    if (card === undefined) throw new Problem('card-not-found');
    return card;
  }

  /** Its number in full. Leaves an entry in the audit trail. @throws {Problem} `card-not-found` */
  async reveal(id: string, purpose: string, actor: string): Promise<RevealedCard> {
    return this.db.transaction(async (tx) => {
      const [row]: { kind: CardKind; number_enc: Buffer }[] = await tx.query(
        'SELECT kind, number_enc FROM card WHERE id = $1',
        [id],
      );
      if (row === undefined) throw new Problem('card-not-found');
      const number = this.pii.decryptText(row.number_enc, 'card.number');
      await this.audit.append(tx, { actor, what: 'card.revealed', object: `card:${id}`, detail: { purpose } });
      return { id, kind: row.kind, number };
    });
  }

  private async cardsOf(rows: readonly CardRow[]): Promise<RegisteredCard[]> {
    const listings = await this.blacklist.listingsByHash(this.db.manager, rows);
    return rows.map(({ numberEnc, numberHash, holderId, updatedAt, openDirective, lastUsedOn, ...row }, at) => ({
      view: {
        ...row,
        numberMasked: mask(this.pii.decryptText(numberEnc, 'card.number')),
        lastUsedOn: lastUsedOn === NEVER_USED ? 'never' : lastUsedOn,
        listing: listings[at]?.status ?? 'clear',
        openDirective: openDirective === null ? null : { ...openDirective, dueAt: written(openDirective.dueAt) },
      },
      numberHash,
      holderId,
      updatedAt,
    }));
  }
}

function written(instant: string | null): string | null {
  return instant === null ? null : shanghaiInstant(new Date(instant));
}

function uuidOf(cursor: string): string {
  const { id } = decodeCursor(cursor, 'id');
  if (!isUUID(id)) throw new Problem('cursor-invalid');
  return id;
}

/** What was restored, and said to be, is over; what is imposed stays to be done for as long as it is. $1 now. */
const OPEN_DIRECTIVE = `
  SELECT directive.id, action, measure, due_at AS "dueAt", coalesce(due_at < $1 AND said.result IS NULL, false) AS "isOverdue",
    said.result AS receipt
  FROM directive LEFT JOIN LATERAL (
    SELECT result FROM receipt WHERE directive_id = directive.id AND institution_id = directive.institution_id
    ORDER BY number DESC LIMIT 1
  ) AS said ON true
  WHERE card_id = card.id AND ended_at IS NULL AND (releases IS NULL OR said.result IS DISTINCT FROM 'executed')
  ORDER BY said.result IS NOT NULL, due_at, seq DESC LIMIT 1`;

const SELECT = `
  SELECT card.id, card.kind, card.status, card.opened_on::text AS "openedOn", card.last_used_on::text AS "lastUsedOn",
    card.verified_on::text AS "verifiedOn",
    jsonb_build_object('id', institution.id, 'code', institution.code, 'name', institution.name, 'kind', institution.kind) AS institution,
    EXISTS (SELECT FROM retained_sim WHERE card_id = card.id AND ended_at IS NULL) AS "isRetained",
    to_jsonb(open_directive) AS "openDirective",
    card.number_enc AS "numberEnc", card.number_hash AS "numberHash", card.holder_id AS "holderId", card.updated_at AS "updatedAt"
  FROM card JOIN institution ON institution.id = card.institution_id
  LEFT JOIN LATERAL (${OPEN_DIRECTIVE}) AS open_directive ON true`;

const SELECT_OF_SUBJECT = `
  ${SELECT} WHERE card.holder_id = $2 AND ($3::uuid IS NULL OR card.id > $3) ORDER BY card.id LIMIT $4`;

const SELECT_ONE = `${SELECT} WHERE card.id = $2 AND ($3::uuid IS NULL OR card.institution_id = $3)`;
