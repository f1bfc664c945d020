import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { takeTurn } from './turn.js';

/** Channel on which the database tells that a revision was committed; the payload is its number. */
export const REVISION_CHANNEL = 'duanka_revision';

/** Told of a revision that is committed. What it throws is nobody's business but its own: it must not throw. */
export type RevisionFollower = (revision: number) => Promise<void>;

/** The one number that grows with every change that can alter a decision. */
@Injectable()
export class Revisions {
  private readonly followers = new Set<RevisionFollower>();

  constructor(private readonly dataSource: DataSource) {}

  /**
   * The next revision, without gaps and in the order of commits: the turn is kept until the transaction ends.
   * Take it as late in the transaction as possible.
   *
   * @param reason what made it, such as `list.approved`; no personal data
   */
  async next(tx: EntityManager, reason: string): Promise<number> {
    await takeTurn(tx, 'books');
    const rows: { number: string }[] = await tx.query(
      `WITH taken AS (
         INSERT INTO revision (number, reason) SELECT coalesce(max(number), 0) + 1, $1 FROM revision RETURNING number
       )
       SELECT number, pg_notify($2, number::text) FROM taken`,
      [reason, REVISION_CHANNEL],
    );
    return Number(rows[0]?.number);
  }

  /** Has somebody in this process told of revisions as soon as they are committed here. @returns ends it */
  follow(follower: RevisionFollower): () => void {
    this.followers.add(follower);
    return () => void this.followers.delete(follower);
  }

  /**
   * To be called by whoever took a revision, when it is committed. Returns when everybody in this process who follows has
   * taken it in, so that whoever is answered now finds his own change; other nodes learn of it by themselves.
   */
  async announce(revision: number): Promise<void> {
    await Promise.all([...this.followers].map((follower) => follower(revision)));
  }

  /** The last revision taken at an instant or before, to the millisecond; 0 before the first. */
  async at(instant: Date): Promise<number> {
    const rows: { number: number }[] = await this.dataSource.query(
      `SELECT number FROM revision WHERE date_trunc('milliseconds', taken_at) <= $1 ORDER BY number DESC LIMIT 1`,
      [instant],
    );
    return rows[0]?.number ?? 0;
  }

  /** The last committed revision; 0 before the first. Inside a transaction pass its manager. */
  async current(manager: EntityManager = this.dataSource.manager): Promise<number> {
    const rows: { number: string | null }[] = await manager.query(`SELECT max(number) AS number FROM revision`);
    return Number(rows[0]?.number ?? 0);
  }
}
