import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { SanctionRecord } from '../domain/decision.js';
import type { Ground, OrganLevel, SubjectKind } from '../domain/designation.js';
import { shanghaiInstant, type LocalDate } from '../domain/period.js';
import { isAppealed, standingAfter, type StandingAct, type StandingName } from '../domain/sanction-standing.js';
import { measureTermsOn, type TermPattern } from '../domain/term-pattern.js';
import type { Rulebook } from '../rulebook/rulebook.js';
import {
  locate,
  rewriteChains,
  standingOnce,
  type ChainKey,
  type Rulebooks,
  type Standing,
} from './sanction-versions.js';

/** A sanction about to be activated: everything the table holds but its revision. */
export interface NewSanction {
  id: string;
  subjectId: string;
  listId: string;
  row: number;
  regime: string;
  category: string;
  ground: string;
  identifiedOn: LocalDate;
  startsOn: LocalDate;
  /** Whole years per measure, before cumulation. */
  terms: Record<string, number>;
  organ: { code: string; level: string; name: string };
  documentNo: string | null;
  noticeServedOn: LocalDate | null;
  isMinor: boolean;
}

/** Which sanction, and the revision that the transaction took. */
export interface SanctionChange {
  sanctionId: string;
  revision: number;
}

/** A sanction as it stands in the books, with what is known of it at one revision. */
interface RecordRow {
  subject_id: string;
  id: string;
  regime: string;
  category: string;
  ground: Ground;
  subject_kind: SubjectKind;
  is_minor: boolean;
  identified_on: LocalDate;
  starts_on: LocalDate;
  organ_code: string;
  organ_level: OrganLevel;
  organ_name: string;
  standing: StandingName;
  lifted_at: Date | null;
  pattern: TermPattern;
}

/**
 * The sanctions in the books: what each measure lasts, by what was known at each revision. Nothing is forgotten: what is known
 * better closes a version and opens the next.
 */
@Injectable()
export class SanctionsService {
  /**
   * Ends a sanction early: from the instant on it restricts nothing, and what was cumulated behind it counts from its own start.
   * One whose effect is suspended restricted nothing since then, and does so for ever.
   *
   * @param change.at also in the past, where the decision was late
   * @throws {Problem} `sanction-not-found`; `sanction-not-standing` if it was lifted or annulled before
   */
  async lift(tx: EntityManager, rulebooks: Rulebooks, { at, ...change }: SanctionChange & { at: Date }): Promise<void> {
    await this.change(tx, rulebooks, change, 'lift', at);
  }

  /**
   * Notes that an appeal was accepted: the sanction restricts on, and every decision that rests on it says so.
   *
   * @throws {Problem} `sanction-not-found`; `sanction-not-standing` if it was annulled, or another appeal is pending
   */
  async appeal(tx: EntityManager, rulebooks: Rulebooks, change: SanctionChange): Promise<void> {
    await this.change(tx, rulebooks, change, 'appeal');
  }

  /**
   * Suspends the effect of a sanction while an appeal is pending: from the instant on it restricts nothing; its terms run on, and
   * nothing of its chain changes. One that was lifted restricts nothing anyway.
   *
   * @throws {Problem} `sanction-not-found`; `sanction-not-standing` if it was annulled, or is suspended already
   */
  async suspendEffect(
    tx: EntityManager,
    rulebooks: Rulebooks,
    { at, ...change }: SanctionChange & { at: Date },
  ): Promise<void> {
    await this.change(tx, rulebooks, change, 'suspend', at);
  }

  /**
   * The appeal is over and was not upheld: the sanction stands as before. What the books say of the time of the suspension is from
   * then on that it stood; what was known meanwhile stays known. One that was lifted or annulled meanwhile stays so.
   *
   * @throws {Problem} `sanction-not-found`
   */
  async resume(tx: EntityManager, rulebooks: Rulebooks, change: SanctionChange): Promise<void> {
    await this.change(tx, rulebooks, change, 'resume');
  }

  /**
   * Takes a sanction out as if it never was: the others of its chain last what they would have lasted without it.
   *
   * @throws {Problem} `sanction-not-found`; `sanction-not-standing` if it was annulled before
   */
  async annul(tx: EntityManager, rulebooks: Rulebooks, change: SanctionChange): Promise<void> {
    await this.change(tx, rulebooks, change, 'annul');
  }

  /**
   * Puts the right sanction in the place of a wrong one, which is annulled in the same revision.
   *
   * @param change.corrected from a row of an approved list, as every sanction; also of another subject or regime
   * @throws {Problem} as {@link annul}
   */
  async correct(
    tx: EntityManager,
    rulebooks: Rulebooks,
    change: SanctionChange & { rulebook: Rulebook; corrected: NewSanction },
  ): Promise<void> {
    const { sanctionId, revision, rulebook, corrected } = change;
    const { standing, subjectId, regime } = await locate(tx, sanctionId);
    standingAfter(standing, 'annul');
    const row = JSON.stringify([toColumns(corrected)]);
    await tx.query(insertSanctions(FROM_JSON), [rulebook.hash, revision, sanctionId, row]);
    const chains = chainsWith([corrected, { subjectId, regime }]);
    await rewriteChains(tx, rulebooks, chains, new Map([[sanctionId, ANNULLED]]), revision);
  }

  /**
   * Sanctions in a stable order, per subject; subjects without any are absent, and so is what was annulled.
   *
   * @param knownAt what was known at this revision, instead of now
   */
  async ofSubjects(
    manager: EntityManager,
    subjectIds: readonly string[],
    knownAt?: number,
  ): Promise<Map<string, SanctionRecord[]>> {
    const bySubject = new Map<string, SanctionRecord[]>();
    if (subjectIds.length === 0) return bySubject;
    const rows: RecordRow[] =
      knownAt === undefined
        ? await manager.query(SELECT_CURRENT, [subjectIds])
        : await manager.query(SELECT_KNOWN, [subjectIds, knownAt]);
    for (const row of rows) {
      const records = bySubject.get(row.subject_id);
      if (records === undefined) bySubject.set(row.subject_id, [recordOf(row)]);
      else records.push(recordOf(row));
    }
    return bySubject;
  }

  /** @param at the instant from which on the sanction restricts nothing, where the act brings one */
  private async change(
    tx: EntityManager,
    rulebooks: Rulebooks,
    { sanctionId, revision }: SanctionChange,
    act: StandingAct,
    at?: Date,
  ): Promise<void> {
    const located = await locate(tx, sanctionId);
    const now = standingOnce(located, { sanctionId, act, at });
    await rewriteChains(tx, rulebooks, [located], new Map([[sanctionId, now]]), revision);
  }
}

const ANNULLED: Standing = { standing: 'annulled', liftedAt: null };

function chainsWith(sanctions: readonly ChainKey[]): ChainKey[] {
  const chains = new Map(
    sanctions.map(({ subjectId, regime }) => [`${subjectId} ${regime}`, { subjectId, regime }] as const),
  );
  return [...chains.values()];
}

function recordOf(row: RecordRow): SanctionRecord {
  return {
    id: row.id,
    regime: row.regime,
    category: row.category,
    ground: row.ground,
    subjectKind: row.subject_kind,
    isMinor: row.is_minor,
    identifiedOn: row.identified_on,
    startsOn: row.starts_on,
    organ: { code: row.organ_code, level: row.organ_level, name: row.organ_name },
    measures: measureTermsOn(row.starts_on, row.pattern),
    ...(isAppealed(row.standing) ? { appeal: 'pending' as const } : {}),
    ...(row.lifted_at === null ? {} : { liftedAt: shanghaiInstant(row.lifted_at) }),
  };
}

function toColumns(sanction: NewSanction): Record<string, unknown> {
  return {
    id: sanction.id,
    subject_id: sanction.subjectId,
    list_id: sanction.listId,
    row: sanction.row,
    regime: sanction.regime,
    category: sanction.category,
    ground: sanction.ground,
    identified_on: sanction.identifiedOn,
    starts_on: sanction.startsOn,
    terms: sanction.terms,
    organ_code: sanction.organ.code,
    organ_level: sanction.organ.level,
    organ_name: sanction.organ.name,
    document_no: sanction.documentNo,
    notice_served_on: sanction.noticeServedOn,
    is_minor: sanction.isMinor,
  };
}

/**
 * One statement that records sanctions. Parameters: the rulebook they were approved under, the revision, and the sanction in whose
 * place they stand; further ones are those of the source.
 *
 * @param source a SELECT of all columns but these, in their order
 */
export function insertSanctions(source: string): string {
  return `
    INSERT INTO sanction (id, subject_id, list_id, row, regime, category, ground, identified_on, starts_on, terms,
      organ_code, organ_level, organ_name, document_no, notice_served_on, is_minor, rulebook_hash, revision_from, corrects)
    SELECT new.*, $1::text, $2::bigint, $3::uuid FROM (${source}) AS new`;
}

const FROM_JSON = `
  SELECT * FROM jsonb_to_recordset($4::jsonb) AS row (id uuid, subject_id uuid, list_id uuid, row integer, regime text, category text,
    ground text, identified_on date, starts_on date, terms jsonb, organ_code text, organ_level text, organ_name text,
    document_no text, notice_served_on date, is_minor boolean)`;

const selectRecords = (isKnown: string): string => `
  SELECT sanction.subject_id, sanction.id, sanction.regime, sanction.category, sanction.ground, subject.kind AS subject_kind,
    sanction.is_minor, sanction.identified_on::text, sanction.starts_on::text,
    sanction.organ_code, sanction.organ_level, sanction.organ_name,
    version.standing, version.lifted_at, term_pattern.terms AS pattern
  FROM sanction
  JOIN subject ON subject.id = sanction.subject_id
  JOIN sanction_version AS version ON version.sanction_id = sanction.id AND ${isKnown} AND version.standing <> 'annulled'
  JOIN term_pattern ON term_pattern.id = version.pattern_id
  WHERE sanction.subject_id = ANY ($1)
  ORDER BY sanction.subject_id, sanction.identified_on, sanction.id`;

const SELECT_CURRENT = selectRecords('version.revision_to IS NULL');
const SELECT_KNOWN = selectRecords(
  'version.revision_from <= $2 AND (version.revision_to IS NULL OR version.revision_to > $2)',
);
