import { copyInto, textField, uuidField } from '../dist/src/platform/binary-copy.js';
import { connect } from '../dist/src/platform/database.js';
import { openKeyring } from '../dist/src/platform/keyring.js';
import { Pii } from '../dist/src/platform/pii.js';
import { personName, residentId } from './people.mjs';
import { post, signIn } from './requests.mjs';
import { startService } from './service.mjs';

/** One designation a day for the last days: what everybody else's sanction is copied from. */
const PATTERNS = 300;
/** Numbers of the people these designations are about; nobody asks about them. */
const FIRST_PATTERN = 50_000_000;
const PER_MESSAGE = 5_000;
const DAY_MS = 86_400_000;
/** Tables of a sanction, each with the column that names the sanction. */
const SANCTION_TABLES = { sanction: 'id', sanction_version: 'sanction_id' };

/**
 * Sanctions the first people: no small number can say how the service does with the size it is made for.
 *
 * The service itself approves a list of a few hundred; its rows are then copied for everybody, so that what stands in the books
 * is what the service writes. Subjects and identifiers are encrypted and hashed with the keys of the service. Sanctions
 * began on different days of the last year and still run, whenever this is.
 *
 * @param {{ environment: Record<string, string>, config: import('../dist/src/config.js').Config, people: number, columns?: Record<string, Record<string, string>> }} of
 *   the demo profile, nothing running; `columns` by table: in which columns the nth copy differs, as SQL over `n`
 */
export async function seedSanctioned({ environment, config, people, columns = {} }) {
  await approvePatterns(environment);
  const connection = await connect(environment.DATABASE_URL, 2);
  try {
    await connection.transaction(async (tx) => {
      // The copies stand alone: neither lists nor their entries are asked about.
      await tx.query('SET LOCAL session_replication_role = replica');
      const pii = new Pii(openKeyring(config));
      await copyInto(tx, 'subject (id, kind, name_enc, name_hash)', subjects(pii, people));
      await copyInto(tx, 'identifier (id, subject_id, id_type, number_enc, number_hash)', identifiers(pii, people));
      for (const [table, key] of Object.entries(SANCTION_TABLES))
        await copySanctions(tx, table, { key, people, differing: columns[table] ?? {} });
    });
    await connection.query('VACUUM ANALYZE');
    await connection.query('CHECKPOINT');
  } finally {
    await connection.destroy();
  }
}

async function approvePatterns(environment) {
  const { child, address } = await startService(environment, 'off');
  try {
    const submitter = await signIn(address, 'city-submitter');
    const approver = await signIn(address, 'city-approver');
    const entries = Array.from({ length: PATTERNS }, (_, at) => designationOf(at));
    const list = await post(`${address}/v1/sanction-lists`, submitter, { title: 'bench', entries });
    if (list.counts.rejected > 0) throw new Error(`the service refused ${list.counts.rejected} people of the bench`);
    await post(`${address}/v1/sanction-lists/${list.id}/submit`, submitter, {});
    await post(`${address}/v1/sanction-lists/${list.id}/approve`, approver, { remark: 'bench' });
  } finally {
    await child.stop();
  }
}

function designationOf(at) {
  const n = FIRST_PATTERN + at;
  const day = new Date(Date.now() - (at + 10) * DAY_MS).toISOString().slice(0, 10);
  return {
    subject: { kind: 'person', idType: 'resident_id', idNumber: residentId(n), name: personName(n) },
    ground: 'trade',
    items: 3,
    itemKinds: ['bank_account'],
    identifiedOn: day,
    identifyingOrgan: { code: '500000', level: 'city', name: '重庆市公安局' },
    documentNo: `bench-${at}`,
    noticeServedOn: day,
    implicatedCards: [],
  };
}

async function* subjects(pii, people) {
  const person = textField('person');
  // There are a few thousand names: each is encrypted and hashed once.
  const names = new Map();
  const fieldsOf = (name) => {
    if (!names.has(name)) names.set(name, [pii.encrypt(name, 'subject.name'), pii.hash('name', name)]);
    return names.get(name);
  };
  for await (const numbers of messages(people))
    yield numbers.map((n) => [uuidField(subjectId(n)), person, ...fieldsOf(personName(n))]);
}

async function* identifiers(pii, people) {
  const idType = textField('resident_id');
  for await (const numbers of messages(people)) {
    yield numbers.map((n) => {
      const number = residentId(n);
      const id = uuidField(subjectId(n));
      const hash = pii.hash('identifier', `resident_id:${number}`);
      return [id, id, idType, pii.encrypt(number, 'identifier.number'), hash];
    });
  }
}

async function* messages(people) {
  for (let first = 0; first < people; first += PER_MESSAGE)
    yield Array.from({ length: Math.min(PER_MESSAGE, people - first) }, (_, at) => first + at);
}

/** The nth person has the sanction of the nth pattern, from the first again after the last. */
async function copySanctions(tx, table, { key, people, differing }) {
  const columns = await tx.query(
    `SELECT column_name FROM information_schema.columns
     WHERE table_name = $1 AND is_generated = 'NEVER' ORDER BY ordinal_position`,
    [table],
  );
  const names = columns.map(({ column_name: name }) => name);
  const own = {
    [key]: `('${UUID}' || lpad(to_hex(n), 12, '0'))::uuid`,
    ...(table === 'sanction'
      ? { subject_id: `('${UUID}' || lpad(to_hex(n), 12, '0'))::uuid`, row: `${PATTERNS} + 1 + n` }
      : {}),
    ...differing,
  };
  const original = table === 'sanction' ? 'sanction' : `${table} JOIN sanction ON sanction.id = ${table}.${key}`;
  await tx.query(
    `WITH pattern AS (SELECT ${table}.*, sanction.row AS place FROM ${original} WHERE sanction.row <= ${PATTERNS})
     INSERT INTO ${table} (${names.join(', ')})
     SELECT ${names.map((name) => own[name] ?? name).join(', ')}
     FROM generate_series(0, $1::int - 1) AS n JOIN pattern ON pattern.place = 1 + n % ${PATTERNS} ORDER BY n`,
    [people],
  );
}

const UUID = '0199b2d4-0000-7000-8000-';

function subjectId(n) {
  return `${UUID}${n.toString(16).padStart(12, '0')}`;
}
