/**
 * `npm run build && node bench/generators.mjs`: what three load generators get out of the same bare servers, and what share of a
 * core each takes for it. The one that gets most and takes least stands least in the way; with it the benches measure.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild } from './child.mjs';
import { questionAbout } from './requests.mjs';
import { median, spread, tableOf } from './statistics.mjs';

const CONNECTIONS = 64;
const SECONDS = 5;
const ROUNDS = 3;
const SERVERS = { 'bare Node': 'servers/echo-node.child.mjs', 'bare Fastify': 'echo-fastify.child.mjs' };
const ANSWER = {
  decisionId: '0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d',
  outcome: 'ALLOW',
  reasons: [],
  excused: [],
  limits: [],
  weakestConfidence: 'enacted',
  revision: 1,
  rulebook: `sha256:${'0'.repeat(64)}`,
  asOf: '2026-01-05T10:00:00.000+08:00',
};

const own = startChild('load.child.mjs');
const other = startChild('autocannon.child.mjs');
const directory = mkdtempSync(join(tmpdir(), 'duanka-bench-'));
const generators = {
  'own sockets': (target) => own.ask({ do: 'shoot', ...target, first: 0, people: 100_000 }),
  autocannon: (target) => other.ask({ do: 'shoot', ...target }),
  ...(spawnSync('wrk', ['-v']).error === undefined ? { wrk: shootWithWrk } : {}),
};
const rows = [];
try {
  for (const [server, script] of Object.entries(SERVERS)) {
    const child = startChild(script);
    const { address } = await child.ask({ do: 'listen' });
    await child.ask({ do: 'answer', answer: ANSWER });
    const shots = Object.fromEntries(Object.keys(generators).map((name) => [name, []]));
    for (let round = -1; round < ROUNDS; round++) {
      for (const [name, shoot] of Object.entries(generators)) {
        const { cpuMs: before } = await child.ask({ do: 'usage' });
        const target = { address, question: questionAbout(0), connections: CONNECTIONS, seconds: SECONDS };
        const shot = await shoot(target);
        const { cpuMs: after } = await child.ask({ do: 'usage' });
        if (round >= 0) shots[name].push({ ...shot, serverCpu: (after - before) / 1000 / SECONDS });
      }
    }
    await child.stop();
    for (const [name, taken] of Object.entries(shots)) rows.push(rowOf(server, name, taken));
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
  await Promise.all([own.stop(), other.stop()]);
}
console.log(
  tableOf(['server', 'generator', 'requests/s', 'p50 ms', 'p99 ms', 'cores server', 'cores generator'], rows),
);

function rowOf(server, name, shots) {
  const of = (key) => shots.map((shot) => shot[key]);
  return [
    server,
    name,
    spread(of('perSecond'), 0),
    median(of('p50Ms')).toFixed(2),
    median(of('p99Ms')).toFixed(2),
    median(of('serverCpu')).toFixed(2),
    median(of('cpu')).toFixed(2),
  ];
}

/** One thread of wrk that asks about one person only: a script per request would cost it what makes it fast. */
function shootWithWrk({ address, question, connections, seconds }) {
  const script = join(directory, 'ask.lua');
  const headers = `wrk.headers["Content-Type"] = "application/json"`;
  writeFileSync(script, `wrk.method = "POST"\nwrk.body = [[${JSON.stringify(question)}]]\n${headers}\n`);
  const words = `-t1 -c${connections} -d${seconds}s --latency -s ${script} ${address}/v1/decisions`;
  // The shell tells what a program has used; Node does not.
  const { stdout, stderr } = spawnSync('bash', ['-c', `TIMEFORMAT='%U %S'; time wrk ${words}`], { encoding: 'utf8' });
  const [user, system] = stderr.trim().split(' ').map(Number);
  const ms = (label) => {
    const [, value, unit] = new RegExp(`${label}\\s+([\\d.]+)(us|ms|s)`).exec(stdout);
    return Number(value) * { us: 0.001, ms: 1, s: 1000 }[unit];
  };
  const perSecond = Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)[1]);
  return { perSecond, p50Ms: ms('50%'), p99Ms: ms('99%'), cpu: (user + system) / seconds };
}
