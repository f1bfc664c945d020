/**
 * `npm run build && node bench/statistics-doors.mjs [people]`: what figures cost an officer who asks for them over a year of 1,000,000
 * sanctions, cards and directives: the statistics by each dimension, the dashboard, the scoreboard. Seconds, the first time and again.
 */
import { withHouse } from './house.mjs';
import { seedHistory } from './history.mjs';
import { signIn } from './requests.mjs';
import { startService } from './service.mjs';
import { tableOf } from './statistics.mjs';

const PEOPLE = Number(process.argv[2] ?? 1_000_000);
const today = new Date().toISOString().slice(0, 10);
const monthAgo = new Date(Date.now() - 30 * 86_400_000).toISOString().slice(0, 10);
const DOORS = [
  ...['regime', 'region', 'organ', 'measure', 'ground', 'month', 'institution'].map((by) => `statistics?by=${by}`),
  'statistics?by=region&region=500000',
  'statistics/overview',
  `scoreboard?from=${monthAgo}&to=${today}`,
  `scoreboard?from=2020-01-01&to=${today}`,
];

const rows = await withHouse(async (house) => {
  await seedHistory({ ...house, people: PEOPLE });
  const { child, address } = await startService(house.environment, 'off');
  try {
    const token = await signIn(address, 'auditor');
    const measured = [];
    for (const door of DOORS) {
      measured.push([door, ...(await times(2, () => secondsOf(`${address}/v1/${door}`, token)))]);
    }
    return measured;
  } finally {
    await child.stop();
  }
});
console.log(tableOf(['door', 'seconds', 'again'], rows));

async function times(count, work) {
  const results = [];
  for (let at = 0; at < count; at++) results.push(await work());
  return results;
}

async function secondsOf(url, token) {
  const startedAt = performance.now();
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  await response.json();
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return ((performance.now() - startedAt) / 1000).toFixed(2);
}
