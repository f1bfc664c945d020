import { rm } from 'node:fs/promises';

/** Stops the server of the tests and removes its data, wherever that lives. */
export default async function tearDown() {
  const { server, dataDir } = globalThis.duankaTestServer;
  globalThis.duankaTestServer = undefined;
  await server.stop();
  await server.remove();
  await rm(dataDir, { recursive: true, force: true });
}
