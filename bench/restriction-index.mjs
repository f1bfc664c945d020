/**
 * `npm run build && node bench/restriction-index.mjs [subjects] [rounds]`: what the restriction index of 1,000,000 sanctioned subjects
 * costs: memory, seconds to load, lookups a second, and how long a list of 10,000 keeps the process from answering.
 */
import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readConfig } from '../dist/src/config.js';
import { extentOn, termPatternOf } from '../dist/src/domain/term-pattern.js';
import { connect, migrate, startDatabase } from '../dist/src/platform/database.js';
import { IndexFollower } from '../dist/src/restrictions/index-follower.js';
import { readRuleFiles, rulebookFromFiles } from '../dist/src/rulebook/load.js';
import { measuresOf, termsOf } from '../dist/src/rulebook/terms.js';

const SUBJECTS = Number(process.argv[2] ?? 1_000_000);
const LIST = 10_000;
const LOOKUPS = 2_000_000;
const KEYS = 100_000;
const DAYS = 720;
const ROUNDS = Number(process.argv[3] ?? 3);

const directory = mkdtempSync(join(tmpdir(), 'duanka-bench-'));
// Root's PostgreSQL runs as another user, who has to get through.
chmodSync(directory, 0o755);
const database = await startDatabase(readConfig({ DUANKA_DATA_DIR: directory }));
const connection = await connect(database.url, 2);
try {
  await migrate(connection);
  await fill(connection);
  console.log(`${availableParallelism()} core(s) for both, ${cpus()[0].model.trim()}, Node ${process.version}`);
  console.log(`${SUBJECTS} sanctioned subjects, each with a sanction and a card\n`);
  for (let round = 1; round <= ROUNDS; round += 1) await measure(round);
} finally {
  await connection.destroy();
  await database.stop();
  rmSync(directory, { recursive: true, force: true });
}

async function measure(round) {
  const events = {
    beforePublish: async () => undefined,
    loaded: () => undefined,
    failed: (error) => console.error(error),
  };
  globalThis.gc?.();
  const before = memory();
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  const follower = new IndexFollower(database.url, events);
  follower.start();
  while (!(await follower.reached(0, 60_000)));
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const { index } = follower;
  const sizes = index.sizes();
  if (sizes.sanctionedSubjects < SUBJECTS) throw new Error(`it holds ${sizes.sanctionedSubjects} subjects`);
  globalThis.gc?.();
  const grown = (memory() - before) / SUBJECTS;
  console.log(`round ${round}`);
  console.log(
    `  load                   ${seconds.toFixed(1)} s, ${Math.round(SUBJECTS / seconds)} subjects/s; CPU of Node ${((user + system) / 1e6).toFixed(1)} s`,
  );
  console.log(`  bytes per subject      ${index.bytesPerSubject().toFixed(1)}, its sanction included`);
  console.log(
    `  memory in all          ${Math.round(sizes.bytes / 1024 ** 2)} MiB by the index, ${grown.toFixed(0)} bytes per subject by the process, cards included`,
  );
  console.log(
    `  hits, sanctions read   ${rate(index, keys(0), (subject) => index.sanctionsOf(subject).length)} /s of CPU`,
  );
  console.log(`  hits                   ${rate(index, keys(0), (subject) => subject)} /s of CPU`);
  console.log(`  misses                 ${rate(index, keys(SUBJECTS * 2), (subject) => subject)} /s of CPU`);
  await follow(follower, round);
  await follower.stop();
}

/** One more list of 10,000 people, while the event loop is watched. */
async function follow(follower, round) {
  let longest = 0;
  let last = performance.now();
  const watch = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 1);
  const revision = await insertPeople(connection, SUBJECTS + (round - 1) * LIST + 1, LIST);
  const startedAt = performance.now();
  longest = 0;
  last = startedAt;
  while (!(await follower.reached(revision, 60_000)));
  const milliseconds = performance.now() - startedAt;
  await new Promise((resolve) => setTimeout(resolve, 5));
  clearInterval(watch);
  console.log(
    `  a list of ${LIST}        in the index after ${milliseconds.toFixed(0)} ms; longest pause ${longest.toFixed(0)} ms`,
  );
}

function rate(index, hashes, read) {
  let sum = 0;
  // Of a second of CPU: others may be using the machine.
  const cpu = process.cpuUsage();
  for (let at = 0; at < LOOKUPS; at += 1) sum += read(index.subjectOf(hashes[at % hashes.length]));
  const { user, system } = process.cpuUsage(cpu);
  const seconds = (user + system) / 1e6;
  if (!Number.isFinite(sum)) throw new Error('nothing was read');
  return Math.round(LOOKUPS / seconds).toLocaleString('en');
}

/** Keyed hashes of people all over the index, or of nobody. */
function keys(from) {
  return Array.from({ length: KEYS }, (_, at) => hashOf(from + 1 + Math.floor((at * SUBJECTS) / KEYS)));
}

function hashOf(number) {
  return createHash('sha256').update(`identifier:${number}`).digest().subarray(0, 16);
}

function memory() {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

async function fill(connection) {
  console.error(`writing ${SUBJECTS} subjects …`);
  const rulebook = rulebookFromFiles(await readRuleFiles(fileURLToPath(new URL('../rules', import.meta.url))));
  await connection.query(
    `CREATE TABLE kind AS SELECT kind.*, sha256(convert_to(pattern::text, 'UTF8')) AS digest
     FROM jsonb_to_recordset('${JSON.stringify(kindsOf(rulebook))}'::jsonb)
       AS kind (n int, category text, day date, terms jsonb, first_day date, last_day date, pattern jsonb)`,
  );
  await connection.query('CREATE INDEX ON kind (n); ANALYZE kind');
  await connection.query(
    'INSERT INTO term_pattern (digest, terms) SELECT DISTINCT ON (digest) digest, pattern FROM kind',
  );
  await connection.query(
    `INSERT INTO institution (id, code, kind, region, name) VALUES ('0199b2d4-0000-7000-8000-000000000000', 'bank', 'bank', '500000', '示例银行')`,
  );
  await insertPeople(connection, 1, SUBJECTS);
  await connection.query('VACUUM ANALYZE');
}

/** Every category of the 2024 Measures, on every day of two years. */
function kindsOf(rulebook) {
  const kinds = [];
  for (const category of Object.keys(rulebook.regimes.get('cn-joint-2024').regime.categories)) {
    for (let at = 0; at < DAYS; at += 1) {
      const day = new Date(Date.UTC(2024, 11, 1) + at * 86_400_000).toISOString().slice(0, 10);
      const terms = termsOf(rulebook, { regime: 'cn-joint-2024', category, identifiedOn: day });
      const own = { id: 'x', identifiedOn: day, startsOn: day, terms };
      const pattern = termPatternOf(day, measuresOf(rulebook, 'cn-joint-2024', [own]).get('x'));
      const { firstDay, lastDay } = extentOn(day, pattern);
      kinds.push({ n: kinds.length, category, day, terms, first_day: firstDay, last_day: lastDay, pattern });
    }
  }
  return kinds;
}

/** @returns the revision in which they are */
async function insertPeople(connection, first, count) {
  const uuid = (space) => `('0199b2d4-0000-7000-${space}-' || lpad(to_hex(i), 12, '0'))::uuid`;
  const people = `generate_series(${first}, ${first + count - 1}) AS i`;
  return connection.transaction(async (tx) => {
    // Neither lists nor their entries are read: the sanctions stand alone.
    await tx.query(`SET LOCAL session_replication_role = replica`);
    const [{ revision }] = await tx.query(
      `WITH taken AS (INSERT INTO revision (number, reason) SELECT coalesce(max(number), 0) + 1, 'bench' FROM revision RETURNING number)
       SELECT number AS revision, pg_notify('duanka_revision', number::text) FROM taken`,
    );
    await tx.query(`INSERT INTO subject (id, kind, name_enc, name_hash)
      SELECT ${uuid('9000')}, 'person', '', substring(sha256(convert_to('name:' || i, 'UTF8')) FOR 16) FROM ${people}`);
    await tx.query(`INSERT INTO identifier (id, subject_id, id_type, number_enc, number_hash)
      SELECT ${uuid('a000')}, ${uuid('9000')}, 'resident_id', '', substring(sha256(convert_to('identifier:' || i, 'UTF8')) FOR 16) FROM ${people}`);
    await tx.query(`INSERT INTO sanction (id, subject_id, list_id, row, regime, category, ground, identified_on, starts_on, terms,
        rulebook_hash, organ_code, organ_level, organ_name, is_minor, revision_from)
      SELECT ${uuid('8000')}, ${uuid('9000')}, '0199b2d4-0000-7000-8000-000000000000', i, 'cn-joint-2024', category,
        (ARRAY['trade', 'rent', 'lend', 'verification_help'])[1 + i % 4], day, day, terms, '', '500000', 'city',
        '示例市' || i % 300 || '公安局', i % 50 = 0, ${revision}
      FROM ${people} JOIN kind ON kind.n = i % (SELECT count(*) FROM kind)`);
    await tx.query(`INSERT INTO sanction_version (sanction_id, revision_from, valid, standing, pattern_id)
      SELECT ${uuid('8000')}, ${revision}, daterange(first_day, last_day, '[]'), 'standing', term_pattern.id
      FROM ${people} JOIN kind ON kind.n = i % (SELECT count(*) FROM kind) JOIN term_pattern USING (digest)`);
    await tx.query(`INSERT INTO card (id, institution_id, kind, number_enc, number_hash, holder_id, opened_on, status, revision)
      SELECT ${uuid('b000')}, '0199b2d4-0000-7000-8000-000000000000', 'bank_account', '',
        substring(sha256(convert_to('card:' || i, 'UTF8')) FOR 16), ${uuid('9000')}, '2020-05-09', 'active', ${revision} FROM ${people}`);
    return Number(revision);
  });
}
