/** Fastify that finds the person in PostgreSQL: one prepared SELECT by keyed hash, and no rule. */
import pg from 'pg';
import { readConfig } from '../../dist/src/config.js';
import { openKeyring } from '../../dist/src/platform/keyring.js';
import { Pii } from '../../dist/src/platform/pii.js';
import { bareFastify } from './bare-fastify.mjs';
import { answerMessages } from '../child.mjs';

const config = readConfig();
const pii = new Pii(openKeyring(config));
const pool = new pg.Pool({ connectionString: config.databaseUrl, max: config.databasePoolSize });
process.once('disconnect', () => void pool.end());

answerMessages(
  bareFastify(({ subject }) =>
    pool.query({
      name: 'look-up',
      text: 'SELECT subject_id FROM identifier WHERE number_hash = $1',
      values: [pii.hash('identifier', `${subject.idType}:${subject.idNumber}`)],
    }),
  ),
);
