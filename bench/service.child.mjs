/** The real service in a process of its own; tells its address. */
import 'reflect-metadata';
import { createApp } from '../dist/src/app.setup.js';
import { readConfig } from '../dist/src/config.js';
import { Clock } from '../dist/src/platform/clock.js';
import { openKeyring } from '../dist/src/platform/keyring.js';
import { answerMessages } from './child.mjs';

const config = readConfig();
const app = await createApp({
  config,
  databaseUrl: config.databaseUrl,
  keyring: openKeyring(config),
  clock: new Clock(),
});
await app.listen(0, '127.0.0.1');
const { port } = app.getHttpServer().address();

answerMessages({
  address: async () => ({ address: `http://127.0.0.1:${port}` }),
});
process.once('disconnect', () => void app.close());
