import { connect } from '../dist/src/platform/database.js';
import { openKeyring } from '../dist/src/platform/keyring.js';
import { Pii } from '../dist/src/platform/pii.js';
import { seedSanctioned } from './seed.mjs';

/** Organs by whose code regions are counted: two cities in each of thirty provinces. */
const ORGANS = `(ARRAY['11','12','13','14','15','21','22','23','31','32','33','34','35','36','37','41','42','43','44','45','46','50','51','52',
  '53','54','61','62','63','64'])[1 + n % 30] || (ARRAY['0100', '0200'])[1 + n / 30 % 2]`;
/** Each organ has a list a month approved. */
const LISTS = 720;
const FIRST_LIST = 1000;
const REVISION = `${FIRST_LIST} + n % ${LISTS}`;
/** Numbers of directives follow their issue, twice a day: of each half day first those that impose, then those that release. */
const FIRST_SEQ = 1_000_000;
const seqOf = (slot, half) => `${FIRST_SEQ} + ((${slot}) * 2 + ${half}) * ($1::int / ${LISTS} + 1) + n / ${LISTS}`;
/** Of a hundred sanctions one is annulled and two were lifted. */
const COLUMNS = {
  sanction: {
    organ_code: ORGANS,
    ground: `(ARRAY['trade', 'rent', 'lend', 'verification_help'])[1 + n % 4]`,
    revision_from: REVISION,
  },
  sanction_version: {
    revision_from: REVISION,
    standing: `CASE WHEN n % 100 = 0 THEN 'annulled' WHEN n % 50 = 1 THEN 'lifted' ELSE 'standing' END`,
    valid: `CASE WHEN n % 100 = 0 THEN 'empty' WHEN n % 50 = 1 THEN valid * daterange(NULL, current_date - 5) ELSE valid END`,
    lifted_at: `CASE WHEN n % 50 = 1 THEN now() - interval '6 days' END`,
  },
};
const UUID = '0199b2d4-0000-7000';
const idOf = (series) => `('${UUID}-${series}-' || lpad(to_hex(n), 12, '0'))::uuid`;

/**
 * A year of work: sanctions of many organs, a card of everybody at one of the institutions, a directive on each card, one in ten
 * released again, and nine in ten of all answered, one in a thousand by a refusal.
 *
 * @param {{ environment: Record<string, string>, config: import('../dist/src/config.js').Config, people: number }} of the demo profile, nothing running
 */
export async function seedHistory({ environment, config, people }) {
  await seedSanctioned({ environment, config, people, columns: COLUMNS });
  const connection = await connect(environment.DATABASE_URL, 2);
  try {
    await connection.transaction(async (tx) => {
      await tx.query('SET LOCAL session_replication_role = replica');
      await tx.query(
        `INSERT INTO revision (number, reason, taken_at)
         SELECT ${FIRST_LIST} + n, 'bench', now() - interval '12 hours' * (${LISTS} - n) FROM generate_series(0, ${LISTS} - 1) AS n`,
      );
      await tx.query('UPDATE enforcement_cursor SET revision = $1', [FIRST_LIST + LISTS - 1]);
      await tx.query('SELECT recount_sanctions()');
      const pii = new Pii(openKeyring(config));
      await tx.query(CARDS, [people, pii.encrypt('6230000000001880011', 'card.number')]);
      await tx.query(DIRECTIVES, [people]);
      await tx.query(RELEASES, [people]);
      await tx.query(RECEIPTS, [pii.encrypt('bench', 'receipt.detail')]);
      await tx.query('SELECT recount_directive_outcomes()');
    });
    await connection.query('VACUUM ANALYZE');
    await connection.query('CHECKPOINT');
  } finally {
    await connection.destroy();
  }
}

const CARDS = `
  INSERT INTO card (id, institution_id, kind, number_enc, number_hash, holder_id, status)
  SELECT ${idOf('9000')}, holding.id, 'bank_account', $2, substring(sha256(int4send(n)) FOR 16), ${idOf('8000')}, 'active'
  FROM generate_series(0, $1::int - 1) AS n
  JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS holders
        FROM institution WHERE kind <> 'police_organ') AS holding ON holding.place = n / 7 % holding.holders
  ORDER BY n`;

const DIRECTIVES = `
  INSERT INTO directive (id, seq, cause, action, measure, party, institution_id, card_id, subject_id, sanction_id, unit_id, obligation,
    reason, revision, issued_at, due_at, ended_at)
  SELECT ${idOf('a000')}, ${seqOf(`n % ${LISTS}`, 0)}, 'sanction', 'suspend', (ARRAY['bank.noncounter', 'payment.account'])[1 + n % 2], 'bank',
    card.institution_id, card.id, card.holder_id, ${idOf('8000')}, card.holder_id, gen_random_uuid(), 'bench', ${REVISION},
    issued.at, issued.at + interval '3 days', CASE WHEN n % 10 = 0 THEN issued.at + interval '20 days' END
  FROM generate_series(0, $1::int - 1) AS n JOIN card ON card.id = ${idOf('9000')}
    CROSS JOIN LATERAL (SELECT now() - interval '12 hours' * (${LISTS} - n % ${LISTS}) AS at) AS issued
  ORDER BY n % ${LISTS}, n`;

const RELEASES = `
  INSERT INTO directive (id, seq, cause, action, measure, party, institution_id, card_id, subject_id, sanction_id, unit_id, obligation,
    reason, releases, revision, issued_at, due_at)
  SELECT ${idOf('b000')}, ${seqOf(`n % ${LISTS} + 40`, 1)}, 'sanction', 'restore', measure, 'bank', institution_id, card_id, subject_id, sanction_id, unit_id,
    obligation, 'bench', imposed.id, revision, ended_at, ended_at + interval '1 day'
  FROM generate_series(0, $1::int - 1, 10) AS n JOIN directive AS imposed ON imposed.id = ${idOf('a000')}`;

const RECEIPTS = `
  INSERT INTO receipt (directive_id, institution_id, number, result, executed_at, detail_enc, received_at, actor)
  SELECT id, institution_id, 1, result, CASE result WHEN 'executed' THEN at END, CASE result WHEN 'refused' THEN $1::bytea END, at,
    'client:bench'
  FROM (SELECT directive.*, row_number() OVER (ORDER BY id) AS n FROM directive WHERE card_id IS NOT NULL AND seq >= ${FIRST_SEQ})
    AS directive
  CROSS JOIN LATERAL (SELECT issued_at + interval '1 minute' * (30 + n * 7919 % 5000) AS at,
    CASE WHEN n % 1000 = 1 THEN 'refused' WHEN n % 20 = 0 THEN 'not_found' ELSE 'executed' END AS result) AS answer
  WHERE n % 10 <> 3`;
