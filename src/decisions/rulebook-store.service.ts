import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Config } from '../config.js';
import { Clock } from '../platform/clock.js';
import { checkRulebook } from '../rulebook/check.js';
import { RulebookError } from '../rulebook/finding.js';
import { readRuleFiles, rulebookFromFiles } from '../rulebook/load.js';
import type { Rulebook } from '../rulebook/rulebook.js';

/** The rulebooks this service decides by: the one in force, and every earlier one that a stored decision names. */
@Injectable()
export class RulebookStore implements OnModuleInit {
  private readonly known = new Map<string, Rulebook>();
  private inForce: Rulebook | undefined;

  constructor(
    private readonly db: DataSource,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** Reads `rules/`, refuses to start if anything in it is wrong, and keeps it for replay. */
  async onModuleInit(): Promise<void> {
    const files = await readRuleFiles(this.config.rulesDir);
    const findings = await checkRulebook(files, this.clock.today());
    if (findings.length > 0) throw new RulebookError(findings);
    const rulebook = rulebookFromFiles(files);
    await this.db.query('INSERT INTO rulebook (hash, files) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING', [
      rulebook.hash,
      JSON.stringify(rulebook.files),
    ]);
    this.known.set(rulebook.hash, rulebook);
    this.inForce = rulebook;
  }

  /** The rulebook in force. */
  current(): Rulebook {
    if (this.inForce === undefined) throw new Error('The rulebook is not loaded yet');
    return this.inForce;
  }

  /** A rulebook that was in force once. @throws {Error} if it is not stored: every decision names one that is */
  async byHash(hash: string): Promise<Rulebook> {
    const known = this.known.get(hash);
    if (known !== undefined) return known;
    const [row]: { files: Record<string, unknown> }[] = await this.db.query(
      'SELECT files FROM rulebook WHERE hash = $1',
      [hash],
    );
    if (row === undefined) throw new Error(`The rulebook ${hash} is not stored`);
    const rulebook = rulebookFromFiles(row.files);
    if (rulebook.hash !== hash) throw new Error(`The stored rulebook ${hash} is not what it was`);
    this.known.set(hash, rulebook);
    return rulebook;
  }
}
