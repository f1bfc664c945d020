import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { Issuing } from '../src/enforcement/directives/issuing.service.js';
import { asClient, asOfficer, type Caller } from './support/api.js';
import { aTestApp, FixedClock, type TestApp } from './support/app.js';
import { aResidentId } from './support/designations.js';
import { until } from './support/until.js';

/** Campaigns as in Anhui: a rule selects, institutions verify and report, the clock suspends, a verification restores. */

const MORNING = new Date('2021-07-01T09:00:00+08:00');
const clock = new FixedClock(MORNING);
let app: TestApp;
let submitter: Caller;
let approver: Caller;
let carrierA: Caller;
let carrierB: Caller;
let bankA: Caller;
let issued = 0;

beforeAll(async () => {
  app = await aTestApp({ clock, environment: { DUANKA_LOGIN_RATE_LIMIT: '100000' } });
});

/** It is this late now, everybody has signed in again, and whatever is due is done. */
async function at(instant: string): Promise<void> {
  clock.set(new Date(instant));
  [submitter, approver, carrierA, carrierB, bankA] = await Promise.all([
    asOfficer(app, 'city-submitter'),
    asOfficer(app, 'city-approver'),
    asClient(app, 'demo-carrier-a'),
    asClient(app, 'demo-carrier-b'),
    asClient(app, 'demo-bank-a'),
  ]);
  await app.app.get(Issuing).now();
}

interface CardBody {
  kind: string;
  number: string;
  openedOn?: string;
  lastUsedOn?: string;
  verifiedOn?: string;
  status: string;
}

function aCard(change: Partial<CardBody> = {}): CardBody {
  issued += 1;
  return {
    kind: 'mobile_sim',
    number: `199${String(10_000_000 + issued)}`,
    openedOn: '2018-05-09',
    lastUsedOn: '2020-11-02',
    status: 'active',
    ...change,
  };
}

async function hold(client: Caller, ...cards: CardBody[]): Promise<CardBody[]> {
  const holder = { idType: 'resident_id', idNumber: aResidentId(), name: '孙试' };
  const held = await client.put('/v1/cards').send({ cards: cards.map((card) => ({ ...card, holder })) });
  expect(held.body).toMatchObject({ rejected: 0 });
  return cards;
}

async function drafted(change: object = {}): Promise<Response['body']> {
  const body = { kind: 'silent_sim', title: '静默卡二次实人认证', ...change };
  return (await submitter.post('/v1/campaigns').send(body).expect(201)).body;
}

async function started(change: object = {}): Promise<string> {
  const { id } = await drafted(change);
  await approver.post(`/v1/campaigns/${id}/start`).expect(200);
  await until(async () => (await read(id)).state === 'running');
  await app.app.get(Issuing).now();
  return id;
}

async function read(id: string): Promise<Response['body']> {
  return (await submitter.get(`/v1/campaigns/${id}`).expect(200)).body;
}

function report(client: Caller, id: string, ...items: object[]): Promise<Response> {
  return Promise.resolve(client.post(`/v1/campaigns/${id}/reports`).send({ items }));
}

function said(card: CardBody | undefined, result: string, instant: string): object {
  return { kind: card?.kind, number: card?.number, result, at: instant };
}

/** What the institutions were told about cards of a campaign, card by card in the order they were selected. */
async function told(id: string): Promise<Record<string, unknown>[]> {
  return app.db.query(
    `SELECT action, measure, party, institution.code, reason, ends_at, directive.ended_at IS NULL AS open
     FROM campaign_item AS item JOIN directive ON directive.unit_id = item.id
       JOIN institution ON institution.id = directive.institution_id
     WHERE item.campaign_id = $1 ORDER BY item.id, seq`,
    [id],
  );
}

/** Ends what other tests began, so that their cards may be asked about again. */
async function end(id: string): Promise<void> {
  await submitter.post(`/v1/campaigns/${id}/cancel`).expect(200);
}

describe('silent phone cards', () => {
  it('are found by the rule, at their carriers, and nothing is asked of anybody before a second officer starts', async () => {
    await at('2021-07-01T09:00:00+08:00');
    await hold(carrierA, aCard(), aCard(), aCard({ lastUsedOn: '2021-06-01' }), aCard({ status: 'closed' }));
    await hold(carrierA, aCard({ verifiedOn: '2021-01-05' }), aCard({ lastUsedOn: 'never', openedOn: '2021-05-01' }));
    await hold(carrierB, aCard({ lastUsedOn: 'never' }), { ...aCard(), kind: 'fixed_line' });
    const { lastUsedOn: _, ...unsaid } = aCard();
    await hold(carrierB, unsaid);

    const draft = await drafted();

    expect(draft).toMatchObject({
      state: 'draft',
      preview: {
        byInstitution: [
          { institution: 'demo-carrier-a', cards: 2 },
          { institution: 'demo-carrier-b', cards: 1 },
        ],
      },
    });
    expect(draft.preview.samples).toHaveLength(3);
    expect(draft.preview.samples[0].numberMasked).toMatch(/^199\*+\d\d$/);
    expect(await told(draft.id)).toEqual([]);
    await submitter.post(`/v1/campaigns/${draft.id}/start`).expect(403);
    await submitter.post(`/v1/campaigns/${draft.id}/cancel`).expect(200);
    await approver.post(`/v1/campaigns/${draft.id}/start`).expect(409);
  });

  it('may be sought in a region, or with some institutions only', async () => {
    const [{ region }] = await app.db.query(`SELECT region FROM institution WHERE code = 'demo-carrier-b'`);

    const some = await drafted({ institutionCodes: ['demo-carrier-b'] });
    const here = await drafted({ region: `${region.slice(0, 2)}0000` });
    const elsewhere = await drafted({ region: '650000' });

    expect(some.preview.byInstitution).toEqual([{ institution: 'demo-carrier-b', cards: 1 }]);
    expect(here.preview.byInstitution.map(({ institution }: { institution: string }) => institution)).toContain(
      'demo-carrier-b',
    );
    expect(elsewhere.preview.byInstitution).toEqual([]);
  });

  it('not verified in 24 hours from the notice are suspended to the second, and restored when they are (G13, G14)', async () => {
    const id = await started({ institutionCodes: ['demo-carrier-b'] });
    const number = await numberOf(id);
    expect(await told(id)).toMatchObject([
      { action: 'verify', measure: 'sim.verification', party: 'telecom', reason: 'campaign.selected', open: true },
    ]);
    await at('2021-07-01T10:00:00+08:00');
    const card = { kind: 'mobile_sim', number, status: 'active' };
    const notice = await report(carrierB, id, said(card, 'notified', '2021-07-01T10:00:00+08:00'));
    expect(notice.body).toMatchObject({ total: 1, taken: 1, rejected: 0, errors: [] });

    await at('2021-07-02T10:00:00+08:00');
    expect((await read(id)).counts).toMatchObject({ notified: 1, suspended: 0 });
    expect((await told(id)).map(({ action, open }) => [action, open])).toEqual([
      ['verify', false],
      ['verify', true],
    ]);
    clock.set(new Date('2021-07-02T10:00:01+08:00'));
    // Before anything ran.
    expect((await read(id)).counts).toMatchObject({ notified: 0, suspended: 1 });
    await at('2021-07-02T10:00:01+08:00');
    expect((await told(id)).slice(2)).toMatchObject([
      { action: 'suspend', measure: 'sim.verification', reason: 'verification.overdue', ends_at: null, open: true },
    ]);

    await at('2021-07-03T09:30:00+08:00');
    await report(carrierB, id, said(card, 'verified', '2021-07-03T09:00:00+08:00'));

    expect((await read(id)).byInstitution).toMatchObject([
      { institution: 'demo-carrier-b', verified: 1, suspended: 0 },
    ]);
    expect((await told(id)).slice(2)).toMatchObject([
      { action: 'suspend', open: false },
      { action: 'restore', reason: 'verification.passed', open: true },
    ]);
    await end(id);
  });

  it('for whom no notice is reported have 24 hours from the selection', async () => {
    await at('2021-07-05T10:00:00+08:00');
    await hold(carrierB, aCard());
    const id = await started({ institutionCodes: ['demo-carrier-b'] });

    await at('2021-07-06T10:00:00.001+08:00');

    expect((await read(id)).counts).toMatchObject({ suspended: 1 });
    await end(id);
    expect((await told(id)).slice(-1)).toMatchObject([{ action: 'restore', reason: 'campaign.cancelled' }]);
    expect((await read(id)).counts).toMatchObject({ suspended: 0, withdrawn: 1 });
  });

  it('of a campaign that is closed stay suspended until they are verified, and the others are left alone', async () => {
    await at('2021-07-08T10:00:00+08:00');
    const [late, early] = await hold(carrierA, aCard({ openedOn: '2015-01-01' }), aCard({ openedOn: '2015-01-01' }));
    const id = await started({ institutionCodes: ['demo-carrier-a'] });
    await at('2021-07-09T11:00:00+08:00');
    await report(carrierA, id, said(early, 'notified', '2021-07-09T10:30:00+08:00'));

    await approver.post(`/v1/campaigns/${id}/close`).expect(200);
    await at('2021-08-01T10:00:00+08:00');

    expect((await read(id)).counts).toMatchObject({ withdrawn: 1, selected: 0, notified: 0 });
    const before = (await read(id)).counts.suspended;
    const verified = await report(carrierA, id, said(late, 'verified', '2021-08-01T09:00:00+08:00'));
    expect(verified.body.taken).toBe(1);
    expect((await read(id)).counts).toMatchObject({ suspended: before - 1, verified: 1 });
    await approver.post(`/v1/campaigns/${id}/cancel`).expect(409);
  });
});

/** Of the one card carrier B has in a campaign: in full only its own list tells. */
async function numberOf(id: string): Promise<string> {
  const items = await app.db.query('SELECT card_id AS id FROM campaign_item WHERE campaign_id = $1', [id]);
  const cards: { id: string; number: string }[] = (await carrierB.get('/v1/cards').expect(200)).body.items;
  const card = cards.find((one) => one.id === items[0]?.id);
  if (card === undefined) throw new Error('carrier B does not hold the card');
  return card.number;
}

describe('dormant accounts', () => {
  it('six months after the opening and never used are asked about on the first day after, with three days (A14, A15)', async () => {
    await at('2017-04-08T10:00:00+08:00');
    const [account] = await hold(
      bankA,
      aCard({ kind: 'bank_account', number: '6232300000019684190', openedOn: '2016-10-08', lastUsedOn: 'never' }),
      aCard({ kind: 'bank_account', number: '6232300000019684191', openedOn: '2016-10-08', lastUsedOn: '2016-10-08' }),
    );
    expect((await drafted({ kind: 'dormant_account' })).preview.byInstitution).toEqual([]);

    await at('2017-04-09T10:00:00+08:00');
    const id = await started({ kind: 'dormant_account' });

    expect(await told(id)).toMatchObject([
      { action: 'verify', measure: 'card.dormant', party: 'bank', code: 'demo-bank-a' },
    ]);
    await at('2017-04-12T23:59:59+08:00');
    expect((await read(id)).counts).toMatchObject({ selected: 1 });
    await at('2017-04-13T00:00:00+08:00');
    expect((await told(id)).slice(1)).toMatchObject([{ action: 'suspend', open: true }]);
    await report(bankA, id, said(account, 'cancelled', '2017-04-13T00:00:00+08:00'));
    // An account that was closed need not be restored.
    expect((await told(id)).map(({ action, open }) => [action, open])).toEqual([
      ['verify', false],
      ['suspend', false],
    ]);
  });

  it('that the bank closes in its register are not asked about any more', async () => {
    await at('2018-04-09T10:00:00+08:00');
    const bankB = await asClient(app, 'demo-bank-b');
    const account = aCard({
      kind: 'bank_account',
      number: '6232300000019684192',
      openedOn: '2017-01-01',
      lastUsedOn: 'never',
    });
    await hold(bankB, account);
    const id = await started({ kind: 'dormant_account', institutionCodes: ['demo-bank-b'] });

    await hold(bankB, { ...account, status: 'closed' });
    await at('2018-05-09T10:00:00+08:00');

    expect((await told(id)).map(({ action, open }) => [action, open])).toEqual([['verify', false]]);
  });
});

describe('IoT cards', () => {
  it('are checked by a sample, of the share asked for', async () => {
    await at('2021-09-01T10:00:00+08:00');
    await hold(carrierA, ...Array.from({ length: 400 }, () => aCard({ kind: 'iot_sim', lastUsedOn: '2021-08-31' })));

    const all = await drafted({ kind: 'iot_sample', samplePercent: 100 });
    const few = await drafted({ kind: 'iot_sample' });
    await approver.post(`/v1/campaigns/${few.id}/start`).expect(200);
    await until(async () => (await read(few.id)).state === 'running');

    expect(all.preview.byInstitution).toEqual([{ institution: 'demo-carrier-a', cards: 400 }]);
    const [counted] = few.preview.byInstitution;
    expect(few.samplePercent).toBe(10);
    expect(counted.cards).toBeGreaterThan(10);
    expect(counted.cards).toBeLessThan(90);
    // What was shown is what is selected.
    expect(await read(few.id)).toMatchObject({ selected: counted.cards, lookedAt: 400 });
    expect(
      (await submitter.post('/v1/campaigns').send({ kind: 'silent_sim', title: '试', samplePercent: 5 })).body.type,
    ).toBe('urn:problem:campaign-has-no-sample');
  });
});

describe('reports', () => {
  it('come to the same in whatever order, twice, at once, and as lines', async () => {
    await at('2022-01-10T10:00:00+08:00');
    const [one, two, three] = await hold(carrierB, aCard(), aCard(), aCard());
    const id = await started({ institutionCodes: ['demo-carrier-b'] });
    await at('2022-01-10T12:00:00+08:00');
    const lines = [
      said(one, 'verified', '2022-01-10T11:30:00+08:00'),
      said(one, 'failed', '2022-01-10T11:00:00+08:00'),
      said(one, 'notified', '2022-01-10T10:30:00+08:00'),
      said(two, 'failed', '2022-01-10T11:00:00+08:00'),
    ];
    const body = `${lines.map((line) => JSON.stringify(line)).join('\n')}\nnonsense\n`;
    const send = (): Promise<Response> =>
      Promise.resolve(
        carrierB.post(`/v1/campaigns/${id}/reports`).set('content-type', 'application/x-ndjson').send(body),
      );

    const answers = await Promise.all([send(), send(), send()]);

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(answers.map(({ body: { total, rejected } }) => [total, rejected])).toEqual(answers.map(() => [5, 1]));
    expect(answers[0]?.body.errors).toEqual([{ row: 5, code: 'malformed-json', path: '' }]);
    // Word by word it is said once; the verification outweighs the older failure.
    expect(answers.reduce((sum, { body: { taken } }) => sum + taken, 0)).toBe(3);
    expect((await read(id)).counts).toMatchObject({ verified: 1, failed: 1, selected: expect.any(Number) });
    const again = await send();
    expect(again.body).toMatchObject({ taken: 0, unchanged: 4, revision: expect.any(Number) });
    const items = await submitter.get(`/v1/campaigns/${id}/items?state=failed`).expect(200);
    expect(items.body.items).toMatchObject([{ institution: 'demo-carrier-b', state: 'failed', notifiedAt: null }]);
    expect(JSON.stringify(items.body)).not.toContain(two?.number);
    expect(three).toBeDefined();
    await end(id);
  });

  it('about what is not theirs, of the future or from before are refused one by one', async () => {
    await at('2022-02-10T10:00:00+08:00');
    const [mine] = await hold(carrierB, aCard());
    const [theirs] = await hold(carrierA, aCard());
    const id = await started();
    const [outside] = await hold(carrierB, aCard());

    const answer = await report(
      carrierB,
      id,
      said(theirs, 'verified', '2022-02-10T10:00:00+08:00'),
      said(outside, 'verified', '2022-02-10T10:00:00+08:00'),
      said(mine, 'verified', '2022-02-10T10:00:01+08:00'),
      said(mine, 'verified', '2022-02-10T09:59:59+08:00'),
      said(mine, 'verified', '2022-02-30T10:00:00+08:00'),
      said({ ...aCard(), number: '***' }, 'verified', '2022-02-10T10:00:00+08:00'),
    );

    expect(answer.body).toMatchObject({ total: 6, taken: 0, unchanged: 0, rejected: 6 });
    expect(answer.body.errors.slice(0, 5).map(({ code }: { code: string }) => code)).toEqual(
      expect.arrayContaining(['CARD_NOT_IN_CAMPAIGN', 'REPORT_OF_FUTURE', 'REPORT_BEFORE_SELECTION', 'isInstant']),
    );
    expect((await read(id)).counts.verified).toBe(0);
    await end(id);
    expect((await report(carrierB, id, said(mine, 'verified', '2022-02-10T10:00:00+08:00'))).status).toBe(409);
  });

  it.each([
    ['no list', {}],
    ['an empty list', { items: [] }],
    ['too many', { items: Array.from({ length: 1_001 }, () => said(aCard(), 'verified', '2022-01-01T00:00:00Z')) }],
    ['a result nobody knows', { items: [said(aCard(), 'lost', '2022-01-01T00:00:00Z')] }],
    ['something more', { items: [{ ...said(aCard(), 'verified', '2022-01-01T00:00:00Z'), deadline: 'never' }] }],
  ])('%s are refused as a whole', async (_what, body) => {
    await at('2022-03-01T10:00:00+08:00');
    const id = '0192f0c1-2b3c-7d4e-8f50-617283940a1b';

    expect((await carrierB.post(`/v1/campaigns/${id}/reports`).send(body)).status).toBe(400);
  });

  it('are for institutions; campaigns are for officers', async () => {
    await at('2022-03-02T10:00:00+08:00');
    const { id } = await drafted();

    await submitter.post(`/v1/campaigns/${id}/reports`).send({ items: [] }).expect(403);
    await carrierA.get(`/v1/campaigns/${id}`).expect(403);
    await carrierA.get(`/v1/campaigns/${id}/items`).expect(403);
    await carrierA.post(`/v1/campaigns/${id}/start`).expect(403);
    expect((await report(carrierA, id, said(aCard(), 'verified', '2022-03-02T10:00:00+08:00'))).status).toBe(409);
    const nobody = '0192f0c1-2b3c-7d4e-8f50-617283940a1b';
    expect((await report(carrierA, nobody, said(aCard(), 'verified', '2022-03-02T10:00:00+08:00'))).status).toBe(404);
    for (const step of ['start', 'close', 'cancel']) await approver.post(`/v1/campaigns/${nobody}/${step}`).expect(404);
    await submitter.post('/v1/campaigns').send({ kind: 'silent_sim', title: '试', region: '999999' }).expect(422);
    const unknown = { kind: 'silent_sim', title: '试', institutionCodes: ['nobody'] };
    await submitter.post('/v1/campaigns').send(unknown).expect(422);
    await submitter.post('/v1/campaigns').send({ kind: 'all', title: '试' }).expect(400);
  });
});

describe('a large selection', () => {
  const campaign = { kind: 'iot_sample', samplePercent: 100, institutionCodes: ['demo-carrier-b'] };

  it('goes on after a crash where it was: nothing is missing, nothing selected twice, and it is started once', async () => {
    await at('2023-01-10T10:00:00+08:00');
    await hold(carrierB, aCard({ kind: 'iot_sim' }));
    await app.db.query(MANY_COPIES);
    const { id, preview } = await drafted(campaign);
    expect(preview.byInstitution).toEqual([{ institution: 'demo-carrier-b', cards: 12_001 }]);
    await app.db.query(BREAK_DOWN);

    const answers = await Promise.all([1, 2, 3].map(() => approver.post(`/v1/campaigns/${id}/start`)));
    await until(() => app.log.some((line) => line.includes('"context":"campaigns"')));

    expect(answers.map(({ status }) => status).toSorted((left, right) => left - right)).toEqual([200, 409, 409]);
    expect(await read(id)).toMatchObject({ state: 'selecting', selected: 5_000, counts: { selected: 5_000 } });
    await app.db.query('DROP TRIGGER break_down ON campaign; DROP FUNCTION break_down');
    await until(async () => (await read(id)).state === 'running');
    const [region] = (await read(id)).byRegion;
    expect(await read(id)).toMatchObject({ lookedAt: 12_001, selected: 12_001, byRegion: [region] });
    expect(region).toMatchObject({ region: expect.stringMatching(/^\d{6}$/), selected: 12_001 });
    const [counted] = await app.db.query(COUNT_ITEMS, [id]);
    expect(counted).toEqual({ cards: 12_001, pages: 3 });
    await app.app.get(Issuing).now();
    const [verifying] = await app.db.query(
      `SELECT count(*)::integer AS directives FROM directive JOIN campaign_item AS item ON item.id = unit_id
       WHERE item.campaign_id = $1 AND directive.ended_at IS NULL`,
      [id],
    );
    expect(verifying).toEqual({ directives: 12_001 });
  });
});

/** Copies of one card, each with a number of its own. */
const MANY_COPIES = `
  INSERT INTO card (id, institution_id, kind, number_enc, number_hash, holder_id, opened_on, status, revision)
  SELECT gen_random_uuid(), institution_id, card.kind, number_enc, decode(md5(n::text), 'hex'), holder_id, opened_on, status, 0
  FROM card JOIN institution ON institution.id = institution_id, generate_series(1, 12000) AS n
  WHERE institution.code = 'demo-carrier-b' AND card.kind = 'iot_sim'`;

/** After the second page was selected, and before that is committed. */
const BREAK_DOWN = `
  CREATE FUNCTION break_down() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'the machine breaks down'; END $$;
  CREATE TRIGGER break_down BEFORE UPDATE ON campaign FOR EACH ROW WHEN (NEW.looked_at = 10000) EXECUTE FUNCTION break_down()`;

const COUNT_ITEMS = `
  SELECT count(DISTINCT card_id)::integer AS cards, count(DISTINCT revision)::integer AS pages
  FROM campaign_item WHERE campaign_id = $1`;
