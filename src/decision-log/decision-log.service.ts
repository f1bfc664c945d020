import { Injectable } from '@nestjs/common';
import { Config } from '../config.js';
import type { Outcome } from '../domain/decision.js';
import { Pii } from '../platform/pii.js';
import { FormerDecisions } from './former-decisions.js';
import { GroupCommit } from './group-commit.js';
import { groupsAround, groupsNewestFirst, groupsOfInstitution } from './group-reading.js';
import { decisionsOf } from './group-record.js';
import { GroupWriter } from './group-writer.js';
import { LogDatabase } from './log-database.js';
import { LogMetrics } from './log-metrics.js';
import { headOf, type DecisionHead, type DecisionToLog, type LoggedDecision } from './logged-decision.js';

/** 8 MiB at most, even where every character takes three bytes. */
const LIMITS = { decisions: 2_000, characters: (8 * 1024 * 1024) / 3, waiting: 20_000 };

/**
 * The append-only log of decisions. No answer may leave before {@link append} has resolved: then it is on disk.
 *
 * All decisions that wait are committed together as one group: encrypted once, hashed once, written by one statement.
 */
@Injectable()
export class DecisionLog {
  private readonly commit: GroupCommit<DecisionToLog>;
  private readonly former: FormerDecisions;

  constructor(
    private readonly config: Config,
    private readonly database: LogDatabase,
    private readonly pii: Pii,
    writer: GroupWriter,
    metrics: LogMetrics,
  ) {
    this.former = new FormerDecisions(database.query, pii);
    this.commit = new GroupCommit((group) => writer.write(group), LIMITS);
    metrics.waiting(() => this.commit.waiting);
  }

  /** Whether an answer of this outcome is logged here (`DUANKA_DECISION_LOG`). */
  keeps(outcome: Outcome): boolean {
    const { decisionLog } = this.config;
    return decisionLog === 'all' || (decisionLog === 'restricting' && outcome !== 'ALLOW');
  }

  /**
   * Resolves when all of them are durable.
   *
   * @throws {Problem} `decision-log-unavailable` if one of their groups could not be written, `overloaded` if too many wait
   *   already: then none may be told
   */
  append(decisions: readonly DecisionToLog[]): Promise<void> {
    return this.commit.take(decisions);
  }

  /** One decision, or null. */
  async byId(id: string): Promise<LoggedDecision | null> {
    const wanted = id.toLowerCase();
    for await (const group of groupsAround(this.database.query, wanted)) {
      const found = (await decisionsOf(this.pii, group)).find((decision) => decision.id === wanted);
      if (found !== undefined) return found;
    }
    return this.former.byId(wanted);
  }

  /** An institution's decisions, newest first. @param before id of the last one seen */
  async page(institutionId: string, before: string | undefined, limit: number): Promise<DecisionHead[]> {
    const isFormer = before !== undefined && (await this.former.holds(before));
    const found = isFormer ? [] : await this.newestInGroups(institutionId, before, limit);
    if (found.length >= limit) return found;
    return [...found, ...(await this.former.page(institutionId, before, limit - found.length))];
  }

  /** Every decision there is, about the newest first, in flat memory. */
  async *newestFirst(): AsyncGenerator<LoggedDecision> {
    for await (const group of groupsNewestFirst(this.database.query))
      yield* (await decisionsOf(this.pii, group)).toReversed();
    yield* this.former.newestFirst();
  }

  /** Resolves when nothing is being written any more. */
  settled(): Promise<void> {
    return this.commit.settled();
  }

  private async newestInGroups(
    institutionId: string,
    before: string | undefined,
    limit: number,
  ): Promise<DecisionHead[]> {
    let found: DecisionHead[] = [];
    for await (const group of groupsOfInstitution(this.database.query, institutionId, before)) {
      // Groups come by their greatest id, and may overlap: done when nothing that follows can be newer.
      const oldest = found[limit - 1];
      if (oldest !== undefined && oldest.id > group.lastId) break;
      const own = (await decisionsOf(this.pii, group)).filter(
        (decision) => decision.institutionId === institutionId && (before === undefined || decision.id < before),
      );
      found = [...found, ...own.map(headOf)].sort(byIdNewestFirst).slice(0, limit);
    }
    return found;
  }
}

function byIdNewestFirst(left: DecisionHead, right: DecisionHead): number {
  return left.id < right.id ? 1 : -1;
}
