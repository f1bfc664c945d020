import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { anchorKeyOf } from '../src/decision-log/anchor-key.js';
import { groupsOfChain } from '../src/decision-log/group-reading.js';
import { groupText, type GroupRecord } from '../src/decision-log/group-record.js';
import { queryOf } from '../src/decision-log/log-check.service.js';
import type { LogReport } from '../src/decision-log/log-verification.js';
import { retain } from '../src/decision-log/retention.js';
import { canonicalJson } from '../src/domain/canonical.js';
import { Audit } from '../src/platform/audit.js';
import { connect } from '../src/platform/database.js';
import { nextHash } from '../src/platform/hash-chain.js';
import { Keyring, newKeyringContent } from '../src/platform/keyring.js';
import type { Pii } from '../src/platform/pii.js';
import { FixedClock } from './support/app.js';
import { whenDone } from './support/cleanup.js';
import { aClone, aDatabase } from './support/database.js';
import { aLoggedDecision, aLogNode, BANK, CARRIER, decisions, type LogNode } from './support/decision-log.js';

interface GroupRow {
  chain: string;
  seq: number;
  count: number;
  partition: string;
}

function groupsIn(db: DataSource): Promise<GroupRow[]> {
  return db.query(
    'SELECT chain, seq, count, tableoid::regclass::text AS partition FROM decision_group ORDER BY chain, seq',
  );
}

/** Changes what may not be changed. */
async function forge(db: DataSource, ...statements: readonly string[]): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.query('SET LOCAL session_replication_role = replica');
    for (const statement of statements) await tx.query(statement);
  });
}

/** Ten groups with one decision each. */
async function tenGroups({ log }: LogNode): Promise<void> {
  for (let group = 0; group < 10; group += 1) await log.append([aLoggedDecision()]);
}

let anchored: Promise<{ db: DataSource; node: LogNode }> | undefined;

/** Ten groups and an anchor over them, for tests that leave them as they are. */
function anchoredLog(): Promise<{ db: DataSource; node: LogNode }> {
  anchored ??= (async () => {
    const db = await aDatabase();
    const node = aLogNode(db);
    await tenGroups(node);
    await node.anchor();
    return { db, node };
  })();
  return anchored;
}

/** What is found while something is changed that may not be changed; afterwards it is as before. */
async function findingsWhile(...statements: readonly string[]): Promise<LogReport['findings']> {
  const { db, node } = await anchoredLog();
  const runner = db.createQueryRunner();
  await runner.startTransaction();
  try {
    await runner.query('SET LOCAL session_replication_role = replica');
    for (const statement of statements) await runner.query(statement);
    return (await node.verify(runner.manager)).findings;
  } finally {
    await runner.rollbackTransaction();
    await runner.release();
  }
}

describe('writing', () => {
  it('nodes that write at the same time do not wait for each other: each has its chain, and nothing is lost', async () => {
    const db = await aDatabase();
    const first = aLogNode(db);
    const nodes = [first, aLogNode(db, first), aLogNode(db, first)];
    const written = nodes.map(() => decisions(400));

    await Promise.all(
      nodes.flatMap(({ log }, node) => [
        ...(written[node] ?? []).slice(0, 100).map((decision) => log.append([decision])),
        log.append((written[node] ?? []).slice(100)),
      ]),
    );

    expect(await first.verify()).toMatchObject({ intact: true, chains: 3, decisions: 1_200, areContentsChecked: true });
    for (const decision of written.flat().filter((_, at) => at % 97 === 0))
      expect(await first.log.byId(decision.id)).toEqual(decision);
  });

  it('what waits is one group, and a group is one row', async () => {
    const db = await aDatabase();
    const { log } = aLogNode(db);

    await Promise.all([log.append([aLoggedDecision()]), log.append(decisions(500)), log.append(decisions(499))]);

    expect(await groupsIn(db)).toMatchObject([{ seq: 1, count: 1_000 }]);
  });

  it('a decision that was never made, and one of another tick, are not found', async () => {
    const { log } = aLogNode(await aDatabase());
    await log.append(decisions(3));

    expect(await log.byId(uuidv7())).toBeNull();
    expect(await log.byId('00000000-0000-7000-8000-000000000000')).toBeNull();
  });

  it('an institution pages through its own, newest first, whoever wrote them and with whomever they were committed', async () => {
    const db = await aDatabase();
    const first = aLogNode(db);
    const nodes = [first, aLogNode(db, first)];
    const own: string[] = [];
    for (let round = 0; round < 12; round += 1) {
      const mixed = decisions(9).map((decision, at) => ({ ...decision, institutionId: at % 3 === 0 ? CARRIER : BANK }));
      own.push(...mixed.filter(({ institutionId }) => institutionId === CARRIER).map(({ id }) => id));
      await nodes[round % 2]?.log.append(mixed);
    }

    const seen: string[] = [];
    for (let before: string | undefined; ; before = seen.at(-1)) {
      const page = await first.log.page(CARRIER, before, 7);
      seen.push(...page.map(({ id }) => id));
      if (page.length < 7) break;
    }

    expect(seen).toEqual(own.toReversed());
  });

  it('question and answer are nowhere in the database in clear, deflated or not', async () => {
    const db = await aDatabase();
    const { log } = aLogNode(db);
    await log.append([aLoggedDecision({ input: '{"name":"赵试"}' })]);
    await log.append(decisions(300, { input: '{"name":"赵试"}' }));

    const [row]: { text: string }[] = await db.query(
      `SELECT string_agg(decision_group::text, '') AS text FROM decision_group`,
    );

    expect(row?.text).not.toContain(Buffer.from('赵试').toString('hex'));
    expect(row?.text).not.toContain('赵试');
    const sizes: unknown[] = await db.query('SELECT is_deflated FROM decision_group ORDER BY seq');
    expect(sizes).toEqual([{ is_deflated: false }, { is_deflated: true }]);
  });

  it.each([
    `UPDATE decision_group SET outcomes = '{}'`,
    'DELETE FROM decision_group',
    'TRUNCATE decision_group',
    'UPDATE decision_chain SET seq = seq + 2',
    `UPDATE decision_chain SET hash = '\\x00'`,
    'UPDATE decision_chain SET anchored_seq = 0',
    'DELETE FROM decision_chain',
    'TRUNCATE decision_chain',
    'UPDATE decision_anchor SET at = now()',
    'DELETE FROM decision_anchor',
    'TRUNCATE decision_anchor',
  ])('%s is refused', async (statement) => {
    const { db } = await anchoredLog();

    await expect(db.query(statement)).rejects.toThrow('append-only');
  });
});

describe('the end of a month', () => {
  it('is in Asia/Shanghai; the next month is there in time, also where nobody made it ahead', async () => {
    const db = await aDatabase();
    const clock = new FixedClock(new Date('2026-10-31T15:59:59.999Z'));
    const node = aLogNode(db, { clock });
    await node.log.append([aLoggedDecision()]);

    clock.set(new Date('2026-10-31T16:00:00.000Z'));
    await Promise.all([
      node.log.append([aLoggedDecision()]),
      aLogNode(db, { ...node, clock }).log.append([aLoggedDecision()]),
    ]);

    expect((await groupsIn(db)).map(({ partition }) => partition).sort()).toEqual([
      'decision_group_2026_10',
      'decision_group_2026_11',
      'decision_group_2026_11',
    ]);
    expect(await node.verify()).toMatchObject({ intact: true, rows: 3 });
  });

  it('a clock that is set back does not take the chain back into the month before', async () => {
    const db = await aDatabase();
    const clock = new FixedClock(new Date('2026-10-31T16:00:00.000Z'));
    const node = aLogNode(db, { clock });
    await node.log.append([aLoggedDecision()]);

    clock.set(new Date('2026-10-31T15:00:00.000Z'));
    await node.log.append([aLoggedDecision()]);

    expect((await groupsIn(db)).map(({ partition }) => partition)).toEqual([
      'decision_group_2026_11',
      'decision_group_2026_11',
    ]);
    expect(await node.verify()).toMatchObject({ intact: true });
  });
});

describe('whoever gets past the triggers is found out', () => {
  it.each([
    {
      what: 'a bit of a content',
      sql: 'UPDATE decision_group SET content_enc = set_byte(content_enc, 40, get_byte(content_enc, 40) # 1) WHERE seq = 4',
      kind: 'altered',
      seq: 4,
    },
    {
      what: 'a bit of a hash',
      sql: 'UPDATE decision_group SET hash = set_byte(hash, 5, get_byte(hash, 5) # 1) WHERE seq = 4',
      kind: 'altered',
      seq: 4,
    },
    {
      what: 'a bit of the hash before',
      sql: 'UPDATE decision_group SET previous_hash = set_byte(previous_hash, 5, get_byte(previous_hash, 5) # 1) WHERE seq = 4',
      kind: 'altered',
      seq: 4,
    },
    {
      what: 'a digest',
      sql: 'UPDATE decision_group SET content_digest = set_byte(content_digest, 5, get_byte(content_digest, 5) # 1) WHERE seq = 4',
      kind: 'altered',
      seq: 4,
    },
    {
      what: 'the outcomes',
      sql: `UPDATE decision_group SET outcomes = '{"DENY": 1}' WHERE seq = 4`,
      kind: 'altered',
      seq: 4,
    },
    {
      what: 'the hour',
      sql: `UPDATE decision_group SET written_at = written_at + interval '1 ms' WHERE seq = 4`,
      kind: 'altered',
      seq: 4,
    },
    {
      what: 'the content of another group',
      sql: 'UPDATE decision_group SET content_enc = (SELECT content_enc FROM decision_group WHERE seq = 5) WHERE seq = 4',
      kind: 'altered',
      seq: 4,
    },
    { what: 'a removed group', sql: 'DELETE FROM decision_group WHERE seq = 4', kind: 'removed', seq: 4 },
    { what: 'a removed end', sql: 'DELETE FROM decision_group WHERE seq > 8', kind: 'tail-removed', seq: 9 },
    { what: 'a removed beginning', sql: 'DELETE FROM decision_group WHERE seq < 3', kind: 'removed', seq: 1 },
    { what: 'the name of the node', sql: `UPDATE decision_chain SET node = 'another'`, kind: 'altered', seq: 1 },
    {
      what: 'a bit of what was signed',
      sql: `UPDATE decision_anchor SET content = jsonb_set(content, '{chains,0,seq}', '9')`,
      kind: 'anchor-altered',
      seq: 1,
    },
    {
      what: 'a bit of a signature',
      sql: 'UPDATE decision_anchor SET signature = set_byte(signature, 5, get_byte(signature, 5) # 1)',
      kind: 'anchor-altered',
      seq: 1,
    },
    { what: 'groups without their chain', sql: 'DELETE FROM decision_chain', kind: 'chain-removed', seq: 1 },
  ])('$what', async ({ sql, kind, seq }) => {
    const [first] = await findingsWhile(sql);

    expect(first).toMatchObject({ kind, seq });
  });

  it('a chain that was cut and given a fitting head does not fit its anchor', async () => {
    const findings = await findingsWhile(
      'DELETE FROM decision_group WHERE seq > 8',
      'UPDATE decision_chain SET anchored_seq = 8, seq = 8, hash = (SELECT hash FROM decision_group WHERE seq = 8)',
    );

    expect(findings).toMatchObject([{ kind: 'anchor-differs', seq: 9, lastSeq: 10 }]);
  });

  it('a chain that was dropped as a whole is missed by the anchors', async () => {
    const findings = await findingsWhile('DELETE FROM decision_group', 'DELETE FROM decision_chain');

    expect(findings).toMatchObject([{ kind: 'chain-removed', seq: 1, lastSeq: 10 }]);
  });

  it('a group that was rewritten together with every hash over it does not fit its anchor', async () => {
    const { db } = await anchoredLog();
    const [{ id: chain }]: [{ id: string }] = await db.query('SELECT id FROM decision_chain');
    let last: GroupRecord | undefined;
    for await (const group of groupsOfChain(queryOf(db), chain)) last = group;
    if (last === undefined) throw new Error('There is no group');
    const forged = nextHash(last.previousHash, groupText({ ...last, outcomes: { DENY: 1 } })).toString('hex');

    const findings = await findingsWhile(
      `UPDATE decision_group SET outcomes = '{"DENY": 1}', hash = '\\x${forged}' WHERE seq = 10`,
      `UPDATE decision_chain SET hash = '\\x${forged}'`,
    );

    expect(findings).toMatchObject([{ kind: 'anchor-differs', seq: 10, lastSeq: 10 }]);
  });

  it('an anchor that was taken out of their row is missed', async () => {
    const db = await aDatabase();
    const node = aLogNode(db);
    for (let anchor = 0; anchor < 3; anchor += 1) {
      await node.log.append([aLoggedDecision()]);
      await node.anchor();
    }

    await forge(db, 'DELETE FROM decision_anchor WHERE number = 2');

    expect((await node.verify()).findings).toMatchObject([{ kind: 'anchor-removed', seq: 2, lastSeq: 2 }]);
  });

  it('an anchor signs what has moved since the last one, and nothing if nothing has', async () => {
    const db = await aDatabase();
    const node = aLogNode(db);
    await node.log.append([aLoggedDecision()]);
    await node.anchor();
    await node.anchor();
    await node.log.append([aLoggedDecision()]);

    expect(await node.verify()).toMatchObject({ intact: true, anchors: 1, groupsSinceAnchor: 1, head: { seq: 1 } });
  });
});

describe('retention', () => {
  const clock = new FixedClock(new Date('2026-09-15T00:00:00Z'));

  /** A log over three months, the last of which is November 2026. */
  async function threeMonths(): Promise<{ db: DataSource; node: LogNode }> {
    const db = await aDatabase();
    const node = aLogNode(db, { clock });
    for (const month of ['09', '10', '11']) {
      clock.set(new Date(`2026-${month}-15T00:00:00Z`));
      await node.log.append(decisions(2));
      await node.log.append([aLoggedDecision()]);
    }
    return { db, node };
  }

  function keepMonths(db: DataSource, node: LogNode, months: number): ReturnType<typeof retain> {
    return retain(db, new Audit(clock), anchorKeyOf(node.keyring), clock.now(), months);
  }

  it('drops whole months that are older, says so in an anchor and in the audit trail, and the rest verifies', async () => {
    const { db, node } = await threeMonths();
    await node.anchor();

    const dropped = await keepMonths(db, node, 1);

    expect(dropped).toEqual({ months: ['2026-09'], groups: 2, decisions: 3 });
    expect(await node.verify()).toMatchObject({ intact: true, rows: 4, anchors: 2 });
    expect(await db.query(`SELECT object, detail FROM audit_entry WHERE what = 'decision-log.retained'`)).toEqual([
      { object: 'decision_log:2026-09', detail: { groups: 2, decisions: 3, anchor: 2 } },
    ]);
    await node.log.append([aLoggedDecision()]);
    expect(await node.verify()).toMatchObject({ intact: true, rows: 5 });
    expect(await keepMonths(db, node, 1)).toMatchObject({ months: [] });
  });

  it('does not touch what no anchor has signed, nor the present month', async () => {
    const { db, node } = await threeMonths();

    await expect(keepMonths(db, node, 1)).rejects.toThrow('duanka log anchor');
    await node.anchor();
    await keepMonths(db, node, 1);
    await keepMonths(db, node, 1);

    expect(await node.verify()).toMatchObject({ intact: true, rows: 4 });
  });

  it('a month that somebody else drops is a finding: only a signed anchor makes it retention', async () => {
    const { db, node } = await threeMonths();
    await node.anchor();

    await db.query('DROP TABLE decision_group_2026_09');

    expect((await node.verify()).findings).toMatchObject([{ kind: 'removed', seq: 1, lastSeq: 2 }]);
  });

  it('interrupted after it was announced, the next run finishes it', async () => {
    const { db, node } = await threeMonths();
    await node.anchor();
    await db.query('ALTER TABLE decision_group DETACH PARTITION decision_group_2026_09 CONCURRENTLY');

    expect(await keepMonths(db, node, 1)).toMatchObject({ months: ['2026-09'] });

    expect(await node.verify()).toMatchObject({ intact: true, rows: 4 });
  });
});

describe('decisions from before there were groups', () => {
  /** Writes a row as it was written then. */
  async function formerRow(
    db: DataSource,
    pii: Pii,
    seq: number,
    previous: Buffer,
  ): Promise<{ id: string; hash: Buffer }> {
    const [place]: { institution: string; rulebook: string }[] = await db.query(
      'SELECT (SELECT id FROM institution) AS institution, (SELECT hash FROM rulebook) AS rulebook',
    );
    const { id, decidedAt, asker, revision, outcome, input, answer } = aLoggedDecision();
    const contentDigest = pii.digest(`${input}\n${answer}`);
    const row = {
      id,
      decidedAt: decidedAt.toISOString(),
      asker,
      institutionId: place?.institution,
      rulebookHash: place?.rulebook,
      revision,
      outcome,
      contentDigest: contentDigest.toString('hex'),
    };
    const hash = nextHash(previous, canonicalJson(row));
    await db.query(
      `INSERT INTO decision_log (seq, id, decided_at, asker, institution_id, rulebook_hash, revision, outcome, input_enc, answer_enc, content_digest, hash)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        seq,
        id,
        decidedAt,
        asker,
        place?.institution,
        place?.rulebook,
        revision,
        outcome,
        pii.encrypt(input, 'decision_log.input'),
        pii.encrypt(answer, 'decision_log.answer'),
        contentDigest,
        hash,
      ],
    );
    await db.query(`UPDATE chain_head SET seq = $1, hash = $2 WHERE chain = 'decisions'`, [seq, hash]);
    return { id, hash };
  }

  async function formerLog(): Promise<{ db: DataSource; node: LogNode; ids: string[]; bank: string }> {
    const db = await aDatabase();
    const node = aLogNode(db);
    await db.query(
      `INSERT INTO institution (id, code, kind, region, name) VALUES ($1, 'bank', 'bank', '500000', '试验银行')`,
      [BANK],
    );
    await db.query(`INSERT INTO rulebook (hash, files) VALUES ('sha256:0f3c', '{}')`);
    const ids: string[] = [];
    let previous: Buffer = Buffer.alloc(32);
    for (let seq = 1; seq <= 5; seq += 1) {
      const { id, hash } = await formerRow(db, node.pii, seq, previous);
      ids.push(id);
      previous = hash;
    }
    return { db, node, ids, bank: BANK };
  }

  it('stay readable, paged after the newer ones, and verified; nothing is added to them', async () => {
    const { db, node, ids, bank } = await formerLog();
    const newer = decisions(4);
    await node.log.append(newer);
    const all = [...ids, ...newer.map(({ id }) => id)].toReversed();

    const first = await node.log.page(bank, undefined, 6);
    const second = await node.log.page(bank, first.at(-1)?.id, 6);

    expect([...first, ...second].map(({ id }) => id)).toEqual(all);
    for (const id of all) expect(await node.log.byId(id)).toMatchObject({ id, answer: '{"outcome":"ALLOW"}' });
    const found: string[] = [];
    for await (const { id } of node.log.newestFirst()) found.push(id);
    expect(found).toEqual(all);
    expect(await node.verify()).toMatchObject({ intact: true, rows: 6, decisions: 9 });
    expect(await db.query('SELECT count(*)::integer AS count FROM decision_log')).toEqual([{ count: 5 }]);
  });

  it('a flipped bit of them is found', async () => {
    const { db, node } = await formerLog();

    await forge(
      db,
      'UPDATE decision_log SET answer_enc = set_byte(answer_enc, 30, get_byte(answer_enc, 30) # 1) WHERE seq = 2',
    );

    expect((await node.verify()).findings).toMatchObject([{ kind: 'altered', chain: 'decision_log', seq: 2 }]);
  });
});

/** What a promise fails with; awaited later, it is not left unhandled. */
function refusalOf(promise: Promise<void>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('when the database fails', () => {
  /** A way to the database that can go deaf: what is asked arrives, the answer does not come back, and then the line is dead. */
  async function aWayTo(url: string): Promise<{ url: string; goDeaf: () => void; cut: () => void }> {
    const target = new URL(url);
    const sockets = new Set<Socket>();
    let isDeaf = false;
    const server = createServer((near) => {
      const far = createConnection(Number(target.port), target.hostname);
      for (const socket of [near, far]) {
        sockets.add(socket);
        socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
      }
      near.on('data', (bytes) => far.write(bytes)).on('close', () => far.end());
      far.on('data', (bytes) => (isDeaf ? undefined : near.write(bytes))).on('close', () => near.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const cut = (): void => {
      isDeaf = false;
      for (const socket of sockets) socket.destroy();
    };
    whenDone(async () => {
      cut();
      server.close();
    });
    const address: AddressInfo | string | null = server.address();
    const way = new URL(url);
    way.port = typeof address === 'object' && address !== null ? String(address.port) : '';
    return { url: way.href, goDeaf: () => (isDeaf = true), cut };
  }

  it('an answer that was committed but not told is no answer; the chain goes on after it', async () => {
    const url = await aClone();
    const db = await connect(url, 3);
    whenDone(() => db.destroy());
    const way = await aWayTo(url);
    const node = aLogNode(db, { logUrl: way.url });
    await node.log.append([aLoggedDecision()]);

    way.goDeaf();
    const untold = aLoggedDecision();
    const refusal = refusalOf(node.log.append([untold]));
    for (let groups = await groupsIn(db); groups.length < 2;) groups = await groupsIn(db);
    way.cut();
    expect(await refusal).toMatchObject({ code: 'decision-log-unavailable', status: 503 });
    await node.log.append([aLoggedDecision()]);

    expect(await groupsIn(db)).toMatchObject([{ seq: 1 }, { seq: 2 }, { seq: 3 }]);
    expect(await node.verify()).toMatchObject({ intact: true, chains: 1, decisions: 3 });
  });

  it('a group that is not committed fails exactly its own decisions, and none of them is in the log', async () => {
    const db = await aDatabase();
    const node = aLogNode(db, { keyring: new Keyring(newKeyringContent(new Date())) });
    await node.log.append([aLoggedDecision()]);
    const blocker = db.createQueryRunner();
    await blocker.startTransaction();
    await blocker.query('SELECT 1 FROM decision_chain FOR UPDATE');

    const lost = decisions(3);
    const refusal = refusalOf(node.log.append(lost));
    const waiting = `FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%decision_group%' AND datname = current_database()`;
    for (let blocked: unknown[] = []; blocked.length === 0;) blocked = await db.query(`SELECT pid ${waiting}`);
    const kept = aLoggedDecision();
    const keeping = node.log.append([kept]);
    await db.query(`SELECT pg_terminate_backend(pid) ${waiting}`);
    expect(await refusal).toMatchObject({ code: 'decision-log-unavailable' });
    await blocker.rollbackTransaction();
    await blocker.release();
    await keeping;

    expect(await node.verify()).toMatchObject({ intact: true, decisions: 2 });
    expect(await node.log.byId(kept.id)).toEqual(kept);
    for (const { id } of lost) expect(await node.log.byId(id)).toBeNull();
  });
});
