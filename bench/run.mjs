/**
 * `npm run bench`: one question, and many, to the service with a million sanctioned subjects, beside servers that do ever less of
 * its work, in the same run on the same machine, in alternate rounds. Only the ratios travel. See bench/README.md.
 *
 * `-- --write` keeps the result in bench/results.json, `--long` adds ten million lines in one request, `--people=N` sanctions
 * another number, `--rounds=N` measures more often. `-- import` and `-- rules` measure officer files and the rulebook instead.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { withHouse } from './house.mjs';
import { benchImport } from './import.mjs';
import { machineFacts } from './machine.mjs';
import { benchPlane } from './plane.mjs';
import { tableOfResults, withTargets } from './report.mjs';
import { benchRules } from './rules.mjs';
import { tableOf } from './statistics.mjs';

const RESULTS = fileURLToPath(new URL('results.json', import.meta.url));

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    write: { type: 'boolean', default: false },
    long: { type: 'boolean', default: false },
    people: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '3' },
  },
});
const [wanted = 'decisions'] = positionals;
const rounds = Number(options.rounds);
const BENCHES = { decisions, import: importedFiles, rules };
if (!Object.hasOwn(BENCHES, wanted)) throw new Error(`There are ${Object.keys(BENCHES).join(', ')}, not ${wanted}`);
await BENCHES[wanted]();

async function decisions() {
  const people = Number(options.people);
  const results = await withHouse(async (house) => {
    const rows = await benchPlane({ ...house, people, rounds, isLong: options.long });
    return { machine: machineFacts(house.postgres), people, rounds, rows: withTargets(rows) };
  });
  console.log(tableOfResults(results.rows));
  // Five digits are more than is true.
  const round = (_key, value) => (typeof value === 'number' ? Number(value.toPrecision(5)) : value);
  if (options.write) writeFileSync(RESULTS, await formatted(JSON.stringify(results, round, 2)));
}

/** As the checks want every file of the repository. */
async function formatted(json) {
  return format(json, { ...(await resolveConfig(RESULTS)), filepath: RESULTS });
}

async function importedFiles() {
  const rows = await withHouse((house) => benchImport({ ...house, rounds }));
  console.log(tableOf(['what', 'Duanka', 'beside it', 'ratio'], rows));
}

async function rules() {
  console.log(tableOf(['what', 'compiled', 'beside it', 'ratio'], await benchRules()));
}
