/** Asks many questions in one NDJSON request, in a process of its own, and reads the answers as they come. */
import { once } from 'node:events';
import { request } from 'node:http';
import { AnswerCounter, blocksOf } from './book.mjs';
import { answerMessages } from './child.mjs';

answerMessages({
  /** @param {{ address: string, token: string, lines: number, sanctionedEvery: number, people: number }} message */
  async screen(message) {
    const before = process.cpuUsage();
    const startedAt = performance.now();
    await screen(message);
    const ms = performance.now() - startedAt;
    const { user, system } = process.cpuUsage(before);
    return { perSecond: (message.lines * 1000) / ms, cpu: (user + system) / 1000 / ms };
  },
});

async function screen({ address, token, ...book }) {
  const asking = request(`${address}/v1/decisions/batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson', authorization: `Bearer ${token}` },
  });
  const responded = once(asking, 'response');
  const [sent, [response]] = [send(asking, book), await responded];
  if (response.statusCode !== 200) throw new Error(`the batch was answered with ${response.statusCode}`);
  const counter = new AnswerCounter();
  for await (const chunk of response) counter.take(chunk);
  await sent;
  counter.assertAnswered(book.lines);
}

/** As fast as it is taken: a client that has all lines at once. */
async function send(asking, book) {
  for (const block of blocksOf(book)) if (!asking.write(block)) await once(asking, 'drain');
  asking.end();
}
