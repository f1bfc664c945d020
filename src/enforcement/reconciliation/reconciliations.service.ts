import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Problem } from '../../domain/problem.js';
import { RUN_TRANSITIONS, afterRun, type Difference, type RunState } from '../../domain/reconciliation.js';
import { actorOf, type ClientPrincipal, type Principal } from '../../institutions/principal.js';
import { Audit } from '../../platform/audit.js';
import { Clock } from '../../platform/clock.js';
import { decodeCursor, encodeCursor } from '../../platform/cursor.js';
import { Revisions } from '../../platform/revisions.js';
import { ReconciliationTasks } from './reconciliation-tasks.service.js';
import { Reconciliation } from './reconciliation.entity.js';

/** A process that is not heard of for so long reads nothing any more. */
const LOST_AFTER = '30 seconds';
const PAGE = 50;

/** A reconciliation under way, with what it has come to. */
export interface Run {
  id: string;
  institutionId: string;
  client: ClientPrincipal;
  isFull: boolean;
  fromRevision: number;
  toRevision: number;
  lines: number;
  cards: number;
  bad: number;
  differences: Partial<Record<Difference, number>>;
}

/** The reconciliations of institutions: one at a time for each, from beginning to end. */
@Injectable()
export class Reconciliations {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly revisions: Revisions,
    private readonly audit: Audit,
    private readonly tasks: ReconciliationTasks,
  ) {}

  /**
   * Begins one. What an earlier one of the institution was in doubt about is given up.
   *
   * @throws {Problem} `reconciliation-running` with the id of the one that is
   */
  async begin(client: ClientPrincipal, isFull: boolean): Promise<Run> {
    const institutionId = client.institution.id;
    return this.db.transaction(async (tx) => {
      // Two beginnings of one institution follow one another.
      await tx.query('SELECT FROM institution WHERE id = $1 FOR NO KEY UPDATE', [institutionId]);
      const now = this.clock.now();
      await tx.query(GIVE_UP, [institutionId, now, LOST_AFTER]);
      const [running]: { id: string }[] = await tx.query(SELECT_RUNNING, [institutionId]);
      if (running !== undefined) throw new Problem('reconciliation-running', { id: running.id });
      await tx.query(FORGET_SEEN, [institutionId]);
      const id = uuidv7();
      const revision = await this.revisions.current(tx);
      await tx.query(INSERT, [id, institutionId, actorOf(client), isFull, now, revision]);
      await this.audit.append(tx, {
        actor: actorOf(client),
        what: 'reconciliation.started',
        object: `reconciliation:${id}`,
        detail: { isFull },
      });
      const nothing = { lines: 0, cards: 0, bad: 0, differences: {} };
      return { id, institutionId, client, isFull, fromRevision: revision, toRevision: revision, ...nothing };
    });
  }

  /**
   * Writes down how far it has come, at the end of a transaction that did some of it: what somebody has ended meanwhile goes no
   * further.
   *
   * @throws {Problem} `reconciliation-ended`
   */
  async advance(tx: EntityManager, run: Run, state: RunState = 'running'): Promise<void> {
    const rows: unknown[] = await tx.query(ADVANCE, [
      run.id,
      state,
      run.lines,
      run.cards,
      run.bad,
      JSON.stringify(run.differences),
      run.toRevision,
    ]);
    if (rows.length === 0) throw new Problem('reconciliation-ended');
  }

  /** Tells that this process still reads it. */
  async beat(id: string): Promise<void> {
    await this.db.query(
      `UPDATE reconciliation SET heard_of_at = clock_timestamp() WHERE id = $1 AND state = 'running'`,
      [id],
    );
  }

  /** Leaves it in doubt until it is confirmed. @throws {Problem} `reconciliation-ended` */
  async doubt(run: Run): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.advance(tx, run);
      await tx.query('UPDATE reconciliation SET state = $2 WHERE id = $1', [run.id, RUN_TRANSITIONS.doubt.to]);
      await this.record(tx, run, 'reconciliation.doubted', {});
    });
  }

  /**
   * Ends it as complete. Of a full account, what it does not show any more is resolved.
   *
   * @param event what it takes to end it
   * @returns how many tasks were resolved
   * @throws {Problem} `reconciliation-ended`
   */
  async conclude(run: Run, event: 'finish' | 'confirm'): Promise<number> {
    return this.db.transaction(async (tx) => {
      const { from, to } = RUN_TRANSITIONS[event];
      await this.advance(tx, run, from[0]);
      const resolved = run.isFull ? await this.tasks.resolve(tx, run) : 0;
      await tx.query('DELETE FROM reconciliation_seen WHERE run_id = $1', [run.id]);
      await tx.query('UPDATE reconciliation SET state = $2, finished_at = $3, resolved = $4 WHERE id = $1', [
        run.id,
        to,
        this.clock.now(),
        resolved,
      ]);
      await this.record(tx, run, 'reconciliation.done', { resolved, isConfirmed: event === 'confirm' });
      return resolved;
    });
  }

  /**
   * Ends one that was not completed. The tasks it has found stay, and nothing is resolved. One in another state stays as it is.
   *
   * @param from states it is ended in
   */
  async abort(run: Pick<Run, 'id' | 'client'>, from: readonly RunState[] = ['running']): Promise<void> {
    await this.db.transaction(async (tx) => {
      const rows: unknown[] = await tx.query(ABORT, [run.id, this.clock.now(), from]);
      if (rows.length === 0) return;
      await tx.query('DELETE FROM reconciliation_seen WHERE run_id = $1', [run.id]);
      await this.record(tx, run, 'reconciliation.aborted', {});
    });
  }

  /** Ends an institution's own, wherever it is read. @throws {Problem} `reconciliation-not-found`, `reconciliation-transition-refused` */
  async cancel(id: string, client: ClientPrincipal): Promise<Reconciliation> {
    const { state } = await this.get(id, client);
    afterRun(state, 'abort');
    await this.abort({ id, client }, RUN_TRANSITIONS.abort.from);
    return this.get(id, client);
  }

  /** An institution's own, or any for officers. @throws {Problem} `reconciliation-not-found` */
  async get(id: string, reader: Principal): Promise<Reconciliation> {
    const found = await this.db.getRepository(Reconciliation).findOneBy({ id, ...ownedBy(reader) });
    if (found === null) throw new Problem('reconciliation-not-found');
    return found;
  }

  /** An institution's own, or everybody's for officers, newest first. @throws {Problem} `cursor-invalid` */
  async page(
    reader: Principal,
    { cursor, institutionId }: { cursor?: string; institutionId?: string },
  ): Promise<{ items: Reconciliation[]; nextCursor: string | null }> {
    const query = this.db.getRepository(Reconciliation).createQueryBuilder('run').where(ownedBy(reader));
    if (institutionId !== undefined) query.andWhere('run.institutionId = :institutionId', { institutionId });
    if (cursor !== undefined) query.andWhere('run.id < :after', { after: idOfCursor(cursor) });
    const found = await query
      .orderBy('run.id', 'DESC')
      .take(PAGE + 1)
      .getMany();
    const items = found.slice(0, PAGE);
    const last = found.length > PAGE ? items.at(-1) : undefined;
    return { items, nextCursor: last === undefined ? null : encodeCursor({ id: last.id }) };
  }

  private async record(
    tx: EntityManager,
    { id, client, ...run }: Pick<Run, 'id' | 'client'> & Partial<Run>,
    what: string,
    more: Record<string, number | boolean>,
  ): Promise<void> {
    const { lines, cards, bad } = run;
    const counts = lines === undefined || cards === undefined || bad === undefined ? {} : { lines, cards, bad };
    await this.audit.append(tx, {
      actor: actorOf(client),
      what,
      object: `reconciliation:${id}`,
      detail: { ...counts, ...more },
    });
  }
}

/** What a reader may see: an institution its own, officers everything. */
function ownedBy(reader: Principal): { institutionId?: string } {
  return reader.type === 'officer' ? {} : { institutionId: reader.institution.id };
}

/** The id that a page starts after. @throws {Problem} `cursor-invalid` */
export function idOfCursor(cursor: string): string {
  const { id } = decodeCursor(cursor, 'id');
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) throw new Problem('cursor-invalid');
  return id;
}

/** One that waits to be confirmed, and one whose process has died. */
const GIVE_UP = `
  UPDATE reconciliation SET state = 'aborted', finished_at = $2
  WHERE institution_id = $1 AND (state = 'implausible'
    OR state = 'running' AND heard_of_at < clock_timestamp() - $3::interval)`;

const SELECT_RUNNING = `SELECT id FROM reconciliation WHERE institution_id = $1 AND state = 'running'`;

const FORGET_SEEN = `
  DELETE FROM reconciliation_seen WHERE run_id IN (SELECT id FROM reconciliation WHERE institution_id = $1)`;

const INSERT = `
  INSERT INTO reconciliation (id, institution_id, started_by, is_full, state, started_at, from_revision, to_revision)
  VALUES ($1, $2, $3, $4, 'running', $5, $6, $6)`;

// As queries that give rows: an UPDATE through the driver gives them in another shape.
const ADVANCE = `
  WITH advanced AS (
    UPDATE reconciliation SET heard_of_at = clock_timestamp(), lines = $3, cards = $4, bad = $5, differences = $6, to_revision = $7
    WHERE id = $1 AND state = $2 RETURNING id)
  SELECT id FROM advanced`;

const ABORT = `
  WITH aborted AS (
    UPDATE reconciliation SET state = 'aborted', finished_at = $2 WHERE id = $1 AND state = ANY ($3) RETURNING id)
  SELECT id FROM aborted`;
