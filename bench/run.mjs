/**
 * `npm run bench [-- import|decide|rules] [-- --write]`: the service beside the least that the same work can cost, in the same
 * run on the same machine, in alternate rounds. Only the ratios travel. `--write` keeps them in bench/results.md.
 */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readConfig } from '../dist/src/config.js';
import { connect, migrate, startDatabase } from '../dist/src/platform/database.js';
import { createKeyring } from '../dist/src/platform/keyring.js';
import { benchDecide } from './decide.mjs';
import { benchImport } from './import.mjs';
import { benchRules } from './rules.mjs';

const BENCHES = { import: benchImport, decide: benchDecide, rules: benchRules };
const ROUNDS = 3;
const RESULTS = fileURLToPath(new URL('results.md', import.meta.url));

const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const unknown = wanted.filter((name) => !Object.hasOwn(BENCHES, name));
if (unknown.length > 0)
  throw new Error(`Unknown bench ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}`);

const directory = mkdtempSync(join(tmpdir(), 'duanka-bench-'));
// Root's PostgreSQL runs as another user, who has to get through.
chmodSync(directory, 0o755);
const config = readConfig({ DUANKA_DATA_DIR: directory });
const database = await startDatabase(config);
try {
  const connection = await connect(database.url);
  await migrate(connection);
  await connection.destroy();
  createKeyring(config.keysFile, new Date());
  const environment = {
    DUANKA_DEMO: '1',
    NODE_ENV: 'bench',
    DATABASE_URL: database.url,
    DUANKA_DATA_DIR: directory,
    DUANKA_KEYS_FILE: config.keysFile,
    DUANKA_RATE_LIMIT: '10000000',
    LOG_LEVEL: 'warn',
  };
  const rows = [];
  for (const [name, bench] of Object.entries(BENCHES)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    console.error(`measuring ${name} …`);
    rows.push(...(await bench({ directory, databaseUrl: database.url, environment, rounds: ROUNDS })));
  }
  const report = reportOf(rows);
  console.log(report);
  if (process.argv.includes('--write')) writeFileSync(RESULTS, report);
} finally {
  await database.stop();
  rmSync(directory, { recursive: true, force: true });
}

function reportOf(rows) {
  const header = ['what', 'Duanka', 'beside it', 'ratio'];
  const lines = [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return `# Side by side

Median of ${ROUNDS} alternate rounds (least – most); a ratio per round. Import: a GB18030 CSV over HTTP until its draft is
committed, beside parsing it with csv-parse and a plain COPY of its rows as text. Decisions: POST /v1/decisions, logged and
committed, beside a bare Fastify route with the same schema and bytes; 32 connections, autocannon in a process of its own.
Rules: questions to the compiled rulebook in memory, beside other engines on the same rules.

${machineLine()}

${lines.join('\n')}
`;
}

function machineLine() {
  const [{ model }] = cpus();
  return `Machine: ${availableParallelism()} cores (${model.trim()}), ${Math.round(totalmem() / 1024 ** 3)} GB, Node ${process.version}, ${process.platform} ${process.arch}, PostgreSQL embedded with fsync.`;
}
