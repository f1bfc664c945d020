import { beforeAll, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { DataSource, EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { readConfig } from '../src/config.js';
import { Problem } from '../src/domain/problem.js';
import { connect, urlOf } from '../src/platform/database.js';
import { Readiness } from '../src/platform/readiness.js';
import { Revisions } from '../src/platform/revisions.js';
import { IndexFollower } from '../src/restrictions/index-follower.js';
import { Restrictions } from '../src/restrictions/restrictions.service.js';
import { whenDone } from './support/cleanup.js';
import { aDatabase } from './support/database.js';
import { aFollower } from './support/followers.js';
import { aGate } from './support/gate.js';
import { until } from './support/until.js';

// What is written here is no news to whoever runs the tests.
Logger.overrideLogger(false);

const HOUR_MS = 3_600_000;

let db: DataSource;
let url: string;
let revisions: Revisions;
const institution = uuidv7();
let written = 0;

beforeAll(async () => {
  db = await aDatabase();
  url = urlOf(db);
  revisions = new Revisions(db);
  await db.query(`INSERT INTO institution (id, code, kind, region, name) VALUES ($1, 'bank', 'bank', '500000', '试')`, [
    institution,
  ]);
});

/** One more card of one more person, in the revision of the transaction. */
async function insertCard(tx: EntityManager, revision: number): Promise<void> {
  written += 1;
  const number = Buffer.alloc(16);
  number.writeUInt32BE(written, 12);
  const subject = uuidv7();
  await tx.query(`INSERT INTO subject (id, kind, name_enc, name_hash) VALUES ($1, 'person', '', $2)`, [
    subject,
    number,
  ]);
  await tx.query(
    `INSERT INTO identifier (id, subject_id, id_type, number_enc, number_hash) VALUES ($1, $2, 'resident_id', '', $3)`,
    [uuidv7(), subject, number],
  );
  await tx.query(
    `INSERT INTO card (id, institution_id, kind, number_enc, number_hash, holder_id, status, revision)
     VALUES ($1, $2, 'bank_account', '', $3, $4, 'active', $5)`,
    [uuidv7(), institution, number, subject, revision],
  );
}

/** A change as every feature makes one. */
function changed(): Promise<number> {
  return db.transaction(async (tx) => {
    const revision = await revisions.next(tx, 'test');
    await insertCard(tx, revision);
    return revision;
  });
}

/** A change nobody is woken for, as if the wake had been lost. */
function changedInSilence(): Promise<number> {
  return db.transaction(async (tx) => {
    const [row]: { number: number }[] = await tx.query(
      `INSERT INTO revision (number, reason) SELECT coalesce(max(number), 0) + 1, 'test' FROM revision RETURNING number`,
    );
    await insertCard(tx, row?.number ?? 0);
    return row?.number ?? 0;
  });
}

async function listeners(): Promise<number[]> {
  const rows: { pid: number }[] = await db.query(
    `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'duanka restrictions'`,
  );
  return rows.map(({ pid }) => pid);
}

/** Whether the follower has come to a revision by itself: nobody asks it to. */
function hasComeTo(follower: IndexFollower, revision: number): Promise<void> {
  return until(() => (follower.index?.revision ?? -1) >= revision);
}

describe('a node that follows', () => {
  it('is woken by the database: it finds a change although it would look by itself only an hour later', async () => {
    const follower = aFollower(url, {}, HOUR_MS);
    await hasComeTo(follower, await revisions.current());

    await hasComeTo(follower, await changed());

    expect(follower.index?.sizes().cards).toBe(written);
    await follower.stop();
  });

  it('finds a change by looking alone, where no wake reaches it', async () => {
    const follower = aFollower(url);
    await hasComeTo(follower, await revisions.current());

    await hasComeTo(follower, await changedInSilence());

    expect(follower.index?.sizes().cards).toBe(written);
    await follower.stop();
  });

  it('connects again when its connection is cut, and misses nothing of what happened in between', async () => {
    const follower = aFollower(url, {}, HOUR_MS);
    await hasComeTo(follower, await revisions.current());
    const before = await listeners();

    for (const pid of before) await db.query('SELECT pg_terminate_backend($1)', [pid]);
    await changedInSilence();
    await hasComeTo(follower, await changed());
    await hasComeTo(follower, await changed());

    expect(follower.index?.sizes().cards).toBe(written);
    expect(await listeners()).not.toEqual(before);
    await follower.stop();
  });

  it('takes a thousand concurrent revisions in their order, each with all before it and none after', async () => {
    const base = { cards: written, revision: await revisions.current() };
    const states: { revision: number; cards: number }[] = [];
    let following: IndexFollower | undefined = undefined;
    const note = (follower: IndexFollower | undefined): void => {
      if (follower?.index !== undefined)
        states.push({ revision: follower.index.revision, cards: follower.index.sizes().cards });
    };
    following = aFollower(url, { beforePublish: async () => note(following) });

    // Ten at a time: more would only wait for a connection.
    const lane = async (): Promise<void> => {
      for (let round = 0; round < 100; round += 1) await changed();
    };
    await Promise.all(Array.from({ length: 10 }, lane));
    await hasComeTo(following, base.revision + 1000);

    note(following);
    expect(states.map(({ cards }) => cards)).toEqual(
      states.map(({ revision }) => base.cards + revision - base.revision),
    );
    expect(states.map(({ revision }) => revision)).toEqual(
      states.map(({ revision }) => revision).toSorted((one, other) => one - other),
    );
    expect(states.at(-1)?.revision).toBe(base.revision + 1000);
    await following.stop();
  });

  it('shows a revision only when whoever else decides by it is ready, and tries again if that fails', async () => {
    const asked: number[] = [];
    const beforePublish = async (revision: number): Promise<void> => {
      asked.push(revision);
      if (asked.length === 2) throw new Error('not ready yet');
    };
    const follower = aFollower(url, { beforePublish });
    const loadedAt = await revisions.current();
    await hasComeTo(follower, loadedAt);

    const revision = await changed();
    await hasComeTo(follower, revision);

    expect(asked).toEqual([loadedAt, revision, revision]);
    expect(follower.index?.sizes().cards).toBe(written);
    await follower.stop();
  });

  it('forgets what it knew when the database was set back, and reads everything anew', async () => {
    let loads = 0;
    const follower = aFollower(url, { loaded: () => (loads += 1) });
    const newest = await changed();
    await hasComeTo(follower, newest);

    await db.query('DELETE FROM card WHERE revision = $1', [newest]);
    await db.query(`UPDATE revision SET taken_at = taken_at + interval '1 second' WHERE number = $1`, [newest]);
    await until(() => loads === 2);

    expect(follower.index?.sizes().cards).toBe(written - 1);
    await follower.stop();
  });
});

describe('a node that has lost its database', () => {
  it('answers until it is too old, then says so, and answers again when the database is back', async () => {
    const gate = await aGate(url);
    const through = await connect(gate.url, 2);
    whenDone(() => through.destroy());
    const config = readConfig({ DUANKA_MAX_INDEX_AGE_SECONDS: '2' });
    const readiness = new Readiness(through);
    const restrictions = new Restrictions(through, config, new Revisions(through), readiness);
    whenDone(() => restrictions.onModuleDestroy());
    expect(() => restrictions.current()).toThrow(new Problem('not-ready'));
    restrictions.start();
    await restrictions.loaded();
    await expect(readiness.assertReady()).resolves.toBeUndefined();
    const { revision } = restrictions.current();

    await gate.shut();

    expect(restrictions.current().revision).toBe(revision);
    await until(() => refusal(restrictions) !== undefined);
    expect(refusal(restrictions)).toMatchObject({ code: 'index-outdated', status: 503, parameters: { most: 2 } });
    await expect(readiness.assertReady()).rejects.toThrow('not-ready');

    const later = await changed();
    await gate.open();

    await until(() => refusal(restrictions) === undefined && restrictions.current().revision === later);
    await expect(readiness.assertReady()).resolves.toBeUndefined();
  });

  it('does not answer from a revision it has not reached', async () => {
    const restrictions = new Restrictions(db, readConfig({}), revisions, new Readiness(db));
    whenDone(() => restrictions.onModuleDestroy());
    restrictions.start();
    await restrictions.loaded();
    const next = (await revisions.current()) + 1;

    await expect(restrictions.reach(next)).rejects.toMatchObject({
      code: 'revision-not-reached',
      parameters: { revision: next - 1 },
    });
  });

  it('whoever changed the books finds his change on this node as soon as it is announced', async () => {
    const restrictions = new Restrictions(db, readConfig({}), revisions, new Readiness(db));
    whenDone(() => restrictions.onModuleDestroy());
    restrictions.start();
    await restrictions.loaded();

    for (let round = 0; round < 20; round += 1) {
      const revision = await changed();
      await revisions.announce(revision);

      expect(restrictions.current().revision).toBe(revision);
    }
  });
});

function refusal(restrictions: Restrictions): Problem | undefined {
  try {
    restrictions.current();
    return undefined;
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}
