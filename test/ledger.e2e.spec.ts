import { beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { Audit } from '../src/platform/audit.js';
import type { ChainReport } from '../src/platform/hash-chain.js';
import { Revisions } from '../src/platform/revisions.js';
import { FixedClock } from './support/app.js';
import { aDatabase } from './support/database.js';

const audit = new Audit(new FixedClock(new Date('2025-01-05T02:00:00Z')));
let db: DataSource;

beforeEach(async () => {
  db = await aDatabase();
});

async function act(what: string): Promise<void> {
  await db.transaction((tx) =>
    audit.append(tx, { actor: 'system', what, object: 'test:1', detail: { nested: null, count: 1 } }),
  );
}

async function acts(count: number): Promise<void> {
  for (let number = 1; number <= count; number += 1) await act(`act.${number}`);
}

/** What somebody with full access to the database could do, past every trigger. */
async function tamper(statement: string): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.query(`SET LOCAL session_replication_role = replica`);
    await tx.query(statement);
  });
}

function verify(): Promise<ChainReport> {
  return audit.verify(db.manager);
}

describe('audit trail', () => {
  it('an untouched trail is intact, also an empty one', async () => {
    expect(await verify()).toMatchObject({ intact: true, rows: 0 });
    await acts(3);

    expect(await verify()).toMatchObject({ intact: true, rows: 3, head: { seq: 3 } });
  });

  it('a trail longer than one reading is intact from end to end', async () => {
    await db.transaction(async (tx) => {
      for (let count = 0; count < 1001; count += 1)
        await audit.append(tx, { actor: 'system', what: 'act', object: 'test:1' });
    });

    expect(await verify()).toMatchObject({ intact: true, rows: 1001 });
  });

  it('an act that is rolled back leaves nothing, and the next one takes its place', async () => {
    await act('act.1');
    const failing = db.transaction(async (tx) => {
      await audit.append(tx, { actor: 'system', what: 'act.lost', object: 'test:1' });
      throw new Error('changed its mind');
    });
    await expect(failing).rejects.toThrow('changed its mind');
    await act('act.2');

    expect(await verify()).toMatchObject({ intact: true, rows: 2 });
  });

  it('acts at the same time form one chain', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, number) => act(`act.${number}`)));

    expect(await verify()).toMatchObject({ intact: true, rows: 20 });
  });

  it.each([
    { column: 'actor', change: `actor = 'client:other'` },
    { column: 'what', change: `what = 'act.4'` },
    { column: 'object', change: `object = 'test:2'` },
    { column: 'detail', change: `detail = '{"count": 2, "nested": null}'` },
    { column: 'time', change: `at = at + interval '1 millisecond'` },
    { column: 'hash, by one bit', change: `hash = set_bit(hash, 77, 1 - get_bit(hash, 77))` },
  ])('a change of $column is found in its row', async ({ change }) => {
    await acts(5);

    await tamper(`UPDATE audit_entry SET ${change} WHERE seq = 3`);

    expect((await verify()).findings).toContainEqual({ kind: 'altered', seq: 3, lastSeq: 3 });
  });

  it('a removed row is found', async () => {
    await acts(5);

    await tamper(`DELETE FROM audit_entry WHERE seq = 3`);

    expect((await verify()).findings).toEqual([{ kind: 'removed', seq: 3, lastSeq: 3 }]);
  });

  it('a re-ordered pair is found as one', async () => {
    await acts(5);

    await tamper(`UPDATE audit_entry SET seq = CASE seq WHEN 3 THEN -4 ELSE -3 END WHERE seq IN (3, 4)`);
    await tamper(`UPDATE audit_entry SET seq = -seq WHERE seq < 0`);

    expect((await verify()).findings).toEqual([{ kind: 'reordered', seq: 3, lastSeq: 4 }]);
  });

  it('a cut tail is found', async () => {
    await acts(5);

    await tamper(`DELETE FROM audit_entry WHERE seq > 3`);

    expect((await verify()).findings).toEqual([{ kind: 'tail-removed', seq: 4, lastSeq: 5 }]);
  });

  it.each(['UPDATE audit_entry SET what = what', 'DELETE FROM audit_entry', 'TRUNCATE audit_entry'])(
    'the database refuses: %s',
    async (statement) => {
      await acts(1);

      await expect(db.query(statement)).rejects.toThrow('audit_entry is append-only');
    },
  );
});

describe('revisions', () => {
  it('are numbered without gaps, although some transactions are given up', async () => {
    const revisions = new Revisions(db);
    const all = Array.from({ length: 20 }, (_, number) =>
      db.transaction(async (tx) => {
        const revision = await revisions.next(tx, 'test');
        if (number % 4 === 0) throw new Error('given up');
        return revision;
      }),
    );

    const taken = (await Promise.allSettled(all)).flatMap((result) =>
      result.status === 'fulfilled' ? [result.value] : [],
    );

    expect(taken.sort((left, right) => left - right)).toEqual(Array.from({ length: 15 }, (_, index) => index + 1));
    expect(await revisions.current()).toBe(15);
  });

  it('are committed in their order: the next one waits until the one before is committed', async () => {
    const revisions = new Revisions(db);
    const first = db.createQueryRunner();
    await first.startTransaction();
    expect(await revisions.next(first.manager, 'first')).toBe(1);
    const second = db.transaction((tx) => revisions.next(tx, 'second'));
    await someoneWaits();

    expect(await revisions.current()).toBe(0);
    await first.commitTransaction();
    await first.release();

    expect(await second).toBe(2);
  });

  it('come before the audit trail in a transaction, so that many that take both cannot deadlock', async () => {
    const revisions = new Revisions(db);
    const entry = { actor: 'system', what: 'act', object: 'test:1' };
    const all = Array.from({ length: 10 }, () =>
      db.transaction(async (tx) => {
        await revisions.next(tx, 'test');
        await audit.append(tx, entry);
      }),
    );

    await Promise.all([...all, act('sign-in'), act('sign-in')]);

    expect(await revisions.current()).toBe(10);
    expect(await verify()).toMatchObject({ intact: true, rows: 12 });
  });

  it('keep nobody who only leaves an audit entry waiting', async () => {
    const approval = db.createQueryRunner();
    await approval.startTransaction();
    await new Revisions(db).next(approval.manager, 'a long approval');

    await act('sign-in');

    await approval.rollbackTransaction();
    await approval.release();
    expect(await verify()).toMatchObject({ intact: true, rows: 1 });
  });

  /** Resolves when a transaction stands in the queue. */
  async function someoneWaits(): Promise<void> {
    for (;;) {
      const waiting: unknown[] = await db.query(
        `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      );
      if (waiting.length > 0) return;
    }
  }
});
