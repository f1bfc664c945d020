import { beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import type supertest from 'supertest';
import { DecisionLane } from '../src/decisions/decision-lane.service.js';
import { asClient, asOfficer, type Caller } from './support/api.js';
import { aTestApp, FixedClock, type TestApp } from './support/app.js';
import { aDesignation, aResidentId } from './support/designations.js';

let app: TestApp;
let bank: Caller;
const sanctioned = aDesignation();

beforeAll(async () => {
  app = await aTestApp({
    clock: new FixedClock(new Date('2025-01-05T10:00:00+08:00')),
    environment: { DUANKA_DECISION_LOG: 'off' },
  });
  bank = await aBankAmongSanctioned(app);
});

/** A bank whose token is remembered; one person is sanctioned. */
async function aBankAmongSanctioned(test: TestApp): Promise<Caller> {
  const [submitter, approver] = [await asOfficer(test, 'city-submitter'), await asOfficer(test, 'city-approver')];
  const { body: list } = await submitter
    .post('/v1/sanction-lists')
    .send({ title: '短路', entries: [sanctioned] })
    .expect(201);
  await submitter.post(`/v1/sanction-lists/${list.id}/submit`).expect(200);
  await approver.post(`/v1/sanction-lists/${list.id}/approve`).send({ remark: '同意' }).expect(200);
  const caller = await asClient(test, 'demo-bank-a');
  await caller.post('/v1/decisions').send(aTransfer(aResidentId())).expect(200);
  return caller;
}

function aTransfer(idNumber: string, more: object = {}): object {
  return {
    action: 'bank_account.outflow',
    channel: 'online',
    subject: { idType: 'resident_id', idNumber },
    ...more,
  };
}

function ask(question: object): supertest.Test {
  return bank.post('/v1/decisions').send(question);
}

/** The bytes of a request, as text. */
function written(question: object, token = bank.token): string {
  const body = JSON.stringify(question);
  const head = `POST /v1/decisions HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json`;
  return `${head}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

/** As many status lines and outcomes as are expected, in the order in which they came. */
function statusesAndOutcomes(socket: Socket, count: number): Promise<string[]> {
  let text = '';
  return new Promise((resolve) => {
    socket.on('data', (chunk) => {
      text += chunk.toString();
      const found = text.match(/HTTP\/1\.1 \d{3}|(?<="outcome":)"\w+"/g) ?? [];
      if (found.length >= count) resolve(found);
    });
  });
}

/** An idempotency key is none of the short way's business. */
function askTheOrdinaryWay(question: object): supertest.Test {
  return ask(question).set('Idempotency-Key', `key-${Math.random()}`);
}

async function questionsCounted(client = 'demo-bank-a'): Promise<number> {
  const { text } = await app.request().get('/metrics').expect(200);
  const counts = text.split('\n').filter((line) => line.startsWith(`duanka_scan_questions_total{client="${client}"`));
  return counts.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

/** The headers that are the same for everybody, but for those that only a browser obeys. */
function headersOfData({ headers }: supertest.Response): Record<string, unknown> {
  const names = ['content-type', 'cache-control', 'strict-transport-security', 'x-content-type-options'];
  return Object.fromEntries(names.map((name) => [name, headers[name] ?? 'missing']));
}

describe('the short way of a single decision', () => {
  it.each([
    { who: 'somebody sanctioned', idNumber: sanctioned.subject.idNumber, outcome: 'DENY' },
    { who: 'anybody else', idNumber: aResidentId(), outcome: 'ALLOW' },
  ])('says of $who what the ordinary way says, in the same words', async ({ idNumber, outcome }) => {
    const short = await ask(aTransfer(idNumber)).expect(200);
    const ordinary = await askTheOrdinaryWay(aTransfer(idNumber)).expect(200);

    expect(short.body).toMatchObject({ outcome, logged: false });
    expect({ ...short.body, decisionId: '' }).toEqual({ ...ordinary.body, decisionId: '' });
    expect(Object.keys(short.body)).toEqual(Object.keys(ordinary.body));
    expect(ordinary.headers).toMatchObject(headersOfData(short));
    expect([short.headers, ordinary.headers].map((headers) => 'x-frame-options' in headers)).toEqual([false, true]);
  });

  it('questions that come in pieces, on one connection, are answered whole and in order', async () => {
    const socket = connect(Number(new URL(await app.app.getUrl()).port), '127.0.0.1');
    const { idType, idNumber, name } = sanctioned.subject;
    const named = { ...aTransfer(idNumber), subject: { idType, idNumber, name } };
    const odd = { ...named, odd: '断' };
    const asked = Buffer.from([named, odd, aTransfer(aResidentId())].map((question) => written(question)).join(''));
    const answers = statusesAndOutcomes(socket, 5);
    // Some pieces end within a character.
    for (let at = 0; at < asked.length; at += 31) {
      socket.write(asked.subarray(at, at + 31));
      await turn();
    }

    expect(await answers).toEqual(['HTTP/1.1 200', '"DENY"', 'HTTP/1.1 400', 'HTTP/1.1 200', '"ALLOW"']);
    socket.destroy();
  });

  it('whoever shares a connection is still told by the token of each request', async () => {
    const other = await asClient(app, 'demo-bank-b');
    await other.post('/v1/decisions').send(aTransfer(aResidentId())).expect(200);
    const socket = connect(Number(new URL(await app.app.getUrl()).port), '127.0.0.1');
    const before = [await questionsCounted('demo-bank-a'), await questionsCounted('demo-bank-b')];
    const tokens = [bank.token, other.token, other.token, `${bank.token}x`, bank.token, other.token];
    const answers = statusesAndOutcomes(socket, 11);
    for (const token of tokens) {
      socket.write(written(aTransfer(aResidentId()), token));
      await turn();
    }

    expect((await answers).filter((word) => word.startsWith('HTTP'))).toEqual(
      [200, 200, 200, 401, 200, 200].map((status) => `HTTP/1.1 ${status}`),
    );
    const after = [await questionsCounted('demo-bank-a'), await questionsCounted('demo-bank-b')];
    expect(after.map((count, at) => count - (before[at] ?? 0))).toEqual([2, 3]);
    socket.destroy();
  });

  it('of questions that come together, one that is refused takes none of the others along', async () => {
    const questions = Array.from({ length: 30 }, (_, at) =>
      aTransfer(at % 3 === 0 ? sanctioned.subject.idNumber : aResidentId(), at % 5 === 0 ? { channel: 7 } : {}),
    );

    const answers = await Promise.all(questions.map((question) => ask(question)));

    const expected = questions.map((_, at) => (at % 5 === 0 ? undefined : at % 3 === 0 ? 'DENY' : 'ALLOW'));
    expect(answers.map(({ body }) => body.outcome)).toEqual(expected);
    expect(answers.map(({ status }) => status)).toEqual(expected.map((outcome) => (outcome === undefined ? 400 : 200)));
  });

  it('whoever is cut off for what follows his question is not charged for it', async () => {
    const before = await questionsCounted();
    const socket = connect(Number(new URL(await app.app.getUrl()).port), '127.0.0.1');
    const answers = statusesAndOutcomes(socket, 1);
    socket.write(`${written(aTransfer(aResidentId()))}no request\r\n\r\n`);

    expect(await answers).toEqual(['HTTP/1.1 400']);
    expect((await questionsCounted()) - before).toBe(0);
    socket.destroy();
  });

  it('if an answer cannot be told of, the others of its turn are answered all the same', async () => {
    const server = createServer();
    const told: number[] = [];
    const lane = app.app.get(DecisionLane).inFrontOf({
      server,
      ordinary: (_request, response) => response.writeHead(404).end(),
      tell: ({ status }) => {
        told.push(status);
        throw new Error('the disk of the log is full');
      },
    });
    server.on('request', lane).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const sockets = [connect(port, '127.0.0.1'), connect(port, '127.0.0.1')];
    const answers = sockets.map((socket) => statusesAndOutcomes(socket, 2));
    for (const socket of sockets) socket.write(written(aTransfer(aResidentId())));

    expect(await Promise.all(answers)).toEqual([
      ['HTTP/1.1 200', '"ALLOW"'],
      ['HTTP/1.1 200', '"ALLOW"'],
    ]);
    expect(told).toEqual([200, 200]);
    for (const socket of sockets) socket.destroy();
    server.close();
  });

  it('answers a question once', async () => {
    const before = await questionsCounted();
    for (let asked = 0; asked < 5; asked += 1) await ask(aTransfer(aResidentId())).expect(200);

    expect((await questionsCounted()) - before).toBe(5);
  });

  it('leaves to the ordinary way what it cannot answer, and that says what is wrong', async () => {
    const unknown = await ask({ ...aTransfer(aResidentId()), chanel: 'online' }).expect(400);
    const wrong = await ask(aTransfer('110101188001010012')).expect(400);
    const others = await ask({ ...aTransfer(aResidentId()), action: 'mobile_sim.use' });
    for (const odd of ['1e0', '0x1', '-1', ''])
      await ask(aTransfer(aResidentId())).set('Duanka-Min-Revision', odd).expect(400);
    const late = await ask(aTransfer(aResidentId())).set('Duanka-Min-Revision', '999999');

    expect(unknown.body).toMatchObject({ type: 'urn:problem:validation-failed', errors: [{ path: 'chanel' }] });
    expect(wrong.body).toMatchObject({ errors: [{ path: 'subject.idNumber', code: 'INVALID_ID_CHECKSUM' }] });
    expect(others.body).toMatchObject({ type: 'urn:problem:question-not-yours' });
    expect(late.body).toMatchObject({ type: 'urn:problem:revision-not-reached', status: 409 });
  });

  it('null leaves nothing out: it is refused like any other value that is no card', async () => {
    const refused = await ask({ ...aTransfer(sanctioned.subject.idNumber), card: null }).expect(400);

    expect(refused.body).toMatchObject({ type: 'urn:problem:validation-failed', errors: [{ path: 'card' }] });
  });
});

describe('the short way with the log on', () => {
  it('what cannot be logged is not told, what need not be logged is; then it goes on', async () => {
    const logging = await aTestApp({
      clock: new FixedClock(new Date('2025-01-05T10:00:00+08:00')),
      environment: { DUANKA_DECISION_LOG: 'restricting' },
    });
    const asker = await aBankAmongSanctioned(logging);
    const askAll = () =>
      Promise.all(
        Array.from({ length: 20 }, (_, at) =>
          asker
            .post('/v1/decisions')
            .send(aTransfer(at % 2 === 0 ? sanctioned.subject.idNumber : aResidentId()))
            .then(({ status, body }) => [status, body.outcome ?? body.type]),
        ),
      );
    const expected = (told: readonly [number, string]) =>
      Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? told : [200, 'ALLOW']));

    await logging.db.query('ALTER TABLE decision_group RENAME TO decision_group_away');
    expect(await askAll()).toEqual(expected([503, 'urn:problem:decision-log-unavailable']));
    await logging.db.query('ALTER TABLE decision_group_away RENAME TO decision_group');
    expect(await askAll()).toEqual(expected([200, 'DENY']));
  });
});
