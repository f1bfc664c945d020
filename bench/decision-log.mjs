/**
 * `node bench/decision-log.mjs` after a build: what it costs to make decisions durable on the embedded PostgreSQL with fsync, by
 * how many ask at once; what they take on disk; and how fast the log is verified. CPU time is that of this process alone.
 */
import 'reflect-metadata';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { readConfig } from '../dist/src/config.js';
import { anchorKeyOf } from '../dist/src/decision-log/anchor-key.js';
import { DecisionLog } from '../dist/src/decision-log/decision-log.service.js';
import { GroupWriter } from '../dist/src/decision-log/group-writer.js';
import { queryOf, verifyStored } from '../dist/src/decision-log/log-check.service.js';
import { LogDatabase } from '../dist/src/decision-log/log-database.js';
import { LogMetrics } from '../dist/src/decision-log/log-metrics.js';
import { byteText } from '../dist/src/platform/byte-text.js';
import { Clock } from '../dist/src/platform/clock.js';
import { connect, migrate, startDatabase } from '../dist/src/platform/database.js';
import { Keyring, newKeyringContent } from '../dist/src/platform/keyring.js';
import { Metrics } from '../dist/src/platform/metrics.js';
import { Pii } from '../dist/src/platform/pii.js';
import { Revisions } from '../dist/src/platform/revisions.js';
import { personName, residentId } from './people.mjs';

const SECONDS = 4;
const ASKERS = [1, 16, 64, 256];
const BATCH = 2_000;

const SANCTION = {
  id: '0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d',
  regime: 'cn-joint-2024',
  category: 'individual',
  ground: 'rent',
  subjectKind: 'person',
  identifiedOn: '2024-12-10',
  startsOn: '2024-12-10',
  organ: { code: '500000', level: 'city', name: '重庆市公安局' },
  measures: Array.from({ length: 20 }, (_, at) => ({
    measure: `bank.measure-${at}`,
    firstDay: '2024-12-10',
    lastDay: '2026-12-10',
    isCapped: false,
    needsReview: false,
  })),
};
const DENIED = JSON.stringify({
  excused: [],
  limits: [],
  outcome: 'DENY',
  reasons: Array.from({ length: 3 }, (_, at) => ({
    rule: `cn-joint-2024/bank/rule-${at}`,
    effect: 'DENY',
    basis: [{ source: 'mps-2024-1', article: '9', title: '电信网络诈骗及其关联违法犯罪联合惩戒办法' }],
    tellCustomer: '根据《电信网络诈骗及其关联违法犯罪联合惩戒办法》,您名下账户的非柜面出金功能暂停使用。',
  })),
  weakestConfidence: 'enacted',
});

const MADE = Array.from({ length: 20_000 }, (_, n) => madeDecision(n));

const directory = mkdtempSync(join(tmpdir(), 'duanka-bench-'));
// Root's PostgreSQL runs as another user, who has to get through.
chmodSync(directory, 0o755);
const server = await startDatabase(readConfig({ DUANKA_DATA_DIR: directory }));
try {
  const db = await connect(server.url);
  await migrate(db);
  const keyring = new Keyring(newKeyringContent(new Date()));
  const pii = new Pii(keyring);
  const config = readConfig({});
  const database = new LogDatabase(config, db);
  const metrics = new LogMetrics(new Metrics(db, new Revisions(db)), config);
  const log = new DecisionLog(config, database, pii, new GroupWriter(database, pii, new Clock(), metrics), metrics);
  // What is compiled while it is measured would be measured too.
  for (const askers of [1, 64]) await measure(db, (n) => log.append([aDecision(n)]), askers, 1);
  const print = (cells) => console.log(`| ${cells.join(' | ')} |`);
  print([
    'asking at once',
    'decisions/s',
    'CPU µs a decision',
    'decisions a group',
    'p50 ms',
    'p99 ms',
    'bytes a decision',
  ]);
  print(['---', '---', '---', '---', '---', '---', '---']);
  for (const askers of ASKERS)
    print([String(askers), ...(await measure(db, (n) => log.append([aDecision(n)]), askers, 1))]);
  print([`batches of ${BATCH}`, ...(await measure(db, appendBatch(log), 2, BATCH))]);
  const startedAt = performance.now();
  const report = await db.transaction('REPEATABLE READ', (tx) =>
    verifyStored(queryOf(tx), anchorKeyOf(keyring).publicKey, pii),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  if (!report.intact) throw new Error(JSON.stringify(report.findings[0]));
  console.log(
    `verified with contents: ${report.decisions} decisions in ${report.rows} groups, ${seconds.toFixed(1)} s`,
  );
  await database.close();
  await db.destroy();
} finally {
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
}

/** As many loops as askers, each waiting for its answer. @returns cells of the table */
async function measure(db, append, askers, each) {
  const before = await stored(db);
  const waits = [];
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  const until = startedAt + SECONDS * 1000;
  let n = 0;
  await Promise.all(
    Array.from({ length: askers }, async () => {
      while (performance.now() < until) {
        const askedAt = performance.now();
        await append((n += each));
        waits.push(performance.now() - askedAt);
      }
    }),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  const after = await stored(db);
  const count = after.decisions - before.decisions;
  waits.sort((left, right) => left - right);
  return [
    (count / seconds).toFixed(0),
    ((user + system) / count).toFixed(1),
    (count / (after.groups - before.groups)).toFixed(1),
    waits[Math.floor(waits.length / 2)].toFixed(2),
    waits[Math.floor(waits.length * 0.99)].toFixed(2),
    ((after.bytes - before.bytes) / count).toFixed(0),
  ];
}

async function stored(db) {
  const [row] = await db.query(
    `SELECT count(*)::int AS groups, coalesce(sum(count), 0)::int AS decisions,
       coalesce(sum(octet_length(content_enc)), 0)::bigint AS bytes FROM decision_group`,
  );
  return row;
}

function appendBatch(log) {
  return (n) => log.append(Array.from({ length: BATCH }, (_, at) => aDecision(n + at)));
}

/** A decision that is made already, under a new id: only the log is measured. */
function aDecision(n) {
  return { ...MADE[n % MADE.length], id: uuidv7() };
}

/** A clean person's or, every tenth time, a sanctioned one's: as large as they are. */
function madeDecision(n) {
  const isDenied = n % 10 === 0;
  return {
    decidedAt: new Date(),
    asker: `client:bank-${n % 7}`,
    institutionId: `0199b2d4-3f1c-7d2a-9e57-00000000000${n % 7}`,
    rulebookHash: 'sha256:5a3c1b0e4f7d9a2c8b6e1f0d3c5a7b9e2d4f6a8c0b1e3d5f7a9c2b4d6e8f0a1c',
    revision: 1_000,
    outcome: isDenied ? 'DENY' : 'ALLOW',
    input: byteText(
      JSON.stringify({
        input: {
          asOf: '2025-01-05T10:00:00.000+08:00',
          card: { isFraudRisk: 'none', kind: 'none', listing: 'none', status: 'none' },
          language: 'zh-CN',
          nameMatch: 'none',
          question: 'bank_account.outflow',
          request: {
            agreementSince: 'none',
            channel: 'online',
            inPerson: 'none',
            purpose: 'transfer',
            realName: 'none',
          },
          sanctions: isDenied ? [SANCTION] : [],
        },
        question: {
          action: 'bank_account.outflow',
          asOf: '2025-01-05T10:00:00.000+08:00',
          language: 'zh-CN',
          subject: { idNumber: residentId(n), idType: 'resident_id', name: personName(n) },
        },
      }),
    ),
    answer: byteText(
      isDenied ? DENIED : '{"excused":[],"limits":[],"outcome":"ALLOW","reasons":[],"weakestConfidence":"enacted"}',
    ),
  };
}
