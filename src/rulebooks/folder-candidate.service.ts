import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Config } from '../config.js';
import { RulebookStore } from '../decisions/rulebook-store.service.js';
import { formatFinding } from '../rulebook/finding.js';
import { readRuleFiles, rulebookHash } from '../rulebook/load.js';
import { Submissions } from './submissions.service.js';

/**
 * What lies in the folder `rules/` is a candidate, never in force by itself: at the start it is handed in where it differs
 * from everything known, and the log says so.
 */
@Injectable()
export class FolderCandidate implements OnApplicationBootstrap {
  private readonly logger = new Logger('rulebooks');

  constructor(
    private readonly db: DataSource,
    private readonly config: Config,
    private readonly rulebooks: RulebookStore,
    private readonly submissions: Submissions,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    // A full node on the same books takes it.
    if (this.config.role === 'decision') return;
    const inForce = this.rulebooks.current().hash;
    const hash = await this.hashOfFolder();
    if (hash === undefined) return;
    if (await this.isStored(hash)) {
      await this.submissions.noteFolder(hash);
      if (hash !== inForce) this.logger.warn(`the folder holds ${hash}; in force is ${inForce}`);
      return;
    }
    const submission = await this.submissions.submitFolder(null);
    if ('findings' in submission) {
      const faults = submission.findings.map((found) => formatFinding(found)).join('\n');
      this.logger.error(`the folder was not taken as a candidate, in force is ${inForce}:\n${faults}`);
    } else {
      this.logger.warn(`the folder was taken as the candidate ${hash}; in force is ${inForce}`);
    }
  }

  /** A folder that cannot be read does not hinder: what is in force is in the database. */
  private async hashOfFolder(): Promise<string | undefined> {
    try {
      return rulebookHash(await readRuleFiles(this.config.rulesDir));
    } catch (error) {
      this.logger.error(`the folder was not read: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  }

  private async isStored(hash: string): Promise<boolean> {
    const rows: unknown[] = await this.db.query('SELECT 1 FROM rulebook WHERE hash = $1', [hash]);
    return rows.length > 0;
  }
}
