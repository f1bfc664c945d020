import { beforeAll, describe, expect, it } from '@jest/globals';
import type { EntityManager } from 'typeorm';
import { localDateOf } from '../src/domain/period.js';
import type { DesignationDto } from '../src/lists/lists.dto.js';
import { takeTurn } from '../src/platform/turn.js';
import { asClient, asOfficer, type Caller } from './support/api.js';
import { aTestApp, type TestApp } from './support/app.js';
import { aDesignation, aResidentId } from './support/designations.js';
import { valueOf, withValue, type Files } from './support/rule-files.js';
import { until } from './support/until.js';

const LIVELIHOOD = 'cn-joint-2024.livelihood';

let test: TestApp;
let submitter: Caller;
let approver: Caller;

beforeAll(async () => {
  test = await aTestApp();
  submitter = await asOfficer(test, 'city-submitter');
  approver = await asOfficer(test, 'city-approver');
});

async function aSubmittedList(entries: readonly DesignationDto[]): Promise<string> {
  const { body } = await submitter.post('/v1/sanction-lists').send({ title: '试批', entries }).expect(201);
  await submitter.post(`/v1/sanction-lists/${body.id}/submit`).expect(200);
  return body.id;
}

/** Presses the button; whoever awaits it has the answer. */
function approval(id: string) {
  return approver
    .post(`/v1/sanction-lists/${id}/approve`)
    .send({ remark: '核对' })
    .then((answer) => answer);
}

/** A rulebook that says more than the one in force, and its what-if. @returns presses the button that publishes it today */
async function aPublication() {
  const [author, publisher] = await Promise.all([asOfficer(test, 'rules-author'), asOfficer(test, 'rules-approver')]);
  const { body: rulebooks } = await author.get('/v1/rulebooks').expect(200);
  const { body: whole } = await author.get(`/v1/rulebooks/${rulebooks.items[0].hash}`).expect(200);
  const files: Files = { ...whole.files, ...whole.cases };
  const known = valueOf(files, LIVELIHOOD);
  const words: unknown[] = Array.isArray(known) ? known : [];
  const changed = withValue(files, LIVELIHOOD, '2026-10-01', [...words, 'subscription']);
  const { body: candidate } = await author.post('/v1/rulebooks').send({ files: changed }).expect(201);
  const door = `/v1/rulebooks/${candidate.hash}`;
  const effectiveFrom = localDateOf(new Date());
  const { body: begun } = await author.post(`${door}/what-if`).send({ effectiveFrom }).expect(202);
  const whatIf = async () => (await author.get(`${door}/what-if/${begun.id}`)).body;
  await until(async () => (await whatIf()).state !== 'running');
  const { diffHash } = await whatIf();
  return async () => publisher.post(`${door}/publish`).send({ effectiveFrom, diffHash, confirmMassChange: true });
}

/** What somebody does in a transaction that keeps others waiting, until the work is done. */
async function meanwhile<Result>(
  hold: (tx: EntityManager) => Promise<unknown>,
  work: () => Promise<Result>,
): Promise<Result> {
  return test.db.transaction(async (tx) => {
    await hold(tx);
    return work();
  });
}

const WAITING = `
  SELECT FROM pg_locks WHERE locktype = $1 AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;

/** How many wait for a turn or for a table. */
async function areWaiting(count: number, lock: 'advisory' | 'relation'): Promise<void> {
  await until(async () => (await test.db.query(WAITING, [lock])).length === count);
}

describe('the turn of the books in an approval', () => {
  it('while the rows of a list are read, an institution registers its cards', async () => {
    const id = await aSubmittedList([aDesignation()]);
    const bank = await asClient(test, 'demo-bank-a');
    const holder = { idType: 'resident_id', idNumber: aResidentId(), name: '孙试' };
    const card = { kind: 'bank_account', number: '6230000000000000017', status: 'active', holder };

    const { approved, registered } = await meanwhile(
      (tx) => tx.query('LOCK TABLE list_entry IN ACCESS EXCLUSIVE MODE'),
      async () => {
        const answer = approval(id);
        await areWaiting(1, 'relation');
        return { registered: await bank.put('/v1/cards').send({ cards: [card] }), approved: { answer } };
      },
    );

    expect(registered.body).toMatchObject({ created: 1 });
    expect((await approved.answer).body).toMatchObject({ state: 'approved' });
  });

  it('an approval has read and prepared every row before it waits for the turn', async () => {
    const entries = Array.from({ length: 3 }, () => aDesignation());
    const id = await aSubmittedList(entries);

    const { answer } = await meanwhile(
      (tx) => takeTurn(tx, 'books'),
      async () => {
        const waiting = approval(id);
        await areWaiting(1, 'advisory');
        // Whoever read a row again from now on would fail. The guard lets ciphertext be written anew, for the rotation of keys.
        await test.db.query(`UPDATE list_entry SET content_enc = '\\x00', raw_enc = '\\x00' WHERE list_id = $1`, [id]);
        return { answer: waiting };
      },
    );

    expect((await answer).body).toMatchObject({ state: 'approved' });
    expect(await test.db.query('SELECT count(*)::int AS n FROM sanction WHERE list_id = $1', [id])).toEqual([{ n: 3 }]);
  });

  it('goes on although the officer has closed the page', async () => {
    const id = await aSubmittedList([aDesignation()]);
    const address = await test.app.getUrl();
    const page = new AbortController();

    await meanwhile(
      (tx) => takeTurn(tx, 'books'),
      async () => {
        const answer = fetch(`${address}/v1/sanction-lists/${id}/approve`, {
          method: 'POST',
          headers: { authorization: `Bearer ${approver.token}`, 'content-type': 'application/json' },
          body: JSON.stringify({ remark: '核对' }),
          signal: page.signal,
        });
        await areWaiting(1, 'advisory');
        page.abort();
        await expect(answer).rejects.toThrow('abort');
      },
    );

    await until(async () => (await approver.get(`/v1/sanction-lists/${id}`)).body.state === 'approved');
  });

  it('is refused if another rulebook came into force while its rows were prepared, and then follows that one', async () => {
    const id = await aSubmittedList([aDesignation()]);
    const publish = await aPublication();

    const { published, refused } = await meanwhile(
      (tx) => takeTurn(tx, 'books'),
      async () => {
        const published = publish();
        await areWaiting(1, 'advisory');
        const refused = approval(id);
        await areWaiting(2, 'advisory');
        return { published: { answer: published }, refused: { answer: refused } };
      },
    );

    const { body: publication } = await published.answer;
    expect((await refused.answer).body).toMatchObject({ status: 409, type: 'urn:problem:rulebook-changed' });
    expect((await approver.get(`/v1/sanction-lists/${id}`)).body.state).toBe('submitted');
    expect((await approval(id)).body).toMatchObject({ state: 'approved', revision: publication.revision + 1 });
    expect(await test.db.query('SELECT rulebook_hash FROM sanction WHERE list_id = $1', [id])).toEqual([
      { rulebook_hash: publication.hash },
    ]);
  });

  it('a new person in two lists that are approved in the same second is recorded once, and serves one term after the other', async () => {
    const { subject } = aDesignation();
    const lists = [
      await aSubmittedList([aDesignation(), aDesignation({ subject })]),
      await aSubmittedList([aDesignation({ subject, documentNo: '渝公认字〔2025〕第2号' }), aDesignation()]),
    ];

    const { answers } = await meanwhile(
      (tx) => takeTurn(tx, 'books'),
      async () => {
        const both = lists.map(approval);
        await areWaiting(2, 'advisory');
        return { answers: both };
      },
    );

    for (const { body } of await Promise.all(answers)) expect(body).toMatchObject({ state: 'approved' });
    const terms: { subject_id: string; first_day: string; last_day: string }[] = await test.db.query(
      `SELECT subject_id, lower(valid)::text AS first_day, (upper(valid) - 1)::text AS last_day
       FROM sanction JOIN sanction_version AS version ON version.sanction_id = sanction.id AND version.revision_to IS NULL
       WHERE subject_id IN (SELECT subject_id FROM sanction WHERE list_id = ANY ($1) GROUP BY subject_id HAVING count(*) > 1)
       ORDER BY upper(valid)`,
      [lists],
    );
    expect(new Set(terms.map(({ subject_id }) => subject_id)).size).toBe(1);
    expect(terms).toMatchObject([{ first_day: '2024-12-10', last_day: '2026-12-10' }, { last_day: '2028-12-10' }]);
    const [counted] = await test.db.query(
      `SELECT (SELECT count(*)::int FROM subject) AS subjects, (SELECT count(*)::int FROM identifier) AS identifiers`,
    );
    expect(counted.subjects).toBe(counted.identifiers);
  });
});
