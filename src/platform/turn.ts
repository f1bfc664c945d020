import type { EntityManager } from 'typeorm';

/**
 * What is kept in the order of commits. The books (revisions, and who is recorded) come before the audit trail: a
 * transaction that needs both turns takes them in this order, so that no two wait for each other, and a long approval
 * does not keep an officer from signing in. Directives are issued in transactions of their own, which take their turn first.
 */
const TURNS = { books: 0x4455414e, audit: 0x4455414f, directives: 0x44554150 } as const;

/** Waits until this transaction may write to what is kept in order, and keeps the turn until it ends. */
export async function takeTurn(tx: EntityManager, turn: keyof typeof TURNS): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock($1)`, [TURNS[turn]]);
}
