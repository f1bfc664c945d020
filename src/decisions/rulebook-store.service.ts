import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Config } from '../config.js';
import type { LocalDate } from '../domain/period.js';
import { Problem } from '../domain/problem.js';
import { inForceOn, type Publication } from '../domain/publication.js';
import { Audit } from '../platform/audit.js';
import { Clock } from '../platform/clock.js';
import { NodeRoleError } from '../platform/node-role-error.js';
import { takeTurn } from '../platform/turn.js';
import { checkRulebook } from '../rulebook/check.js';
import { Restrictions } from '../restrictions/restrictions.service.js';
import { RulebookError } from '../rulebook/finding.js';
import { readRuleFiles, rulebookFromFiles } from '../rulebook/load.js';
import type { Rulebook } from '../rulebook/rulebook.js';

/** Revisions whose rulebook is remembered; a node asks about the newest. */
const MOST_REVISIONS = 1_000;
/** How soon this node decides by what another one has published, if nobody asks it sooner. */
const POLL_MS = 2_000;

/**
 * The rulebooks this service decides by: the one in force, those to come, and every earlier one that a stored decision names.
 *
 * What is in force is in the database, by publications; the folder `rules/` makes only the first one. A question about a day
 * in the past is answered by the rulebook in force now: its rules are dated by day inside, so it knows the law of then, and
 * better than the rulebook of then did. Only a stored decision is replayed under its own.
 */
@Injectable()
export class RulebookStore implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('rulebooks');
  private readonly known = new Map<string, Rulebook>();
  private publications: readonly Publication[] = [];
  /** Publications up to this revision are known here. */
  private readTo = 0;
  private reading: Promise<void> | undefined;
  private poll: NodeJS.Timeout | undefined;
  /** The rulebook by revision, for the day and the publications that were asked about last. */
  private inForceToday = { day: '', publications: this.publications, byRevision: new Map<number, Rulebook>() };

  constructor(
    private readonly db: DataSource,
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly restrictions: Restrictions,
  ) {}

  /** Loads what is in force; on a new database it publishes the folder, and refuses to start if anything in it is wrong. A decision node publishes nothing. */
  async onModuleInit(): Promise<void> {
    await this.refresh();
    if (this.publications.length === 0) {
      if (this.config.role === 'decision')
        throw new NodeRoleError('No rulebook is published in this database yet. Start a full node first');
      await this.publishFirst();
      await this.refresh();
    }
    // Who can read a revision decides by the law of that revision.
    this.restrictions.beforePublish(async (revision) => void (await this.at(revision, this.clock.today())));
    this.poll = setInterval(() => void this.pollOnce(), POLL_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.poll);
  }

  /** The rulebook in force today, as far as this node knows: what another node published it learns within seconds. */
  current(): Rulebook {
    return this.inForceAt(Number.POSITIVE_INFINITY);
  }

  /**
   * The rulebook in force as of a revision of the books, whichever node published it.
   *
   * @param day on which it is in force; today if absent
   */
  async at(revision: number, day: LocalDate = this.clock.today()): Promise<Rulebook> {
    if (revision > this.readTo) await (this.reading ?? this.refresh());
    // That reading may have begun before the revision was committed.
    if (revision > this.readTo) await this.refresh();
    return this.loaded(this.inForce(revision, day));
  }

  /**
   * The rulebook in force today as of a revision, at once.
   *
   * @param revision one that this node has read the publications of: whoever shows a revision has refreshed this before
   */
  inForceAt(revision: number): Rulebook {
    const day = this.clock.today();
    const { publications } = this;
    const known = this.inForceToday;
    const isCurrent =
      known.day === day && known.publications === publications && known.byRevision.size < MOST_REVISIONS;
    const { byRevision } = isCurrent ? known : (this.inForceToday = { day, publications, byRevision: new Map() });
    const rulebook = byRevision.get(revision) ?? this.loaded(this.inForce(revision, day));
    byRevision.set(revision, rulebook);
    return rulebook;
  }

  /**
   * For a transaction in the turn of the books: no publication can come any more before it is committed.
   *
   * @throws {Problem} `rulebook-changed` if another rulebook is in force today than the one it worked with
   */
  async assertInForce(tx: EntityManager, { hash }: Rulebook): Promise<void> {
    const publication = inForceOn(await this.publishedIn(tx), this.clock.today());
    if (publication?.rulebookHash !== hash) throw new Problem('rulebook-changed');
  }

  /** Every publication that a transaction sees, in order: this node may not have read the last one yet. */
  async publishedIn(tx: EntityManager): Promise<Publication[]> {
    return tx.query(SELECT_PUBLICATIONS);
  }

  /** Every publication this node knows, in order. */
  published(): readonly Publication[] {
    return this.publications;
  }

  /** A rulebook that is stored. @throws {Error} if it is not: every decision and publication names one that is */
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

  /** Reads what was published since, and loads it. Whoever published calls it when that is committed. */
  async refresh(): Promise<void> {
    // Whoever waits for a reading that began before the call might miss what was just committed.
    while (this.reading !== undefined) await this.reading.catch(() => undefined);
    this.reading = this.read();
    try {
      await this.reading;
    } finally {
      this.reading = undefined;
    }
  }

  private async read(): Promise<void> {
    // One statement is one snapshot: what it does not show has a later revision.
    const [row]: { revision: number; publications: Publication[] }[] = await this.db.query(READ_PUBLICATIONS);
    if (row === undefined) throw new Error('The publications could not be read');
    for (const { rulebookHash } of row.publications) await this.byHash(rulebookHash);
    this.publications = row.publications;
    this.readTo = Math.max(this.readTo, row.revision);
  }

  private async pollOnce(): Promise<void> {
    try {
      await this.refresh();
    } catch {
      // The database is away or closing; whatever asks it next tells so.
      this.logger.debug('publications were not read');
    }
  }

  private inForce(revision: number, day: LocalDate): Publication {
    const known = this.publications.filter((publication) => publication.revision <= revision);
    const publication = inForceOn(known, day);
    if (publication === undefined) throw new Error('The rulebook is not loaded yet');
    return publication;
  }

  private loaded({ rulebookHash }: Publication): Rulebook {
    const rulebook = this.known.get(rulebookHash);
    if (rulebook === undefined) throw new Error(`The rulebook ${rulebookHash} is not loaded`);
    return rulebook;
  }

  private async publishFirst(): Promise<void> {
    const files = await readRuleFiles(this.config.rulesDir);
    const findings = await checkRulebook(files, this.clock.today());
    if (findings.length > 0) throw new RulebookError(findings);
    const { hash, files: law, firstDay } = rulebookFromFiles(files);
    await this.db.transaction(async (tx) => {
      await takeTurn(tx, 'books');
      const published: unknown[] = await tx.query('SELECT 1 FROM rulebook_publication');
      // Another node was first.
      if (published.length > 0) return;
      await tx.query('INSERT INTO rulebook (hash, files) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING', [
        hash,
        JSON.stringify(law),
      ]);
      await tx.query(
        'INSERT INTO rulebook_publication (number, rulebook_hash, effective_from, published_at) VALUES (1, $1, $2, $3)',
        [hash, firstDay, this.clock.now()],
      );
      await this.audit.append(tx, {
        actor: 'system',
        what: 'rulebook.published',
        object: `rulebook:${hash}`,
        detail: { publication: 1, effectiveFrom: firstDay },
      });
    });
  }
}

const SELECT_PUBLICATIONS = `
  SELECT number, rulebook_hash AS "rulebookHash", effective_from AS "effectiveFrom", coalesce(revision, 0) AS revision
  FROM rulebook_publication ORDER BY number`;

const READ_PUBLICATIONS = `
  SELECT (SELECT coalesce(max(number), 0) FROM revision) AS revision,
    (SELECT coalesce(jsonb_agg(publication ORDER BY number), '[]') FROM (${SELECT_PUBLICATIONS}) AS publication) AS publications`;
