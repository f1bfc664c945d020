import { appendFileSync, chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { connect } from '../src/platform/database.js';
import { EmbeddedPostgres } from '../src/platform/embedded-postgres.js';
import { whenDone } from './support/cleanup.js';

/** A data directory; a server that is left running on it is stopped when the file is done. */
function aDataDir(): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'duanka-embedded-'));
  // As root the server runs as another user, who must get in.
  chmodSync(dataDir, 0o755);
  whenDone(async () => {
    const server = await EmbeddedPostgres.start({ dataDir, fast: true });
    await server.stop();
    await server.remove();
    rmSync(dataDir, { recursive: true });
  });
  return dataDir;
}

function start(dataDir: string): Promise<EmbeddedPostgres> {
  return EmbeddedPostgres.start({ dataDir, fast: true });
}

async function settingsOf(server: EmbeddedPostgres): Promise<Record<string, string>> {
  const db = await connect(server.url('postgres'), 1);
  const rows: { name: string; setting: string }[] = await db.query(`SELECT name, setting FROM pg_settings`);
  await db.destroy();
  return Object.fromEntries(rows.map(({ name, setting }) => [name, setting]));
}

it('a server that is running already is taken over, one that was stopped is started with its data', async () => {
  const dataDir = aDataDir();
  const first = await start(dataDir);
  await first.ensureDatabase('kept');
  const adopted = await start(dataDir);
  expect([first.wasRunning, adopted.wasRunning, adopted.port]).toEqual([false, true, first.port]);

  await adopted.stop();
  const again = await start(dataDir);

  expect(again.wasRunning).toBe(false);
  await (await connect(again.url('kept'))).destroy();
});

it('of two that start at the same time both get the same server', async () => {
  const dataDir = aDataDir();

  const [one, other] = await Promise.all([start(dataDir), start(dataDir)]);

  expect(one.port).toBe(other.port);
});

it('a process id left behind, which another program has by now, does not hinder the start', async () => {
  const dataDir = aDataDir();
  const server = await start(dataDir);
  const { data_directory: cluster = '' } = await settingsOf(server);
  const pidFile = join(cluster, 'postmaster.pid');
  const left = readFileSync(pidFile, 'utf8').split('\n');
  await server.stop();
  expect(existsSync(pidFile)).toBe(false);
  writeFileSync(pidFile, [String(process.pid), ...left.slice(1)].join('\n'));

  expect((await start(dataDir)).wasRunning).toBe(false);
});

it('the service loses nothing in a crash, and its server says nothing personal in its log', async () => {
  const dataDir = aDataDir();
  const server = await EmbeddedPostgres.start({ dataDir });

  expect(await settingsOf(server)).toMatchObject({
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    data_checksums: 'on',
    listen_addresses: '127.0.0.1',
    password_encryption: 'scram-sha-256',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    server_encoding: 'UTF8',
  });
});

it('a server that cannot start says why', async () => {
  const dataDir = aDataDir();
  const server = await start(dataDir);
  const { config_file: file = '' } = await settingsOf(server);
  await server.stop();
  const sane = readFileSync(file, 'utf8');
  appendFileSync(file, 'no_such_setting = 1\n');

  await expect(start(dataDir)).rejects.toThrow('unrecognized configuration parameter "no_such_setting"');

  writeFileSync(file, sane);
});

it('the password is for the owner of the data directory only, and nobody gets in without', async () => {
  const dataDir = aDataDir();
  const server = await start(dataDir);

  const url = new URL(server.url('postgres'));
  url.password = 'guess';

  await expect(connect(url.href)).rejects.toThrow('password authentication failed');
});
