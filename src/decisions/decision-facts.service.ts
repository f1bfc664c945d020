import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { DecisionInput } from '../domain/decision.js';
import { localDateOfWrittenInstant, type LocalDate } from '../domain/period.js';
import { Pii } from '../platform/pii.js';
import { CardBlacklistService, type Listing } from '../registry/card-blacklist.service.js';
import { RetainedSims } from '../registry/retained/retained-sims.service.js';
import { SubjectsService } from '../registry/subjects.service.js';
import { SanctionsService } from '../sanctions/sanctions.service.js';
import type { Rulebook } from '../rulebook/rulebook.js';
import { isOfTelecom } from '../rulebook/telecom-measures.js';
import { inputOf } from './book-facts.js';
import type { AskedCard, Question } from './question.js';

/** A question to the books. */
export interface BookQuestion {
  question: Question;
  /** Whose registry says how a card stands; null for officers, who see every institution's. */
  institutionId: string | null;
}

/** What was known, and by which law. */
export interface BooksRead {
  revision: number;
  rulebook: Rulebook;
}

interface BookRow {
  subject_id: string | null;
  name_hash: Buffer | null;
  card_status: DecisionInput['card']['status'] | null;
  card_opened_on: LocalDate | null;
  /** Cards with the asking institution that are not closed; null for officers, who are no carrier. */
  sims_at_carrier: number | null;
  is_counterparty_foreign: boolean;
}

/** Reads in the database what was known at any revision; what is known now is in memory, see `present-facts.service.ts`. */
@Injectable()
export class DecisionFacts {
  constructor(
    private readonly pii: Pii,
    private readonly subjects: SubjectsService,
    private readonly blacklist: CardBlacklistService,
    private readonly sanctions: SanctionsService,
    private readonly retained: RetainedSims,
  ) {}

  /**
   * What was known at a revision, one answer per question. Who holds which card, how it stands and how a subject is called has no
   * history: it is read as it is today.
   *
   * @param snapshot a transaction in which nothing changes that is read here: repeatable-read, or with the turn of the books
   */
  async collectKnownAt(
    snapshot: EntityManager,
    questions: readonly BookQuestion[],
    { revision, rulebook }: BooksRead,
  ): Promise<DecisionInput[]> {
    const rows = await this.readBooks(snapshot, questions);
    const subjectIds = new Set(rows.flatMap(({ subject_id }) => subject_id ?? []));
    const sanctions = await this.sanctions.ofSubjects(snapshot, [...subjectIds], revision);
    const listings = await this.listingsOf(snapshot, questions, revision);
    const retained = await this.retained.factsOf(
      snapshot,
      questions.map(({ question: { action, asOf, card }, institutionId }, at) => {
        const subjectId = rows[at]?.subject_id ?? null;
        const numberHash = this.cardHash(card?.number);
        return { subjectId, sanctions: sanctions.get(subjectId ?? '') ?? [], action, asOf, numberHash, institutionId };
      }),
      { isConcerned: (measure) => isOfTelecom(rulebook, measure), knownAt: revision },
    );
    return questions.map(({ question }, at) => {
      const row = rows[at];
      if (row === undefined) throw new Error('The books gave no row for a question');
      const { card, counterpartyCard, subject } = question;
      const listingOf = (one: AskedCard | undefined) =>
        one === undefined ? 'none' : (listings.get(one)?.status ?? 'clear');
      return inputOf(question, {
        nameMatch: this.nameMatch(subject.name, row.name_hash),
        sanctions: sanctions.get(row.subject_id ?? '') ?? [],
        card: row.card_status === null ? undefined : { status: row.card_status, openedOn: row.card_opened_on },
        cardListing: listingOf(card),
        counterpartyListing: listingOf(counterpartyCard),
        isCounterpartyForeign: row.is_counterparty_foreign,
        simsAtCarrier: row.sims_at_carrier,
        retained: retained[at],
      });
    });
  }

  private readBooks(snapshot: EntityManager, questions: readonly BookQuestion[]): Promise<BookRow[]> {
    return snapshot.query(READ_BOOKS, [
      questions.map(({ question: { subject } }) => this.subjects.identifierHash(subject.idType, subject.idNumber)),
      questions.map(({ question: { card } }) => this.cardHash(card?.number)),
      questions.map(({ question: { card } }) => card?.kind ?? null),
      questions.map(({ question: { counterpartyCard } }) => this.cardHash(counterpartyCard?.number)),
      questions.map(({ question: { counterpartyCard } }) => counterpartyCard?.kind ?? null),
      questions.map(({ institutionId }) => institutionId),
    ]);
  }

  /** What the card blacklist says of the cards asked about, on the day they are asked about. */
  private async listingsOf(
    snapshot: EntityManager,
    questions: readonly BookQuestion[],
    revision: number,
  ): Promise<Map<AskedCard, Listing>> {
    const asked = questions.flatMap(({ question: { card, counterpartyCard, asOf } }) => {
      const onDay = localDateOfWrittenInstant(asOf);
      return [card, counterpartyCard].flatMap((one) => (one === undefined ? [] : [{ card: one, onDay }]));
    });
    if (asked.length === 0) return new Map();
    const cards = asked.map(({ card: { kind, number }, onDay }) => ({ kind, number, onDay }));
    const listings = await this.blacklist.cardListings(snapshot, cards, revision);
    return new Map(listings.flatMap((listing, at) => (asked[at] === undefined ? [] : [[asked[at].card, listing]])));
  }

  private cardHash(number: string | undefined): Buffer | null {
    return number === undefined ? null : this.pii.hash('card', number);
  }

  private nameMatch(name: string | undefined, recorded: Buffer | null): DecisionInput['nameMatch'] {
    if (name === undefined || recorded === null) return 'none';
    return this.subjects.nameHash(name).equals(recorded) ? 'same' : 'differs';
  }
}

/**
 * One row per question, in order. An institution's own entry for a card comes first; another's is never read for it. Whose
 * a counterparty's card is may be known to any institution; only "not this person's" leaves the books.
 */
const READ_BOOKS = `
  SELECT subject.id AS subject_id, subject.name_hash,
    own.status AS card_status, own.opened_on::text AS card_opened_on,
    CASE WHEN asked.institution IS NOT NULL THEN (SELECT count(*)::integer FROM card
      WHERE card.holder_id = subject.id AND card.kind = 'mobile_sim' AND card.status <> 'closed'
        AND card.institution_id = asked.institution) END AS sims_at_carrier,
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
