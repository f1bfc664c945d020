import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { connect } from '../src/platform/database.js';
import { whenDone } from './support/cleanup.js';
import { aCommandLine } from './support/command-line.js';
import { aClone } from './support/database.js';
import { ServiceProcess } from './support/service-process.js';

const TABLES = [
  'sanction_list',
  'list_entry',
  'sanction',
  'card',
  'card_listing',
  'revision',
  'audit_entry',
  'decision_group',
];

async function countsOf(database: DataSource): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of TABLES) {
    const [row]: { count: number }[] = await database.query(`SELECT count(*)::int AS count FROM ${table}`);
    counts[table] = row?.count ?? 0;
  }
  return counts;
}

it('killed half-way it goes on where it stopped; started again it changes nothing', async () => {
  const databaseUrl = await aClone();
  const { directory } = await aCommandLine();
  const environment = { DATABASE_URL: databaseUrl, DUANKA_DATA_DIR: directory, PORT: '0', LOG_LEVEL: 'info' };
  const database = await connect(databaseUrl, 1);
  whenDone(() => database.destroy());

  const killed = ServiceProcess.start('quickstart', environment);
  await killed.until('telecom-2021-batch-1.csv: 283 accepted, 17 rejected; approved by city-approver');
  expect(await killed.end('SIGKILL')).toBe('SIGKILL');
  const second = ServiceProcess.start('quickstart', environment);
  const page = await second.until('Ctrl-C stops');
  const loaded = await countsOf(database);
  expect(await second.end('SIGINT')).toBe(0);
  const third = ServiceProcess.start('quickstart', environment);
  const again = await third.until('Ctrl-C stops');
  expect(await third.end('SIGINT')).toBe(0);

  expect(page).not.toContain('telecom-2021-batch-1.csv:');
  expect(page).toContain('financial-2021.csv: 8131 accepted, 35 rejected; approved by city-approver');
  expect(page).toContain('joint-2025.csv: 408 accepted, 92 rejected; approved by province-approver');
  expect(page).toContain('card-registry.csv: 15600 cards of 6 institutions');
  expect(loaded).toMatchObject({ sanction_list: 5, sanction: 283 + 236 + 8131 + 408, card: 15_600 });
  expect(outcomesOf(page)).toEqual(['DENY', 'DENY', 'ALLOW']);
  expect(decisionsOf(again)).toEqual(decisionsOf(page));
  expect(await countsOf(database)).toEqual(loaded);
}, 240_000);

it('a port in use is named, with what to do', async () => {
  const { directory } = await aCommandLine();
  const occupant = createServer().listen(0, '127.0.0.1');
  await once(occupant, 'listening');
  whenDone(async () => void occupant.close());
  const address = occupant.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;

  const quickstart = ServiceProcess.start('quickstart', {
    DATABASE_URL: await aClone(),
    DUANKA_DATA_DIR: directory,
    PORT: String(port),
  });

  await expect(quickstart.until('Ctrl-C stops')).rejects.toThrow(`Port ${port} is in use`);
});

function outcomesOf(page: string): string[] {
  return [...page.matchAll(/"outcome": "(\w+)"/g)].map(([, outcome]) => outcome ?? '');
}

function decisionsOf(page: string): string[] {
  return [...page.matchAll(/"decisionId": "([^"]+)"/g)].map(([, id]) => id ?? '');
}
