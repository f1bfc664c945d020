import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { CardBlacklistService } from '../src/registry/card-blacklist.service.js';
import { ListingStage } from '../src/registry/listing-stage.service.js';
import { SubjectStage } from '../src/registry/subject-stage.service.js';
import { SubjectsService } from '../src/registry/subjects.service.js';
import { asClient, asOfficer, type Caller } from './support/api.js';
import { aTestApp, FixedClock, type TestApp } from './support/app.js';
import { aDesignation, aResidentId } from './support/designations.js';
import { listCard, recordSubjects } from './support/staged.js';

const clock = new FixedClock(new Date('2025-01-05T10:00:00+08:00'));
let app: TestApp;
let carrierA: Caller;
let carrierB: Caller;
let bankA: Caller;
let officer: Caller;
let phones = 0;

beforeAll(async () => {
  app = await aTestApp({ clock });
  [carrierA, carrierB, bankA, officer] = await Promise.all([
    asClient(app, 'demo-carrier-a'),
    asClient(app, 'demo-carrier-b'),
    asClient(app, 'demo-bank-a'),
    asOfficer(app, 'city-submitter'),
  ]);
});

interface CardBody {
  kind: string;
  number: string;
  holder: { idType: string; idNumber: string; name: string };
  openedOn?: string;
  status: string;
  institution?: string;
}

function aCard(change: Partial<CardBody> = {}): CardBody {
  phones += 1;
  return {
    kind: 'mobile_sim',
    number: `199${String(10_000_000 + phones)}`,
    holder: { idType: 'resident_id', idNumber: aResidentId(), name: '钱试' },
    openedOn: '2020-05-09',
    status: 'active',
    ...change,
  };
}

async function count(table: string): Promise<number> {
  const [row]: { count: number }[] = await app.db.query(`SELECT count(*)::integer AS count FROM ${table}`);
  return row?.count ?? -1;
}

async function allCards(caller: Caller): Promise<CardBody[]> {
  const cards: CardBody[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const answer: Response = await caller.get(`/v1/cards${cursor === '' ? '' : `?cursor=${cursor}`}`).expect(200);
    cards.push(...answer.body.items);
    cursor = answer.body.nextCursor;
  }
  return cards;
}

/** Puts designations through the four eyes. */
async function approve(entries: unknown[]): Promise<void> {
  const drafted = await officer.post('/v1/sanction-lists').send({ title: '测试', entries }).expect(201);
  await officer.post(`/v1/sanction-lists/${drafted.body.id}/submit`).expect(200);
  const approver = await asOfficer(app, 'city-approver');
  await approver.post(`/v1/sanction-lists/${drafted.body.id}/approve`).send({ remark: '核对无误' }).expect(200);
}

describe('cards of an institution', () => {
  it('new cards are created, known ones updated or left alone, in one revision and one audit entry', async () => {
    const [one, other] = [aCard(), aCard()];
    const first = await carrierA
      .put('/v1/cards')
      .send({ cards: [one, other] })
      .expect(200);

    const second = await carrierA.put('/v1/cards').send({ cards: [one, { ...other, status: 'suspended' }, aCard()] });

    expect(first.body).toMatchObject({ total: 2, created: 2, updated: 0, unchanged: 0, rejected: 0, errors: [] });
    expect(second.body).toMatchObject({ total: 3, created: 1, updated: 1, unchanged: 1, rejected: 0 });
    expect(second.body.revision).toBe(first.body.revision + 1);
    const entries = await app.db.query(
      "SELECT detail FROM audit_entry WHERE what = 'cards.imported' ORDER BY seq DESC LIMIT 1",
    );
    expect(entries).toEqual([
      { detail: { total: 3, created: 1, updated: 1, unchanged: 1, rejected: 0, revision: second.body.revision } },
    ]);
  });

  it('an import that changes nothing takes no revision', async () => {
    const cards = [aCard()];
    const first = await carrierA.put('/v1/cards').send({ cards });

    const again = await carrierA.put('/v1/cards').send({ cards });

    expect(again.body).toMatchObject({ unchanged: 1, revision: first.body.revision });
  });

  it('an institution sees its own cards only, with the same number at another institution', async () => {
    const card = aCard();
    await carrierA
      .put('/v1/cards')
      .send({ cards: [card] })
      .expect(200);
    await carrierB
      .put('/v1/cards')
      .send({ cards: [{ ...card, status: 'closed' }] })
      .expect(200);

    const ofB = await allCards(carrierB);

    expect(ofB).toEqual([expect.objectContaining({ number: card.number, status: 'closed' })]);
    expect((await allCards(carrierA)).find(({ number }) => number === card.number)).toMatchObject({ status: 'active' });
  });

  it('a card of another institution refuses the whole import, and names the row', async () => {
    const before = await count('card');

    const answer = await carrierA.put('/v1/cards').send({ cards: [aCard(), aCard({ institution: 'demo-carrier-b' })] });

    expect(answer.body).toMatchObject({ type: 'urn:problem:card-of-another-institution', status: 403 });
    expect(answer.body.detail).toContain('2');
    expect(await count('card')).toBe(before);
  });

  it('a bank does not register SIM cards', async () => {
    const answer = await bankA.put('/v1/cards').send({ cards: [aCard()] });

    expect(answer.body).toMatchObject({ type: 'urn:problem:card-kind-not-yours', status: 403 });
  });

  it('an officer has no cards, and a client without the scope none either', async () => {
    const ofOfficer = await officer.get('/v1/cards');

    expect(ofOfficer.status).toBe(403);
  });

  it('a row with a wrong number, and the second of two equal cards, are refused one by one with row and code', async () => {
    const good = aCard();
    const wrong = aCard({ holder: { idType: 'resident_id', idNumber: '500117188009177152', name: '孙试' } });

    const answer = await carrierA.put('/v1/cards').send({ cards: [good, wrong, { ...good, status: 'closed' }] });

    expect(answer.body).toMatchObject({ total: 3, created: 1, rejected: 2 });
    expect(answer.body.errors).toEqual([
      { row: 2, code: 'INVALID_ID_CHECKSUM', path: 'holder.idNumber' },
      { row: 3, code: 'DUPLICATE_IN_LIST', path: 'number' },
    ]);
    expect((await allCards(carrierA)).find(({ number }) => number === good.number)).toMatchObject({ status: 'active' });
  });

  it('numbers come in any spelling: full-width digits and blanks are the same card and the same person', async () => {
    const card = aCard();
    await carrierA
      .put('/v1/cards')
      .send({ cards: [card] })
      .expect(200);
    const wide = (text: string): string => text.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
    const spelled = {
      ...card,
      number: ` ${wide(card.number)}`,
      holder: { ...card.holder, idNumber: wide(card.holder.idNumber) },
    };

    const answer = await carrierA.put('/v1/cards').send({ cards: [spelled] });

    expect(answer.body).toMatchObject({ unchanged: 1, created: 0 });
  });

  it('lines of NDJSON are cards, and a broken line is a refused row', async () => {
    const lines = Array.from({ length: 2_500 }, () => JSON.stringify(aCard()));
    lines[1] = '{"kind":';
    lines[2] = JSON.stringify({ ...aCard(), colour: 'red' });

    const answer = await carrierB
      .post('/v1/cards/import')
      .set('content-type', 'application/x-ndjson')
      .send(lines.join('\n'));

    expect(answer.body).toMatchObject({ total: 2_500, created: 2_498, rejected: 2 });
    expect(answer.body.errors).toEqual([
      { row: 2, code: 'malformed-json', path: '' },
      { row: 3, code: 'whitelistValidation', path: 'colour' },
    ]);
  });

  it('a refusal in the middle of a stream reaches the sender', async () => {
    const lines = Array.from({ length: 5_000 }, (_, at) =>
      JSON.stringify(aCard(at === 2 ? { kind: 'bank_account' } : {})),
    );

    const answer = await carrierA
      .post('/v1/cards/import')
      .set('content-type', 'application/x-ndjson')
      .send(lines.join('\n'));

    expect(answer.body).toMatchObject({ type: 'urn:problem:card-kind-not-yours' });
  });

  it('the registry file of the demo data is taken for each institution, and refused for another', async () => {
    const [header = '', ...rows] = (await readFile('demo/card-registry.csv', 'utf8')).trim().split(/\r?\n/);
    const own = rows.filter((row) => row.startsWith('demo-carrier-a,'));

    const taken = await carrierA
      .post('/v1/cards/import')
      .attach('file', Buffer.from([header, ...own].join('\n')), 'cards.csv');
    const refused = await carrierB
      .post('/v1/cards/import')
      .attach('file', Buffer.from([header, ...own].join('\n')), 'cards.csv');

    expect(own.length).toBeGreaterThan(1_000);
    expect(taken.body).toMatchObject({ total: own.length, created: own.length, rejected: 0 });
    expect(refused.body).toMatchObject({ type: 'urn:problem:card-of-another-institution' });
  });

  it('two imports of the same new people at the same time both succeed', async () => {
    const cards = Array.from({ length: 300 }, () => aCard());

    const answers = await Promise.all([
      carrierA.put('/v1/cards').send({ cards }),
      carrierB.put('/v1/cards').send({ cards: cards.toReversed() }),
    ]);

    expect(answers.map(({ body }) => body.created)).toEqual([300, 300]);
    expect(await count('subject')).toBe(await count('identifier'));
  });

  it('numbers and names of cards are nowhere in the database in clear', async () => {
    const card = aCard({ holder: { idType: 'resident_id', idNumber: aResidentId(), name: '李绝密' } });
    await carrierA
      .put('/v1/cards')
      .send({ cards: [card] })
      .expect(200);

    const texts: { text: string }[] = await app.db.query(
      `SELECT (SELECT string_agg(card::text, '') FROM card) || (SELECT string_agg(subject::text, '') FROM subject)
        || (SELECT string_agg(identifier::text, '') FROM identifier) || (SELECT string_agg(audit_entry::text, '') FROM audit_entry) AS text`,
    );

    for (const secret of [card.number, card.holder.idNumber, card.holder.name]) {
      expect(texts[0]?.text).not.toContain(secret);
      expect(texts[0]?.text).not.toContain(Buffer.from(secret).toString('hex'));
      expect(app.log.join('\n')).not.toContain(secret);
    }
  });
});

describe('subjects', () => {
  it('who is recorded keeps the recorded name, and has one id for ever', async () => {
    const subjects = app.app.get(SubjectsService);
    const idNumber = aResidentId();
    const identity = { kind: 'person', idType: 'resident_id', idNumber, name: '周先' } as const;
    const stage = app.app.get(SubjectStage);
    const first = await app.db.transaction((tx) => recordSubjects(tx, stage, [identity]));

    const second = await app.db.transaction((tx) => recordSubjects(tx, stage, [{ ...identity, name: '周后' }]));

    expect(second).toEqual(first);
    const found = await subjects.findByIdentifier(app.db.manager, 'resident_id', idNumber);
    expect(found).toMatchObject({ name: '周先', kind: 'person', id: first[0] });
  });

  it('the same new people in two transactions at once are recorded once, without orphans', async () => {
    const stage = app.app.get(SubjectStage);
    const people = Array.from(
      { length: 6_000 },
      () => ({ kind: 'person', idType: 'resident_id', idNumber: aResidentId(), name: '吴试' }) as const,
    );

    const [one, other] = await Promise.all([
      app.db.transaction((tx) => recordSubjects(tx, stage, people)),
      app.db.transaction((tx) => recordSubjects(tx, stage, people.toReversed())),
    ]);

    expect(new Set(one).size).toBe(6_000);
    expect(other.toReversed()).toEqual(one);
    expect(await count('subject')).toBe(await count('identifier'));
  });

  it('a search by identifier answers masked, and leaves the purpose in the audit trail but not the number', async () => {
    const card = aCard({ holder: { idType: 'resident_id', idNumber: aResidentId(), name: '郑小试' } });
    await carrierA
      .put('/v1/cards')
      .send({ cards: [card] })
      .expect(200);

    const answer = await officer
      .post('/v1/subjects/search')
      .send({ identifier: { idType: 'resident_id', idNumber: card.holder.idNumber }, purpose: '核对名单' })
      .expect(200);

    expect(answer.body.nextCursor).toBeNull();
    expect(answer.body.items).toEqual([
      {
        id: expect.any(String),
        kind: 'person',
        nameMasked: '郑**',
        identifiers: [{ idType: 'resident_id', idNumberMasked: expect.stringMatching(/^500\*{13}.{2}$/) }],
        matchedBy: 'identifier',
        inForce: 0,
        heaviest: null,
      },
    ]);
    const [entry] = await app.db.query(
      "SELECT detail FROM audit_entry WHERE what = 'subject.searched' ORDER BY seq DESC LIMIT 1",
    );
    expect(entry).toEqual({ detail: { purpose: '核对名单', by: 'identifier', found: 1 } });
  });

  it('a search by name finds everybody of that name, page by page', async () => {
    const cards = Array.from({ length: 60 }, () =>
      aCard({ holder: { idType: 'resident_id', idNumber: aResidentId(), name: '冯同名' } }),
    );
    await carrierA.put('/v1/cards').send({ cards }).expect(200);

    const first = await officer.post('/v1/subjects/search').send({ name: '冯同名', purpose: '核对' });
    const second = await officer
      .post('/v1/subjects/search')
      .send({ name: '冯同名', purpose: '核对', cursor: first.body.nextCursor });

    const ids = [...first.body.items, ...second.body.items].map(({ id }: { id: string }) => id);
    expect(new Set(ids).size).toBe(60);
    expect(second.body.nextCursor).toBeNull();
  });

  it.each([
    { body: { purpose: '核对' }, why: 'neither identifier nor name' },
    { body: { name: '冯同名' }, why: 'no purpose' },
    { body: { name: '冯同名', purpose: '查 500117188009177151' }, why: 'an identifier number in the purpose' },
    {
      body: { identifier: { idType: 'resident_id', idNumber: '500117188009177152' }, purpose: '核对' },
      why: 'a wrong check digit',
    },
  ])('a search is refused: $why', async ({ body }) => {
    const answer = await officer.post('/v1/subjects/search').send(body);

    expect(answer.body).toMatchObject({ type: 'urn:problem:validation-failed', status: 400 });
    expect(answer.text).not.toContain('50011718800917715');
  });

  it('a subject is shown masked, and in full only for a purpose that stays in the audit trail', async () => {
    const card = aCard({ holder: { idType: 'resident_id', idNumber: aResidentId(), name: '王可见' } });
    await carrierA
      .put('/v1/cards')
      .send({ cards: [card] })
      .expect(200);
    const found = await officer.post('/v1/subjects/search').send({ name: '王可见', purpose: '核对' });
    const id: string = found.body.items[0].id;

    const masked = await officer.get(`/v1/subjects/${id}`).expect(200);
    const revealed = await officer.post(`/v1/subjects/${id}/reveal`).send({ purpose: '当面核对' }).expect(200);

    expect(masked.text).not.toContain(card.holder.idNumber);
    expect(masked.body.nameMasked).toBe('王**');
    expect(revealed.body).toMatchObject({ name: '王可见', identifiers: [{ idNumber: card.holder.idNumber }] });
    const entries = await app.db.query("SELECT object, detail FROM audit_entry WHERE what = 'subject.revealed'");
    expect(entries).toEqual([{ object: `subject:${id}`, detail: { purpose: '当面核对' } }]);
  });

  it('institutions do not search people', async () => {
    const answer = await bankA.post('/v1/subjects/search').send({ name: '王可见', purpose: '核对' });

    expect(answer.status).toBe(403);
  });
});

describe('the card blacklist', () => {
  const caseNo = 'A500160116941';
  let account: string;
  let phone: string;

  beforeAll(async () => {
    account = '6230000000000000017';
    phone = aCard().number;
    await approve([
      aDesignation({
        implicatedCards: [
          { kind: 'bank_account', number: account, caseNo },
          { kind: 'mobile_sim', number: phone, caseNo },
        ],
      }),
    ]);
  });

  it('a card nobody listed is clear', async () => {
    const answer = await bankA
      .post('/v1/card-blacklist/check')
      .send({ kind: 'bank_account', number: '6230000000000000025' });

    expect(answer.body).toEqual({ status: 'clear', code: '0' });
  });

  it('an implicated card has code 1 and its day; the case is for officers', async () => {
    const ofBank = await bankA.post('/v1/card-blacklist/check').send({ kind: 'bank_account', number: ` ${account} ` });
    const ofOfficer = await officer.post('/v1/card-blacklist/check').send({ kind: 'bank_account', number: account });

    expect(ofBank.body).toEqual({ status: 'implicated', code: '1', since: '2024-12-10' });
    expect(ofOfficer.body).toEqual({ status: 'implicated', code: '1', caseNo, since: '2024-12-10' });
  });

  it('the institution that holds the card learns the case number, another does not', async () => {
    await carrierA
      .put('/v1/cards')
      .send({ cards: [aCard({ number: phone })] })
      .expect(200);

    const holder = await carrierA.post('/v1/card-blacklist/check').send({ kind: 'mobile_sim', number: phone });
    const other = await carrierB.post('/v1/card-blacklist/check').send({ kind: 'mobile_sim', number: phone });

    expect(holder.body.caseNo).toBe(caseNo);
    expect(other.body).toEqual({ status: 'implicated', code: '1', since: '2024-12-10' });
  });

  it('a listed phone number is the same number as an IoT card, but not as a payment account', async () => {
    const iot = await carrierA.post('/v1/card-blacklist/check').send({ kind: 'iot_sim', number: phone });
    const payment = await bankA.post('/v1/card-blacklist/check').send({ kind: 'payment_account', number: phone });

    expect(iot.body.code).toBe('1');
    expect(payment.body.code).toBe('0');
  });

  it('implicated outweighs suspicious, whichever came first', async () => {
    const blacklist = app.app.get(CardBlacklistService);
    const [entry]: { list_id: string }[] = await app.db.query('SELECT list_id FROM card_listing LIMIT 1');
    const number = '6230000000000000033';
    const listing = { listId: entry?.list_id ?? '', row: 1, kind: 'bank_account', number, caseNo: null } as const;
    const add = (status: 'implicated' | 'suspicious', sinceOn: string): Promise<void> =>
      app.db.transaction((tx) => listCard(tx, app.app.get(ListingStage), { ...listing, status, sinceOn }, 1));

    await add('suspicious', '2021-01-01');
    const suspicious = await blacklist.cardListing(app.db.manager, { kind: 'bank_account', number });
    await add('implicated', '2022-01-01');
    const implicated = await blacklist.cardListing(app.db.manager, { kind: 'bank_account', number });

    expect(suspicious).toEqual({ status: 'suspicious', code: '2', since: '2021-01-01' });
    expect(implicated).toEqual({ status: 'implicated', code: '1', since: '2022-01-01' });
  });

  it('many cards are checked line by line, in order, and a bad line is a problem in its place', async () => {
    const lines = [
      JSON.stringify({ kind: 'bank_account', number: account }),
      'what?',
      JSON.stringify({ kind: 'spaceship', number: '1' }),
      JSON.stringify({ kind: 'bank_account', number: '6230000000000000025' }),
    ];

    const answer = await bankA
      .post('/v1/card-blacklist/check')
      .set('content-type', 'application/x-ndjson')
      .send(lines.join('\n'))
      .buffer(true);

    const answers = answer.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(answers).toMatchObject([
      { code: '1' },
      { type: 'urn:problem:malformed-json' },
      { type: 'urn:problem:validation-failed', errors: [{ path: 'kind' }] },
      { code: '0' },
    ]);
  });
});
