import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { asClient, asOfficer, type Caller } from './support/api.js';
import { aTestApp, type TestApp } from './support/app.js';

/** Invariant 6: identifier numbers, names and card numbers are in no log, metric, error, audit entry or clear column. */

const FILES = ['telecom-2021-batch-1.csv', 'telecom-2021-batch-2.csv', 'joint-2025.csv'];

let test: TestApp;
let submitter: Caller;
let approver: Caller;
let bank: Caller;
const said: string[] = [];

beforeAll(async () => {
  test = await aTestApp({ logLevel: 'trace' });
  submitter = await asOfficer(test, 'city-submitter');
  approver = await asOfficer(test, 'province-approver');
  bank = await asClient(test, 'demo-bank-a');
  for (const file of FILES) await approved(file);
  await faults();
});

async function approved(file: string): Promise<void> {
  const { body: list } = await submitter.post('/v1/sanction-lists/import').attach('file', `demo/${file}`).expect(201);
  await submitter.post(`/v1/sanction-lists/${list.id}/submit`).expect(200);
  await approver.post(`/v1/sanction-lists/${list.id}/approve`).send({ remark: '核对无误' }).expect(200);
}

/** Questions, and every way of getting it wrong with somebody's number in hand. */
async function faults(): Promise<void> {
  const [person] = people();
  if (person === undefined) throw new Error('The demo data has people');
  const { number, name } = person;
  const subject = { idType: 'resident_id', idNumber: number };
  const requests = [
    bank.post('/v1/decisions').send({ action: 'bank_account.open', subject: { ...subject, name } }),
    bank.post('/v1/decisions').send({ action: 'bank_account.open', subject: { ...subject, idNumber: `${number}1` } }),
    bank.post('/v1/decisions').send({ action: number, subject, [name]: number }),
    bank.post('/v1/decisions').send({ action: 'mobile_sim.activate', subject }),
    bank.post('/v1/decisions').set('content-type', 'application/json').send(`{"subject": "${number} ${name}`),
    bank
      .post('/v1/decisions/batch')
      .set('content-type', 'application/x-ndjson')
      .send(`{"idNumber":"${number}"}\n${number}\n`),
    bank.post('/v1/card-blacklist/check').send({ kind: 'bank_account', number, owner: name }),
    bank
      .put('/v1/cards')
      .send({ cards: [{ kind: 'mobile_sim', number, holder: { ...subject, name, kind: 'person' } }] }),
    bank.get(`/v1/decisions/${number}`),
    bank.get(`/v1/nobody/${number}?name=${encodeURIComponent(name)}`),
    submitter.get(`/v1/sanction-lists?cursor=${number}`),
    submitter.get(`/v1/subjects/${number}/timeline`),
    submitter.post('/v1/subjects/search').send({ identifier: subject, purpose: '核对名单' }),
    submitter
      .post('/v1/sanction-lists')
      .send({ title: '试', entries: [{ subject: { ...subject, name, kind: name } }] }),
    submitter.post('/v1/sanction-lists/import').attach('file', Buffer.from(`${name},${number}\n`), `${number}.csv`),
    test.request().post('/v1/sessions').send({ username: name, password: number }),
  ];
  for (const request of requests) {
    const answer = await request;
    // A search and a decision are about the person; whatever is refused must not say whom.
    if (answer.status >= 400) said.push(answer.text, JSON.stringify(answer.headers));
  }
}

interface Person {
  name: string;
  number: string;
}

function people(): Person[] {
  return FILES.flatMap((file) => {
    const bytes = readFileSync(`demo/${file}`);
    const text = new TextDecoder(file.includes('batch-2') ? 'gb18030' : 'utf-8').decode(bytes);
    const rows = text.split(/\r?\n/).map((line) => line.split(','));
    return rows.flatMap((cells) => {
      const number = cells.find((cell) => /^\d{17}[\dX]$/.test(cell));
      const name = cells.find(
        (cell) => /^[\u4e00-\u9fff]{2,3}$/.test(cell) && !['个人', '城市', '县级'].includes(cell),
      );
      return number === undefined || name === undefined ? [] : [{ name, number }];
    });
  });
}

function numbers(): string[] {
  const texts = FILES.map((file) => readFileSync(`demo/${file}`, 'latin1'));
  return [...new Set(texts.flatMap((text) => text.match(/\d{17}[\dX]|(?<!\d)1\d{10}(?!\d)|\d{16,19}/g) ?? []))];
}

function namedIn(haystack: string): string[] {
  return [...numbers(), ...new Set(people().map(({ name }) => name))].filter((secret) => haystack.includes(secret));
}

describe('nothing personal', () => {
  it('is looked for by every number and name of the demo data', () => {
    expect(numbers().length).toBeGreaterThan(1500);
    expect(people().length).toBeGreaterThan(1000);
    expect(said.length).toBeGreaterThan(10);
  });

  it('is in the log, not even at the finest level', () => {
    expect(test.log.length).toBeGreaterThan(30);
    expect(namedIn(test.log.join('\n'))).toEqual([]);
  });

  it('is in a refusal, its headers or its errors', () => {
    expect(namedIn(said.join('\n'))).toEqual([]);
  });

  it('is in the metrics', async () => {
    const { text } = await test.request().get('/metrics').expect(200);

    expect(text).toContain('duanka_');
    expect(namedIn(text)).toEqual([]);
  });

  it('is in the audit trail', async () => {
    const entries = await test.db.query('SELECT jsonb_agg(audit_entry) AS all FROM audit_entry');

    expect(namedIn(JSON.stringify(entries))).toEqual([]);
  });

  it('is readable in any column of the database', async () => {
    const tables: { name: string }[] = await test.db.query(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
    );
    const readable: string[] = [];
    for (const { name } of tables) {
      const rows: { line: string }[] = await test.db.query(`SELECT row_to_json(t)::text AS line FROM "${name}" t`);
      readable.push(...namedIn(rows.map(({ line }) => line).join('\n')).map(() => name));
    }

    expect(tables.length).toBeGreaterThan(15);
    expect([...new Set(readable)]).toEqual([]);
  });
});
