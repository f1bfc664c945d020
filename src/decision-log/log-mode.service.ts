import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { Config, type DecisionLogMode } from '../config.js';
import { Problem } from '../domain/problem.js';
import { Audit } from '../platform/audit.js';
import { Primary } from '../platform/primary.js';

const OBJECT = 'decision_log:mode';

/** Sees to it that nobody logs less without its being on record. */
@Injectable()
export class LogMode implements OnApplicationBootstrap {
  private readonly logger = new Logger('decision-log');

  constructor(
    private readonly config: Config,
    private readonly primary: Primary,
    private readonly audit: Audit,
  ) {}

  /** Audits the mode of this start where it is not the one last recorded; of a new database that is `all`. */
  async onApplicationBootstrap(): Promise<void> {
    try {
      await this.note(await this.primary.database());
    } catch (error) {
      if (!(error instanceof Problem && error.code === 'not-on-this-node')) throw error;
      // A node on a replica that logs nothing knows no primary: its own log is all it can tell.
      this.logger.warn(`the mode ${this.config.decisionLog} is not in the audit trail: no DUANKA_PRIMARY_URL`);
    }
  }

  private async note(database: DataSource): Promise<void> {
    const mode = this.config.decisionLog;
    const [last]: { mode: DecisionLogMode }[] = await database.query(
      `SELECT detail ->> 'mode' AS mode FROM audit_entry WHERE object = $1 ORDER BY seq DESC LIMIT 1`,
      [OBJECT],
    );
    const before = last?.mode ?? 'all';
    if (mode === before) return;
    await database.transaction((tx) =>
      this.audit.append(tx, {
        actor: 'system',
        what: 'decision-log.mode',
        object: OBJECT,
        detail: { mode, before },
      }),
    );
  }
}
