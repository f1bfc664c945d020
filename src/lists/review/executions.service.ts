import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CARD_KINDS } from '../../domain/designation.js';
import { shanghaiInstant } from '../../domain/period.js';
import { Clock } from '../../platform/clock.js';
import { kindsAlike } from '../../registry/card-record.js';
import { ListsService } from '../lists.service.js';
import type { ExecutionCounts, ExecutionResponse, GeneralExecution, InstitutionExecution } from './execution.dto.js';

type InstitutionRow = Omit<InstitutionExecution, 'lastReceiptAt'> & { lastReceiptAt: Date | null };

const NONE: ExecutionCounts = { issued: 0, executed: 0, refused: 0, notFound: 0, pending: 0, overdue: 0, withdrawn: 0 };

/** What institutions were told because of a list, and what they say they did. */
@Injectable()
export class Executions {
  constructor(
    private readonly db: DataSource,
    private readonly lists: ListsService,
    private readonly clock: Clock,
  ) {}

  /** @throws {Problem} `list-not-found` */
  async of(id: string): Promise<ExecutionResponse> {
    const { revision } = await this.lists.get(id);
    const rows: InstitutionRow[] = await this.db.query(SELECT_BY_INSTITUTION, [id, this.clock.now()]);
    const [general]: GeneralExecution[] = await this.db.query(SELECT_GENERAL, [id]);
    const [progress]: { isIssued: boolean }[] = await this.db.query(SELECT_PROGRESS, [revision]);
    if (general === undefined || progress === undefined) throw new Error('Counts are always answered');
    return {
      isIssued: revision !== null && progress.isIssued,
      total: rows.reduce(sum, NONE),
      general,
      institutions: rows.map((row) => ({
        ...row,
        lastReceiptAt: row.lastReceiptAt === null ? null : shanghaiInstant(row.lastReceiptAt),
      })),
    };
  }
}

function sum(left: ExecutionCounts, right: ExecutionCounts): ExecutionCounts {
  return {
    issued: left.issued + right.issued,
    executed: left.executed + right.executed,
    refused: left.refused + right.refused,
    notFound: left.notFound + right.notFound,
    pending: left.pending + right.pending,
    overdue: left.overdue + right.overdue,
    withdrawn: left.withdrawn + right.withdrawn,
  };
}

/** As the blacklist takes them: a sheet names a number, the register says what kind of card it is. */
const ALIKE = CARD_KINDS.map((kind) => `('${kind}', '{${kindsAlike(kind).join(',')}}'::text[])`).join(', ');

/**
 * Directives of list $1: those that rest on its sanctions, those on the cards it put on the blacklist while its listing stood, and
 * the restores of what it cleared. A sanction's directives are found by its subject, for which there is an index.
 */
const ISSUED = `
  listed AS (
    SELECT card.id AS card_id, listing.list_id, listing.cleared_list_id, listing.revision_from, listing.revision_to
    FROM card_listing AS listing JOIN (VALUES ${ALIKE}) AS known (kind, alike) ON known.kind = listing.kind
      JOIN card ON card.number_hash = listing.number_hash AND card.kind = ANY (known.alike)
    WHERE listing.list_id = $1 OR listing.cleared_list_id = $1
  ), on_cards AS (
    SELECT directive.id FROM listed
      JOIN directive ON directive.card_id = listed.card_id AND directive.cause = 'card_listing'
      LEFT JOIN directive AS released ON released.id = directive.releases
    WHERE listed.list_id = $1 AND directive.revision >= listed.revision_from
        AND (listed.revision_to IS NULL OR directive.revision < listed.revision_to)
      OR listed.cleared_list_id = $1 AND directive.revision >= listed.revision_to
        AND released.revision >= listed.revision_from AND released.revision < listed.revision_to
  ), issued AS (
    SELECT directive.* FROM sanction
      JOIN directive ON directive.unit_id = sanction.subject_id AND directive.sanction_id = sanction.id
    WHERE sanction.list_id = $1
    UNION
    SELECT directive.* FROM directive WHERE id IN (SELECT id FROM on_cards)
  )`;

const SELECT_BY_INSTITUTION = `
  WITH ${ISSUED}, last AS (
    SELECT DISTINCT ON (directive_id, receipt.institution_id) directive_id, receipt.institution_id, result, received_at
    FROM receipt JOIN issued ON issued.id = directive_id
    ORDER BY directive_id, receipt.institution_id, number DESC
  ), scores AS (
    SELECT issued.institution_id, count(*)::integer AS issued,
      count(*) FILTER (WHERE result = 'executed')::integer AS executed,
      count(*) FILTER (WHERE result = 'refused')::integer AS refused,
      count(*) FILTER (WHERE result = 'not_found')::integer AS "notFound",
      count(*) FILTER (WHERE result IS NULL AND ended_at IS NULL)::integer AS pending,
      count(*) FILTER (WHERE result IS NULL AND ended_at IS NULL AND due_at < $2)::integer AS overdue,
      count(*) FILTER (WHERE result IS NULL AND ended_at IS NOT NULL)::integer AS withdrawn,
      max(received_at) AS "lastReceiptAt"
    FROM issued LEFT JOIN last ON last.directive_id = issued.id AND last.institution_id = issued.institution_id
    WHERE issued.institution_id IS NOT NULL GROUP BY issued.institution_id
  )
  SELECT institution.id, code, name, kind, scores.issued, executed, refused, "notFound", pending, overdue, withdrawn, "lastReceiptAt"
  FROM scores JOIN institution ON institution.id = scores.institution_id
  ORDER BY scores.issued DESC, code`;

const SELECT_GENERAL = `
  WITH ${ISSUED}
  SELECT count(*)::integer AS issued,
    coalesce(sum((SELECT count(*) FROM receipt WHERE directive_id = issued.id AND number = 1)), 0)::integer AS acknowledged
  FROM issued WHERE institution_id IS NULL`;

const SELECT_PROGRESS = `
  SELECT coalesce(bool_and(revision >= $1::bigint), false) AS "isIssued" FROM enforcement_cursor`;
