import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { DecisionInput, SanctionRecord } from '../domain/decision.js';
import { localDateOf, type LocalDate } from '../domain/period.js';
import { Pii } from '../platform/pii.js';
import { CardBlacklistService, type Listing } from '../registry/card-blacklist.service.js';
import { SubjectsService } from '../registry/subjects.service.js';
import { SanctionsService } from '../sanctions/sanctions.service.js';
import { Gathering } from './gathering.js';
import { yesOrNo, type Question } from './question.js';

/** A question to the books. */
export interface BookQuestion {
  question: Question;
  /** Whose registry says how a card stands; null for officers, who see every institution's. */
  institutionId: string | null;
}

/** What the books say about a question, at one revision. */
export interface BookAnswer {
  revision: number;
  input: DecisionInput;
}

interface BookRow {
  revision: number;
  subject_id: string | null;
  name_hash: Buffer | null;
  is_sanctioned: boolean;
  card_status: DecisionInput['card']['status'] | null;
  card_opened_on: LocalDate | null;
  /** Cards with the asking institution that are not closed; null for officers, who are no carrier. */
  sims_at_carrier: number | null;
  /** Under any kind: the blacklist itself knows which kinds are alike. */
  is_card_listed: boolean;
  is_counterparty_foreign: boolean;
}

/** Questions read together at most, and how many such groups at the same time: connections are few. */
const GROUP = 500;
const LANES = 3;

/** Collects what the books say about questions. */
@Injectable()
export class DecisionFacts {
  private readonly reading = new Gathering<BookQuestion, BookAnswer>((questions) => this.read(questions), GROUP, LANES);

  constructor(
    private readonly db: DataSource,
    private readonly pii: Pii,
    private readonly subjects: SubjectsService,
    private readonly blacklist: CardBlacklistService,
    private readonly sanctions: SanctionsService,
  ) {}

  /**
   * What the books say, one answer per question. Every answer is read in one snapshot of a committed revision, not older
   * than the call; questions that come at the same time share a snapshot.
   */
  collect(questions: readonly BookQuestion[]): Promise<BookAnswer[]> {
    return this.reading.take(questions);
  }

  private async read(questions: readonly BookQuestion[]): Promise<BookAnswer[]> {
    // One statement is a snapshot by itself, and for almost everybody it says it all: no sanction, no listed card.
    const rows = await this.readBooks(this.db.manager, questions);
    const isAll = rows.every((row) => !row.is_sanctioned && !row.is_card_listed);
    if (isAll) return this.answersOf(questions, rows, new Map(), new Map());
    return this.db.transaction('REPEATABLE READ', async (snapshot) => {
      const again = await this.readBooks(snapshot, questions);
      const sanctioned = again.flatMap((row) => (row.is_sanctioned && row.subject_id !== null ? [row.subject_id] : []));
      const sanctions = await this.sanctions.ofSubjects(snapshot, [...new Set(sanctioned)]);
      return this.answersOf(questions, again, sanctions, await this.listingsOf(snapshot, questions, again));
    });
  }

  private answersOf(
    questions: readonly BookQuestion[],
    rows: readonly BookRow[],
    sanctions: ReadonlyMap<string, SanctionRecord[]>,
    listings: ReadonlyMap<number, Listing>,
  ): BookAnswer[] {
    return questions.map(({ question }, at) => {
      const row = rows[at];
      if (row === undefined) throw new Error('The books gave no row for a question');
      const input = this.inputOf(question, row, listings.get(at), sanctions.get(row.subject_id ?? '') ?? []);
      return { revision: row.revision, input };
    });
  }

  private readBooks(snapshot: EntityManager, questions: readonly BookQuestion[]): Promise<BookRow[]> {
    const hashOf = (number: string | undefined): Buffer | null =>
      number === undefined ? null : this.pii.hash('card', number);
    return snapshot.query(READ_BOOKS, [
      questions.map(({ question: { subject } }) => this.subjects.identifierHash(subject.idType, subject.idNumber)),
      questions.map(({ question: { card } }) => hashOf(card?.number)),
      questions.map(({ question: { card } }) => card?.kind ?? null),
      questions.map(({ question: { counterpartyCard } }) => hashOf(counterpartyCard?.number)),
      questions.map(({ question: { counterpartyCard } }) => counterpartyCard?.kind ?? null),
      questions.map(({ institutionId }) => institutionId),
    ]);
  }

  /** By the position of the question; where the card is on no list of any kind of card, or there is none, absent. */
  private async listingsOf(
    snapshot: EntityManager,
    questions: readonly BookQuestion[],
    rows: readonly BookRow[],
  ): Promise<Map<number, Listing>> {
    const asked = questions.flatMap(({ question: { card, asOf } }, at) =>
      card === undefined || rows[at]?.is_card_listed !== true ? [] : [{ at, card, onDay: localDateOf(new Date(asOf)) }],
    );
    if (asked.length === 0) return new Map();
    const cards = asked.map(({ card: { kind, number }, onDay }) => ({ kind, number, onDay }));
    const listings = await this.blacklist.cardListings(snapshot, cards);
    return new Map(
      listings.flatMap((listing, place) => (asked[place] === undefined ? [] : [[asked[place].at, listing]])),
    );
  }

  private inputOf(
    question: Question,
    row: BookRow,
    listing: Listing | undefined,
    sanctions: SanctionRecord[],
  ): DecisionInput {
    const { action, asOf, language, request, card, subject } = question;
    return {
      question: action,
      asOf,
      language,
      request: { ...request, purpose: believedPurpose(question, row) },
      card: {
        kind: card?.kind ?? 'none',
        status: row.card_status ?? 'none',
        listing: listing?.status ?? (card === undefined ? 'none' : 'clear'),
        isFraudRisk: yesOrNo(card?.isFraudRisk),
        openedOn: row.card_opened_on ?? 'none',
      },
      ...(row.sims_at_carrier === null ? {} : { holder: { simsAtCarrier: row.sims_at_carrier } }),
      nameMatch: this.nameMatch(subject.name, row.name_hash),
      sanctions,
    };
  }

  private nameMatch(name: string | undefined, recorded: Buffer | null): DecisionInput['nameMatch'] {
    if (name === undefined || recorded === null) return 'none';
    return this.subjects.nameHash(name).equals(recorded) ? 'same' : 'differs';
  }
}

/**
 * A purpose that the books contradict is not taken at its word: money to a card that is no bank account, or is known as
 * somebody else's, is not a transfer to the own same-name account but a transfer.
 */
function believedPurpose({ request, counterpartyCard }: Question, row: BookRow): string {
  if (request.purpose !== 'own_same_name_bank' || counterpartyCard === undefined) return request.purpose;
  const isBelieved = counterpartyCard.kind === 'bank_account' && !row.is_counterparty_foreign;
  return isBelieved ? request.purpose : 'transfer';
}

/**
 * One row per question, in order. An institution's own entry for a card comes first; another's is never read for it. Whose
 * a counterparty's card is may be known to any institution; only "not this person's" leaves the books.
 */
const READ_BOOKS = `
  SELECT (SELECT coalesce(max(number), 0) FROM revision) AS revision,
    subject.id AS subject_id, subject.name_hash,
    EXISTS (SELECT FROM sanction WHERE sanction.subject_id = subject.id) AS is_sanctioned,
    own.status AS card_status, own.opened_on::text AS card_opened_on,
    CASE WHEN asked.institution IS NOT NULL THEN (SELECT count(*)::integer FROM card
      WHERE card.holder_id = subject.id AND card.kind = 'mobile_sim' AND card.status <> 'closed'
        AND card.institution_id = asked.institution) END AS sims_at_carrier,
    EXISTS (SELECT FROM card_listing WHERE card_listing.number_hash = asked.card) AS is_card_listed,
    EXISTS (SELECT FROM card
      WHERE card.number_hash = asked.counterparty AND card.kind = asked.counterparty_kind
        AND card.holder_id IS DISTINCT FROM subject.id) AS is_counterparty_foreign
  FROM unnest($1::bytea[], $2::bytea[], $3::text[], $4::bytea[], $5::text[], $6::uuid[]) WITH ORDINALITY
    AS asked (identifier, card, card_kind, counterparty, counterparty_kind, institution, at)
  LEFT JOIN identifier ON identifier.number_hash = asked.identifier
  LEFT JOIN subject ON subject.id = identifier.subject_id
  LEFT JOIN LATERAL (
    SELECT status, opened_on FROM card
    WHERE card.number_hash = asked.card AND card.kind = asked.card_kind AND (asked.institution IS NULL OR card.institution_id = asked.institution)
    ORDER BY updated_at DESC, card.id LIMIT 1
  ) AS own ON true
  ORDER BY asked.at`;
