import { beforeAll, describe, expect, it } from '@jest/globals';
import { asClient, asOfficer, type Caller } from './support/api.js';
import { aTestApp, type TestApp } from './support/app.js';

let test: TestApp;
let admin: Caller;
let auditor: Caller;

beforeAll(async () => {
  test = await aTestApp();
  admin = await asOfficer(test, 'admin');
  auditor = await asOfficer(test, 'auditor');
  for (const number of [1, 2, 3]) {
    await admin
      .post('/v1/institutions')
      .send({ code: `audited-bank-${number}`, kind: 'bank', region: '500000', name: '试验银行' })
      .expect(201);
  }
});

interface Entry {
  seq: number;
  at: string;
  actor: string;
  what: string;
  object: string;
}

async function entries(query = ''): Promise<Entry[]> {
  return (await auditor.get(`/v1/audit-entries?limit=200${query}`).expect(200)).body.items;
}

describe('reading the audit trail', () => {
  it('every act is there, the newest first', async () => {
    const all = await entries();

    expect(all.map(({ seq }) => seq)).toEqual(all.map((_, index) => all.length - index));
  });

  it('pages follow one another without a gap', async () => {
    const all = await entries();
    const paged: Entry[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: { body: { items: Entry[]; nextCursor: string | null } } = await auditor
        .get(`/v1/audit-entries?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`)
        .expect(200);
      paged.push(...page.body.items);
      cursor = page.body.nextCursor;
    }

    expect(paged).toEqual(all);
  });

  it('filters narrow: by act, actor, object and day', async () => {
    const [newest] = await entries();
    if (newest === undefined) throw new Error('nothing was audited');
    const day = newest.at.slice(0, 10);

    expect(await entries(`&what=${newest.what}`)).toHaveLength(3);
    expect(await entries(`&what=${newest.what}&actor=${newest.actor}`)).toHaveLength(3);
    expect(await entries(`&object=${newest.object}`)).toEqual([newest]);
    expect(await entries(`&from=${day}&to=${day}&object=${newest.object}`)).toEqual([newest]);
    expect(await entries(`&to=2000-01-01`)).toEqual([]);
    expect(await entries(`&from=2999-01-01`)).toEqual([]);
  });

  it('a filter that is no day, and a cursor from elsewhere, are refused', async () => {
    expect((await auditor.get('/v1/audit-entries?from=yesterday').expect(400)).body).toMatchObject({
      errors: [{ path: 'from', code: 'isLocalDate' }],
    });
    expect((await auditor.get('/v1/audit-entries?cursor=x').expect(400)).body).toMatchObject({
      type: 'urn:problem:cursor-invalid',
    });
  });

  it('is for auditors: neither the administrator nor a bank reads it', async () => {
    const bank = await asClient(test, 'demo-bank-a');

    for (const path of ['/v1/audit-entries', '/v1/audit/verify']) {
      await admin.get(path).expect(403);
      await bank.get(path).expect(403);
      await test.request().get(path).expect(401);
    }
  });
});

describe('verifying the chains', () => {
  it('both chains are intact as long as nobody touches them; then the finding is named', async () => {
    const before = await auditor.get('/v1/audit/verify').expect(200);
    expect(before.body).toMatchObject({
      intact: true,
      chains: [
        { chain: 'audit', intact: true },
        { chain: 'decisions', intact: true },
      ],
    });

    await test.db.transaction(async (tx) => {
      await tx.query(`SET LOCAL session_replication_role = replica`);
      await tx.query(`UPDATE audit_entry SET actor = 'client:x' WHERE seq = 2`);
    });

    const after = await auditor.get('/v1/audit/verify').expect(200);
    expect(after.body).toMatchObject({
      intact: false,
      chains: [
        { chain: 'audit', intact: false, findings: [{ kind: 'altered', seq: 2, lastSeq: 2 }] },
        { chain: 'decisions', intact: true },
      ],
    });
  });
});
