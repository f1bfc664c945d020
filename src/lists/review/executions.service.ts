import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { shanghaiInstant } from '../../domain/period.js';
import { Clock } from '../../platform/clock.js';
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
    const rows: InstitutionRow[] = await this.db.query(SELECT_BY_INSTITUTION, [id, revision, this.clock.now()]);
    const [general]: GeneralExecution[] = await this.db.query(SELECT_GENERAL, [id, revision]);
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

/**
 * Directives of list $1: those that rest on its sanctions, and since its approval at revision $2 those on the cards it put on the
 * blacklist. A sanction's directives are found by its subject, for which there is an index.
 */
const ISSUED = `
  issued AS (
    SELECT directive.* FROM sanction
      JOIN directive ON directive.unit_id = sanction.subject_id AND directive.sanction_id = sanction.id
    WHERE sanction.list_id = $1
    UNION ALL
    SELECT directive.* FROM list_entry JOIN sanction_list AS list ON list.id = list_entry.list_id
      JOIN card ON card.number_hash = list_entry.subject_hash
      JOIN directive ON directive.card_id = card.id AND directive.cause = 'card_listing'
    WHERE list.id = $1 AND list.purpose = 'card_blacklist' AND list_entry.verdict = 'accepted' AND directive.revision >= $2::bigint
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
      count(*) FILTER (WHERE result IS NULL AND ended_at IS NULL AND due_at < $3)::integer AS overdue,
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
