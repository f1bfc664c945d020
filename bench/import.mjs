import { createWriteStream, openAsBlob } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { startChild } from './child.mjs';
import { encodeGb18030 } from './gb18030.mjs';
import { telecomRows } from './people.mjs';
import { signIn } from './requests.mjs';
import { median, spread } from './statistics.mjs';

const ROWS = 100_000;

/**
 * An officer file over HTTP until its draft is committed, against parsing it and copying its rows, in alternate rounds; and the
 * correction of a row in its middle.
 *
 * @returns {Promise<string[][]>} rows of the table of results
 */
export async function benchImport({ directory, databaseUrl, environment, rounds }) {
  const path = join(directory, 'telecom-100000.csv');
  await pipeline(Readable.from(encodedRows()), createWriteStream(path));
  const real = [];
  const plain = [];
  for (let round = 0; round < rounds; round++) {
    real.push(await importOnce(path, environment));
    plain.push(await plainOnce(path, databaseUrl));
  }
  const ratios = real.map(({ ms }, round) => ms / plain[round]);
  const growth = real.map(({ startMb, peakMb }) => peakMb - startMb);
  const seconds = (values) => spread(values.map((ms) => ms / 1000));
  return [
    [
      `import ${ROWS} rows`,
      `${seconds(real.map(({ ms }) => ms))} s`,
      `${seconds(plain)} s: csv-parse + COPY`,
      `${spread(ratios)} ×`,
    ],
    [
      'memory while importing (RSS)',
      `peak ${median(real.map(({ peakMb }) => peakMb)).toFixed(0)} MB`,
      `${median(real.map(({ startMb }) => startMb)).toFixed(0)} MB idle`,
      `+${spread(growth, 0)} MB`,
    ],
    [
      `correct one of ${ROWS} rows`,
      `${seconds(real.map(({ correctMs }) => correctMs))} s`,
      `${seconds(real.map(({ ms }) => ms))} s: import again`,
      `${spread(real.map(({ ms, correctMs }) => correctMs / ms))} ×`,
    ],
  ];
}

async function importOnce(path, environment) {
  const service = startChild('service.child.mjs', environment);
  try {
    const { address } = await service.ask({ do: 'address' });
    const token = await signIn(address, 'city-submitter');
    const { nowMb: startMb } = await service.ask({ do: 'usage' });
    const form = new FormData();
    form.set('file', await openAsBlob(path), 'telecom-100000.csv');
    const startedAt = performance.now();
    const response = await fetch(`${address}/v1/sanction-lists/import`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: form,
    });
    const list = await response.json();
    const ms = performance.now() - startedAt;
    if (list.counts?.accepted !== ROWS) throw new Error(`the import did not accept all rows: ${JSON.stringify(list)}`);
    const { peakMb } = await service.ask({ do: 'usage' });
    return { ms, startMb, peakMb, correctMs: await correctOnce(address, token, list.id) };
  } finally {
    await service.stop();
  }
}

async function correctOnce(address, token, id) {
  const startedAt = performance.now();
  const response = await fetch(`${address}/v1/sanction-lists/${id}/entries/${ROWS / 2}`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ raw: { 认定日期: '2021-08-01' } }),
  });
  const { entry } = await response.json();
  const ms = performance.now() - startedAt;
  if (entry?.isCorrected !== true) throw new Error(`the row was not corrected: ${response.status}`);
  return ms;
}

async function plainOnce(path, databaseUrl) {
  const child = startChild('plain-import.child.mjs');
  try {
    const { rows, parseMs, copyMs } = await child.ask({ do: 'measure', path, databaseUrl });
    if (rows !== ROWS + 1) throw new Error(`the plain parser saw ${rows} rows`);
    return parseMs + copyMs;
  } finally {
    await child.stop();
  }
}

function* encodedRows() {
  let chunk = '';
  for (const row of telecomRows(ROWS)) {
    chunk += `${row.join(',')}\r\n`;
    if (chunk.length > 64 * 1024) {
      yield encodeGb18030(chunk);
      chunk = '';
    }
  }
  yield encodeGb18030(chunk);
}
