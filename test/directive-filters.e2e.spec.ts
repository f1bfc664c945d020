import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ScoreboardRow } from '../src/enforcement/scoreboard/scoreboard.dto.js';
import { asClient, asOfficer, type Caller } from './support/api.js';
import { aTestApp, FixedClock, type TestApp } from './support/app.js';
import { aDirective, aRegisteredCard } from './support/directives.js';

/** A Monday. */
const NOW = new Date('2025-01-06T10:00:00+08:00');
const PERIOD = 'from=2024-12-30&to=2025-01-06';
const days = (count: number): Date => new Date(NOW.getTime() + count * 86_400_000);

let test: TestApp;
let officer: Caller;
let carrier: Caller;

beforeAll(async () => {
  test = await aTestApp({ clock: new FixedClock(NOW) });
  officer = await asOfficer(test, 'auditor');
  carrier = await asClient(test, 'demo-carrier-a');
});

async function answered(id: string, result: string): Promise<void> {
  await carrier.post(`/v1/directives/${id}/receipts`).send({ result, detail: '说明' }).expect(201);
}

async function countOf(filter: string): Promise<number> {
  const { body } = await officer.get(`/v1/directives?state=all&limit=200&${filter}`).expect(200);
  return body.items.length;
}

async function scoreOf(code: string): Promise<ScoreboardRow> {
  const { body } = await officer.get(`/v1/scoreboard?${PERIOD}`).expect(200);
  return body.items.find((row: ScoreboardRow) => row.code === code);
}

describe('directives of officers', () => {
  it('are exactly those that each number of the scoreboard counts', async () => {
    for (const result of ['executed', 'executed', 'refused', 'not_found'])
      await answered(await aDirective(test), result);
    await aDirective(test, { endedAt: NOW });
    await aDirective(test, { dueAt: days(1) });
    await aDirective(test, { issuedAt: days(-5), dueAt: days(-1) });
    await aDirective(test, { issuedAt: days(-30), dueAt: days(-20) });
    const refusedFirst = await aDirective(test);
    await answered(refusedFirst, 'refused');
    await answered(refusedFirst, 'executed');
    await answered(await aDirective(test, { institution: null }), 'executed');
    await aDirective(test, { institution: null });

    const score = await scoreOf('demo-carrier-a');

    const own = `institutionId=${score.institutionId}&${PERIOD}`;
    expect({
      issued: await countOf(`${own}&scope=named`),
      executed: await countOf(`${own}&scope=named&receipt=executed`),
      refused: await countOf(`${own}&scope=named&receipt=refused`),
      notFound: await countOf(`${own}&scope=named&receipt=not_found`),
      withdrawn: await countOf(`${own}&scope=named&receipt=none&ended=true`),
      pending: await countOf(`${own}&scope=named&receipt=none&ended=false`),
      overdue: await countOf(`${own}&scope=named&receipt=none&ended=false&overdue=true`),
      generalIssued: await countOf(`${own}&scope=everybody`),
      generalAcknowledged: await countOf(`${own}&scope=everybody&receipt=any`),
    }).toEqual({
      issued: score.issued,
      executed: 3,
      refused: 1,
      notFound: 1,
      withdrawn: 1,
      pending: score.pending,
      overdue: 1,
      generalIssued: 2,
      generalAcknowledged: 1,
    });
    expect(score).toMatchObject({
      issued: 8,
      executed: 3,
      refused: 1,
      notFound: 1,
      withdrawn: 1,
      pending: 2,
      overdue: 1,
    });
  });

  it('that everybody was told are found by what any institution said last', async () => {
    const measure = 'card.issue';
    const general = { institution: null, measure } as const;
    const [silent, acknowledged, refused] = [
      await aDirective(test, general),
      await aDirective(test, general),
      await aDirective(test, general),
    ];
    await answered(acknowledged, 'refused');
    await answered(acknowledged, 'executed');
    await answered(refused, 'refused');
    const found = async (receipt: string): Promise<string[]> => {
      const { body } = await officer.get(`/v1/directives?state=all&measure=${measure}&receipt=${receipt}`).expect(200);
      return body.items.map(({ id }: { id: string }) => id);
    };

    expect(await found('none')).toEqual([silent]);
    expect(await found('any')).toEqual([acknowledged, refused]);
    expect(await found('executed')).toEqual([acknowledged]);
    expect(await found('refused')).toEqual([refused]);
    expect(await found('not_found')).toEqual([]);
  });

  it('name the card, say how many working days they wait, and are found by their measure', async () => {
    const { cardId, subjectId } = await aRegisteredCard(test);
    const id = await aDirective(test, {
      cardId,
      subjectId,
      measure: 'sim.use',
      issuedAt: new Date('2025-01-02T10:00:00+08:00'),
      dueAt: new Date('2025-01-03T10:00:00+08:00'),
    });

    const { body } = await officer.get('/v1/directives?measure=sim.use').expect(200);
    const { body: own } = await carrier.get(`/v1/directives/${id}`).expect(200);

    // Thursday to Monday: the weekend is none.
    expect(body.items).toMatchObject([{ id, openWorkingDays: 2, lateWorkingDays: 1, card: { id: cardId } }]);
    expect(own).not.toHaveProperty('openWorkingDays');
    await officer.get('/v1/directives?receipt=maybe').expect(400);
    await officer.get('/v1/directives?from=2025-02-30').expect(400);
  });
});
