import { verdict } from './report.mjs';
import { byMeasure, startService } from './service.mjs';
import { median } from './statistics.mjs';

const MOST_SECONDS = 10;
const MOST_BYTES = 64;
const SUBJECTS_OF_TARGET = 1_000_000;

/**
 * How long a node takes to have everybody in memory, and how much memory that is, as the node itself tells.
 *
 * @returns {Promise<object>} one row, with one value per start
 */
export async function benchIndexLoad({ environment, people, rounds }) {
  const loads = [];
  for (let round = 0; round < rounds; round++) {
    const { child, address, readyMs } = await startService(environment, 'off');
    const { nowMb } = await child.ask({ do: 'usage' });
    const metrics = await (await fetch(`${address}/metrics`)).text();
    const gauge = (name) => Number(new RegExp(`^duanka_index_${name} (\\S+)$`, 'm').exec(metrics)?.[1]);
    if (!(gauge('subjects') >= people)) throw new Error(`it holds ${gauge('subjects')} of ${people} subjects`);
    loads.push({
      readySeconds: readyMs / 1000,
      loadSeconds: gauge('load_seconds'),
      bytesPerSubject: gauge('bytes_per_subject'),
      rssMb: nowMb,
    });
    await child.stop();
  }
  const measured = byMeasure(loads);
  const [seconds, bytes] = [median(measured.loadSeconds), median(measured.bytesPerSubject)];
  return {
    what: 'restriction index',
    answer: `${people} subjects`,
    note: `loaded in ${seconds.toFixed(1)} s, ${bytes.toFixed(0)} bytes each`,
    ...measured,
    targets: [
      // Fewer subjects say nothing about a million.
      ...(people < SUBJECTS_OF_TARGET ? [] : [verdict(`a million in ≤ ${MOST_SECONDS} s`, seconds <= MOST_SECONDS)]),
      verdict(`≤ ${MOST_BYTES} bytes`, bytes <= MOST_BYTES),
    ],
  };
}
