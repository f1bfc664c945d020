import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { PARTY_OF } from './addressee.js';
import type { CardKind } from '../../domain/designation.js';
import { shanghaiInstant } from '../../domain/period.js';
import { Problem } from '../../domain/problem.js';
import { Pii } from '../../platform/pii.js';
import { mask } from '../../registry/mask.js';
import type { SubjectDirectiveView } from './subject-directives.dto.js';

const NEWEST = 200;

type Instant = 'endsAt' | 'issuedAt' | 'dueAt' | 'endedAt' | 'lastReceiptAt';

interface DirectiveRow extends Omit<SubjectDirectiveView, 'card' | Instant> {
  cardKind: CardKind | null;
  numberEnc: Buffer | null;
  endsAt: Date | null;
  issuedAt: Date;
  dueAt: Date | null;
  endedAt: Date | null;
  lastReceiptAt: Date | null;
}

/** What institutions were told about one subject, and how many have done it: numbers masked, no name. */
@Injectable()
export class SubjectDirectives {
  constructor(
    private readonly db: DataSource,
    private readonly pii: Pii,
  ) {}

  /** The newest 200, newest first. @throws {Problem} `subject-not-found` */
  async ofSubject(subjectId: string): Promise<SubjectDirectiveView[]> {
    const known: unknown[] = await this.db.query('SELECT FROM subject WHERE id = $1', [subjectId]);
    if (known.length === 0) throw new Problem('subject-not-found');
    const rows: DirectiveRow[] = await this.db.query(SELECT_OF_SUBJECT, [subjectId, NEWEST]);
    return rows.map((row) => this.view(row));
  }

  private view({ cardKind, numberEnc, ...row }: DirectiveRow): SubjectDirectiveView {
    const card =
      cardKind === null || numberEnc === null
        ? null
        : { kind: cardKind, numberMasked: mask(this.pii.decryptText(numberEnc, 'card.number')) };
    return {
      ...row,
      card,
      endsAt: written(row.endsAt),
      issuedAt: shanghaiInstant(row.issuedAt),
      dueAt: written(row.dueAt),
      endedAt: written(row.endedAt),
      lastReceiptAt: written(row.lastReceiptAt),
    };
  }
}

function written(instant: Date | null): string | null {
  return instant === null ? null : shanghaiInstant(instant);
}

/** Addressed to everybody of a party, a directive waits for each institution of it. */
const SELECT_OF_SUBJECT = `
  WITH newest AS (SELECT * FROM directive WHERE subject_id = $1 ORDER BY seq DESC LIMIT $2),
  addressees AS (
    SELECT party, count(*)::integer AS institutions FROM institution JOIN ${PARTY_OF} USING (kind) GROUP BY party
  )
  SELECT newest.id, newest.seq, newest.action, newest.measure, newest.cause, newest.party,
    CASE WHEN institution.id IS NOT NULL THEN jsonb_build_object('code', institution.code, 'name', institution.name) END AS institution,
    card.kind AS "cardKind", card.number_enc AS "numberEnc",
    newest.sanction_id AS "sanctionId", newest.last_day::text AS "lastDay", newest.ends_at AS "endsAt", newest.reason,
    newest.releases, newest.supersedes, newest.revision, newest.issued_at AS "issuedAt", newest.due_at AS "dueAt",
    newest.ended_at AS "endedAt", said.last_at AS "lastReceiptAt",
    jsonb_build_object('executed', executed, 'refused', refused, 'notFound', not_found, 'pending',
      CASE WHEN newest.ended_at IS NOT NULL THEN 0
        WHEN newest.institution_id IS NOT NULL THEN 1 - answered
        ELSE greatest(0, coalesce(addressees.institutions, 0) - answered) END) AS receipts
  FROM newest
  LEFT JOIN institution ON institution.id = newest.institution_id
  LEFT JOIN card ON card.id = newest.card_id
  LEFT JOIN addressees ON addressees.party = newest.party
  CROSS JOIN LATERAL (
    SELECT count(*)::integer AS answered, count(*) FILTER (WHERE result = 'executed')::integer AS executed,
      count(*) FILTER (WHERE result = 'refused')::integer AS refused,
      count(*) FILTER (WHERE result = 'not_found')::integer AS not_found, max(received_at) AS last_at
    FROM (SELECT DISTINCT ON (institution_id) result, received_at FROM receipt WHERE directive_id = newest.id
      ORDER BY institution_id, number DESC) AS last
  ) AS said
  ORDER BY newest.seq DESC`;
