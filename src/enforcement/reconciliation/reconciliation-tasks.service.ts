import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Clock } from '../../platform/clock.js';
import { Pii } from '../../platform/pii.js';
import type { Finding } from './card-comparison.service.js';

/** A finding with the task that follows it up. */
export interface TrackedFinding extends Finding {
  taskId: string;
}

/** How a task of a reconciliation follows a difference. */
@Injectable()
export class ReconciliationTasks {
  constructor(
    private readonly pii: Pii,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes each difference a task, or touches the task it is already. A task whose explanation was accepted is opened again when
   * the card is now to be restricted on another ground.
   */
  async track(
    tx: EntityManager,
    run: { id: string; institutionId: string },
    findings: readonly Finding[],
  ): Promise<TrackedFinding[]> {
    const byKey = new Map(findings.map((finding) => [keyOf(finding), finding]));
    const distinct = [...byKey.values()];
    if (distinct.length === 0) return [];
    const rows: { id: string; number_hash: Buffer; difference: string }[] = await tx.query(UPSERT, [
      run.institutionId,
      run.id,
      this.clock.now(),
      distinct.map(() => uuidv7()),
      distinct.map(({ difference }) => difference),
      distinct.map(({ kind }) => kind),
      distinct.map(({ numberHash }) => numberHash),
      distinct.map(({ cardId }) => cardId),
      distinct.map(({ cardId, number }) =>
        cardId === null ? this.pii.encrypt(number, 'reconciliation_task.number') : null,
      ),
      distinct.map(({ state }) => state),
      distinct.map(({ expected }) => expected?.action ?? null),
      distinct.map(({ expected }) => expected?.measure ?? null),
      distinct.map(({ expected }) => expected?.lastDay ?? null),
      distinct.map(({ expected }) => expected?.directiveId ?? null),
      distinct.map(({ expected }) => expected?.sanctionId ?? null),
      distinct.map(({ isWithheld }) => isWithheld),
    ]);
    const ids = new Map(rows.map((row) => [keyOf({ ...row, numberHash: row.number_hash }), row.id]));
    return findings.map((finding) => {
      const taskId = ids.get(keyOf(finding));
      if (taskId === undefined) throw new Error('A difference has no task');
      return { ...finding, taskId };
    });
  }

  /**
   * Resolves what a complete account does not show any more. Where some lines could not be read, only tasks of cards that were
   * named: a line that was not read may have been about any other.
   *
   * @returns how many
   */
  async resolve(tx: EntityManager, run: { id: string; institutionId: string; bad: number }): Promise<number> {
    const [row]: { resolved: number }[] = await tx.query(RESOLVE, [
      run.institutionId,
      run.id,
      this.clock.now(),
      run.bad > 0,
    ]);
    return row?.resolved ?? 0;
  }
}

function keyOf({ numberHash, difference }: { numberHash: Buffer; difference: string }): string {
  return `${difference} ${numberHash.toString('hex')}`;
}

const UPSERT = `
  INSERT INTO reconciliation_task AS task (id, institution_id, difference, state, kind, number_hash, card_id, number_enc,
    reported_state, expected_action, measure, last_day, directive_id, sanction_id, is_withheld,
    first_seen_run_id, first_seen_at, last_seen_run_id, last_seen_at)
  SELECT id, $1, difference, 'open', kind, number_hash, card_id, number_enc, reported_state, expected_action, measure, last_day,
    directive_id, sanction_id, is_withheld, $2, $3, $2, $3
  FROM unnest($4::uuid[], $5::text[], $6::text[], $7::bytea[], $8::uuid[], $9::bytea[], $10::text[], $11::text[], $12::text[],
    $13::date[], $14::uuid[], $15::uuid[], $16::boolean[]) AS found (id, difference, kind, number_hash, card_id, number_enc,
    reported_state, expected_action, measure, last_day, directive_id, sanction_id, is_withheld)
  ON CONFLICT (institution_id, number_hash, difference) WHERE state <> 'resolved' DO UPDATE SET
    state = CASE WHEN task.state = 'closed' AND (task.measure, task.sanction_id) IS DISTINCT FROM (excluded.measure, excluded.sanction_id)
      THEN 'open' ELSE task.state END,
    reported_state = excluded.reported_state, expected_action = excluded.expected_action, measure = excluded.measure,
    last_day = excluded.last_day, directive_id = excluded.directive_id, sanction_id = excluded.sanction_id,
    -- The line may name another holder than the last one did: what was told then says nothing about what may be told now.
    is_withheld = excluded.is_withheld,
    last_seen_run_id = excluded.last_seen_run_id, last_seen_at = excluded.last_seen_at
  RETURNING id, number_hash, difference`;

/** As a query that gives rows: an UPDATE through the driver gives them in another shape. */
const RESOLVE = `
  WITH gone AS (
    UPDATE reconciliation_task AS task SET state = 'resolved', resolved_at = $3
    WHERE institution_id = $1 AND state <> 'resolved' AND last_seen_run_id <> $2
      AND (NOT $4 OR EXISTS (SELECT FROM reconciliation_seen AS seen WHERE seen.run_id = $2 AND seen.number_hash = task.number_hash))
    RETURNING id)
  SELECT count(*)::integer AS resolved FROM gone`;
