import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { CardKind } from '../../domain/designation.js';
import { Problem } from '../../domain/problem.js';
import { afterRun, isImplausible } from '../../domain/reconciliation.js';
import { actorOf, type ClientPrincipal } from '../../institutions/principal.js';
import { Pii } from '../../platform/pii.js';
import type { Finding } from './card-comparison.service.js';
import { ReconciliationTasks, type TrackedFinding } from './reconciliation-tasks.service.js';
import type { Reconciliation } from './reconciliation.entity.js';
import { Reconciliations, type Run } from './reconciliations.service.js';

const PAGE = 1_000;

/** What a full account leaves out: cards that are registered, not closed, and that no line named. */
@Injectable()
export class MissingCards {
  constructor(
    private readonly db: DataSource,
    private readonly pii: Pii,
    private readonly tasks: ReconciliationTasks,
    private readonly runs: Reconciliations,
  ) {}

  /** How many are missing if that is too many to be believed, else 0. */
  async doubted({ id, institutionId, fromRevision }: Run): Promise<number> {
    const [row]: { registered: number; missing: number }[] = await this.db.query(COUNT, [
      id,
      institutionId,
      fromRevision,
    ]);
    const counts = row ?? { registered: 0, missing: 0 };
    return isImplausible(counts) ? counts.missing : 0;
  }

  /**
   * Makes tasks of them, page by page, each in a transaction of its own.
   *
   * @throws {Problem} `reconciliation-ended` when somebody ends it meanwhile
   */
  async *track(run: Run, state: 'running' | 'implausible'): AsyncGenerator<TrackedFinding[]> {
    let after: Buffer = Buffer.alloc(0);
    for (;;) {
      const rows: MissingRow[] = await this.db.query(SELECT_PAGE, [
        run.id,
        run.institutionId,
        run.fromRevision,
        after,
        PAGE,
      ]);
      const last = rows.at(-1);
      if (last === undefined) return;
      after = last.number_hash;
      const findings = rows.map((row) => this.findingOf(row));
      yield await this.db.transaction(async (tx) => {
        const tracked = await this.tasks.track(tx, run, findings);
        run.differences.missing_card = (run.differences.missing_card ?? 0) + tracked.length;
        await this.runs.advance(tx, run, state);
        return tracked;
      });
    }
  }

  /**
   * Says that an account left in doubt is right: what is missing becomes tasks, and what is gone is resolved. By the client that
   * gave it; may be said again if it broke off.
   *
   * @throws {Problem} `reconciliation-not-found`, `forbidden`, `reconciliation-transition-refused`, `reconciliation-ended`
   */
  async confirm(id: string, client: ClientPrincipal): Promise<Reconciliation> {
    const doubted = await this.runs.get(id, client);
    if (doubted.startedBy !== actorOf(client)) throw new Problem('forbidden');
    afterRun(doubted.state, 'confirm');
    const { institutionId, isFull, fromRevision, toRevision, lines, cards, bad } = doubted;
    const differences = { ...doubted.differences, missing_card: 0 };
    const run = { id, institutionId, client, isFull, fromRevision, toRevision, lines, cards, bad, differences };
    const pages = this.track(run, 'implausible');
    while ((await pages.next()).done !== true);
    await this.runs.conclude(run, 'confirm');
    return this.runs.get(id, client);
  }

  private findingOf({ id, kind, number_enc: cipher, number_hash: numberHash }: MissingRow): Finding {
    return {
      line: null,
      difference: 'missing_card',
      kind,
      number: this.pii.decryptText(cipher, 'card.number'),
      numberHash,
      cardId: id,
      state: null,
      expected: null,
      isWithheld: false,
    };
  }
}

interface MissingRow {
  id: string;
  kind: CardKind;
  number_enc: Buffer;
  number_hash: Buffer;
}

const IS_NAMED =
  'EXISTS (SELECT FROM reconciliation_seen AS seen WHERE seen.run_id = $1 AND seen.number_hash = card.number_hash)';

/** What was registered or changed since the account began, it cannot know. */
const IS_DUE = `institution_id = $2 AND status <> 'closed' AND revision <= $3`;

const COUNT = `
  SELECT count(*)::integer AS registered, count(*) FILTER (WHERE NOT ${IS_NAMED})::integer AS missing FROM card WHERE ${IS_DUE}`;

const SELECT_PAGE = `
  SELECT id, kind, number_enc, number_hash FROM card
  WHERE ${IS_DUE} AND number_hash > $4 AND NOT ${IS_NAMED} ORDER BY number_hash LIMIT $5`;
