import 'reflect-metadata';
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import './typescript.mjs';

/** One PostgreSQL for all tests, with the migrated template that every test file clones. */
export default async function setUp() {
  const { EmbeddedPostgres } = await import('../../src/platform/embedded-postgres.ts');
  const { connect, migrate } = await import('../../src/platform/database.ts');
  const dataDir = await mkdtemp(join(tmpdir(), 'duanka-test-'));
  // As root the server runs as another user, who must get in.
  await chmod(dataDir, 0o755);
  const server = await EmbeddedPostgres.start({ dataDir, fast: true });
  globalThis.duankaTestServer = { server, dataDir };
  await server.ensureDatabase('template');
  const dataSource = await connect(server.url('template'));
  await migrate(dataSource);
  const [postmaster] = await dataSource.query(
    `SELECT split_part(pg_read_file('postmaster.pid'), chr(10), 1)::int AS pid`,
  );
  await dataSource.destroy();
  stopWhenInterrupted(postmaster.pid);
  process.env.DUANKA_TEST_SERVER = server.url('');
}

/** Jest does not tear down when it is interrupted; the server would live on. */
function stopWhenInterrupted(pid) {
  process.once('SIGINT', () => process.exit(130)).once('SIGTERM', () => process.exit(143));
  process.once('exit', () => {
    if (globalThis.duankaTestServer !== undefined) process.kill(pid, 'SIGINT');
  });
}
