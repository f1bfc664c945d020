import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { takeTurn } from './turn.js';

/** The one number that grows with every change that can alter a decision. */
@Injectable()
export class Revisions {
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
      `INSERT INTO revision (number, reason) SELECT coalesce(max(number), 0) + 1, $1 FROM revision RETURNING number`,
      [reason],
    );
    return Number(rows[0]?.number);
  }

  /** The last committed revision; 0 before the first. Inside a transaction pass its manager. */
  async current(manager: EntityManager = this.dataSource.manager): Promise<number> {
    const rows: { number: string | null }[] = await manager.query(`SELECT max(number) AS number FROM revision`);
    return Number(rows[0]?.number ?? 0);
  }
}
