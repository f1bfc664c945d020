import { beforeAll, describe, expect, it } from '@jest/globals';
import type { DesignationDto } from '../src/lists/lists.dto.js';
import { asClient, asOfficer, type Caller } from './support/api.js';
import { aTestApp, FixedClock, type TestApp } from './support/app.js';
import { aDesignation } from './support/designations.js';

/** Old sanctions run on; whoever may lift them sees which the regime of today would have made lighter. */

const LENT_IN_2022 = {
  regime: 'cn-fin-2019',
  ground: 'lend' as const,
  items: 1,
  identifiedOn: '2022-11-30',
  noticeServedOn: '2022-12-02',
};

let app: TestApp;
let submitter: Caller;

beforeAll(async () => {
  app = await aTestApp({ clock: new FixedClock(new Date('2026-11-22T10:00:00+08:00')) });
  submitter = await asOfficer(app, 'city-submitter');
  const approver = await asOfficer(app, 'city-approver');
  const entries: DesignationDto[] = [
    aDesignation(LENT_IN_2022),
    aDesignation({
      ...LENT_IN_2022,
      items: 3,
      identifyingOrgan: { code: '500000', level: 'city', name: '重庆市公安局' },
    }),
    aDesignation({
      ...LENT_IN_2022,
      regime: 'cn-tel-chongqing-2021',
      ground: 'implicated_holder',
      itemKinds: ['mobile_sim'],
      identifyingOrgan: { code: '500000', level: 'city', name: '重庆市公安局' },
    }),
    aDesignation({ ...LENT_IN_2022, identifiedOn: '2020-11-30' }),
    aDesignation(),
  ];
  const { body } = await submitter.post('/v1/sanction-lists').send({ title: '测试', entries }).expect(201);
  expect(body.counts.rejected).toBe(0);
  await submitter.post(`/v1/sanction-lists/${body.id}/submit`).expect(200);
  await approver.post(`/v1/sanction-lists/${body.id}/approve`).send({ remark: '核对无误' }).expect(200);
});

interface Item {
  sanctionId: string;
  regime: string;
  organ: { code: string };
}

async function worklist(query = ''): Promise<{ items: Item[]; nextCursor: string | null }> {
  const { body } = await submitter.get(`/v1/transition-worklist${query}`).expect(200);
  return body;
}

describe('the worklist of old sanctions', () => {
  it('says of one card lent in 2022 that it would not be listed now (G05)', async () => {
    const { items } = await worklist('?regime=cn-fin-2019&organ=340000');

    expect(items).toMatchObject([
      {
        regime: 'cn-fin-2019',
        identifiedOn: '2022-11-30',
        lastDay: '2027-11-30',
        underNewer: { regime: 'cn-joint-2024', listed: false, verdict: 'NEEDS_PROVINCE', measures: [] },
        daysSaved: 374,
        mark: 'I',
      },
    ]);
    expect(items[0]).toHaveProperty('basis.0.article', 'I-5');
  });

  it('has whoever is still sanctioned under an ended regime, and nobody else', async () => {
    const { items, nextCursor } = await worklist();

    expect(items.map(({ regime, organ }) => `${regime} ${organ.code}`)).toEqual([
      'cn-fin-2019 340100',
      'cn-fin-2019 500000',
      'cn-tel-chongqing-2021 500000',
    ]);
    expect(nextCursor).toBeNull();
  });

  it('says when it would have ended', async () => {
    const { items } = await worklist('?regime=cn-fin-2019&organ=500000');

    expect(items).toMatchObject([
      { underNewer: { listed: true, category: 'category-2', lastDay: '2024-11-30' }, daysSaved: 374 },
    ]);
  });

  it('comes in pages that together are the whole', async () => {
    const whole = (await worklist()).items;
    const pages: Item[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page = await worklist(`?limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`);
      pages.push(...page.items);
      cursor = page.nextCursor;
    }

    expect(pages).toEqual(whole);
  });

  it.each(['organ=34', 'organ=abcdef', 'limit=0', 'cursor=e30', 'cursor=eyJpZCI6IjEifQ', 'colour=red'])(
    'refuses ?%s',
    async (query) => {
      expect((await submitter.get(`/v1/transition-worklist?${query}`)).status).toBe(400);
    },
  );

  it('is empty for a regime that has not ended, or that nobody knows', async () => {
    expect(await worklist('?regime=cn-joint-2024')).toEqual({ items: [], nextCursor: null });
    expect(await worklist('?regime=cn-nowhere')).toEqual({ items: [], nextCursor: null });
  });

  it('is for officers only, and names nobody', async () => {
    const [bank, nobody, shown] = await Promise.all([
      (await asClient(app, 'demo-bank-a')).get('/v1/transition-worklist'),
      app.request().get('/v1/transition-worklist'),
      submitter.get('/v1/transition-worklist'),
    ]);

    expect([bank.status, nobody.status]).toEqual([403, 401]);
    expect(shown.text).not.toMatch(/赵试|\d{17}/);
  });
});
