import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { RulebookStore } from '../decisions/rulebook-store.service.js';
import type { LocalDate } from '../domain/period.js';
import { Problem } from '../domain/problem.js';
import { inForceOn, standingOf, type RulebookStanding } from '../domain/publication.js';
import { Clock } from '../platform/clock.js';
import { decodeCursor, encodeCursor } from '../platform/cursor.js';
import { diffRulebooks, type RulebookDiff } from '../rulebook/diff.js';
import type { RuleFiles } from '../rulebook/files.js';
import type { Rulebook } from '../rulebook/rulebook.js';

/** A rulebook, who handed it in, and whether and since when it counts. */
export interface RulebookOverview {
  hash: string;
  state: RulebookStanding;
  /** Officer's id; null: the service itself. */
  authorId: string | null;
  submittedAt: Date | null;
  source: 'upload' | 'folder' | null;
  /** Of its last publication. */
  publication: {
    effectiveFrom: LocalDate;
    publishedAt: Date;
    approverId: string | null;
    diffHash: string | null;
    revision: number | null;
  } | null;
}

export interface OverviewPage {
  items: RulebookOverview[];
  nextCursor: string | null;
}

/** A whole rulebook, as it is stored. */
export interface WholeRulebook {
  overview: RulebookOverview;
  rulebook: Rulebook;
  /** The golden cases that came with it. */
  cases: RuleFiles;
}

/** Rulebooks as officers read them. */
@Injectable()
export class RulebooksService {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly rulebooks: RulebookStore,
  ) {}

  /** Newest first. @throws {Problem} `cursor-invalid` */
  async page(cursor: string | undefined, limit: number): Promise<OverviewPage> {
    await this.rulebooks.refresh();
    const after = cursor === undefined ? [null, null] : positionIn(cursor);
    const rows: OverviewRow[] = await this.db.query(SELECT_OVERVIEWS, [...after, null, limit + 1]);
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    return {
      items: shown.map((row) => this.overviewOf(row)),
      nextCursor: last === undefined ? null : encodeCursor({ at: last.loaded_at, hash: last.hash }),
    };
  }

  /** @throws {Problem} `rulebook-not-found` */
  async overview(hash: string): Promise<RulebookOverview> {
    await this.rulebooks.refresh();
    const [row]: OverviewRow[] = await this.db.query(SELECT_OVERVIEWS, [null, null, hash, 1]);
    if (row === undefined) throw new Problem('rulebook-not-found');
    return this.overviewOf(row);
  }

  /** @throws {Problem} `rulebook-not-found` */
  async whole(hash: string): Promise<WholeRulebook> {
    const overview = await this.overview(hash);
    const [row]: { cases: RuleFiles }[] = await this.db.query(SELECT_CASES, [hash]);
    return { overview, rulebook: await this.rulebooks.byHash(hash), cases: row?.cases ?? {} };
  }

  /**
   * What a rulebook says otherwise than another.
   *
   * @param against by default the rulebook in force
   * @throws {Problem} `rulebook-not-found`
   */
  async diff(hash: string, against: string | undefined): Promise<RulebookDiff & { rulebook: string; against: string }> {
    const overview = await this.overview(hash);
    const other = against ?? inForceOn(this.rulebooks.published(), this.clock.today())?.rulebookHash ?? hash;
    await this.overview(other);
    const [before, after] = [await this.rulebooks.byHash(other), await this.rulebooks.byHash(overview.hash)];
    return { rulebook: hash, against: other, ...diffRulebooks(before, after) };
  }

  private overviewOf(row: OverviewRow): RulebookOverview {
    const { hash, submitted_by, submitted_at, source, effective_from, published_at } = row;
    return {
      hash,
      state: standingOf(hash, this.rulebooks.published(), this.clock.today()),
      authorId: submitted_by,
      submittedAt: submitted_at,
      source,
      publication:
        effective_from === null || published_at === null
          ? null
          : {
              effectiveFrom: effective_from,
              publishedAt: published_at,
              approverId: row.approver_id,
              diffHash: row.diff_hash,
              revision: row.revision,
            },
    };
  }
}

function positionIn(cursor: string): [at: string, hash: string] {
  const { at, hash } = decodeCursor(cursor, 'at', 'hash');
  // It goes into a cast: what is no instant is no cursor of ours.
  if (!/^\d{4}-\d{2}-\d{2} [\d:.+-]{8,30}$/.test(at) || Number.isNaN(Date.parse(at)))
    throw new Problem('cursor-invalid');
  return [at, hash];
}

interface OverviewRow {
  hash: string;
  loaded_at: string;
  submitted_by: string | null;
  submitted_at: Date | null;
  source: 'upload' | 'folder' | null;
  effective_from: LocalDate | null;
  published_at: Date | null;
  approver_id: string | null;
  diff_hash: string | null;
  revision: number | null;
}

/** Its author is the officer who handed it in first; where none did, the service. */
const AUTHORED = `
  SELECT submitted_by, submitted_at, source, cases FROM rulebook_submission
  WHERE rulebook_hash = rulebook.hash ORDER BY submitted_by IS NULL, submitted_at, id LIMIT 1`;

const SELECT_OVERVIEWS = `
  SELECT rulebook.hash, rulebook.first_loaded_at::text AS loaded_at, authored.submitted_by, authored.submitted_at, authored.source,
    publication.effective_from, publication.published_at, publication.approver_id, publication.diff_hash, publication.revision
  FROM rulebook
  LEFT JOIN LATERAL (${AUTHORED}) AS authored ON true
  LEFT JOIN LATERAL (SELECT * FROM rulebook_publication WHERE rulebook_hash = rulebook.hash ORDER BY number DESC LIMIT 1)
    AS publication ON true
  WHERE ($1::timestamptz IS NULL OR (rulebook.first_loaded_at, rulebook.hash) < ($1::timestamptz, $2::text))
    AND ($3::text IS NULL OR rulebook.hash = $3::text)
  ORDER BY rulebook.first_loaded_at DESC, rulebook.hash DESC LIMIT $4`;

const SELECT_CASES = `SELECT authored.cases FROM rulebook CROSS JOIN LATERAL (${AUTHORED}) AS authored WHERE rulebook.hash = $1`;
