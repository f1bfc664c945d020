/** Fastify that finds the person in Redis: one GET by keyed hash, and no rule. Fills Redis first. */
import { createClient } from '@redis/client';
import { readConfig } from '../../dist/src/config.js';
import { openKeyring } from '../../dist/src/platform/keyring.js';
import { Pii } from '../../dist/src/platform/pii.js';
import { bareFastify } from './bare-fastify.mjs';
import { answerMessages } from '../child.mjs';
import { residentId } from '../people.mjs';

const PER_PIPELINE = 10_000;

const pii = new Pii(openKeyring(readConfig()));
const keyOf = ({ idType, idNumber }) => pii.hash('identifier', `${idType}:${idNumber}`);
const redis = createClient({ url: process.env.BENCH_REDIS_URL });
await redis.connect();
process.once('disconnect', () => void redis.close());

answerMessages({
  ...bareFastify(({ subject }) => redis.get(keyOf(subject))),
  /** Keys of the first people, each with a value as long as an id. */
  async fill({ people }) {
    for (let first = 0; first < people; first += PER_PIPELINE) {
      const last = Math.min(people, first + PER_PIPELINE);
      const keys = Array.from({ length: last - first }, (_, at) =>
        keyOf({ idType: 'resident_id', idNumber: residentId(first + at) }),
      );
      await Promise.all(
        keys.map((key, at) => redis.set(key, `0199b2d4-0000-7000-8000-${String(first + at).padStart(12, '0')}`)),
      );
    }
    return { keys: await redis.dbSize() };
  },
});
