import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { CardKind } from '../../domain/designation.js';
import { shanghaiInstant } from '../../domain/period.js';
import { Problem } from '../../domain/problem.js';
import {
  afterTask,
  type Demand,
  type Difference,
  type ReportedState,
  type TaskState,
} from '../../domain/reconciliation.js';
import { actorOf, type ClientPrincipal, type OfficerPrincipal, type Principal } from '../../institutions/principal.js';
import { Audit } from '../../platform/audit.js';
import { Clock } from '../../platform/clock.js';
import { encodeCursor } from '../../platform/cursor.js';
import { Pii } from '../../platform/pii.js';
import { mask } from '../../registry/mask.js';
import { expectedView } from './reconciliation-lines.js';
import type { TaskCount, TaskPage, TaskResponse, TasksQuery } from './reconciliation.dto.js';
import { idOfCursor } from './reconciliations.service.js';

const PAGE = 100;

/** Tasks as people work on them: institutions read and explain their own, officers decide. */
@Injectable()
export class TaskDesk {
  constructor(
    private readonly db: DataSource,
    private readonly pii: Pii,
    private readonly clock: Clock,
    private readonly audit: Audit,
  ) {}

  /** An institution's own, or everybody's for officers, newest first. @throws {Problem} `cursor-invalid` */
  async page(reader: Principal, { state, difference, institutionId, cursor }: TasksQuery): Promise<TaskPage> {
    const after = cursor === undefined ? null : idOfCursor(cursor);
    const rows: TaskRow[] = await this.db.query(SELECT_PAGE, [
      scopeOf(reader),
      institutionId ?? null,
      state ?? null,
      difference ?? null,
      after,
      PAGE + 1,
    ]);
    const items = rows.slice(0, PAGE).map((row) => this.viewOf(row, reader));
    const last = rows.length > PAGE ? items.at(-1) : undefined;
    return { items, nextCursor: last === undefined ? null : encodeCursor({ id: last.id }) };
  }

  /** @throws {Problem} `task-not-found`, also for another institution's */
  async get(id: string, reader: Principal): Promise<TaskResponse> {
    const [row]: TaskRow[] = await this.db.query(SELECT_ONE, [id, scopeOf(reader)]);
    if (row === undefined) throw new Problem('task-not-found');
    return this.viewOf(row, reader);
  }

  /** How many tasks are in which state, per institution and difference. */
  async counts(manager: EntityManager = this.db.manager): Promise<TaskCount[]> {
    return manager.query(COUNT);
  }

  /** The institution explains a difference. @throws {Problem} `task-not-found`, `task-transition-refused` */
  answer(id: string, explanation: string, client: ClientPrincipal): Promise<TaskResponse> {
    return this.step(id, 'answer', client, EXPLAIN, this.pii.encrypt(explanation, 'reconciliation_task.explanation'));
  }

  /**
   * An officer accepts that a difference stays, or opens it again.
   *
   * @throws {Problem} `task-not-found`, `task-transition-refused`
   */
  decide(id: string, event: 'close' | 'reopen', remark: string, officer: OfficerPrincipal): Promise<TaskResponse> {
    return this.step(id, event, officer, DECIDE, this.pii.encrypt(remark, 'reconciliation_task.remark'));
  }

  private async step(
    id: string,
    event: 'answer' | 'close' | 'reopen',
    actor: Principal,
    update: string,
    words: Buffer,
  ): Promise<TaskResponse> {
    await this.db.transaction(async (tx) => {
      // Lock before reading the state: a reconciliation may resolve it in the same second.
      const [task]: { state: TaskState }[] = await tx.query(LOCK, [id, scopeOf(actor)]);
      if (task === undefined) throw new Problem('task-not-found');
      const state = afterTask(task.state, event);
      await tx.query(update, [id, state, words, actorOf(actor), this.clock.now()]);
      await this.audit.append(tx, {
        actor: actorOf(actor),
        what: `reconciliation-task.${state}`,
        object: `reconciliation_task:${id}`,
        detail: { from: task.state },
      });
    });
    return this.get(id, actor);
  }

  private viewOf(row: TaskRow, reader: Principal): TaskResponse {
    const isOfficer = reader.type === 'officer';
    const number = this.numberOf(row);
    const { action, measure, lastDay, directiveId } = row;
    const isKnown = action !== null && measure !== null && (isOfficer || !row.isWithheld);
    const text = (cipher: Buffer | null, column: string): string | null =>
      cipher === null ? null : this.pii.decryptText(cipher, `reconciliation_task.${column}`);
    return {
      id: row.id,
      institution: { id: row.institutionId, code: row.institutionCode, name: row.institutionName },
      difference: row.difference,
      state: row.state,
      card: { kind: row.kind, number: isOfficer ? mask(number) : number },
      cardId: row.cardId,
      reportedState: row.reportedState,
      expected: expectedView(isKnown ? { action, measure, lastDay, directiveId } : null),
      firstSeenIn: row.firstSeenRunId,
      firstSeenAt: shanghaiInstant(row.firstSeenAt),
      lastSeenIn: row.lastSeenRunId,
      lastSeenAt: shanghaiInstant(row.lastSeenAt),
      explanation: text(row.explanationEnc, 'explanation'),
      explainedAt: instantOf(row.explainedAt),
      remark: text(row.remarkEnc, 'remark'),
      decidedAt: instantOf(row.decidedAt),
      resolvedAt: instantOf(row.resolvedAt),
    };
  }

  private numberOf({ numberEnc, cardNumberEnc }: TaskRow): string {
    if (numberEnc !== null) return this.pii.decryptText(numberEnc, 'reconciliation_task.number');
    if (cardNumberEnc === null) throw new Error('A task has no number');
    return this.pii.decryptText(cardNumberEnc, 'card.number');
  }
}

interface TaskRow {
  id: string;
  institutionId: string;
  institutionCode: string;
  institutionName: string;
  difference: Difference;
  state: TaskState;
  kind: CardKind;
  cardId: string | null;
  numberEnc: Buffer | null;
  cardNumberEnc: Buffer | null;
  reportedState: ReportedState | null;
  action: Demand['action'] | null;
  measure: string | null;
  lastDay: Demand['lastDay'];
  directiveId: string | null;
  isWithheld: boolean;
  firstSeenRunId: string;
  firstSeenAt: Date;
  lastSeenRunId: string;
  lastSeenAt: Date;
  explanationEnc: Buffer | null;
  explainedAt: Date | null;
  remarkEnc: Buffer | null;
  decidedAt: Date | null;
  resolvedAt: Date | null;
}

/** The institution whose tasks a reader sees; null: everybody's. */
function scopeOf(reader: Principal): string | null {
  return reader.type === 'officer' ? null : reader.institution.id;
}

function instantOf(at: Date | null): string | null {
  return at === null ? null : shanghaiInstant(at);
}

const SELECT = `
  SELECT task.id, task.institution_id AS "institutionId", institution.code AS "institutionCode", institution.name AS "institutionName",
    task.difference, task.state, task.kind, task.card_id AS "cardId", task.number_enc AS "numberEnc", card.number_enc AS "cardNumberEnc",
    task.reported_state AS "reportedState", task.expected_action AS action, task.measure, task.last_day::text AS "lastDay",
    task.directive_id AS "directiveId", task.is_withheld AS "isWithheld", task.first_seen_run_id AS "firstSeenRunId",
    task.first_seen_at AS "firstSeenAt", task.last_seen_run_id AS "lastSeenRunId", task.last_seen_at AS "lastSeenAt",
    task.explanation_enc AS "explanationEnc", task.explained_at AS "explainedAt", task.remark_enc AS "remarkEnc",
    task.decided_at AS "decidedAt", task.resolved_at AS "resolvedAt"
  FROM reconciliation_task AS task
  JOIN institution ON institution.id = task.institution_id
  LEFT JOIN card ON card.id = task.card_id`;

const SELECT_ONE = `${SELECT} WHERE task.id = $1 AND ($2::uuid IS NULL OR task.institution_id = $2)`;

const SELECT_PAGE = `${SELECT}
  WHERE ($1::uuid IS NULL OR task.institution_id = $1) AND ($2::uuid IS NULL OR task.institution_id = $2)
    AND ($3::text IS NULL OR task.state = $3) AND ($4::text IS NULL OR task.difference = $4) AND ($5::uuid IS NULL OR task.id < $5)
  ORDER BY task.id DESC LIMIT $6`;

const LOCK = `SELECT state FROM reconciliation_task WHERE id = $1 AND ($2::uuid IS NULL OR institution_id = $2) FOR UPDATE`;

const EXPLAIN = `UPDATE reconciliation_task SET state = $2, explanation_enc = $3, explained_by = $4, explained_at = $5 WHERE id = $1`;

const DECIDE = `UPDATE reconciliation_task SET state = $2, remark_enc = $3, decided_by = $4, decided_at = $5 WHERE id = $1`;

const COUNT = `
  SELECT json_build_object('id', institution.id, 'code', institution.code, 'name', institution.name) AS institution,
    task.difference, task.state, count(*)::integer AS count
  FROM reconciliation_task AS task JOIN institution ON institution.id = task.institution_id
  GROUP BY institution.id, task.difference, task.state ORDER BY institution.code, task.difference, task.state`;
