/**
 * `npm run build && node bench/visibility.mjs [approvals] [--json]`: how soon an approval is visible on other nodes. One full node takes
 * a list of one person through the four eyes; the moment it has answered, every node is asked about that person from the
 * revision of the answer on (`Duanka-Min-Revision`), and the clock stops when the node answers. Target: 100 ms.
 */
import 'reflect-metadata';
import '../test/support/typescript.mjs';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, migrate } from '../dist/src/platform/database.js';
import { createKeyring } from '../dist/src/platform/keyring.js';
import { startChild } from './child.mjs';
import { personName, residentId } from './people.mjs';
import { clientToken, post, signIn } from './requests.mjs';

const [approvals = 300] = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const APPROVALS = Number(approvals);
/** Not counted: everything is compiled and connected by then. */
const WARM_UP = 20;
const TARGET_MS = 100;

// Not at the top: the loader of TypeScript has to be in place.
const { ReplicatedPostgres } = await import('../test/support/replica.ts');

const directory = mkdtempSync(join(tmpdir(), 'duanka-bench-'));
const postgres = await ReplicatedPostgres.start(async (url) => {
  const connection = await connect(url);
  await migrate(connection);
  await connection.destroy();
}, false);
const nodes = [];
try {
  const keysFile = join(directory, 'keys.json');
  createKeyring(keysFile, new Date());
  const environment = {
    DUANKA_DEMO: '1',
    NODE_ENV: 'bench',
    DATABASE_URL: postgres.primaryUrl,
    DUANKA_DATA_DIR: directory,
    DUANKA_KEYS_FILE: keysFile,
    DUANKA_RATE_LIMIT: '10000000',
    LOG_LEVEL: 'warn',
  };
  const full = await start('the node that approved', environment);
  await postgres.caughtUp();
  await start('a second node on the same database', environment);
  await start('a decision node on a streaming replica', {
    ...environment,
    DATABASE_URL: postgres.replicaUrl,
    DUANKA_ROLE: 'decision',
    DUANKA_PRIMARY_URL: postgres.primaryUrl,
  });
  const officers = {
    submitter: await signIn(full.address, 'city-submitter'),
    approver: await signIn(full.address, 'city-approver'),
  };
  const token = await clientToken(full.address, 'demo-bank-a');
  const approvalsMs = [];
  for (let n = 0; n < WARM_UP + APPROVALS; n++) await measure(n, full.address, officers, token, approvalsMs);
  if (process.argv.includes('--json')) console.log(JSON.stringify(nodes.map(({ name, tookMs }) => ({ name, tookMs }))));
  else print(approvalsMs);
} finally {
  await Promise.all(nodes.map(({ child }) => child.stop()));
  await postgres.remove();
  rmSync(directory, { recursive: true, force: true });
}

async function start(name, environment) {
  const child = startChild('service.child.mjs', environment);
  const { address } = await child.ask({ do: 'address' });
  const node = { name, child, address, tookMs: [] };
  nodes.push(node);
  for (let isReady = false; !isReady;) isReady = (await fetch(`${address}/health/ready`)).ok;
  return node;
}

async function measure(n, address, { submitter, approver }, token, approvalsMs) {
  const list = await post(`${address}/v1/sanction-lists`, submitter, {
    title: `bench ${n}`,
    entries: [designation(n)],
  });
  await post(`${address}/v1/sanction-lists/${list.id}/submit`, submitter, {});
  const beganAt = performance.now();
  const { revision } = await post(`${address}/v1/sanction-lists/${list.id}/approve`, approver, { remark: 'bench' });
  const approvedAt = performance.now();
  const tookMs = await Promise.all(
    nodes.map(async (node) => {
      await visible(node.address, token, n, revision);
      return performance.now() - approvedAt;
    }),
  );
  if (n < WARM_UP) return;
  approvalsMs.push(approvedAt - beganAt);
  for (const [at, ms] of tookMs.entries()) nodes[at].tookMs.push(ms);
}

async function visible(address, token, n, revision) {
  const body = JSON.stringify({
    action: 'bank_account.outflow',
    subject: { idType: 'resident_id', idNumber: residentId(n) },
    channel: 'online',
    purpose: 'transfer',
  });
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'duanka-min-revision': String(revision),
  };
  for (;;) {
    const response = await fetch(`${address}/v1/decisions`, { method: 'POST', headers, body });
    const answer = await response.json();
    // Waited for two seconds in vain: that counts as two seconds, and the waiting goes on.
    if (response.status === 409) continue;
    if (answer.outcome === 'DENY' && answer.revision >= revision) return;
    throw new Error(`${response.status} ${JSON.stringify(answer)}`);
  }
}

function designation(n) {
  return {
    subject: { kind: 'person', idType: 'resident_id', idNumber: residentId(n), name: personName(n) },
    ground: 'rent',
    items: 3,
    times: 1,
    recipients: 1,
    itemKinds: ['bank_account'],
    identifiedOn: '2024-12-10',
    identifyingOrgan: { code: '500000', level: 'city', name: '重庆市公安局' },
    documentNo: `认字〔2024〕${String(n).padStart(5, '0')}号`,
    noticeServedOn: '2024-12-12',
  };
}

function print(approvalsMs) {
  console.log(`# Approved, and visible on every node

${APPROVALS} approvals, one after the other; milliseconds from the answer to the approval until a decision is given from its revision.

Machine: ${availableParallelism()} cores (${cpus()[0].model.trim()}) for all nodes and both servers, Node ${process.version}, PostgreSQL embedded with fsync.

| what | p50 | p99 | most | target |
| --- | --- | --- | --- | --- |
${line('the approval itself', approvalsMs, '')}
${nodes.map(({ name, tookMs }) => line(name, tookMs, `${TARGET_MS}: ${quantile(tookMs, 0.99) <= TARGET_MS ? 'kept' : 'missed'}`)).join('\n')}`);
}

function line(name, values, target) {
  const cells = [quantile(values, 0.5), quantile(values, 0.99), Math.max(...values)].map((ms) => ms.toFixed(1));
  return `| ${[name, ...cells, target].join(' | ')} |`;
}

function quantile(values, share) {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
}
