/** autocannon in a process of its own, for comparison with `load.child.mjs`. */
import autocannon from 'autocannon';
import { answerMessages } from './child.mjs';
import { questionAbout } from './requests.mjs';

/** Bodies in turn; it keeps every one of them, built, for every connection. */
const BODIES = 500;

answerMessages({
  async shoot({ address, seconds, connections }) {
    const before = process.cpuUsage();
    const headers = { 'content-type': 'application/json' };
    const result = await autocannon({
      url: `${address}/v1/decisions`,
      connections,
      duration: seconds,
      requests: Array.from({ length: BODIES }, (_, n) => ({
        method: 'POST',
        headers,
        body: JSON.stringify(questionAbout(n)),
      })),
    });
    const { requests, latency, non2xx, errors } = result;
    if (non2xx + errors > 0) throw new Error(`${non2xx} refusals and ${errors} errors under load`);
    const { user, system } = process.cpuUsage(before);
    const cpu = (user + system) / 1e6 / seconds;
    return { perSecond: requests.average, p50Ms: latency.p50, p99Ms: latency.p99, cpu };
  },
});
