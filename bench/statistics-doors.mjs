/**
 * `npm run build && node bench/statistics-doors.mjs [people]`: what figures cost an officer who asks for them over a year of 1,000,000
 * sanctions, cards and directives: the statistics by each dimension, the dashboard, the scoreboard, and the few directives that
 * a filter is about; and a bank that asks for its own. Seconds, the first time and again.
 */
import { withHouse } from './house.mjs';
import { seedHistory } from './history.mjs';
import { signIn } from './requests.mjs';
import { startService } from './service.mjs';
import { tableOf } from './statistics.mjs';

const PEOPLE = Number(process.argv[2] ?? 1_000_000);
const today = new Date().toISOString().slice(0, 10);
const daysAgo = (days) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
const DIRECTIVES = ['', '?overdue=true', '?state=all&receipt=refused', '?state=all&receipt=none&ended=true'].map(
  (filter) => `directives${filter}`,
);
const DOORS = [
  ...['regime', 'region', 'organ', 'measure', 'ground', 'month', 'institution'].map((by) => `statistics?by=${by}`),
  'statistics?by=region&region=500000',
  'statistics/overview',
  `scoreboard?from=${daysAgo(30)}&to=${today}`,
  `scoreboard?from=2020-01-01&to=${today}`,
  ...DIRECTIVES,
  `directives?state=all&from=${daysAgo(3)}&to=${daysAgo(3)}`,
  `directives?state=all&receipt=refused&from=${daysAgo(3)}&to=${daysAgo(3)}`,
  ...['on_cards', 'executed', 'restored', 'overdue'].map(
    (number) => `directives?state=all&counted=${number}&region=500000`,
  ),
  `directives?state=all&counted=on_cards&part=990000&from=${daysAgo(330)}&to=${today}`,
];

const rows = await withHouse(async (house) => {
  await seedHistory({ ...house, people: PEOPLE });
  const { child, address, token: bank } = await startService(house.environment, 'off');
  try {
    const token = await signIn(address, 'auditor');
    const measured = [];
    for (const door of DOORS) {
      measured.push([door, ...(await times(2, () => secondsOf(`${address}/v1/${door}`, token)))]);
    }
    for (const door of DIRECTIVES)
      measured.push([`a bank's ${door}`, ...(await times(2, () => secondsOf(`${address}/v1/${door}`, bank)))]);
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
