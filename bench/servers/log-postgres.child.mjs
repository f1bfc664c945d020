/**
 * Fastify that makes question and answer durable before it answers, all that wait in one INSERT, and nothing else: no rule, no
 * encryption, no chain. It is what any log costs here.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import pg from 'pg';
import { readConfig } from '../../dist/src/config.js';
import { bareFastify } from './bare-fastify.mjs';
import { answerMessages } from '../child.mjs';

const client = new pg.Client({ connectionString: readConfig().databaseUrl });
await client.connect();
await client.query('CREATE TABLE IF NOT EXISTS bench_log (content bytea NOT NULL)');
process.once('disconnect', () => void client.end());

let waiting = [];
let isWriting = false;

answerMessages(
  bareFastify(
    (question, answer) =>
      new Promise((done) => {
        waiting.push({ line: JSON.stringify({ question, answer }), done });
        // A failure ends the process, and the bench with it.
        if (!isWriting) void write();
      }),
  ),
);

async function write() {
  isWriting = true;
  await nextTurn();
  while (waiting.length > 0) {
    const group = waiting;
    waiting = [];
    const content = Buffer.from(group.map(({ line }) => line).join('\n'));
    await client.query({ name: 'log', text: 'INSERT INTO bench_log VALUES ($1)', values: [content] });
    for (const { done } of group) done();
  }
  isWriting = false;
}
