import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { RulebookStore } from '../../decisions/rulebook-store.service.js';
import type { HolderFacts, SanctionRecord } from '../../domain/decision.js';
import type { CardKind } from '../../domain/designation.js';
import { localDateOf, localDateOfWrittenInstant, shanghaiInstant, type LocalDate } from '../../domain/period.js';
import { CardBlacklistService } from '../../registry/card-blacklist.service.js';
import { RetainedSims } from '../../registry/retained/retained-sims.service.js';
import { daysOfChange } from '../../rulebook/dated-law.js';
import type { Rulebook } from '../../rulebook/rulebook.js';
import { isOfTelecom } from '../../rulebook/telecom-measures.js';
import { SanctionsService } from '../../sanctions/sanctions.service.js';
import type { Obligations, ObligationSource, OpenDirective } from './obligation.js';
import { nextChangeOn, obligationsOf, type SubjectCard } from './subject-obligations.js';

/** What sanctions and the card blacklist oblige institutions to; a unit is a subject. */
@Injectable()
export class SubjectSource implements ObligationSource {
  readonly name = 'subjects';
  readonly causes = ['sanction', 'card_listing'] as const;

  constructor(
    private readonly sanctions: SanctionsService,
    private readonly blacklist: CardBlacklistService,
    private readonly retained: RetainedSims,
    private readonly rulebooks: RulebookStore,
  ) {}

  /** A list or a file may touch a hundred thousand: they are marked at once, and worked off as whoever is {@link due}. */
  async touched(tx: EntityManager, revision: number): Promise<string[]> {
    await tx.query(MARK_TOUCHED, [revision]);
    return [];
  }

  async due(tx: EntityManager, now: Date, limit: number): Promise<string[]> {
    const rows: { id: string }[] = await tx.query(DUE, [localDateOf(now), limit]);
    return rows.map(({ id }) => id);
  }

  async obligations(tx: EntityManager, subjectIds: readonly string[], now: Date): Promise<Obligations> {
    const sanctions = await this.sanctions.ofSubjects(tx, subjectIds);
    const obligations = await this.obligationsUnder(tx, sanctions, subjectIds, now);
    const rulebook = this.rulebooks.current();
    const published = this.rulebooks.published().map(({ effectiveFrom }) => effectiveFrom);
    const lawChanges = [...published, ...daysOfChange(rulebook, localDateOf(now))];
    const asOf = shanghaiInstant(now);
    const next = subjectIds.map((subjectId) => nextChangeOn(sanctions.get(subjectId) ?? [], asOf, lawChanges));
    await tx.query(REMEMBER, [subjectIds, next]);
    return obligations;
  }

  /** What is imposed on subjects if these are their sanctions; writes nothing. */
  async obligationsUnder(
    manager: EntityManager,
    sanctions: ReadonlyMap<string, readonly SanctionRecord[]>,
    subjectIds: readonly string[],
    now: Date,
  ): Promise<Obligations> {
    const asOf = shanghaiInstant(now);
    const today = localDateOf(now);
    const rulebook = this.rulebooks.current();
    const occasions = await occasionsOf(manager, subjectIds);
    const { byHolder, closed } = await this.cardsOf(manager, subjectIds, { rulebook, sanctions, asOf });
    const imposed = subjectIds.flatMap((subjectId) => {
      const books = { subjectId, sanctions: sanctions.get(subjectId) ?? [], cards: byHolder.get(subjectId) ?? [] };
      return obligationsOf(rulebook, books, asOf, occasions.get(subjectId) ?? 'clock');
    });
    const reasonOfEnd = ({ unitId, cardId, lastDay }: OpenDirective) => {
      if (cardId !== null && closed.has(cardId)) return 'withdrawn';
      return { release: lastDay !== null && lastDay < today ? 'term.ended' : (occasions.get(unitId) ?? 'clock') };
    };
    return { imposed, reasonOfEnd };
  }

  private async cardsOf(tx: EntityManager, subjectIds: readonly string[], books: Books): Promise<Cards> {
    const rows: CardRow[] = await tx.query(SELECT_CARDS, [subjectIds]);
    const onDay = localDateOfWrittenInstant(books.asOf);
    const asked = rows.map(({ kind, number_hash }) => ({ kind, numberHash: number_hash, onDay }));
    const listings = await this.blacklist.listingsByHash(tx, asked);
    const kept = await this.keptNumbers(tx, rows, books);
    const byHolder = new Map<string, SubjectCard[]>();
    for (const [
      at,
      { id, institution_id: institutionId, holder_id, kind, status, opened_on: openedOn },
    ] of rows.entries()) {
      const holder = kept[at];
      const known = { id, institutionId, kind, status, openedOn, listing: listings[at]?.status ?? 'clear' };
      const card = holder === undefined ? known : { ...known, holder };
      const others = byHolder.get(holder_id);
      if (others === undefined) byHolder.set(holder_id, [card]);
      else others.push(card);
    }
    return { byHolder, closed: new Set(rows.filter(({ status }) => status === 'closed').map(({ id }) => id)) };
  }

  /** Of each card what its institution would be told of the number that its holder keeps. */
  private keptNumbers(
    tx: EntityManager,
    rows: readonly CardRow[],
    { rulebook, sanctions, asOf }: Books,
  ): Promise<(HolderFacts | undefined)[]> {
    const { cardQuestions } = rulebook.catalogue;
    const questions = rows.map(
      ({ holder_id: subjectId, kind, number_hash: numberHash, institution_id: institutionId }) => {
        const action = cardQuestions?.[kind]?.question ?? '';
        return { subjectId, sanctions: sanctions.get(subjectId) ?? [], action, asOf, numberHash, institutionId };
      },
    );
    return this.retained.factsOf(tx, questions, { isConcerned: (measure) => isOfTelecom(rulebook, measure) });
  }
}

/** What obligations follow from besides the cards. */
interface Books {
  rulebook: Rulebook;
  /** By subject. */
  sanctions: ReadonlyMap<string, readonly SanctionRecord[]>;
  /** Instant with offset. */
  asOf: string;
}

interface Cards {
  byHolder: ReadonlyMap<string, readonly SubjectCard[]>;
  closed: ReadonlySet<string>;
}

interface CardRow {
  id: string;
  institution_id: string;
  holder_id: string;
  kind: CardKind;
  number_hash: Buffer;
  status: SubjectCard['status'];
  opened_on: LocalDate | null;
}

/** What made somebody look at each subject; of whom nothing is marked, the clock did. */
async function occasionsOf(tx: EntityManager, subjectIds: readonly string[]): Promise<Map<string, string>> {
  const rows: { subject_id: string; occasion: string }[] = await tx.query(
    'SELECT subject_id, occasion FROM enforced_subject WHERE subject_id = ANY ($1) AND occasion IS NOT NULL',
    [subjectIds],
  );
  return new Map(rows.map(({ subject_id, occasion }) => [subject_id, occasion]));
}

/** Everybody if the law changed. Holders of cards that changed, too: those who hold them now, and those about whom a directive on the card is open. */
const MARK_TOUCHED = `
  INSERT INTO enforced_subject (subject_id, next_change_on, occasion)
  SELECT touched.id, '-infinity', (SELECT reason FROM revision WHERE number = $1)
  FROM (
    SELECT sanction.subject_id AS id FROM sanction_version AS version JOIN sanction ON sanction.id = version.sanction_id
    WHERE version.revision_from = $1
    UNION
    SELECT holder_id FROM card WHERE revision = $1
      AND (EXISTS (SELECT FROM sanction WHERE subject_id = card.holder_id)
        OR EXISTS (SELECT FROM card_listing AS listing WHERE listing.number_hash = card.number_hash AND listing.revision_to IS NULL))
    UNION
    SELECT directive.subject_id FROM card JOIN directive ON directive.card_id = card.id AND directive.ended_at IS NULL
    WHERE card.revision = $1 AND directive.subject_id IS NOT NULL
    UNION
    SELECT card.holder_id FROM card_listing AS listing JOIN card ON card.number_hash = listing.number_hash
    WHERE listing.revision_from = $1 OR listing.revision_to = $1
    UNION
    SELECT subject_id FROM retained_sim WHERE revision_from = $1 OR revision_to = $1
    UNION
    SELECT subject_id FROM (SELECT subject_id FROM sanction UNION SELECT subject_id FROM enforced_subject) AS known
    WHERE (SELECT reason FROM revision WHERE number = $1) = 'rulebook.published'
  ) AS touched
  ON CONFLICT (subject_id) DO UPDATE SET next_change_on = excluded.next_change_on, occasion = excluded.occasion`;

const DUE = `SELECT subject_id AS id FROM enforced_subject WHERE next_change_on <= $1 ORDER BY next_change_on, subject_id LIMIT $2`;

const REMEMBER = `
  UPDATE enforced_subject SET next_change_on = new.next_change_on, occasion = NULL
  FROM unnest($1::uuid[], $2::date[]) AS new (subject_id, next_change_on) WHERE enforced_subject.subject_id = new.subject_id`;

const SELECT_CARDS = `
  SELECT id, institution_id, holder_id, kind, number_hash, status, opened_on::text
  FROM card WHERE holder_id = ANY ($1) ORDER BY holder_id, id`;
