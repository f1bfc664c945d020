import { BOOKS } from './book.mjs';
import { startChild } from './child.mjs';
import { byMeasure, usageOf } from './service.mjs';

const LINES = 300_000;
const HASHES = 1_000_000;

/**
 * Without HTTP and without the log: the service's own batch from lines to lines, and the limit that the keyed hash alone sets.
 *
 * @returns {Promise<object[]>} one row per book and one for the hash, with one value per round of everything measured
 */
export async function benchInProcess({ environment, people, rounds }) {
  const child = startChild('in-process.child.mjs', { ...environment, DUANKA_DECISION_LOG: 'off' });
  const kinds = [
    ...Object.entries(BOOKS).map(([answer, sanctionedEvery]) => ({
      what: 'Duanka in process',
      answer,
      message: { do: 'screen', lines: LINES, sanctionedEvery, people },
    })),
    { what: 'keyed hash alone', answer: 'identifiers', message: { do: 'hash', count: HASHES } },
  ].map((kind) => ({ ...kind, shots: [] }));
  try {
    for (let round = -1; round < rounds; round++) {
      for (const { message, shots } of kinds) {
        const shot = await usageOf(child, () => child.ask(message));
        if (round >= 0) shots.push(shot);
      }
    }
  } finally {
    await child.stop();
  }
  return kinds.map(({ what, answer, shots }) => ({ what, answer, ...byMeasure(shots) }));
}
