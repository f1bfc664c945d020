/** autocannon in a process of its own, so that asking costs the answering process nothing. */
import autocannon from 'autocannon';
import { answerMessages } from './child.mjs';

answerMessages({
  async shoot({ url, bodies, token, seconds, connections }) {
    const headers = {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    };
    const result = await autocannon({
      url,
      connections,
      duration: seconds,
      requests: bodies.map((body) => ({ method: 'POST', headers, body })),
    });
    const { requests, latency, non2xx, errors } = result;
    if (non2xx + errors > 0) throw new Error(`${non2xx} refusals and ${errors} errors under load`);
    return { perSecond: requests.average, p50Ms: latency.p50, p99Ms: latency.p99 };
  },
});
