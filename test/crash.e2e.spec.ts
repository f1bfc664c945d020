import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { EventEmitter, once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { readConfig } from '../src/config.js';
import { connect } from '../src/platform/database.js';
import { EmbeddedPostgres } from '../src/platform/embedded-postgres.js';
import { EmbeddedPostgresError } from '../src/platform/postgres-cluster.js';
import { openKeyring } from '../src/platform/keyring.js';
import { whenDone } from './support/cleanup.js';
import { aLogNode } from './support/decision-log.js';
import { aResidentId } from './support/designations.js';
import { ServiceProcess } from './support/service-process.js';

/** `node bench/crash.mjs` kills 50 times. */
const KILLS = Number(process.env['DUANKA_TEST_KILLS'] ?? 4);
/** A run that fails can be run again with the moments it had. */
const SEED = Number(process.env['DUANKA_TEST_SEED'] ?? Date.now() % 1_000_000);
const ASKERS = 16;
const MOST_ANSWERS = 400;
const MOST_ATTEMPTS = 10_000;

/** Numbers from 0 to 1 that the seed decides (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function aDataDir(): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'duanka-crash-'));
  // As root the server runs as another user, who must get in.
  chmodSync(dataDir, 0o755);
  whenDone(async () => {
    const server = await startedDatabase(dataDir);
    await server.stop();
    await server.remove();
    rmSync(dataDir, { recursive: true });
  });
  return dataDir;
}

/** The database, once its last processes of the time before are gone. */
async function startedDatabase(dataDir: string): Promise<EmbeddedPostgres> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await EmbeddedPostgres.start({ dataDir });
    } catch (error) {
      if (!(error instanceof EmbeddedPostgresError) || attempt === 20) throw error;
    }
  }
}

/** The service, once the database has noticed that the one before is gone. */
async function startedService(dataDir: string): Promise<{ address: string; kill: () => Promise<void> }> {
  for (let attempt = 1; ; attempt += 1) {
    const environment = { DUANKA_DATA_DIR: dataDir, DUANKA_DEMO: '1', PORT: '0', LOG_LEVEL: 'info' };
    const service = ServiceProcess.start('start', environment);
    try {
      const { address } = await service.untilLogged((line) => typeof line['address'] === 'string');
      return { address: String(address), kill: async () => void (await service.end('SIGKILL')) };
    } catch (error) {
      if (!String(error).includes('is running on') || attempt === 20) throw error;
    }
  }
}

/** Kills the postmaster and everything it has started at once, as a machine does that loses its power. */
async function killDatabase(dataDir: string): Promise<void> {
  const server = await EmbeddedPostgres.start({ dataDir });
  const db = await connect(server.url('postgres'), 1);
  const [row]: { pid: number }[] = await db.query(
    `SELECT split_part(pg_read_file('postmaster.pid'), chr(10), 1)::int AS pid`,
  );
  await db.destroy();
  if (row === undefined) throw new Error('The database does not know its process');
  const processes = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const children = processes.flatMap(([pid = 0, parent = 0]) => (parent === row.pid ? [pid] : []));
  for (const pid of [row.pid, ...children]) killed(pid);
}

function killed(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself meanwhile.
  }
}

/** People at a bank's counters, each with one question after the other until one is not answered. */
class Askers {
  readonly answered: string[] = [];
  private readonly news = new EventEmitter();

  constructor(private readonly dataDir: string) {}

  /** Asks until somebody gets no answer; kills when so many have got one. */
  async until(address: string, answers: number, kill: () => Promise<void>): Promise<void> {
    const token = await tokenOf(address);
    const goal = this.answered.length + answers;
    const asking = Promise.all(Array.from({ length: ASKERS }, () => this.ask(address, token)));
    while (this.answered.length < goal) await once(this.news, 'answered');
    await kill();
    await asking;
  }

  /** Resolves when questions are answered again. */
  async recovered(address: string): Promise<void> {
    for (let attempt = 1; !(await this.isAnswered(address)); attempt += 1)
      if (attempt === MOST_ATTEMPTS) throw new Error('The service did not recover');
  }

  /** Every answer that anybody was given is in the log. @returns how many decisions there are */
  async expectAllLogged(): Promise<number> {
    const { dataDir } = this;
    const server = await startedDatabase(dataDir);
    const db = await connect(server.url('duanka'), 2);
    const node = aLogNode(db, { keyring: openKeyring(readConfig({ DUANKA_DATA_DIR: dataDir })) });
    const logged = new Set<string>();
    for await (const { id } of node.log.newestFirst()) logged.add(id);
    const report = await node.verify();
    await db.destroy();

    expect(this.answered.filter((id) => !logged.has(id))).toEqual([]);
    expect(report).toMatchObject({ intact: true, findings: [], decisions: logged.size });
    return logged.size;
  }

  private async ask(address: string, token: string): Promise<void> {
    for (let id = await decisionOf(address, token); id !== undefined; id = await decisionOf(address, token)) {
      this.answered.push(id);
      this.news.emit('answered');
    }
  }

  private async isAnswered(address: string): Promise<boolean> {
    try {
      const id = await decisionOf(address, await tokenOf(address));
      if (id !== undefined) this.answered.push(id);
      return id !== undefined;
    } catch {
      return false;
    }
  }
}

async function tokenOf(address: string): Promise<string> {
  const answer = await fetch(`${address}/oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      grant_type: 'client_credentials',
      client_id: 'demo-bank-a',
      client_secret: 'demo-secret-demo-bank-a',
    }),
  });
  const { access_token: token }: { access_token?: string } = JSON.parse(await answer.text());
  if (token === undefined) throw new Error(`No token: ${answer.status}`);
  return token;
}

/** The id of an answer that arrived as a whole; undefined for none. */
async function decisionOf(address: string, token: string): Promise<string | undefined> {
  try {
    const answer = await fetch(`${address}/v1/decisions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({
        action: 'bank_account.open',
        subject: { idType: 'resident_id', idNumber: aResidentId() },
      }),
    });
    const { decisionId }: { decisionId?: string } = JSON.parse(await answer.text());
    return answer.ok ? decisionId : undefined;
  } catch {
    return undefined;
  }
}

it(
  `whatever is killed, and whenever, every decision that was answered is in the log (${KILLS} kills)`,
  async () => {
    const dataDir = aDataDir();
    const next = random(SEED);
    const askers = new Askers(dataDir);
    process.stderr.write(`crash test: ${KILLS} kills, DUANKA_TEST_SEED=${SEED}\n`);

    let service = await startedService(dataDir);
    for (let kill = 0; kill < KILLS; kill += 1) {
      const answers = 1 + Math.floor(next() * MOST_ANSWERS);
      if (kill % 2 === 0) {
        const { address } = service;
        const victim = service;
        await askers.until(address, answers, () => victim.kill());
        service = await startedService(dataDir);
      } else {
        await askers.until(service.address, answers, () => killDatabase(dataDir));
        await startedDatabase(dataDir);
      }
      await askers.recovered(service.address);
    }
    await service.kill();

    const logged = await askers.expectAllLogged();
    expect(askers.answered.length).toBeGreaterThanOrEqual(KILLS);
    process.stderr.write(`crash test: ${askers.answered.length} answered, ${logged} logged\n`);
  },
  60_000 + KILLS * 120_000,
);
