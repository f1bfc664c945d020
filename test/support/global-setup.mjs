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
  await dataSource.destroy();
  process.env.DUANKA_TEST_SERVER = server.url('');
}
