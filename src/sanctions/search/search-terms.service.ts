import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { CardKind } from '../../domain/designation.js';
import { faultAt, normalisedCardNumber, normalisedIdentifier, normalisedName } from '../../platform/normalised.js';
import { Pii } from '../../platform/pii.js';
import { CardBlacklistService } from '../../registry/card-blacklist.service.js';
import { kindsAlike } from '../../registry/card-record.js';
import { mask } from '../../registry/mask.js';
import { SubjectsService } from '../../registry/subjects.service.js';
import type { FoundCardView, SoughtBy, SubjectSearchRequest } from './subject-search.dto.js';
import { BY_CARD, BY_IDENTIFIER, BY_NAME, SELECT_CARDS } from './subject-search.sql.js';

/** What is looked for. */
export interface Sought {
  by: SoughtBy;
  /** Gives the ids of subjects: $1 is `hash`, $5 are `kinds`. */
  ids: string;
  hash: Buffer;
  /** Of a card: its number, and the kinds that share their numbers; null: every kind. */
  card?: { number: string; kinds: readonly CardKind[] | null };
}

/** Understands by what somebody is looked for, and finds cards. */
@Injectable()
export class SearchTerms {
  constructor(
    private readonly pii: Pii,
    private readonly subjects: SubjectsService,
    private readonly blacklist: CardBlacklistService,
  ) {}

  /** @throws {Problem} `validation-failed` for a number that can be nobody's, for no term, and for more than one */
  read({ identifier, name, card }: SubjectSearchRequest): Sought {
    if ([identifier, name, card].filter((term) => term !== undefined).length > 1)
      throw faultAt(identifier !== undefined && name !== undefined ? 'name' : 'card', 'INVALID_FIELD');
    if (identifier !== undefined) {
      const { idType, idNumber } = normalisedIdentifier(identifier, 'identifier');
      return { by: 'identifier', ids: BY_IDENTIFIER, hash: this.subjects.identifierHash(idType, idNumber) };
    }
    if (name !== undefined)
      return { by: 'name', ids: BY_NAME, hash: this.subjects.nameHash(normalisedName(name, 'name')) };
    if (card === undefined) throw faultAt('identifier', 'MISSING_FIELD');
    const number = normalisedCardNumber(card.number, 'card.number');
    const kinds = card.kind === undefined ? null : kindsAlike(card.kind);
    return { by: 'card', ids: BY_CARD, hash: this.pii.hash('card', number), card: { number, kinds } };
  }

  /** Cards with the number that is looked for: registered ones, else what is listed. Empty if no card is looked for. */
  async cards(manager: EntityManager, { hash, card }: Sought): Promise<FoundCardView[]> {
    if (card === undefined) return [];
    const rows: Pick<FoundCardView, 'id' | 'kind' | 'institution'>[] = await manager.query(SELECT_CARDS, [
      hash,
      card.kinds,
    ]);
    const registered = rows.filter(({ id }) => id !== null);
    const shown = rows.filter(
      ({ id, kind }) => id !== null || registered.every((one) => !kindsAlike(one.kind).includes(kind)),
    );
    const listings = await this.blacklist.listingsByHash(
      manager,
      shown.map(({ kind }) => ({ kind, numberHash: hash })),
    );
    const numberMasked = mask(card.number);
    return shown.map(({ id, kind, institution }, at) => {
      const { status = 'clear', since = null } = listings[at] ?? {};
      return { id, kind, numberMasked, institution, status, since };
    });
  }
}
