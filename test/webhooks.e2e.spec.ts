import { createHmac } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Escalations } from '../src/enforcement/scoreboard/escalations.service.js';
import { Deliverer } from '../src/enforcement/webhooks/delivery/deliverer.service.js';
import { Keyring, newKeyringContent } from '../src/platform/keyring.js';
import { asClient, type Caller } from './support/api.js';
import { aTestApp, FixedClock, type TestApp } from './support/app.js';
import { aClone } from './support/database.js';
import { aDirective, aRegisteredCard } from './support/directives.js';
import { until } from './support/until.js';
import { aWebhookReceiver, type ReceivedCall, type WebhookReceiver } from './support/webhook-receiver.js';

const START = new Date('2025-01-06T10:00:00+08:00');
const HOUR_S = 3600;
const clock = new FixedClock(START);
const keyring = new Keyring(newKeyringContent(START));

let databaseUrl: string;
let test: TestApp;

beforeAll(async () => {
  databaseUrl = await aClone();
  test = await aTestApp({ clock, databaseUrl, keyring });
});

const pass = (seconds: number): void => clock.set(new Date(clock.now().getTime() + seconds * 1000));
const carrier = (): Promise<Caller> => asClient(test, 'demo-carrier-a');
const work = (): Promise<void> => test.app.get(Deliverer).work();

interface Subscribed {
  id: string;
  secret: string;
  receiver: WebhookReceiver;
}

/** Another endpoint of the carrier, the only one that is called. */
async function subscribed(events: readonly string[] = ['directives.issued']): Promise<Subscribed> {
  const receiver = await aWebhookReceiver();
  const client = await carrier();
  const { body: known } = await client.get('/v1/webhooks').expect(200);
  for (const { id } of known.items) await client.delete(`/v1/webhooks/${id}`).expect(204);
  const { body } = await client.post('/v1/webhooks').send({ url: receiver.url, events }).expect(201);
  return { id: body.id, secret: body.secret, receiver };
}

function signature(secret: string, { headers, body }: ReceivedCall): string {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
  return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
}

function onlyCall({ calls }: WebhookReceiver): ReceivedCall {
  const [call] = calls;
  if (call === undefined || calls.length > 1) throw new Error(`${calls.length} calls came in`);
  return call;
}

async function log(
  id: string,
): Promise<{ state: string; attempts: { status: number | null; error: string | null }[] }[]> {
  const { body } = await (await carrier()).get(`/v1/webhooks/${id}/deliveries`).expect(200);
  return body.items;
}

async function view(id: string): Promise<unknown> {
  const { body } = await (await carrier()).get('/v1/webhooks').expect(200);
  return body.items.find((item: { id: string }) => item.id === id);
}

describe('a webhook', () => {
  it('tells once that there is something new, signed and about nobody; the cursor finds just that', async () => {
    await aDirective(test);
    const { receiver, secret, id } = await subscribed();
    const { cardId, subjectId, number, idNumber } = await aRegisteredCard(test);
    const issued = [await aDirective(test, { cardId, subjectId }), await aDirective(test, { institution: null })];
    await aDirective(test, { institution: 'demo-carrier-b' });

    await Promise.all([work(), work(), work()]);
    await work();

    const call = onlyCall(receiver);
    const message = JSON.parse(call.body);
    expect(message).toEqual({
      type: 'directives.issued',
      timestamp: '2025-01-06T10:00:00.000+08:00',
      data: { count: 2, cursor: expect.any(String) },
    });
    expect(call.headers['webhook-timestamp']).toBe(String(START.getTime() / 1000));
    expect(call.headers['webhook-signature']).toBe(signature(secret, call));
    expect(call.body).not.toMatch(new RegExp(`${number}|${idNumber}|赵`));
    const { body } = await (await carrier()).get(`/v1/directives?cursor=${message.data.cursor}`).expect(200);
    expect(body.items.map((item: { id: string }) => item.id)).toEqual(issued);
    expect(await log(id)).toMatchObject([{ state: 'delivered', attempts: [{ number: 1, status: 204, error: null }] }]);
  });

  it('that fails is tried again under the same id after longer and longer waits, and says everything in one message', async () => {
    const { receiver, id } = await subscribed();
    receiver.answer((response) => response.writeHead(503).end('later'));
    await aDirective(test);
    await work();
    for (let count = 0; count < 3; count += 1) await aDirective(test);
    await work();
    expect(receiver.calls).toHaveLength(1);
    pass(6);
    await work();
    expect(receiver.calls).toHaveLength(2);
    pass(299);
    await work();
    expect(receiver.calls).toHaveLength(2);
    receiver.answer((response) => response.writeHead(200).end('x'.repeat(1_000_000)));
    pass(60);
    await work();

    const ids = receiver.calls.map(({ headers }) => headers['webhook-id']);
    const counts = receiver.calls.map(({ body }) => JSON.parse(body).data.count);
    expect(ids.slice(0, 3)).toEqual([ids[0], ids[0], ids[0]]);
    // What came while it failed is one more message.
    expect(counts).toEqual([1, 1, 1, 3]);
    expect((await log(id)).map(({ state }) => state)).toEqual(['delivered', 'delivered']);
    expect((await log(id))[1]?.attempts.map(({ status }) => status)).toEqual([503, 503, 200]);
  });

  it('is signed with both secrets while they are being changed, and then with the new one alone', async () => {
    const { receiver, id, secret } = await subscribed();
    const rotated = await (
      await carrier()
    )
      .post(`/v1/webhooks/${id}/rotate-secret`)
      .send({ overlapHours: 2 })
      .expect(200);
    await aDirective(test);
    await work();
    pass(3 * HOUR_S);
    await aDirective(test);
    await work();

    const [during, after] = receiver.calls;
    if (during === undefined || after === undefined) throw new Error('Two calls should have come in');
    expect(during.headers['webhook-signature']).toBe(
      `${signature(rotated.body.secret, during)} ${signature(secret, during)}`,
    );
    expect(after.headers['webhook-signature']).toBe(signature(rotated.body.secret, after));
  });

  it('can be tried, and a delivery replayed under its id', async () => {
    const { receiver, id } = await subscribed();
    const tried = await (await carrier()).post(`/v1/webhooks/${id}/test`).expect(202);
    await work();
    await (await carrier()).post(`/v1/webhooks/${id}/deliveries/${tried.body.id}/replay`).expect(202);
    await work();

    expect(receiver.calls.map(({ headers }) => headers['webhook-id'])).toEqual([tried.body.id, tried.body.id]);
    expect(JSON.parse(receiver.calls[0]?.body ?? '')).toMatchObject({ type: 'webhook.test', data: {} });
    expect((await log(id))[0]?.attempts).toHaveLength(2);
  });

  it('does not follow a redirect', async () => {
    const { receiver, id } = await subscribed();
    receiver.answer((response) => response.writeHead(302, { location: `${receiver.url}/elsewhere` }).end());
    await aDirective(test);
    await work();

    expect(receiver.calls.map(({ path }) => path)).toEqual(['/hooks']);
    expect(await log(id)).toMatchObject([{ state: 'pending', attempts: [{ status: 302 }] }]);
  });

  it('whose endpoint is gone is not called any more', async () => {
    const { receiver, id } = await subscribed();
    receiver.answer((response) => response.writeHead(410).end());
    await aDirective(test);
    await work();
    await aDirective(test);
    pass(HOUR_S);
    await work();

    expect(receiver.calls).toHaveLength(1);
    expect(await view(id)).toMatchObject({ enabled: false, disabledReason: 'gone' });
  });

  it('that has failed for five days is switched off; switched on again, it is told at once', async () => {
    const { receiver, id } = await subscribed();
    receiver.answer((response) => response.destroy());
    await aDirective(test);
    for (let hour = 0; hour <= 6 * 24; hour += 6) {
      await work();
      pass(6 * HOUR_S);
    }
    const failing = await log(id);
    expect(new Set(failing.flatMap(({ attempts }) => attempts.map(({ error }) => error)))).toEqual(
      new Set(['ECONNRESET']),
    );
    expect(await view(id)).toMatchObject({ enabled: false, disabledReason: 'failing' });
    await (await carrier()).post(`/v1/webhooks/${id}/test`).expect(409);
    const called = receiver.calls.length;

    receiver.answer((response) => response.writeHead(204).end());
    await (await carrier()).patch(`/v1/webhooks/${id}`).send({ enabled: true }).expect(200);
    await work();

    expect(receiver.calls).toHaveLength(called + 1);
    expect(await view(id)).toMatchObject({ enabled: true, disabledReason: null, failingSince: null });
  });

  it('tells what was not answered in time', async () => {
    const { receiver } = await subscribed(['directives.overdue']);
    await aDirective(test, { dueAt: new Date(clock.now().getTime() + 1000) });
    pass(HOUR_S);
    await test.app.get(Escalations).escalate();
    await work();

    expect(JSON.parse(onlyCall(receiver).body)).toMatchObject({ type: 'directives.overdue', data: { count: 1 } });
  });

  it('is called once, however many nodes there are', async () => {
    const { receiver } = await subscribed();
    const other = await aTestApp({ clock, databaseUrl, keyring });
    await aDirective(test);
    await Promise.all([work(), other.app.get(Deliverer).work(), work(), other.app.get(Deliverer).work()]);

    expect(receiver.calls).toHaveLength(1);
    await other.close();
  });

  it('is called again under the same id if the node died before it could note the answer', async () => {
    const { receiver, id } = await subscribed();
    const dying = await aTestApp({ clock, databaseUrl, keyring });
    receiver.answer(() => undefined);
    await aDirective(test);
    const unfinished = dying.app.get(Deliverer).work();
    await until(() => receiver.calls.length === 1);
    await dying.close();
    await unfinished;
    expect((await log(id))[0]).toMatchObject({ state: 'pending', attempts: [] });

    receiver.answer((response) => response.writeHead(204).end());
    pass(61);
    await work();

    const ids = receiver.calls.map(({ headers }) => headers['webhook-id']);
    expect(ids).toEqual([ids[0], ids[0]]);
    expect((await log(id))[0]).toMatchObject({ state: 'delivered' });
  });
});

describe('the endpoints of an institution', () => {
  it.each([
    { url: 'ftp://hooks.example.com/', why: 'it is not https' },
    { url: 'http://hooks.example.com/', why: 'it is not https' },
    { url: 'https://user:pass@hooks.example.com/', why: 'it carries credentials' },
    { url: 'https://10.0.0.1/', why: 'the address is private' },
    { url: 'https://192.168.1.1:8443/', why: 'the address is private' },
    { url: 'https://169.254.169.254/latest/meta-data', why: 'it is a cloud’s own service' },
    { url: 'https://[::ffff:10.0.0.1]/', why: 'the address is private, written as IPv6' },
    { url: 'https://[fd00::1]/', why: 'the address is private' },
    { url: 'https://0xa000001/', why: 'the address is private, written as a number' },
    { url: 'https://0.0.0.0/', why: 'it is this machine' },
    { url: 'no url', why: 'it is none' },
  ])('do not lead to $url, because $why', async ({ url }) => {
    const { body } = await (await carrier()).post('/v1/webhooks').send({ url }).expect(422);

    expect(body.type).toBe('urn:problem:webhook-url-refused');
  });

  it.each([{}, { url: 7 }, { url: 'https://a.example', events: [] }, { url: 'https://a.example', events: ['all'] }])(
    'are not made of %j',
    async (body) => {
      await (await carrier()).post('/v1/webhooks').send(body).expect(400);
    },
  );

  it('are ten at most, and nobody else’s business', async () => {
    const { id } = await subscribed();
    const client = await carrier();
    const made = await Promise.all(
      Array.from({ length: 12 }, () => client.post('/v1/webhooks').send({ url: 'https://hooks.example.com/duanka' })),
    );
    expect(made.filter(({ status }) => status === 201)).toHaveLength(9);
    expect(made.filter(({ status }) => status === 409)).toHaveLength(3);

    const stranger = await asClient(test, 'demo-bank-a');
    expect((await stranger.get('/v1/webhooks').expect(200)).body.items).toEqual([]);
    await stranger.patch(`/v1/webhooks/${id}`).send({ enabled: false }).expect(404);
    await stranger.delete(`/v1/webhooks/${id}`).expect(404);
    await stranger.post(`/v1/webhooks/${id}/rotate-secret`).send({}).expect(404);
    await stranger.post(`/v1/webhooks/${id}/test`).expect(404);
    await stranger.get(`/v1/webhooks/${id}/deliveries`).expect(404);
  });

  it('show their secret once, keep URL and secret encrypted, and leave their log when they are deleted', async () => {
    const { id, secret, receiver } = await subscribed();
    await (await carrier()).post(`/v1/webhooks/${id}/test`).expect(202);
    await work();
    await (await carrier()).delete(`/v1/webhooks/${id}`).expect(204);

    expect(await log(id)).toMatchObject([{ state: 'delivered' }]);
    await (await carrier()).post(`/v1/webhooks/${id}/deliveries/${id}/replay`).expect(404);
    const stored = await test.db.query(
      `SELECT encode(url_enc, 'escape') AS url, encode(secret_enc, 'escape') AS secret
       FROM webhook_endpoint JOIN webhook_secret ON endpoint_id = id WHERE id = $1`,
      [id],
    );
    expect(JSON.stringify([stored, test.log])).not.toContain(secret);
    expect(JSON.stringify(stored)).not.toContain(receiver.url);
  });
});
