import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { SanctionRecord } from '../domain/decision.js';
import type { LocalDate } from '../domain/period.js';
import type { Rulebook } from '../rulebook/rulebook.js';
import { measuresOf } from '../rulebook/terms.js';

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

interface ChainMember {
  id: string;
  subject_id: string;
  regime: string;
  identified_on: LocalDate;
  starts_on: LocalDate;
  terms: Record<string, number>;
}

interface MeasureRow {
  sanction_id: string;
  measure: string;
  first_day: string;
  last_day: string;
  is_capped: boolean;
  needs_review: boolean;
}

/** The sanctions in the books, their chains and what each measure lasts. */
@Injectable()
export class SanctionsService {
  /**
   * Writes sanctions and recomputes the chains of the subjects concerned. Superseded terms stay, closed by `revision`.
   *
   * @param revision the revision this transaction took; the caller holds its lock, so no other activation runs
   */
  async activate(
    tx: EntityManager,
    rulebook: Rulebook,
    sanctions: readonly NewSanction[],
    revision: number,
  ): Promise<void> {
    if (sanctions.length === 0) return;
    await tx.query(INSERT_SANCTIONS, [JSON.stringify(sanctions.map(toColumns)), rulebook.hash, revision]);
    await this.recomputeChains(tx, rulebook, [...new Set(sanctions.map((sanction) => sanction.subjectId))], revision);
  }

  /** Sanctions with the terms now known, in a stable order, per subject; subjects without any are absent. */
  async ofSubjects(manager: EntityManager, subjectIds: readonly string[]): Promise<Map<string, SanctionRecord[]>> {
    const bySubject = new Map<string, SanctionRecord[]>();
    if (subjectIds.length === 0) return bySubject;
    const rows: { subject_id: string; record: SanctionRecord }[] = await manager.query(SELECT_RECORDS, [subjectIds]);
    for (const { subject_id, record } of rows) {
      const records = bySubject.get(subject_id);
      if (records === undefined) bySubject.set(subject_id, [record]);
      else records.push(record);
    }
    return bySubject;
  }

  private async recomputeChains(
    tx: EntityManager,
    rulebook: Rulebook,
    subjectIds: string[],
    revision: number,
  ): Promise<void> {
    const members: ChainMember[] = await tx.query(SELECT_MEMBERS, [subjectIds]);
    const current: MeasureRow[] = await tx.query(SELECT_MEASURES, [members.map((member) => member.id)]);
    const known = new Map(current.map((row) => [`${row.sanction_id} ${row.measure}`, row]));
    const changed = measureRows(rulebook, members).filter(
      (row) => !isSame(row, known.get(`${row.sanction_id} ${row.measure}`)),
    );
    if (changed.length === 0) return;
    await tx.query(SUPERSEDE_MEASURES, [JSON.stringify(changed), revision]);
    await tx.query(INSERT_MEASURES, [JSON.stringify(changed), revision]);
  }
}

/** What every measure of these sanctions lasts: one chain per subject and regime. */
function measureRows(rulebook: Rulebook, members: readonly ChainMember[]): MeasureRow[] {
  const chains = new Map<string, ChainMember[]>();
  for (const member of members) {
    const key = `${member.subject_id} ${member.regime}`;
    chains.set(key, [...(chains.get(key) ?? []), member]);
  }
  return [...chains.values()].flatMap((chain) => {
    const regime = chain[0]?.regime ?? '';
    const measures = measuresOf(
      rulebook,
      regime,
      chain.map(({ id, identified_on, starts_on, terms }) => ({
        id,
        identifiedOn: identified_on,
        startsOn: starts_on,
        terms,
      })),
    );
    return [...measures].flatMap(([sanctionId, terms]) =>
      terms.map((term) => ({
        sanction_id: sanctionId,
        measure: term.measure,
        first_day: term.firstDay,
        last_day: term.lastDay,
        is_capped: term.isCapped,
        needs_review: term.needsReview,
      })),
    );
  });
}

function isSame(row: MeasureRow, other: MeasureRow | undefined): boolean {
  return (
    other !== undefined &&
    row.first_day === other.first_day &&
    row.last_day === other.last_day &&
    row.is_capped === other.is_capped &&
    row.needs_review === other.needs_review
  );
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

const INSERT_SANCTIONS = `
  INSERT INTO sanction (id, subject_id, list_id, row, regime, category, ground, identified_on, starts_on, terms, rulebook_hash,
    organ_code, organ_level, organ_name, document_no, notice_served_on, is_minor, revision_from)
  SELECT id, subject_id, list_id, row, regime, category, ground, identified_on, starts_on, terms, $2,
    organ_code, organ_level, organ_name, document_no, notice_served_on, is_minor, $3
  FROM jsonb_to_recordset($1::jsonb) AS new (id uuid, subject_id uuid, list_id uuid, row integer, regime text, category text,
    ground text, identified_on date, starts_on date, terms jsonb, organ_code text, organ_level text, organ_name text,
    document_no text, notice_served_on date, is_minor boolean)`;

const SELECT_MEMBERS = `
  SELECT id, subject_id, regime, identified_on::text, starts_on::text, terms FROM sanction
  WHERE subject_id = ANY ($1) ORDER BY subject_id, regime, id`;

const SELECT_MEASURES = `
  SELECT sanction_id, measure, first_day::text, last_day::text, is_capped, needs_review FROM sanction_measure
  WHERE sanction_id = ANY ($1) AND revision_to IS NULL`;

const SUPERSEDE_MEASURES = `
  UPDATE sanction_measure SET revision_to = $2
  FROM jsonb_to_recordset($1::jsonb) AS new (sanction_id uuid, measure text)
  WHERE sanction_measure.sanction_id = new.sanction_id AND sanction_measure.measure = new.measure
    AND sanction_measure.revision_to IS NULL`;

const INSERT_MEASURES = `
  INSERT INTO sanction_measure (sanction_id, measure, revision_from, first_day, last_day, is_capped, needs_review)
  SELECT sanction_id, measure, $2, first_day, last_day, is_capped, needs_review
  FROM jsonb_to_recordset($1::jsonb) AS new (sanction_id uuid, measure text, first_day date, last_day date,
    is_capped boolean, needs_review boolean)`;

const SELECT_RECORDS = `
  SELECT sanction.subject_id, jsonb_build_object(
    'id', sanction.id,
    'regime', sanction.regime,
    'category', sanction.category,
    'ground', sanction.ground,
    'subjectKind', subject.kind,
    'isMinor', sanction.is_minor,
    'identifiedOn', sanction.identified_on,
    'startsOn', sanction.starts_on,
    'organ', jsonb_build_object('code', sanction.organ_code, 'level', sanction.organ_level, 'name', sanction.organ_name),
    'measures', measures.terms
  ) AS record
  FROM sanction
  JOIN subject ON subject.id = sanction.subject_id
  CROSS JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_object('measure', measure, 'firstDay', first_day, 'lastDay', last_day) ORDER BY measure) AS terms
    FROM sanction_measure WHERE sanction_id = sanction.id AND revision_to IS NULL
  ) AS measures
  WHERE sanction.subject_id = ANY ($1)
  ORDER BY sanction.subject_id, sanction.identified_on, sanction.id`;
