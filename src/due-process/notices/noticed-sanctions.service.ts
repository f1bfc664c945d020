import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { StandingName } from '../../domain/sanction-standing.js';
import type { Ground, IdType, OrganLevel, SubjectKind } from '../../domain/designation.js';
import { daysAfter, localDateOf, type LocalDate } from '../../domain/period.js';
import { Problem } from '../../domain/problem.js';
import { extentOn, type CumulatedTerm, type TermPattern } from '../../domain/term-pattern.js';
import { Clock } from '../../platform/clock.js';
import { Pii } from '../../platform/pii.js';
import { mask } from '../../registry/mask.js';

/** How a sanction has ended, and on which day in Asia/Shanghai. */
export interface Ending {
  how: 'lifted' | 'annulled' | 'expired';
  on: LocalDate;
}

/** A sanction with everything its notices say of it. */
export interface NoticedSanction {
  id: string;
  regime: string;
  category: string;
  ground: Ground;
  identifiedOn: LocalDate;
  startsOn: LocalDate;
  rulebookHash: string;
  organ: { code: string; level: OrganLevel; name: string };
  documentNo: string | null;
  /** As the list said. */
  servedOn: LocalDate | null;
  isMinor: boolean;
  subject: { kind: SubjectKind; name: string; identifiers: { idType: IdType; masked: string }[] };
  /** After cumulation, in the order of the measures; what an annulled one would have lasted. */
  terms: CumulatedTerm[];
  firstDay: LocalDate;
  lastDay: LocalDate;
  /** Further sanctions of the subject under the same regime whose days meet its own. */
  others: number;
  /** Null while it runs, or has not begun. */
  ending: Ending | null;
}

interface Row {
  id: string;
  subject_id: string;
  regime: string;
  category: string;
  ground: Ground;
  identified_on: LocalDate;
  starts_on: LocalDate;
  rulebook_hash: string;
  organ_code: string;
  organ_level: OrganLevel;
  organ_name: string;
  document_no: string | null;
  notice_served_on: LocalDate | null;
  is_minor: boolean;
  kind: SubjectKind;
  name_enc: Buffer;
  standing: StandingName;
  lifted_at: Date | null;
  known_at: Date;
  pattern: TermPattern;
  others: number;
}

/** Reads sanctions as their notices tell of them. */
@Injectable()
export class NoticedSanctions {
  constructor(
    private readonly db: DataSource,
    private readonly pii: Pii,
    private readonly clock: Clock,
  ) {}

  /** @throws Problem `sanction-not-found` */
  async get(id: string): Promise<NoticedSanction> {
    const [row]: Row[] = await this.db.query(SELECT_SANCTION, [id]);
    if (row === undefined) throw new Problem('sanction-not-found');
    const extent = extentOn(row.starts_on, row.pattern) ?? { firstDay: row.starts_on, lastDay: row.starts_on };
    return {
      id: row.id,
      regime: row.regime,
      category: row.category,
      ground: row.ground,
      identifiedOn: row.identified_on,
      startsOn: row.starts_on,
      rulebookHash: row.rulebook_hash,
      organ: { code: row.organ_code, level: row.organ_level, name: row.organ_name },
      documentNo: row.document_no,
      servedOn: row.notice_served_on,
      isMinor: row.is_minor,
      subject: {
        kind: row.kind,
        name: this.pii.decryptText(row.name_enc, 'subject.name'),
        identifiers: await this.identifiersOf(row.subject_id),
      },
      terms: termsOn(row.starts_on, row.pattern),
      ...extent,
      others: row.others,
      ending: this.endingOf(row, extent.lastDay),
    };
  }

  private async identifiersOf(subjectId: string): Promise<{ idType: IdType; masked: string }[]> {
    const rows: { id_type: IdType; number_enc: Buffer }[] = await this.db.query(
      'SELECT id_type, number_enc FROM identifier WHERE subject_id = $1 ORDER BY id',
      [subjectId],
    );
    return rows.map(({ id_type, number_enc }) => ({
      idType: id_type,
      masked: mask(this.pii.decryptText(number_enc, 'identifier.number')),
    }));
  }

  private endingOf({ standing, lifted_at, known_at }: Row, lastDay: LocalDate): Ending | null {
    if (standing === 'annulled') return { how: 'annulled', on: localDateOf(known_at) };
    if (standing === 'lifted' && lifted_at !== null && lifted_at <= this.clock.now())
      return { how: 'lifted', on: localDateOf(lifted_at) };
    return lastDay < this.clock.today() ? { how: 'expired', on: lastDay } : null;
  }
}

function termsOn(startsOn: LocalDate, pattern: TermPattern): CumulatedTerm[] {
  return pattern.flatMap(({ measures, from, to, isCapped, needsReview }) => {
    const days = { firstDay: daysAfter(startsOn, from), lastDay: daysAfter(startsOn, to) };
    return measures.map((measure) => ({ measure, ...days, isCapped, needsReview }));
  });
}

const SELECT_SANCTION = `
  SELECT sanction.id, sanction.subject_id, sanction.regime, sanction.category, sanction.ground, sanction.identified_on::text,
    sanction.starts_on::text, sanction.rulebook_hash, sanction.organ_code, sanction.organ_level, sanction.organ_name,
    sanction.document_no, sanction.notice_served_on::text, sanction.is_minor, subject.kind, subject.name_enc,
    version.standing, version.lifted_at, revision.taken_at AS known_at, term_pattern.terms AS pattern,
    (SELECT count(*)::int FROM sanction AS other
      JOIN sanction_version AS others ON others.sanction_id = other.id AND others.revision_to IS NULL
      WHERE other.subject_id = sanction.subject_id AND other.regime = sanction.regime AND other.id <> sanction.id
        AND others.standing IN ('standing', 'appealed', 'suspended') AND (others.valid && version.valid OR others.valid -|- version.valid)) AS others
  FROM sanction
  JOIN subject ON subject.id = sanction.subject_id
  JOIN sanction_version AS version ON version.sanction_id = sanction.id AND version.revision_to IS NULL
  JOIN revision ON revision.number = version.revision_from
  JOIN term_pattern ON term_pattern.id = version.pattern_id
  WHERE sanction.id = $1`;
