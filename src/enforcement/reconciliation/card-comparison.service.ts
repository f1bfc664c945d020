import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { RulebookStore } from '../../decisions/rulebook-store.service.js';
import type { CardKind } from '../../domain/designation.js';
import type { DirectiveCause } from '../../domain/directive.js';
import { localDateOf, shanghaiInstant, type LocalDate } from '../../domain/period.js';
import { Problem } from '../../domain/problem.js';
import {
  differencesOf,
  foremost,
  type Demand,
  type Difference,
  type ReportedState,
} from '../../domain/reconciliation.js';
import { isAboutNumbers, type RetainedFacts } from '../../domain/retained-sim.js';
import type { ClientPrincipal } from '../../institutions/principal.js';
import { Pii } from '../../platform/pii.js';
import { ScanBudgets } from '../../registry/scan/scan-budgets.service.js';
import { SubjectsService } from '../../registry/subjects.service.js';
import type { RestrictionIndex } from '../../restrictions/restriction-index.js';
import { Restrictions } from '../../restrictions/restrictions.service.js';
import { retainedFacts, type NumberAsked } from '../../restrictions/retained-facts.js';
import type { Rulebook } from '../../rulebook/rulebook.js';
import { isOfTelecom } from '../../rulebook/telecom-measures.js';
import { imposedOn } from '../directives/card-questions.js';
import type { ReportedCard } from './reported-card.js';

/** How often it is waited for sanctions to be in memory; each time for two seconds. */
const PATIENCE = 15;

/** A difference of a card, as it becomes a task. */
export interface Finding {
  /** 1-based; null: no line named the card. */
  line: number | null;
  difference: Difference;
  kind: CardKind;
  number: string;
  numberHash: Buffer;
  /** Null: it is not registered. */
  cardId: string | null;
  /** Null: nobody reported it. */
  state: ReportedState | null;
  expected: Demand | null;
  /** The institution is not told what is expected: the holder is a stranger to it, and its budget is used up. */
  isWithheld: boolean;
}

/** A reported card with the key it is found by. */
export interface KeyedCard {
  card: ReportedCard;
  /** Keyed hash of the number. */
  hash: Buffer;
  /** The card was named before in the same reconciliation. */
  isRepeated: boolean;
}

/** What is compared with: the books of one moment. */
interface Books {
  index: RestrictionIndex;
  asOf: string;
  today: LocalDate;
  client: ClientPrincipal;
}

/** Tells in what reported cards differ from the books. */
@Injectable()
export class CardComparison {
  constructor(
    private readonly pii: Pii,
    private readonly subjects: SubjectsService,
    private readonly restrictions: Restrictions,
    private readonly rulebooks: RulebookStore,
    private readonly budgets: ScanBudgets,
  ) {}

  /** Key a card is found by. */
  hashOf({ number }: ReportedCard): Buffer {
    return this.pii.hash('card', number);
  }

  /**
   * Resolves when sanctions are in memory as they were at a revision; a list of many people takes its time.
   *
   * @throws {Problem} `revision-not-reached` after half a minute
   */
  async reach(revision: number): Promise<void> {
    for (let left = PATIENCE; ; left -= 1) {
      try {
        return await this.restrictions.reach(revision);
      } catch (error) {
        if (left === 0 || !(error instanceof Problem)) throw error;
      }
    }
  }

  /**
   * Compares cards with what is registered and ordered, and with what the law imposes now. Who the registered holder is decides
   * what is imposed, not whom a line names: or else anybody could be asked about by naming him as the holder of a known card.
   *
   * @param now by our clock
   * @returns differences in the order of lines, and the revision that sanctions were read at
   * @throws {Problem} `not-ready`, `index-outdated`
   */
  async compare(
    tx: EntityManager,
    cards: readonly KeyedCard[],
    client: ClientPrincipal,
    now: Date,
  ): Promise<{ findings: Finding[]; revision: number }> {
    const people = cards.map(({ card: { holder } }) => this.subjects.identifierHash(holder.idType, holder.idNumber));
    const rows: BookRow[] = await tx.query(READ_BOOKS, [
      cards.map(({ hash }) => hash),
      cards.map(({ card }) => card.kind),
      people,
      client.institution.id,
    ]);
    const index = this.restrictions.current();
    const books = { index, client, asOf: shanghaiInstant(now), today: localDateOf(now) };
    const findings = cards.flatMap((card, at) => {
      const [row, person] = [rows[at], people[at]];
      if (row === undefined || person === undefined) throw new Error('The books gave no row for a card');
      return this.findingsOf(card, row, person, books);
    });
    return { findings, revision: index.revision };
  }

  private findingsOf({ card, hash, isRepeated }: KeyedCard, row: BookRow, person: Buffer, books: Books): Finding[] {
    const { line, kind, number, state } = card;
    const found = { line, kind, number, numberHash: hash, cardId: row.card_id, state, isWithheld: false };
    if (isRepeated) return [{ ...found, difference: 'duplicate_line', expected: null }];
    const demands = this.demandsOn(card, hash, row, person, books);
    const differences = differencesOf({
      state,
      isRegistered: row.card_id !== null,
      isSameHolder: row.is_same_holder,
      demands,
      isRestored: isRestored(row.directives),
    });
    if (differences.length === 0) return [];
    const expected = foremost(demands, state);
    const isWithheld = row.card_id === null && !this.mayTell(person, books);
    return differences.map((difference) => ({ ...found, difference, expected, isWithheld }));
  }

  private demandsOn(
    { kind, state }: ReportedCard,
    hash: Buffer,
    row: BookRow,
    person: Buffer,
    { index, asOf, today, client }: Books,
  ): Demand[] {
    const isRegistered = row.card_id !== null;
    const holder = index.subjectOf(row.holder_hash ?? person);
    const rulebook = this.rulebooks.inForceAt(index.revision);
    const sanctions = index.sanctionsOf(holder);
    const retained = keptNumber(rulebook, index, {
      kind,
      asOf,
      sanctions,
      subject: holder,
      number: hash,
      institutionId: client.institution.id,
    });
    const kept = {
      kind,
      // What is limited can still be used for something.
      status: state === 'limited' ? ('active' as const) : state,
      // Whether somebody else's card is listed is a question with a price: the door for it is the check of cards.
      listing: isRegistered ? index.listing(hash, kind, today).status : ('none' as const),
      openedOn: row.opened_on,
      ...(retained === undefined ? {} : { holder: retained }),
    };
    const imposed = imposedOn(rulebook, sanctions, kept, asOf);
    const ordered = row.directives.filter(isOpenOrder);
    if (imposed === null) return ordered.map(demandOf);
    const { action, measure, lastDay, sanctionId } = imposed;
    const directive = row.directives.find((one) => one.isOpen && one.isByLaw && one.measure === measure);
    return [
      { action, measure, lastDay, sanctionId, directiveId: directive?.id ?? null },
      ...ordered.map((one) => demandOf(one)),
    ];
  }

  /** Who names strangers as holders of unknown cards would learn who is sanctioned: it costs what a decision costs. */
  private mayTell(person: Buffer, { index, client }: Books): boolean {
    const isOwn = index.holdingsOf(index.subjectOf(person), client.institution.id).cards > 0;
    try {
      this.budgets.charge(client, person, isOwn);
      return true;
    } catch (error) {
      if (error instanceof Problem) return false;
      throw error;
    }
  }
}

interface BookDirective {
  id: string;
  cause: DirectiveCause;
  action: Demand['action'] | 'restore';
  measure: string;
  lastDay: LocalDate | null;
  sanctionId: string | null;
  /** Neither ended nor a release. */
  isOpen: boolean;
  /** It follows from a sanction or the card blacklist. */
  isByLaw: boolean;
}

interface BookRow {
  card_id: string | null;
  opened_on: LocalDate | null;
  /** Key of an identifier of the registered holder. */
  holder_hash: Buffer | null;
  is_same_holder: boolean;
  /** Those on the card, newest first. */
  directives: BookDirective[];
}

/** What the institution would be told of the number that the holder keeps. */
function keptNumber(
  rulebook: Rulebook,
  index: RestrictionIndex,
  { kind, ...asked }: Omit<NumberAsked, 'action' | 'isConcerned'> & { kind: CardKind },
): RetainedFacts | undefined {
  const action = rulebook.catalogue.cardQuestions?.[kind]?.question;
  if (action === undefined || !isAboutNumbers(action)) return undefined;
  return retainedFacts(index, { ...asked, action, isConcerned: (measure) => isOfTelecom(rulebook, measure) });
}

/** A directive that no rulebook knows of: somebody ordered it, or a campaign did. */
function isOpenOrder({ isOpen, isByLaw }: BookDirective): boolean {
  return isOpen && !isByLaw;
}

function isRestored(directives: readonly BookDirective[]): boolean {
  return directives.find(({ action }) => action !== 'verify')?.action === 'restore';
}

function demandOf({ id, action, measure, lastDay, sanctionId }: BookDirective): Demand {
  if (action === 'restore') throw new Error('A restore demands nothing');
  return { action, measure, lastDay, sanctionId, directiveId: id };
}

/**
 * One row per card, in order. Any identifier of the holder will do: to ask for the first one would let the planner walk through all of
 * them for each card, as long as a new table has no statistics.
 */
const READ_BOOKS = `
  SELECT card.id AS card_id, card.opened_on::text AS opened_on,
    (SELECT (array_agg(number_hash))[1] FROM identifier WHERE subject_id = card.holder_id) AS holder_hash,
    coalesce(card.holder_id = identifier.subject_id, false) AS is_same_holder,
    coalesce((SELECT jsonb_agg(jsonb_build_object('id', id, 'cause', cause, 'action', action, 'measure', measure,
        'lastDay', last_day, 'sanctionId', sanction_id, 'isOpen', ended_at IS NULL AND releases IS NULL,
        'isByLaw', cause IN ('sanction', 'card_listing')) ORDER BY seq DESC)
      FROM directive WHERE directive.card_id = card.id), '[]') AS directives
  FROM unnest($1::bytea[], $2::text[], $3::bytea[]) WITH ORDINALITY AS asked (number, kind, person, at)
  LEFT JOIN card ON card.institution_id = $4 AND card.number_hash = asked.number AND card.kind = asked.kind
  LEFT JOIN identifier ON identifier.number_hash = asked.person
  ORDER BY asked.at`;
