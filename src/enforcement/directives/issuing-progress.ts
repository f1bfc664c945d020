import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { RulebookStore } from '../../decisions/rulebook-store.service.js';
import { Audit } from '../../platform/audit.js';
import { Clock } from '../../platform/clock.js';
import { Convergence } from './convergence.js';
import type { ObligationSource } from './obligation.js';

/** Units of one transaction: enough to be fast, few enough that nobody waits long for his turn. */
const UNITS_PER_STEP = 500;
/** Revisions looked at in one transaction that touch nobody, such as the import of a million cards of honest people. */
const REVISIONS_PER_STEP = 200;

/** What one transaction of issuing came to. */
export interface Step {
  issued: number;
  hasMore: boolean;
}

interface Cursor {
  revision: number;
  unit_after: string | null;
}

/** Which units are next, and up to where a source is worked off. */
@Injectable()
export class IssuingProgress {
  constructor(
    private readonly clock: Clock,
    private readonly rulebooks: RulebookStore,
    private readonly convergence: Convergence,
    private readonly audit: Audit,
  ) {}

  /** In the turn `directives`: the next revisions, or else what ends by the clock. */
  async workOff(tx: EntityManager, source: ObligationSource): Promise<Step> {
    const newest = await newestRevision(tx);
    // Obligations follow from the law in force as of the books that are read.
    await this.rulebooks.at(newest);
    const cursor = await cursorOf(tx, source.name);
    for (let looked = 0; cursor.revision < newest && looked < REVISIONS_PER_STEP; looked += 1) {
      const revision = cursor.revision + 1;
      const units = await source.touched(tx, revision, cursor.unit_after, UNITS_PER_STEP);
      const isDone = units.length < UNITS_PER_STEP;
      cursor.revision = isDone ? revision : cursor.revision;
      cursor.unit_after = isDone ? null : (units.at(-1) ?? null);
      if (units.length === 0) continue;
      await saveCursor(tx, source.name, cursor);
      return { issued: await this.converge(tx, source, units, revision, await reasonOf(tx, revision)), hasMore: true };
    }
    await saveCursor(tx, source.name, cursor);
    if (cursor.revision < newest) return { issued: 0, hasMore: true };
    const due = await source.due(tx, this.clock.now(), UNITS_PER_STEP);
    if (due.length === 0) return { issued: 0, hasMore: false };
    return { issued: await this.converge(tx, source, due, newest, 'clock'), hasMore: true };
  }

  private async converge(
    tx: EntityManager,
    source: ObligationSource,
    unitIds: readonly string[],
    revision: number,
    occasion: string,
  ): Promise<number> {
    const now = this.clock.now();
    const issued = await this.convergence.converge(tx, source, unitIds, { now, revision, occasion });
    if (issued > 0) {
      const detail = { occasion, units: unitIds.length, directives: issued };
      await this.audit.append(tx, {
        actor: 'system',
        what: 'directives.issued',
        object: `revision:${revision}`,
        detail,
      });
    }
    return issued;
  }
}

async function newestRevision(tx: EntityManager): Promise<number> {
  const rows: { number: number | null }[] = await tx.query('SELECT max(number) AS number FROM revision');
  return rows[0]?.number ?? 0;
}

async function reasonOf(tx: EntityManager, revision: number): Promise<string> {
  const rows: { reason: string }[] = await tx.query('SELECT reason FROM revision WHERE number = $1', [revision]);
  const [row] = rows;
  if (row === undefined) throw new Error(`There is no revision ${revision}`);
  return row.reason;
}

async function cursorOf(tx: EntityManager, source: string): Promise<Cursor> {
  const rows: Cursor[] = await tx.query('SELECT revision, unit_after FROM enforcement_cursor WHERE source = $1', [
    source,
  ]);
  return rows[0] ?? { revision: 0, unit_after: null };
}

async function saveCursor(tx: EntityManager, source: string, { revision, unit_after }: Cursor): Promise<void> {
  await tx.query(
    `INSERT INTO enforcement_cursor (source, revision, unit_after) VALUES ($1, $2, $3)
     ON CONFLICT (source) DO UPDATE SET revision = excluded.revision, unit_after = excluded.unit_after
     WHERE (enforcement_cursor.revision, enforcement_cursor.unit_after) IS DISTINCT FROM (excluded.revision, excluded.unit_after)`,
    [source, revision, unit_after],
  );
}
