import { beforeAll, describe, expect, it } from '@jest/globals';
import { asClient, asOfficer, type Caller } from './support/api.js';
import { aTestApp, FixedClock, type TestApp } from './support/app.js';
import { aDirective, aRegisteredCard } from './support/directives.js';

const NOW = new Date('2025-01-06T10:00:00+08:00');
const HOUR_MS = 3_600_000;
const hours = (count: number): Date => new Date(NOW.getTime() + count * HOUR_MS);

let test: TestApp;
let carrier: Caller;
let otherCarrier: Caller;
let bank: Caller;
let officer: Caller;

beforeAll(async () => {
  test = await aTestApp({ clock: new FixedClock(NOW) });
  [carrier, otherCarrier, bank, officer] = await Promise.all([
    asClient(test, 'demo-carrier-a'),
    asClient(test, 'demo-carrier-b'),
    asClient(test, 'demo-bank-a'),
    asOfficer(test, 'city-submitter'),
  ]);
});

interface Item {
  id: string;
  seq: number;
  isOverdue: boolean;
}

/** Everything from a cursor on, page by page. */
async function fetched(caller: Caller, query = '', from?: string): Promise<{ ids: string[]; cursor: string }> {
  const ids: string[] = [];
  for (let cursor = from; ;) {
    const after = cursor === undefined ? '' : `&cursor=${cursor}`;
    const { body } = await caller.get(`/v1/directives?limit=3${query}${after}`).expect(200);
    ids.push(...body.items.map((item: Item) => item.id));
    cursor = String(body.nextCursor);
    if (body.hasMore !== true) return { ids, cursor };
  }
}

describe('an institution', () => {
  it('fetches what is to be done about its card in full, and an officer sees the same masked', async () => {
    const { cardId, subjectId, number, idNumber } = await aRegisteredCard(test);
    const id = await aDirective(test, { cardId, subjectId, lastDay: '2026-12-10', dueAt: hours(24) });

    const { body: own } = await carrier.get(`/v1/directives/${id}`).expect(200);
    const { body: seen } = await officer.get(`/v1/directives/${id}`).expect(200);

    expect(own).toMatchObject({
      id,
      action: 'suspend',
      card: { kind: 'mobile_sim', number },
      subject: { kind: 'person', idType: 'resident_id', idNumber, name: '赵试' },
      lastDay: '2026-12-10',
      dueAt: '2025-01-07T10:00:00.000+08:00',
      isOverdue: false,
      receipt: null,
      receipts: [],
    });
    expect(seen.subject).toMatchObject({ id: subjectId, name: '赵*' });
    expect(JSON.stringify(seen)).not.toContain(idNumber);
    expect(JSON.stringify(seen)).not.toContain(number);
  });

  it('sees its own directives and those of its party, and nothing of another one', async () => {
    const mine = await aDirective(test);
    const everybodys = await aDirective(test, { institution: null });
    const banks = await aDirective(test, { institution: null, party: 'bank' });

    expect((await fetched(carrier)).ids).toEqual(expect.arrayContaining([mine, everybodys]));
    expect((await fetched(otherCarrier)).ids).toContain(everybodys);
    expect((await fetched(otherCarrier)).ids).not.toContain(mine);
    expect((await fetched(bank)).ids).not.toContain(everybodys);
    expect((await fetched(bank)).ids).toContain(banks);
    await otherCarrier.get(`/v1/directives/${mine}`).expect(404);
    await carrier.get('/v1/directives?subjectId=0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d').expect(403);
  });

  it('does not have to do what has ended, but gives back whatever is to be given back', async () => {
    const released = await aDirective(test, { endedAt: NOW });
    const restore = await aDirective(test, { action: 'restore', releases: released, endedAt: NOW });

    const { ids } = await fetched(carrier);

    expect(ids).not.toContain(released);
    expect(ids).toContain(restore);
    expect((await fetched(carrier, '&state=all')).ids).toEqual(expect.arrayContaining([released, restore]));
    expect((await fetched(carrier, '&action=restore')).ids).toEqual([restore]);
  });

  it('misses nothing and gets nothing twice while directives are being issued', async () => {
    const { cursor: start } = await fetched(otherCarrier);
    const writers = Array.from({ length: 4 }, async () => {
      const issued: string[] = [];
      for (let count = 0; count < 15; count += 1) {
        issued.push(await aDirective(test, { institution: count % 3 === 0 ? null : 'demo-carrier-b' }));
      }
      return issued;
    });
    const written = Promise.all(writers);
    const writing = new AbortController();
    void written.then(() => writing.abort());

    const seen: string[] = [];
    let cursor = start;
    while (!writing.signal.aborted) {
      const page = await fetched(otherCarrier, '', cursor);
      seen.push(...page.ids);
      ({ cursor } = page);
    }
    seen.push(...(await fetched(otherCarrier, '', cursor)).ids);

    expect(new Set(seen).size).toBe(seen.length);
    expect([...seen].sort()).toEqual((await written).flat().sort());
  });

  it.each([
    'cursor=x',
    'cursor=eyJzZXEiOiJ4In0',
    'limit=0',
    'limit=201',
    'state=open',
    'action=pray',
    'overdue=1',
    'x=1',
  ])('that asks for %s is told that this is no question', async (query) => {
    await carrier.get(`/v1/directives?${query}`).expect(400);
  });
});

describe('a receipt', () => {
  it('is taken once, however often it is sent', async () => {
    const id = await aDirective(test);
    const receipt = { result: 'executed', executedAt: '2025-01-06T10:01:00+08:00', detail: '已停机' };

    const first = await carrier.post(`/v1/directives/${id}/receipts`).send(receipt).expect(201);
    const again = await carrier.post(`/v1/directives/${id.toUpperCase()}/receipts`).send(receipt).expect(200);

    expect(again.body).toEqual(first.body);
    expect(first.body).toMatchObject({ directiveId: id, number: 1, result: 'executed', detail: '已停机' });
    expect((await fetched(carrier)).ids).not.toContain(id);
    expect((await fetched(carrier, '&state=done')).ids).toContain(id);
    const { body } = await officer.get(`/v1/directives/${id}`).expect(200);
    expect(body.receipts).toMatchObject([{ institution: 'demo-carrier-a', number: 1, result: 'executed' }]);
  });

  it('of an execution is final, while a refusal may turn into one', async () => {
    const id = await aDirective(test);
    const give = (body: object) => carrier.post(`/v1/directives/${id}/receipts`).send(body);

    await give({ result: 'refused' }).expect(422);
    await give({ result: 'refused', detail: '  ' }).expect(422);
    await give({ result: 'refused', detail: '号码已过户' }).expect(201);
    await give({ result: 'executed' }).expect(201);
    const conflict = await give({ result: 'not_found' }).expect(409);

    expect(conflict.body.type).toBe('urn:problem:receipt-conflict');
  });

  it('is refused from whoever is not addressed, as if there were no such directive', async () => {
    const id = await aDirective(test);

    const { body } = await otherCarrier.post(`/v1/directives/${id}/receipts`).send({ result: 'executed' }).expect(404);
    await officer.post(`/v1/directives/${id}/receipts`).send({ result: 'executed' }).expect(403);

    expect(body.type).toBe('urn:problem:directive-not-found');
  });

  it('of a directive that has ended is taken: somebody may have been quicker than the news', async () => {
    const id = await aDirective(test, { endedAt: NOW });

    await carrier.post(`/v1/directives/${id}/receipts`).send({ result: 'executed' }).expect(201);
  });

  it('is given by every institution of the party for itself', async () => {
    const id = await aDirective(test, { institution: null });

    await carrier.post(`/v1/directives/${id}/receipts`).send({ result: 'executed' }).expect(201);
    await otherCarrier.post(`/v1/directives/${id}/receipts`).send({ result: 'not_found' }).expect(201);

    expect((await carrier.get(`/v1/directives/${id}`)).body.receipts).toHaveLength(1);
    expect((await officer.get(`/v1/directives/${id}`)).body.receipts).toHaveLength(2);
  });

  it('is numbered without gap and without conflict when several come in the same moment', async () => {
    const id = await aDirective(test);

    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        carrier.post(`/v1/directives/${id}/receipts`).send({ result: 'refused', detail: `理由${index % 2}` }),
      ),
    );

    const rows: { number: number }[] = await test.db.query(
      'SELECT number FROM receipt WHERE directive_id = $1 ORDER BY number',
      [id],
    );
    expect(answers.every(({ status }) => status === 200 || status === 201)).toBe(true);
    expect(rows.map(({ number }) => number)).toEqual(rows.map((_, index) => index + 1));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(rows.length);
  });

  it.each([
    { what: 'an unknown result', body: { result: 'done' }, status: 400 },
    { what: 'no result', body: {}, status: 400 },
    { what: 'no instant', body: { result: 'executed', executedAt: 'gestern' }, status: 400 },
    { what: 'a day that is none', body: { result: 'executed', executedAt: '2025-02-30T10:00:00+08:00' }, status: 400 },
    { what: 'the future', body: { result: 'executed', executedAt: '2026-01-06T10:00:00+08:00' }, status: 422 },
    { what: 'a time before', body: { result: 'executed', executedAt: '2024-01-06T10:00:00+08:00' }, status: 422 },
    { what: 'a novel', body: { result: 'refused', detail: 'x'.repeat(1001) }, status: 400 },
  ])('that says $what is answered with $status', async ({ body, status }) => {
    const id = await aDirective(test);

    await carrier.post(`/v1/directives/${id}/receipts`).send(body).expect(status);
  });

  it('keeps what was written in it out of the database in clear, out of the log and out of the audit trail', async () => {
    const id = await aDirective(test);
    const detail = '赵某试已出境';
    await carrier.post(`/v1/directives/${id}/receipts`).send({ result: 'refused', detail }).expect(201);

    const stored = await test.db
      .query(`SELECT convert_from(detail_enc, 'SQL_ASCII') FROM receipt WHERE directive_id = $1`, [id])
      .catch(() => []);
    const trail = await test.db.query(`SELECT object, detail::text FROM audit_entry WHERE what = 'receipts.taken'`);

    expect(JSON.stringify([stored, trail, test.log])).not.toContain(detail);
    expect(trail).toEqual(expect.arrayContaining([{ object: `directive:${id}`, detail: '{"refused": 1}' }]));
  });
});

describe('a stream of receipts', () => {
  it('is answered line by line, each by itself, and the same line twice is the same receipt', async () => {
    const [one, two] = [await aDirective(test), await aDirective(test)];
    const foreign = await aDirective(test, { institution: 'demo-carrier-b' });
    const lines = [
      { id: one, result: 'executed' },
      { id: one, result: 'executed' },
      { id: foreign, result: 'executed' },
      { id: two, result: 'refused' },
      { id: 'nobody', result: 'executed' },
      { id: two, result: 'not_found' },
    ].map((line) => JSON.stringify(line));

    const answer = await carrier
      .post('/v1/directives/receipts')
      .set('content-type', 'application/x-ndjson')
      .send([...lines, '{"id":'].join('\n'))
      .expect(200);

    expect(
      answer.text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([
      { directiveId: one, number: 1, result: 'executed' },
      { directiveId: one, number: 1, result: 'executed' },
      { type: 'urn:problem:directive-not-found' },
      { type: 'urn:problem:receipt-without-reason' },
      { type: 'urn:problem:validation-failed' },
      { directiveId: two, number: 1, result: 'not_found' },
      { type: 'urn:problem:malformed-json' },
    ]);
  });
});

describe('an officer', () => {
  it('finds what is overdue, of one institution or of all, until its receipt comes', async () => {
    const late = await aDirective(test, { issuedAt: hours(-30), dueAt: hours(-1) });
    const inTime = await aDirective(test, { issuedAt: hours(-30), dueAt: hours(1) });
    const forAll = await aDirective(test, { institution: null, issuedAt: hours(-30), dueAt: hours(-1) });

    const { ids } = await fetched(officer, '&overdue=true');
    expect(ids).toEqual([late, forAll]);
    expect(ids).not.toContain(inTime);

    await carrier.post(`/v1/directives/${late}/receipts`).send({ result: 'executed' }).expect(201);
    await carrier.post(`/v1/directives/${forAll}/receipts`).send({ result: 'executed' }).expect(201);
    const [{ id: carrierId }] = await test.db.query(`SELECT id FROM institution WHERE code = 'demo-carrier-a'`);

    expect((await fetched(officer, '&overdue=true')).ids).toEqual([forAll]);
    expect((await fetched(officer, `&overdue=true&institutionId=${carrierId}`)).ids).toEqual([]);
    await officer.get('/v1/directives?institutionId=0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d').expect(404);
  });
});
