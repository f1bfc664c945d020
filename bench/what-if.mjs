/**
 * `npm run build && node bench/what-if.mjs [sanctions]`: what a candidate would change for 1,000,000 sanctions, read from a
 * database of its own. For one core, database included: `taskset -c 0 node bench/what-if.mjs`.
 */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readConfig } from '../dist/src/config.js';
import { extentOn, termPatternOf } from '../dist/src/domain/term-pattern.js';
import { connect, migrate, startDatabase } from '../dist/src/platform/database.js';
import { readRuleFiles, rulebookFromFiles } from '../dist/src/rulebook/load.js';
import { measuresOf, termsOf } from '../dist/src/rulebook/terms.js';
import { runWhatIf } from '../dist/src/rulebooks/what-if-run.js';

const SANCTIONS = Number(process.argv[2] ?? 1_000_000);
/** One in so many subjects is under a second regime too. */
const TWICE = 10;
/** The regime of every second sanction: it has by far the most measures, and all new sanctions. */
const COMMON = 'cn-joint-2024';
const TODAY = '2026-11-22';
const ROUNDS = 3;

/** Kinds in an order that mixes regimes and days; every tenth sanction is the second of the subject before. */
const INSERT_SANCTIONS = `
  INSERT INTO sanction (id, subject_id, list_id, row, regime, category, ground, identified_on, starts_on, terms, rulebook_hash,
    organ_code, organ_level, organ_name, is_minor, revision_from)
  SELECT ('0199b2d4-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid,
    ('0199b2d4-0000-7000-9000-' || lpad(to_hex(CASE WHEN i % ${TWICE} = 1 AND i > 1 THEN i - 1 ELSE i END), 12, '0'))::uuid,
    '0199b2d4-0000-7000-8000-000000000000', i, regime, category,
    (ARRAY['trade', 'rent', 'lend', 'verification_help'])[1 + i % 4], day, day, terms, $3, '500000', 'city', '示例市公安局', i % 50 = 0, 1
  FROM generate_series(1, $1::int) AS i JOIN kind ON kind.n = (i::bigint * 7919) % $2::int
  ORDER BY i`;

const INSERT_VERSIONS = `
  INSERT INTO sanction_version (sanction_id, revision_from, valid, standing, pattern_id)
  SELECT sanction.id, 1, daterange(kind.first_day, kind.last_day, '[]'), 'standing', term_pattern.id
  FROM sanction JOIN kind ON kind.n = (sanction.row::bigint * 7919) % $1::int JOIN term_pattern USING (digest)
  ORDER BY sanction.id`;

const directory = mkdtempSync(join(tmpdir(), 'duanka-bench-'));
// Root's PostgreSQL runs as another user, who has to get through.
chmodSync(directory, 0o755);
const database = await startDatabase(readConfig({ DUANKA_DATA_DIR: directory }));
try {
  const files = await readRuleFiles(fileURLToPath(new URL('../rules', import.meta.url)));
  const inForce = rulebookFromFiles(files);
  const candidates = {
    'a stricter rule': rulebookFromFiles(withStricterRule(files)),
    'a shorter term': rulebookFromFiles(withShorterTerm(files)),
  };
  const connection = await connect(database.url, 2);
  await migrate(connection);
  await fill(connection, inForce, Object.values(candidates));
  await connection.destroy();
  console.log(`${availableParallelism()} core(s) for both, ${cpus()[0].model.trim()}, Node ${process.version}\n`);
  console.log(
    '| candidate | round | seconds | sanctions/s | CPU s (Node + PostgreSQL) | RSS MB | affected | classes asked about |',
  );
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- |');
  for (const [name, candidate] of Object.entries(candidates)) {
    for (let round = 1; round <= ROUNDS; round++) console.log(await measure(name, round, candidate, inForce));
  }
} finally {
  await database.stop();
  rmSync(directory, { recursive: true, force: true });
}

async function measure(name, round, candidate, inForce) {
  const cpuBefore = process.cpuUsage();
  const serverBefore = serverCpu();
  const startedAt = performance.now();
  const task = { databaseUrl: database.url, rulebook: candidate.hash, against: inForce.hash, effectiveFrom: TODAY };
  const report = await runWhatIf(task, () => undefined);
  const seconds = (performance.now() - startedAt) / 1000;
  const cpu = process.cpuUsage(cpuBefore);
  if (report.sanctions !== SANCTIONS) throw new Error(`it read ${report.sanctions} sanctions`);
  const cells = [
    name,
    round,
    seconds.toFixed(1),
    Math.round(SANCTIONS / seconds),
    `${((cpu.user + cpu.system) / 1e6).toFixed(1)} + ${(serverCpu() - serverBefore).toFixed(1)}`,
    Math.round(process.memoryUsage.rss() / 1024 ** 2),
    report.mostAffected,
    report.days.map(({ classes }) => classes).join(' + '),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** CPU seconds of all connections that have ended, where the system tells (Linux); else not a number. */
function serverCpu() {
  const [pid] = readFileSync(join(directory, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').split('\n');
  const path = `/proc/${pid}/stat`;
  if (!existsSync(path)) return Number.NaN;
  const fields = readFileSync(path, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[13]) + Number(fields[14])) / 100;
}

function withStricterRule(files) {
  const path = 'cn-joint-2024/bank.rules.json';
  const text = JSON.stringify(files[path]).replace(
    '"operator":"notEqual","value":"counter"',
    '"operator":"notEqual","value":"pos"',
  );
  return { ...files, [path]: JSON.parse(text) };
}

function withShorterTerm(files) {
  const path = 'parameters/terms.json';
  const copy = structuredClone(files[path]);
  copy.parameters.find(({ id }) => id === 'cn-joint-2024.category-2.term').values[0].value = 1;
  return { ...files, [path]: copy };
}

/** Sanctions of all regimes, identified on every day of their time, each with the measures its regime gives it. */
async function fill(connection, rulebook, candidates) {
  console.error(`writing ${SANCTIONS} sanctions …`);
  for (const { hash, files } of [rulebook, ...candidates]) {
    await connection.query('INSERT INTO rulebook (hash, files) VALUES ($1, $2)', [hash, JSON.stringify(files)]);
  }
  const kinds = kindsOf(rulebook);
  await connection.transaction(async (tx) => {
    // Neither lists nor their entries are read: the sanctions stand alone.
    await tx.query(`SET LOCAL session_replication_role = replica`);
    await tx.query(`INSERT INTO revision (number, reason) VALUES (1, 'bench')`);
    await tx.query(`CREATE TEMP TABLE kind ON COMMIT DROP AS
      SELECT kind.*, sha256(convert_to(pattern::text, 'UTF8')) AS digest FROM jsonb_to_recordset('${JSON.stringify(kinds)}'::jsonb)
        AS kind (n int, regime text, category text, day date, terms jsonb, first_day date, last_day date, pattern jsonb)`);
    await tx.query('CREATE INDEX ON kind (n); ANALYZE kind');
    await tx.query('INSERT INTO term_pattern (digest, terms) SELECT DISTINCT ON (digest) digest, pattern FROM kind');
    await tx.query(INSERT_SANCTIONS, [SANCTIONS, kinds.length, rulebook.hash]);
    await tx.query(
      `INSERT INTO subject (id, kind, name_enc, name_hash) SELECT DISTINCT subject_id, 'person', ''::bytea, ''::bytea FROM sanction`,
    );
    await tx.query(INSERT_VERSIONS, [kinds.length]);
  });
  await connection.query('VACUUM ANALYZE');
}

function kindsOf(rulebook) {
  const kinds = [];
  const add = ({ id }, category, day) => {
    const own = { id: 'x', identifiedOn: day, startsOn: day };
    own.terms = termsOf(rulebook, { regime: id, category, identifiedOn: day });
    const pattern = termPatternOf(day, measuresOf(rulebook, id, [own]).get('x'));
    const { firstDay, lastDay } = extentOn(day, pattern);
    const days = { day, first_day: firstDay, last_day: lastDay };
    kinds.push({ n: kinds.length, regime: id, category, terms: own.terms, pattern, ...days });
  };
  const regimes = [...rulebook.regimes.values()].map(({ regime }) => regime);
  for (const regime of regimes.filter(({ id }) => id !== COMMON)) eachDay(regime, add);
  const common = regimes.find(({ id }) => id === COMMON);
  for (const others = kinds.length; kinds.length < 2 * others;) eachDay(common, add);
  return kinds;
}

function eachDay(regime, add) {
  const until = Date.parse(regime.governs.to ?? TODAY);
  for (const category of Object.keys(regime.categories)) {
    for (let at = Date.parse(regime.governs.from); at <= until; at += 86_400_000)
      add(regime, category, new Date(at).toISOString().slice(0, 10));
  }
}
