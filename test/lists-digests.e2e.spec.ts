import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { DigestListEntries1763700000020 } from '../migrations/1763700000020-digest-list-entries.js';
import { EntriesService } from '../src/lists/entries.service.js';
import type { DesignationDto } from '../src/lists/lists.dto.js';
import { asOfficer, type Caller } from './support/api.js';
import { aTestApp, type TestApp } from './support/app.js';
import { aDesignation, aResidentId } from './support/designations.js';
import { asFormerVersionWrote, signedTextOf } from './support/former-list.js';

let test: TestApp;
let submitter: Caller;
let approver: Caller;

beforeAll(async () => {
  test = await aTestApp();
  submitter = await asOfficer(test, 'city-submitter');
  approver = await asOfficer(test, 'province-approver');
});

const IN_FUTURE = '2199-01-01';
const PAST = '2024-12-11';

interface Draft {
  id: string;
  contentHash: string;
  requiredLevel: string;
}

async function aDraftOf(entries: readonly DesignationDto[]): Promise<Draft> {
  const { body } = await submitter.post('/v1/sanction-lists').send({ title: '试批', entries }).expect(201);
  return body;
}

function correct(id: string, row: number, raw: object) {
  return submitter.patch(`/v1/sanction-lists/${id}/entries/${row}`).send({ raw });
}

function exclude(id: string, row: number) {
  return submitter.post(`/v1/sanction-lists/${id}/entries/${row}/exclude`).send({ remark: '材料待补' });
}

function include(id: string, row: number) {
  return submitter.post(`/v1/sanction-lists/${id}/entries/${row}/include`);
}

async function approval(id: string, contentHash?: string) {
  await submitter.post(`/v1/sanction-lists/${id}/submit`).expect(200);
  return approver.post(`/v1/sanction-lists/${id}/approve`).send({ remark: '核对', contentHash });
}

async function digests(id: string): Promise<(string | undefined)[]> {
  const rows: { digest: Buffer | null }[] = await test.db.query(
    'SELECT digest FROM list_entry WHERE list_id = $1 ORDER BY row',
    [id],
  );
  return rows.map(({ digest }) => digest?.toString('hex'));
}

const REFUSED = { body: { type: 'urn:problem:content-changed' }, status: 409 };

describe('a draft that a former version wrote', () => {
  it('is corrected to what an import of the result is, and approved', async () => {
    const [first, wrong, last] = [aDesignation(), aDesignation({ identifiedOn: IN_FUTURE }), aDesignation()];
    const { id } = await aDraftOf([first, wrong, last]);
    const formerHash = await asFormerVersionWrote(test, id);

    const answer = await correct(id, 2, { identifiedOn: PAST }).expect(200);

    const right = aDesignation({ subject: wrong.subject, identifiedOn: PAST });
    const again = await aDraftOf([first, right, last]);
    const { contentHash, requiredLevel } = again;
    expect(answer.body).toMatchObject({ counts: { total: 3, accepted: 3, rejected: 0 }, contentHash, requiredLevel });
    expect(contentHash).not.toBe(formerHash);
    expect(await digests(id)).toEqual(await digests(again.id));
    expect((await approval(id, contentHash)).body).toMatchObject({ state: 'approved' });
  });

  it('keeps its level, where it is not known what each row asks for', async () => {
    const { id } = await aDraftOf([
      aDesignation({ items: 1, provinceApprovalNo: '皖公审1号' }),
      aDesignation(),
      aDesignation(),
    ]);
    await asFormerVersionWrote(test, id);
    await test.db.query('UPDATE list_entry SET required_level = NULL WHERE list_id = $1', [id]);

    const out = await exclude(id, 3).expect(200);

    expect(out.body).toMatchObject({ requiredLevel: 'province', counts: { accepted: 2, rejected: 1 } });
  });

  it('is approved as it is by the hash it had then', async () => {
    const { id } = await aDraftOf([aDesignation(), aDesignation({ identifiedOn: IN_FUTURE })]);
    const formerHash = await asFormerVersionWrote(test, id);

    expect((await approval(id, formerHash)).body).toMatchObject({ state: 'approved' });
    expect(await digests(id)).toEqual([undefined, undefined]);
  });

  it('is not approved by it once a row was changed behind the back of the service', async () => {
    const { id } = await aDraftOf([aDesignation(), aDesignation()]);
    const formerHash = await asFormerVersionWrote(test, id);
    await test.db.query(`UPDATE list_entry SET notes = '{MINOR}' WHERE list_id = $1 AND row = 1`, [id]);

    expect(await approval(id, formerHash)).toMatchObject(REFUSED);
  });
});

describe('a list with rows far apart', () => {
  it('costs what its rows cost, not what their numbers would', async () => {
    const { id } = await aDraftOf([aDesignation(), aDesignation(), aDesignation()]);
    await test.db.query('UPDATE list_entry SET row = 2147483647 WHERE list_id = $1 AND row = 3', [id]);
    await test.db.query('UPDATE list_entry SET row = 5000 WHERE list_id = $1 AND row = 2', [id]);
    const entries = test.app.get(EntriesService);
    const rows: number[] = [];

    for await (const page of entries.stream(test.db.manager, id)) rows.push(...page.map(({ row }) => row));
    const hash = await entries.contentHash(test.db.manager, id);

    const all = createHash('sha256').update(Buffer.from((await digests(id)).join(''), 'hex'));
    expect(rows).toEqual([1, 5000, 2_147_483_647]);
    expect(hash.toString('hex')).toBe(all.digest('hex'));
  });
});

describe('digests of the rows of a list', () => {
  it('tell nothing about whom a row names, not even by trying', async () => {
    const { id, contentHash } = await aDraftOf([aDesignation()]);
    const [digest] = await digests(id);

    const tried = createHash('sha256')
      .update(await signedTextOf(test, id))
      .digest();

    expect(digest).toHaveLength(64);
    expect(digest).not.toBe(tried.toString('hex'));
    expect(contentHash).not.toBe(createHash('sha256').update(tried).digest('hex'));
  });

  it('are not needed to approve: those that are lost are taken again from what the rows say', async () => {
    const { id, contentHash } = await aDraftOf([aDesignation(), aDesignation()]);
    await test.db.query('UPDATE list_entry SET digest = NULL WHERE list_id = $1', [id]);

    expect((await approval(id, contentHash)).body).toMatchObject({ state: 'approved' });
  });

  it('let no row pass that was changed behind the back of the service, whatever is corrected afterwards', async () => {
    const { id } = await aDraftOf([aDesignation(), aDesignation()]);
    await test.db.query(`UPDATE list_entry SET notes = '{MINOR}' WHERE list_id = $1 AND row = 1`, [id]);

    const { contentHash } = (await correct(id, 2, { identifiedOn: PAST }).expect(200)).body;

    expect(await approval(id, contentHash)).toMatchObject(REFUSED);
  });

  it('are read in parts: also a long list that is put back as it was has the hash it was imported with', async () => {
    const people = Array.from({ length: 10_001 }, () => aResidentId());
    const lines = people.map((id) => `钱试,${id},19900495888,重庆市公安局,渝公认字1号,2021-08-01\n`);
    const sheet = Buffer.from(`姓名,证件号码,涉案号码,认定单位,认定书文号,认定日期\n${lines.join('')}`);
    const { body: draft } = await submitter.post('/v1/sanction-lists/import').attach('file', sheet, 'list.csv');
    expect(draft).toMatchObject({ counts: { accepted: people.length } });

    const out = await exclude(draft.id, people.length).expect(200);
    const back = await include(draft.id, people.length).expect(200);

    expect(out.body.contentHash).not.toBe(draft.contentHash);
    expect(back.body).toMatchObject({ contentHash: draft.contentHash, counts: draft.counts });
  });
});

describe('the migration that gave rows their digests', () => {
  it('is not undone while that would leave a list that nobody could ever approve', async () => {
    const { db, ...own } = await aTestApp();
    const author = await asOfficer({ db, ...own }, 'city-submitter');
    const { body } = await author.post('/v1/sanction-lists').send({ title: '试批', entries: [aDesignation()] });
    const newest = async (): Promise<unknown> =>
      (await db.query('SELECT name FROM migration ORDER BY id DESC LIMIT 1'))[0]?.name;
    while ((await newest()) !== DigestListEntries1763700000020.name) await db.undoLastMigration();

    await expect(db.undoLastMigration()).rejects.toThrow('approve or withdraw them');

    await db.query(`UPDATE sanction_list SET state = 'withdrawn' WHERE id = $1`, [body.id]);
    await db.undoLastMigration();
    expect(await newest()).not.toBe(DigestListEntries1763700000020.name);
  });
});
