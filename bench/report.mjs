import { median, tableOf } from './statistics.mjs';

const BARE = 'bare Fastify';
const COLUMNS = [
  'what',
  'answer',
  'per second (least – most)',
  `× ${BARE}`,
  'p50 ms',
  'p99 ms',
  `p99 × ${BARE}`,
  'RSS MB',
  'cores server + client',
  'target',
];

/** Least share of bare Fastify's throughput, and most of its p99, that one question may cost. */
const SINGLE = { 'Duanka, log off': [0.7, 3], 'Duanka, log restricting': [0.5], 'Duanka, log all': [0.5] };
/** A "yes" costs this much of a "no": who is clean learns nothing from the time it takes. */
const YES_OF_NO = [0.8, 1.25];
/** Questions per second, by how they come. */
const LEAST_PER_SECOND = { 'Duanka batch, log off': 60_000, 'Duanka in process': 100_000 };

/**
 * One Markdown table of all rows, with ratios per round against bare Fastify that gives the same answer, and what was promised.
 *
 * @param {any[]} rows of {@link withTargets}, with one value per round of everything measured
 */
export function tableOfResults(rows) {
  return tableOf(
    COLUMNS,
    rows.map((row) => cellsOf(row, rows)),
  );
}

function cellsOf(row, rows) {
  const bare = bareOf(row, rows);
  const of = (key, digits) => (row[key] === undefined ? '' : median(row[key]).toFixed(digits));
  const against = (key, digits) => (bare === undefined ? '' : ratio(row, bare, key).toFixed(digits));
  const cores = [of('serverCores', 2), of('clientCores', 2)].filter((cell) => cell !== '').join(' + ');
  return [
    row.what,
    row.answer,
    row.perSecond === undefined ? (row.note ?? '') : rate(row.perSecond),
    against('perSecond', 2),
    of('p50Ms', 2),
    of('p99Ms', 2),
    against('p99Ms', 1),
    of('rssMb', 0),
    cores,
    row.targets.map(({ promise, isMet }) => `${promise} ${isMet ? 'met' : '**missed**'}`).join('; '),
  ];
}

/** The same rows, each with what was promised of it and whether it was kept. @param {any[]} rows */
export function withTargets(rows) {
  return rows.map((row) => ({ ...row, targets: [...(row.targets ?? []), ...targetsOf(row, rows)] }));
}

function targetsOf(row, rows) {
  const bare = bareOf(row, rows);
  const targets = [];
  if (bare !== undefined && SINGLE[row.what] !== undefined) {
    const [share, p99] = SINGLE[row.what];
    targets.push(verdict(`≥ ${share.toFixed(2)} ×`, ratio(row, bare, 'perSecond') >= share));
    if (p99 !== undefined) targets.push(verdict(`p99 ≤ ${p99} ×`, ratio(row, bare, 'p99Ms') <= p99));
  }
  if (row.answer === 'yes' && SINGLE[row.what] !== undefined) targets.push(yesOfNo(row, rows));
  const least = LEAST_PER_SECOND[row.what];
  if (least !== undefined && row.answer === 'customer book')
    targets.push(verdict(`≥ ${least} /s`, median(row.perSecond) >= least));
  return targets;
}

function yesOfNo(row, rows) {
  const no = rows.find(({ what, answer }) => what === row.what && answer === 'no');
  const cost = ratio(no, row, 'perSecond');
  const [least, most] = YES_OF_NO;
  return verdict(`costs ${least} – ${most} of a no: ${cost.toFixed(2)}`, cost >= least && cost <= most);
}

function bareOf(row, rows) {
  if (row.p99Ms === undefined) return undefined;
  return rows.find(({ what, answer }) => what === BARE && answer === row.answer);
}

/** Median over the rounds: what disturbs the machine in one of them disturbs both. */
function ratio(row, other, key) {
  return median(row[key].map((value, round) => value / other[key][round]));
}

export function verdict(promise, isMet) {
  return { promise, isMet };
}

function rate(values) {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return `${median(values).toFixed(0)} (${least.toFixed(0)} – ${most.toFixed(0)})`;
}
