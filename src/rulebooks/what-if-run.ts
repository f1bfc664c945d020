import pg from 'pg';
import type { LocalDate } from '../domain/period.js';
import type { Rulebook } from '../rulebook/rulebook.js';
import { WhatIf } from '../rulebook/what-if.js';
import type { WhatIfReport } from '../rulebook/what-if-report.js';
import { SanctionedSubjects, storedRulebook } from './sanctioned-subjects.js';

/** What a what-if needs to run anywhere: texts only, so that it can be handed to a thread. */
export interface WhatIfTask {
  databaseUrl: string;
  rulebook: string;
  against: string;
  effectiveFrom: LocalDate;
}

export interface WhatIfProgress {
  sanctionsRead: number;
  sanctionsTotal: number;
}

/** The comparison, with the revision of the books it read. */
export type WhatIfResult = WhatIfReport & { revision: number };

/**
 * Reads all sanctions of one snapshot on a connection of its own, and compares what two rulebooks say about them.
 *
 * @throws {Error} if either rulebook is not stored
 */
export async function runWhatIf(
  { databaseUrl, rulebook, against, effectiveFrom }: WhatIfTask,
  tell: (progress: WhatIfProgress) => void,
): Promise<WhatIfResult> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'duanka what-if' });
  await client.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    // Pages are short queries: compiling them takes longer than running them.
    await client.query('SET LOCAL jit = off');
    const { rows } = await client.query<{ revision: string; sanctions: string }>(
      `SELECT (SELECT coalesce(max(number), 0) FROM revision) AS revision,
        (SELECT count(*) FROM sanction_version WHERE revision_to IS NULL AND standing <> 'annulled') AS sanctions`,
    );
    const progress = { sanctionsRead: 0, sanctionsTotal: Number(rows[0]?.sanctions) };
    tell(progress);
    const whatIf = new WhatIf(await stored(client, against), await stored(client, rulebook), effectiveFrom);
    for await (const subjects of new SanctionedSubjects(client, whatIf.readsTerms).pages()) {
      for (const subject of subjects) {
        whatIf.add(subject);
        progress.sanctionsRead += subject.sanctions.length;
      }
      tell(progress);
    }
    await client.query('COMMIT');
    return { ...whatIf.report(), revision: Number(rows[0]?.revision) };
  } finally {
    await client.end();
  }
}

async function stored(client: pg.Client, hash: string): Promise<Rulebook> {
  const rulebook = await storedRulebook(client, hash);
  if (rulebook === undefined) throw new Error(`The rulebook ${hash} is not stored`);
  return rulebook;
}
