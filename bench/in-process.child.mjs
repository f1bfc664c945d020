/** What one core does without HTTP: the service's own batch, from lines to lines, and the keyed hash that every question costs. */
import 'reflect-metadata';
import { createApp } from '../dist/src/app.setup.js';
import { readConfig } from '../dist/src/config.js';
import { DecisionBatch } from '../dist/src/decisions/decision-batch.service.js';
import { ApiClients } from '../dist/src/institutions/api-clients.service.js';
import { Clock } from '../dist/src/platform/clock.js';
import { openKeyring } from '../dist/src/platform/keyring.js';
import { Pii } from '../dist/src/platform/pii.js';
import { Restrictions } from '../dist/src/restrictions/restrictions.service.js';
import { AnswerCounter, blocksOf } from './book.mjs';
import { answerMessages } from './child.mjs';
import { residentId } from './people.mjs';

const DISTINCT = 100_000;

const config = readConfig();
const app = await createApp({
  config,
  databaseUrl: config.databaseUrl,
  keyring: openKeyring(config),
  clock: new Clock(),
});
await app.get(Restrictions).loaded();
const bank = await app.get(ApiClients).principalOf('demo-bank-a', 'decisions');
const identifiers = Array.from({ length: DISTINCT }, (_, n) => `resident_id:${residentId(n)}`);
process.once('disconnect', () => void app.close());

answerMessages({
  /** @param {{ lines: number, sanctionedEvery: number, people: number }} book */
  async screen(book) {
    const blocks = [...blocksOf(book)];
    const counter = new AnswerCounter();
    const perSecond = await rateOf(book.lines, async () => {
      for await (const chunk of app.get(DecisionBatch).ofLines(handedOver(blocks), bank, 'zh-CN')) counter.take(chunk);
    });
    counter.assertAnswered(book.lines);
    return { perSecond };
  },

  /** @param {{ count: number }} message identifiers to hash */
  async hash({ count }) {
    const pii = app.get(Pii);
    const perSecond = await rateOf(count, async () => {
      for (let at = 0; at < count; at++) pii.hash('identifier', identifiers[at % DISTINCT]);
    });
    return { perSecond };
  },
});

async function rateOf(count, work) {
  const startedAt = performance.now();
  await work();
  return (count * 1000) / (performance.now() - startedAt);
}

async function* handedOver(blocks) {
  yield* blocks;
}
