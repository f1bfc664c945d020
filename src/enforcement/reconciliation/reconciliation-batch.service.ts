import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '../../platform/clock.js';
import { CardComparison, type KeyedCard } from './card-comparison.service.js';
import { ReconciliationTasks, type TrackedFinding } from './reconciliation-tasks.service.js';
import { Reconciliations, type Run } from './reconciliations.service.js';
import type { BrokenLine, Reading, ReportedCard } from './reported-card.js';

/** What a line is answered with, if it is. */
export type LineAnswer = TrackedFinding | BrokenLine;

/** Some lines of an account: compared, tracked and counted in one transaction. */
@Injectable()
export class ReconciliationBatch {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly runs: Reconciliations,
    private readonly comparison: CardComparison,
    private readonly tasks: ReconciliationTasks,
  ) {}

  /** Waits until whatever was in the books when it began is known here. @throws {Problem} `revision-not-reached` */
  prepare({ fromRevision }: Run): Promise<void> {
    return this.comparison.reach(fromRevision);
  }

  /**
   * @returns what there is to answer, in the order of lines
   * @throws {Problem} `reconciliation-ended`, `not-ready`, `index-outdated`
   */
  async take(run: Run, readings: readonly Reading[]): Promise<LineAnswer[]> {
    const broken = readings.filter(isBroken);
    const cards = readings.filter(isCard);
    run.lines += readings.length;
    run.bad += broken.length;
    const tracked = await this.db.transaction(async (tx) => {
      const keyed = await this.marked(tx, run, cards);
      const { findings, revision } = await this.comparison.compare(tx, keyed, run.client, this.clock.now());
      run.toRevision = Math.max(run.toRevision, revision);
      for (const { isRepeated } of keyed) if (!isRepeated) run.cards += 1;
      for (const { difference } of findings) run.differences[difference] = (run.differences[difference] ?? 0) + 1;
      const followed = await this.tasks.track(tx, run, findings);
      await this.runs.advance(tx, run);
      return followed;
    });
    if (broken.length === 0) return tracked;
    return [...tracked, ...broken].sort((one, other) => (one.line ?? 0) - (other.line ?? 0));
  }

  /** Writes down which cards were named; a card that was before is repeated. */
  private async marked(tx: EntityManager, run: Run, cards: readonly ReportedCard[]): Promise<KeyedCard[]> {
    const hashes = cards.map((card) => this.comparison.hashOf(card));
    const rows: { number_hash: Buffer }[] = await tx.query(MARK, [run.id, hashes]);
    const fresh = new Set(rows.map(({ number_hash: hash }) => hash.toString('latin1')));
    return cards.flatMap((card, at) => {
      const hash = hashes[at];
      // Taken out when met: of two lines of one batch the second is repeated.
      return hash === undefined ? [] : [{ card, hash, isRepeated: !fresh.delete(hash.toString('latin1')) }];
    });
  }
}

function isBroken(reading: Reading): reading is BrokenLine {
  return 'problem' in reading;
}

function isCard(reading: Reading): reading is ReportedCard {
  return !isBroken(reading);
}

const MARK = `
  INSERT INTO reconciliation_seen (run_id, number_hash) SELECT DISTINCT $1::uuid, number_hash FROM unnest($2::bytea[]) AS number_hash
  ON CONFLICT DO NOTHING RETURNING number_hash`;
