import { setTimeout as pause } from 'node:timers/promises';
import { BOOKS } from './book.mjs';
import { startChild } from './child.mjs';
import { byMeasure, LOG_MODES, startService, usageOf } from './service.mjs';

const LINES = 200_000;
const LONG_LINES = 10_000_000;
const SAMPLE_MS = 1000;

/**
 * Many questions in one NDJSON request over loopback, in each mode of the decision log.
 *
 * @returns {Promise<object[]>} one row per mode and book, with one value per round of everything measured
 */
export async function benchBatches({ environment, people, rounds }) {
  const rows = [];
  for (const mode of LOG_MODES) {
    const books = Object.entries(BOOKS).map(([answer, sanctionedEvery]) => ({ answer, sanctionedEvery, shots: [] }));
    await withService(environment, mode, async ({ service, screen }) => {
      for (let round = -1; round < rounds; round++) {
        for (const { sanctionedEvery, shots } of books) {
          const shot = await usageOf(service, () => screen({ sanctionedEvery, people, lines: LINES }));
          const { perSecond, rssMb, serverCores, cpu: clientCores } = shot;
          if (round >= 0) shots.push({ perSecond, rssMb, serverCores, clientCores });
        }
      }
    });
    for (const { answer, shots } of books)
      rows.push({ what: `Duanka batch, log ${mode}`, answer, ...byMeasure(shots) });
  }
  return rows;
}

/**
 * Ten million lines in one request, and how much memory the service has in every second of it.
 *
 * @returns {Promise<object>} one row; `curveMb` is its memory
 */
export function benchLongBatch({ environment, people }) {
  return withService(environment, 'off', async ({ service, screen }) => {
    const curveMb = [];
    const over = new AbortController();
    const sanctionedEvery = BOOKS['customer book'];
    const screened = screen({ sanctionedEvery, people, lines: LONG_LINES }).finally(() => over.abort());
    while (!over.signal.aborted) {
      await pause(SAMPLE_MS);
      curveMb.push(Math.round((await service.ask({ do: 'usage' })).nowMb));
    }
    const { perSecond } = await screened;
    return {
      what: 'Duanka batch, log off',
      answer: `${LONG_LINES / 1e6} million lines in one request`,
      perSecond: [perSecond],
      rssMb: [Math.max(...curveMb)],
      curveMb,
    };
  });
}

async function withService(environment, mode, work) {
  const { child: service, address, token } = await startService(environment, mode);
  const stream = startChild('stream.child.mjs');
  try {
    return await work({ service, screen: (book) => stream.ask({ do: 'screen', address, token, ...book }) });
  } finally {
    await Promise.all([service.stop(), stream.stop()]);
  }
}
