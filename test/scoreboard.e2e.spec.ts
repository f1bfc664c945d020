import { beforeAll, describe, expect, it } from '@jest/globals';
import { Escalations } from '../src/enforcement/scoreboard/escalations.service.js';
import { asClient, asOfficer, type Caller } from './support/api.js';
import { aTestApp, FixedClock, type TestApp } from './support/app.js';
import { aDirective } from './support/directives.js';

const START = new Date('2025-01-06T10:00:00+08:00');
const clock = new FixedClock(START);
const hours = (count: number): Date => new Date(START.getTime() + count * 3_600_000);

let test: TestApp;

beforeAll(async () => {
  test = await aTestApp({ clock });
});

// Tokens end by the same clock: whoever comes back hours later signs in again.
const bank = (): Promise<Caller> => asClient(test, 'demo-bank-a');
const otherBank = (): Promise<Caller> => asClient(test, 'demo-bank-b');
const officer = (): Promise<Caller> => asOfficer(test, 'city-submitter');

const toBank = { institution: 'demo-bank-a', party: 'bank', measure: 'bank.noncounter' } as const;

async function answer(as: () => Promise<Caller>, id: string, after: number, result = 'executed'): Promise<void> {
  clock.set(hours(after));
  const caller = await as();
  const reason = result === 'refused' ? { detail: '账户已销户' } : {};
  await caller
    .post(`/v1/directives/${id}/receipts`)
    .send({ result, ...reason })
    .expect(201);
}

describe('the scoreboard', () => {
  it('counts what an institution was told and did, and how fast it imposed and released', async () => {
    clock.set(START);
    const due = { ...toBank, issuedAt: START, dueAt: hours(24) };
    const [quick, slow, late, refused, missing] = [
      await aDirective(test, due),
      await aDirective(test, due),
      await aDirective(test, due),
      await aDirective(test, due),
      await aDirective(test, due),
    ];
    await aDirective(test, { ...due, endedAt: hours(1) });
    const restore = await aDirective(test, { ...due, action: 'restore', releases: quick });
    const general = await aDirective(test, { ...due, institution: null });
    await aDirective(test, { ...due, institution: null });
    await answer(bank, quick, 2);
    await answer(bank, restore, 3);
    await answer(bank, slow, 4);
    await answer(bank, refused, 5, 'refused');
    await answer(bank, general, 6, 'not_found');
    await answer(bank, late, 26);

    const { body } = await (await officer()).get('/v1/scoreboard?kind=bank&region=500000').expect(200);

    expect(body.nextCursor).toBeNull();
    expect(body.items).toMatchObject([
      {
        code: 'demo-bank-a',
        issued: 7,
        executed: 4,
        refused: 1,
        notFound: 0,
        withdrawn: 1,
        pending: 1,
        overdue: 1,
        // Quick, slow, refused and the release of six that came due.
        shareInTime: 0.6667,
        medianHoursToExecute: 4,
        medianHoursToRelease: 3,
        generalIssued: 2,
        generalAcknowledged: 1,
      },
      { code: 'demo-bank-b', issued: 0, shareInTime: null, medianHoursToExecute: null, generalAcknowledged: 0 },
    ]);
    await answer(bank, missing, 27, 'not_found');
  });

  it('counts by the day of issue in Shanghai', async () => {
    const at = async (query: string): Promise<number> => {
      const { body } = await (await officer()).get(`/v1/scoreboard?kind=bank&${query}`).expect(200);
      return Number(body.items[0].issued);
    };

    expect(await at('from=2025-01-06&to=2025-01-06')).toBe(7);
    expect(await at('from=2025-01-07')).toBe(0);
    expect(await at('to=2025-01-05')).toBe(0);
    expect(await at('to=2025-04-06')).toBe(7);
    expect(await at('to=2025-04-07')).toBe(0);
  });

  it('goes on page by page, and is a CSV file for spreadsheets at once', async () => {
    const first = await (await officer()).get('/v1/scoreboard?limit=1').expect(200);
    const second = await (await officer()).get(`/v1/scoreboard?limit=1&cursor=${first.body.nextCursor}`).expect(200);
    const file = await (await officer()).get('/v1/scoreboard?format=csv').expect(200);

    expect(second.body.items[0].code).not.toBe(first.body.items[0].code);
    expect(file.headers['content-type']).toBe('text/csv; charset=utf-8');
    const lines = file.text.trim().split('\r\n');
    expect(lines[0]).toMatch(/^\uFEFF?code,name,kind,region,issued,executed/);
    expect(lines).toHaveLength(9);
    expect(lines[1]).toMatch(/^demo-bank-a,演示银行甲,bank,500000,7,4,1,/);
  });

  it.each(['region=50', 'kind=tailor', 'from=2025-02-30', 'format=pdf', 'cursor=x'])(
    'does not take %s',
    async (query) => {
      await (await officer()).get(`/v1/scoreboard?${query}`).expect(400);
      await (await bank()).get('/v1/scoreboard').expect(403);
    },
  );
});

describe('what was not answered in time', () => {
  it('is told to the officers once, by whichever node comes first, until a receipt closes it', async () => {
    clock.set(hours(100));
    const named = await aDirective(test, { ...toBank, dueAt: hours(101) });
    const general = await aDirective(test, { ...toBank, institution: null, dueAt: hours(101) });
    const ended = await aDirective(test, { ...toBank, dueAt: hours(101), endedAt: hours(100) });
    const escalations = test.app.get(Escalations);
    const open = async (): Promise<string[]> => {
      const { body } = await (await officer()).get('/v1/escalations').expect(200);
      return body.items.map(
        (item: { directiveId: string; institution: string }) => `${item.institution} ${item.directiveId}`,
      );
    };
    // What the tests before have left.
    await escalations.escalate();
    const before = await open();

    expect(await escalations.escalate()).toBe(0);
    clock.set(hours(102));
    await Promise.all([escalations.escalate(), escalations.escalate(), escalations.escalate()]);
    const told = (await open()).filter((item) => !before.includes(item));
    await answer(otherBank, general, 103);
    const left = (await open()).filter((item) => !before.includes(item));

    expect([...told].sort()).toEqual(
      [`demo-bank-a ${general}`, `demo-bank-a ${named}`, `demo-bank-b ${general}`].sort(),
    );
    expect(told.join()).not.toContain(ended);
    expect([...left].sort()).toEqual([`demo-bank-a ${general}`, `demo-bank-a ${named}`].sort());
    const { body } = await (await officer()).get('/v1/escalations?state=closed').expect(200);
    expect(body.items).toContainEqual(
      expect.objectContaining({
        directiveId: general,
        institution: 'demo-bank-b',
        closedAt: '2025-01-10T17:00:00.000+08:00',
      }),
    );
    expect(await escalations.escalate()).toBe(0);
  });
});
