import { appendFile, chmod, chown, copyFile, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { EmbeddedPostgres } from '../../src/platform/embedded-postgres.js';
import { hasCode } from '../../src/platform/error-code.js';
import { settle, type Settlement } from '../../src/platform/postgres-settlement.js';

const DATABASE = 'duanka';
const SLOT = 'replica';

/** What a copy of a running cluster must not have, or gets from the primary by streaming. */
const LEFT_OUT = new Set(['postmaster.pid', 'postmaster.opts', 'pg_replslot', 'pg_wal']);

/**
 * A PostgreSQL and a streaming replica of it, both of the embedded server's programs: those do not include pg_basebackup, so
 * the base backup is taken by hand (pg_backup_start, a copy of the files, pg_backup_stop).
 */
export class ReplicatedPostgres {
  private constructor(
    private readonly directory: string,
    private readonly primary: EmbeddedPostgres,
    private readonly settlement: Settlement,
    private readonly replicaPort: number,
  ) {}

  /**
   * @param prepare makes what the replica is to have from its first moment on, such as the schema
   * @param fast a crash may lose what was committed; for what is measured: false
   */
  static async start(prepare: (url: string) => Promise<void>, fast = true): Promise<ReplicatedPostgres> {
    const directory = await mkdtemp(join(tmpdir(), 'duanka-replica-'));
    // As root the servers run as another user, who must get in.
    await chmod(directory, 0o755);
    const [primaryDir, replicaDir] = [join(directory, 'primary'), join(directory, 'replica')];
    for (const path of [primaryDir, replicaDir]) await mkdir(path, { mode: 0o755 });
    const primary = await EmbeddedPostgres.start({ dataDir: primaryDir, fast });
    await primary.ensureDatabase(DATABASE);
    await prepare(primary.url(DATABASE));
    const settlement = settle(replicaDir);
    const replicated = new ReplicatedPostgres(directory, primary, settlement, await freePort());
    await replicated.backUp();
    await replicated.startReplica();
    return replicated;
  }

  get primaryUrl(): string {
    return this.primary.url(DATABASE);
  }

  get replicaUrl(): string {
    const url = new URL(this.primaryUrl);
    url.port = String(this.replicaPort);
    return url.href;
  }

  /** From now on the replica receives, but shows nothing new. */
  async pause(): Promise<void> {
    await this.onReplica('SELECT pg_wal_replay_pause()');
    // Asked for it is at once; that it has come to a stop is told by the state.
    for (let state = ''; state !== 'paused';) {
      const [row] = await this.onReplica<{ state: string }>('SELECT pg_get_wal_replay_pause_state() AS state');
      state = row?.state ?? '';
    }
  }

  /** Returns when the replica shows everything that is committed now. */
  async caughtUp(): Promise<void> {
    const primary = await connected(this.primaryUrl);
    const { rows } = await primary.query<{ at: string }>('SELECT pg_current_wal_lsn() AS at');
    await primary.end();
    for (let isThere = false; !isThere;) {
      const [row] = await this.onReplica<{ there: boolean }>(
        `SELECT pg_last_wal_replay_lsn() >= '${rows[0]?.at ?? ''}'::pg_lsn AS there`,
      );
      isThere = row?.there === true;
    }
  }

  /** The replica catches up again. */
  async resume(): Promise<void> {
    await this.onReplica('SELECT pg_wal_replay_resume()');
  }

  /** Stops both servers and removes their data. */
  async remove(): Promise<void> {
    await this.settlement.run('pg_ctl', ['stop', '-w', '-m', 'immediate', '-D', this.settlement.cluster]);
    await this.primary.stop();
    await this.primary.remove();
    await rm(this.settlement.home, { recursive: true, force: true });
    await rm(this.directory, { recursive: true, force: true });
  }

  private async backUp(): Promise<void> {
    const { cluster } = this.settlement;
    const client = await connected(this.primary.url('postgres'));
    try {
      // The slot keeps what is written from here on until the replica has it.
      await client.query(`SELECT pg_create_physical_replication_slot($1, true)`, [SLOT]);
      const { rows: places } = await client.query<{ directory: string }>(
        `SELECT current_setting('data_directory') AS directory`,
      );
      await client.query(`SELECT pg_backup_start('replica', true)`);
      await copyCluster(places[0]?.directory ?? '', cluster);
      const { rows } = await client.query<{ labelfile: string }>(
        `SELECT labelfile FROM pg_backup_stop(wait_for_archive => false)`,
      );
      await writeFile(join(cluster, 'backup_label'), rows[0]?.labelfile ?? '');
    } finally {
      await client.end();
    }
    for (const path of ['pg_wal', 'pg_replslot']) await mkdir(join(cluster, path), { mode: 0o700 });
    await writeFile(join(cluster, 'standby.signal'), '');
    await appendFile(join(cluster, 'postgresql.auto.conf'), this.replicaSettings());
    await this.giveToServer(cluster);
  }

  private replicaSettings(): string {
    const { hostname, port, username, password } = new URL(this.primaryUrl);
    return [
      '',
      `port = ${this.replicaPort}`,
      `primary_conninfo = 'host=${hostname} port=${port} user=${username} password=${password}'`,
      `primary_slot_name = '${SLOT}'`,
      // Rows that a question here still reads are not cleaned away on the primary.
      'hot_standby_feedback = on',
      '',
    ].join('\n');
  }

  private async startReplica(): Promise<void> {
    const { cluster, home } = this.settlement;
    const words = ['start', '-w', '-t', '120', '-D', cluster, '-l', join(home, 'postgres.log')];
    const started = await this.settlement.run('pg_ctl', words);
    if (started.status !== 0) throw new Error(`The replica does not start:\n${started.output}`);
  }

  private async onReplica<Row extends pg.QueryResultRow>(statement: string): Promise<Row[]> {
    const client = await connected(this.replicaUrl);
    try {
      return (await client.query<Row>(statement)).rows;
    } finally {
      await client.end();
    }
  }

  private async giveToServer(path: string): Promise<void> {
    const { owner } = this.settlement;
    if (owner === undefined) return;
    await chown(path, owner.uid, owner.gid);
    if (!(await stat(path)).isDirectory()) return;
    for (const name of await readdir(path)) await this.giveToServer(join(path, name));
  }
}

/** Copies the files of a running cluster. What vanishes meanwhile, or changes, is in the log that the replica reads. */
async function copyCluster(from: string, to: string): Promise<void> {
  await mkdir(to, { mode: 0o700 });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (LEFT_OUT.has(entry.name)) continue;
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await copyCluster(source, target);
    else await copyFile(source, target).catch(unlessGone);
  }
}

function unlessGone(error: unknown): void {
  if (!hasCode(error, 'ENOENT')) throw error;
}

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (typeof address === 'object' && address !== null) resolve(address.port);
        else reject(new Error('No free port'));
      });
    });
  });
}
