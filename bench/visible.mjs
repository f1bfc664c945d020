import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { verdict } from './report.mjs';

const SCRIPT = fileURLToPath(new URL('visibility.mjs', import.meta.url));
const APPROVALS = 300;
const MOST_MS = 100;

/**
 * How soon an approval is visible on every node, in a house of its own with a streaming replica.
 *
 * @returns {object[]} one row per node
 */
export function benchVisibility() {
  // A process of its own: it loads TypeScript, which would be loaded into this one too.
  const words = [SCRIPT, String(APPROVALS), '--json'];
  const { stdout, status } = spawnSync(process.execPath, words, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`${SCRIPT} ended with ${status}`);
  const nodes = JSON.parse(stdout.trim().split('\n').at(-1));
  return nodes.map(({ name, tookMs }) => {
    const p99Ms = quantile(tookMs, 0.99);
    return {
      what: 'approved → visible',
      answer: name,
      p50Ms: [quantile(tookMs, 0.5)],
      p99Ms: [p99Ms],
      targets: [verdict(`p99 ≤ ${MOST_MS} ms`, p99Ms <= MOST_MS)],
    };
  });
}

function quantile(values, share) {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
}
