import type { EntityManager } from 'typeorm';

/** Key of the advisory lock: the letters "DUAN" as a number. */
const TURN = 0x4455414e;

/**
 * Waits until this transaction may write to what is kept in the order of commits (revisions and the hash chains), and
 * keeps the turn until it ends. One lock for all of them: two locks taken in different order would deadlock.
 */
export async function takeTurn(tx: EntityManager): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock($1)`, [TURN]);
}
