/**
 * `npm run build && node bench/reconciliation.mjs [cards]`: a bank reconciles 1,000,000 cards in one request over loopback, twice:
 * the second time every difference is a task already. One holder in a hundred is sanctioned, and every second card of those is
 * still in use; one card in a thousand is suspended on nobody's order, one is unknown.
 */
import { once } from 'node:events';
import { request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { withHouse } from './house.mjs';
import { personName, residentId } from './people.mjs';
import { seedSanctioned } from './seed.mjs';
import { startService } from './service.mjs';
import { tableOf } from './statistics.mjs';

const CARDS = Number(process.argv[2] ?? 1_000_000);
const SANCTIONED = Math.ceil(CARDS / 100);
const LINES_PER_WRITE = 500;
const SAMPLE_MS = 1000;

const rows = await withHouse(async ({ environment, config }) => {
  await seedSanctioned({ environment, config, people: SANCTIONED });
  const { child, address, token } = await startService(environment, 'off');
  try {
    const imported = await send(`${address}/v1/cards/import`, token, registered);
    if (imported.lines.at(-1).created !== CARDS) throw new Error('the cards were not registered');
    const measured = [];
    for (const round of [1, 2]) measured.push([round, ...(await reconcile(child, address, token))]);
    return measured;
  } finally {
    await child.stop();
  }
});
console.log(
  tableOf(['round', 'lines/s', 'differences', 'server cores', 'RSS MB, least–most', 'its last quarter'], rows),
);

/** Sends everything and reads the answer as it comes, while somebody watches the memory of the service. */
async function reconcile(child, address, token) {
  const { cpuMs: before } = await child.ask({ do: 'usage' });
  const startedAt = performance.now();
  const over = new AbortController();
  const answered = send(`${address}/v1/reconciliations`, token, held).finally(() => over.abort());
  const curve = [];
  while (!over.signal.aborted) {
    await pause(SAMPLE_MS);
    curve.push(Math.round((await child.ask({ do: 'usage' })).nowMb));
  }
  const { lines, endedAt } = await answered;
  const { cpuMs: after } = await child.ask({ do: 'usage' });
  const { summary, complete } = lines.at(-1);
  if (!complete || summary.lines !== CARDS) throw new Error(`it broke off: ${JSON.stringify(summary)}`);
  const ms = endedAt - startedAt;
  const quarter = curve.slice(-Math.ceil(curve.length / 4));
  return [
    Math.round((CARDS * 1000) / ms),
    JSON.stringify(summary.byDifference),
    ((after - before) / ms).toFixed(2),
    `${Math.min(...curve)}–${Math.max(...curve)}`,
    `${Math.min(...quarter)}–${Math.max(...quarter)}`,
  ];
}

function numberOf(n) {
  return `62284${String(n).padStart(13, '0')}`;
}

function registered(n) {
  const holder = { idType: 'resident_id', idNumber: residentId(n), name: personName(n) };
  return { kind: 'bank_account', number: numberOf(n), holder, status: 'active' };
}

function held(n) {
  const isUnknown = n % 1000 === 999;
  const isLimited = n < SANCTIONED ? n % 2 === 0 : n % 1000 === 500;
  return {
    kind: 'bank_account',
    number: isUnknown ? numberOf(CARDS + n) : numberOf(n),
    holder: { idType: 'resident_id', idNumber: residentId(n) },
    state: isLimited ? 'limited' : 'active',
  };
}

async function send(url, token, cardOf) {
  const headers = { 'content-type': 'application/x-ndjson', authorization: `Bearer ${token}` };
  const asking = request(url, { method: 'POST', headers });
  const reading = once(asking, 'response').then(([response]) => read(response));
  for (let n = 0; n < CARDS; n += LINES_PER_WRITE) {
    const count = Math.min(LINES_PER_WRITE, CARDS - n);
    const lines = Array.from({ length: count }, (_, at) => `${JSON.stringify(cardOf(n + at))}\n`);
    if (!asking.write(lines.join(''))) await once(asking, 'drain');
  }
  asking.end();
  return reading;
}

/** Keeps the last line only. */
async function read(response) {
  if (response.statusCode !== 200) throw new Error(`${response.statusCode}`);
  let rest = '';
  for await (const chunk of response.setEncoding('utf8')) rest = `${rest}${chunk}`.split('\n').slice(-2).join('\n');
  const lines = rest.split('\n').filter((line) => line !== '');
  return { lines: lines.map((line) => JSON.parse(line)), endedAt: performance.now() };
}
