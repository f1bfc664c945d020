import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Config } from '../config.js';
import { Audit } from '../platform/audit.js';
import { Clock } from '../platform/clock.js';
import type { RuleFiles } from '../rulebook/files.js';
import type { Finding } from '../rulebook/finding.js';
import { readRuleFiles, rulebookFromFiles } from '../rulebook/load.js';
import { sortedFiles, type CandidateFiles } from './candidate-files.js';
import type { CheckTask } from './check.worker.js';
import type { RulebookSubmission } from './rulebook-submission.entity.js';
import { inThread } from './worker-thread.js';

/** What became of a rulebook that was handed in: its hash, or what is wrong with it. */
export type Submission = { hash: string } | { findings: readonly Finding[] };

/** How long a rulebook may take to be checked; the whole law takes seconds. */
const CHECK_MS = 120_000;

/** Rulebooks handed in as candidates: checked, and stored only if nothing is wrong. */
@Injectable()
export class Submissions {
  private checking: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly db: DataSource,
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly audit: Audit,
  ) {}

  /**
   * Takes a rulebook. One that is known already stays whose it is.
   *
   * @param officerId null where the service found it itself
   */
  async submit(
    { law, cases }: CandidateFiles,
    officerId: string | null,
    source: RulebookSubmission['source'],
  ): Promise<Submission> {
    const own = await readRuleFiles(this.config.rulesDir);
    const grammar = Object.fromEntries(Object.entries(own).filter(([path]) => path.startsWith('schema/')));
    const files: RuleFiles = { ...law, ...cases, ...grammar };
    const findings = await this.check({ files, today: this.clock.today() });
    if (findings.length > 0) return { findings };
    const { hash } = rulebookFromFiles(files);
    await this.store(hash, { law, cases }, officerId, source);
    return { hash };
  }

  /** Takes the folder of this node. */
  async submitFolder(officerId: string | null): Promise<Submission> {
    return this.submit(sortedFiles(await readRuleFiles(this.config.rulesDir)), officerId, 'folder');
  }

  /** Notes that the folder of this node holds a rulebook that is stored already, and so was checked. */
  async noteFolder(hash: string): Promise<void> {
    await this.store(hash, sortedFiles(await readRuleFiles(this.config.rulesDir)), null, 'folder');
  }

  /** One at a time: each takes a core. */
  private async check(task: CheckTask): Promise<readonly Finding[]> {
    const before = this.checking;
    const mine = before.then(() =>
      inThread<readonly Finding[]>('check', task, { signal: AbortSignal.timeout(CHECK_MS) }),
    );
    this.checking = mine.catch(() => undefined);
    return mine;
  }

  private async store(
    hash: string,
    { law, cases }: CandidateFiles,
    officerId: string | null,
    source: RulebookSubmission['source'],
  ): Promise<void> {
    await this.db.transaction(async (tx) => {
      await tx.query('INSERT INTO rulebook (hash, files) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING', [
        hash,
        JSON.stringify(law),
      ]);
      const stored: unknown[] = await tx.query(
        `INSERT INTO rulebook_submission (id, rulebook_hash, submitted_by, submitted_at, source, cases)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING id`,
        [uuidv7(), hash, officerId, this.clock.now(), source, JSON.stringify(cases)],
      );
      if (stored.length === 0) return;
      await this.audit.append(tx, {
        actor: officerId === null ? 'system' : `officer:${officerId}`,
        what: 'rulebook.submitted',
        object: `rulebook:${hash}`,
        detail: { source },
      });
    });
  }
}
