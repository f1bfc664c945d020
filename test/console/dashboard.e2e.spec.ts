import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { daysAfter, localDateOf } from '../../src/domain/period.js';
import { asClient, asOfficer, type Caller } from '../support/api.js';
import { aTestApp, type TestApp } from '../support/app.js';
import { aBrowser, aWindow, barriers } from '../support/browser.js';
import { aDesignation } from '../support/designations.js';
import { aDirective, aRegisteredCard } from '../support/directives.js';

const CHINESE = /\p{Script=Han}/u;

let testApp: TestApp;
let browser: Browser;

beforeAll(async () => {
  testApp = await aTestApp();
  browser = await aBrowser();
  const [submitter, approver] = await Promise.all([
    asOfficer(testApp, 'city-submitter'),
    asOfficer(testApp, 'province-approver'),
  ]);
  const today = localDateOf(new Date());
  const cities = ['340100', '340100', '340200', '500000'];
  const entries = cities.map((code, at) => {
    const identifiedOn = daysAfter(today, -40 - at);
    const identifyingOrgan = { code, level: 'city' as const, name: `${code}公安局` };
    return aDesignation({ identifiedOn, noticeServedOn: identifiedOn, identifyingOrgan });
  });
  // Its two years are over.
  entries.push(aDesignation({ regime: 'cn-fin-2016', identifiedOn: '2018-01-05', noticeServedOn: '2018-01-05' }));
  const { body: list } = await submitter.post('/v1/sanction-lists').send({ title: '一批', entries }).expect(201);
  await submitter.post(`/v1/sanction-lists/${list.id}/submit`).expect(200);
  await approver.post(`/v1/sanction-lists/${list.id}/approve`).send({ remark: '核对无误' }).expect(200);
  await submitter
    .post('/v1/sanction-lists')
    .send({ title: '草稿', entries: [aDesignation()] })
    .expect(201);
  const holder = entries[0]?.subject;
  const cards = [{ kind: 'bank_account', number: '6230000001900000001', holder, status: 'active' }];
  await (await asClient(testApp, 'demo-bank-a')).put('/v1/cards').send({ cards }).expect(200);
});

/** A list that numbers lead to. */
interface Listing {
  path: string;
  /** Of its table. */
  label: string;
}

const SANCTIONS: Listing = { path: '/sanctions?', label: '惩戒' };
const APPEALS: Listing = { path: '/appeals?', label: '申诉' };
const DIRECTIVES: Listing = { path: '/directives?', label: '执行指令' };

/** Follows every number of the page to its list and comes back. @returns what each says, where it leads, and how many are there */
async function followed(
  page: Page,
  most: number,
  { path, label }: Listing,
): Promise<{ address: string; says: string; rows: string }[]> {
  const ranking = page.getByRole('region', { name: '排名' });
  const rows = page.getByRole('region', { name: label, exact: true }).locator('tbody tr');
  const foot = page.getByRole('status').filter({ hasText: '已加载' });
  const numbers = page.locator(`#page a.tabular[href*="${path}"]`);
  await ranking.locator('tbody tr').first().waitFor();
  const found = [];
  for (let at = 0; at < Math.min(most, await numbers.count()); at += 1) {
    const address = (await numbers.nth(at).getAttribute('href')) ?? '';
    const says = await numbers.nth(at).innerText();
    await numbers.nth(at).click();
    await rows.first().waitFor();
    // The table has no more rows than fit the screen.
    found.push({ address, says, rows: /已加载 (\d+) 行/.exec(await foot.innerText())?.[1] ?? '' });
    await page.goBack();
    await ranking.locator('tbody tr').first().waitFor();
  }
  return found;
}

describe('the dashboard', () => {
  it('shows numbers, each of which leads to exactly as many sanctions', async () => {
    const { page, signIn, open, complaints } = await aWindow(browser, testApp);
    await signIn('province-approver');
    await page.getByRole('region', { name: '排名' }).waitFor();
    const inTotal = page.locator('[data-figure=inForce] dd');
    expect(await inTotal.innerText()).toBe('4');
    expect(await page.locator('[data-figure=new] dd').innerText()).toBe('5');
    expect(await barriers(page)).toEqual([]);
    const numbers = await followed(page, 100, SANCTIONS);
    for (const tab of ['institution', 'measure']) {
      await open(`/?tab=${tab}`);
      numbers.push(...(await followed(page, 7, SANCTIONS)));
    }

    expect(numbers.length).toBeGreaterThan(15);
    // Subjects lead to their sanctions; here everybody has one.
    expect(numbers.map(({ address, rows }) => [address, rows])).toEqual(
      numbers.map(({ address, says }) => [address, says]),
    );
    expect(complaints).toEqual([]);
  }, 240_000);

  it('goes from a province to its cities and back, and draws the months when they come into sight', async () => {
    const { page, signIn, complaints } = await aWindow(browser, testApp, { language: 'en' });
    await signIn('city-submitter');
    const ranking = page.getByRole('region', { name: 'Ranking' });
    await page.getByRole('link', { name: '1 my draft lists' }).waitFor();

    await ranking.getByRole('link', { name: '安徽省' }).click();
    await ranking.getByRole('link', { name: '合肥市' }).waitFor();
    expect(new URL(page.url()).search).toBe('?region=340000');
    expect(await page.locator('[data-figure=inForce] dd').innerText()).toBe('3');
    await page.getByRole('link', { name: 'Sort by New' }).click();
    await page.getByRole('columnheader', { name: 'Sort by New' }).waitFor();
    expect(await ranking.locator('th[aria-sort=descending]').innerText()).toContain('New');

    await page.getByRole('region', { name: 'Numbers by month' }).scrollIntoViewIfNeeded();
    await page.getByRole('img', { name: 'Trend by month' }).waitFor();
    expect(await barriers(page)).toEqual([]);

    await page.getByRole('link', { name: 'Whole country' }).click();
    await ranking.getByRole('link', { name: '重庆市' }).waitFor();
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download CSV' }).click();
    expect((await saved).suggestedFilename()).toMatch(/^statistics-region-.*\.csv$/);
    for (const text of await page.locator('dt, th, h1, h2, .tasks, .choice-links').allInnerTexts())
      expect(text).not.toMatch(CHINESE);
    expect(complaints).toEqual([]);
  });

  it('the register is narrowed down by the address, and says when nothing is there or the address is wrong', async () => {
    const { page, signIn, open, complaints } = await aWindow(browser, testApp);
    await signIn('auditor');

    await open('/sanctions?standing=ended&region=340000');
    const table = page.getByRole('region', { name: '惩戒', exact: true });
    await table.getByText('已期满').waitFor();
    await page.getByText('1 项惩戒,涉及 1 个对象').waitFor();
    expect(await page.locator('body').innerText()).not.toContain('赵试');
    expect(await barriers(page)).toEqual([]);

    await page.getByRole('button', { name: '去掉筛选:地区' }).click();
    await page.getByText('地区 340000').waitFor({ state: 'detached' });
    expect(new URL(page.url()).search).toBe('?standing=ended');
    await open('/sanctions?standing=lifted');
    await page.getByText('没有符合条件的惩戒').waitFor();
    await open('/sanctions?part=nowhere');
    await page.getByRole('button', { name: /重\s?试/ }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('lists the old sanctions that the rules of today would make lighter, with why', async () => {
    const submitter = await asOfficer(testApp, 'city-submitter');
    const approver = await asOfficer(testApp, 'province-approver');
    const identifiedOn = '2022-11-30';
    const lent = aDesignation({
      regime: 'cn-fin-2019',
      ground: 'lend',
      items: 1,
      identifiedOn,
      noticeServedOn: identifiedOn,
    });
    const { body: list } = await submitter
      .post('/v1/sanction-lists')
      .send({ title: '旧', entries: [lent] })
      .expect(201);
    await submitter.post(`/v1/sanction-lists/${list.id}/submit`).expect(200);
    await approver.post(`/v1/sanction-lists/${list.id}/approve`).send({ remark: '核对无误' }).expect(200);
    const { page, signIn, open, complaints } = await aWindow(browser, testApp);
    await signIn('auditor');

    await open('/transition');
    const table = page.getByRole('region', { name: '旧惩戒' });
    await table.getByRole('link', { name: lent.documentNo ?? '' }).waitFor();
    expect(await table.locator('tbody tr').innerText()).toMatch(/不会列入|届满|措施更少/);
    expect(await barriers(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('leads from the numbers of appeals to exactly these appeals, whose filters can be taken away', async () => {
    const [filed, upheld] = await appealed();
    const { page, signIn, open, complaints } = await aWindow(browser, testApp);
    await signIn('city-approver');
    const inTotal = page.locator('[data-figure=filed] dd');
    await inTotal.waitFor();
    expect(await inTotal.innerText()).toBe(String(filed));
    expect(await page.locator('[data-figure=upheldShare] dd').innerText()).toBe('100%');

    const numbers = await followed(page, 100, APPEALS);
    for (const tab of ['organ', 'ground', 'measure', 'institution']) {
      await open(`/?tab=${tab}`);
      numbers.push(...(await followed(page, 3, APPEALS)));
    }

    expect(numbers.filter(({ address }) => address.includes('part=')).length).toBe(2);
    expect(numbers.map(({ address, rows }) => [address, rows])).toEqual(
      numbers.map(({ address, says }) => [address, says === '100%' ? String(upheld) : says]),
    );
    await open('/?region=340000');
    await page.getByRole('region', { name: '排名' }).locator('a[href*="part=340100"][href*="/appeals?"]').click();
    await page.getByRole('region', { name: '申诉', exact: true }).locator('tbody tr').first().waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('button', { name: '去掉筛选:下级地区' }).click();
    await page.getByText('下级地区 340100').waitFor({ state: 'detached' });
    expect(new URL(page.url()).searchParams.get('region')).toBe('340000');
    expect(new URL(page.url()).searchParams.has('part')).toBe(false);
    expect(complaints).toEqual([]);
  }, 240_000);

  it('leads from the numbers of directives to exactly these directives, whose filters can be taken away', async () => {
    await directed();
    const { page, signIn, open, complaints } = await aWindow(browser, testApp);
    await signIn('city-approver');
    await page.locator('[data-figure=overdue] dd').waitFor();
    expect(await page.locator('[data-figure=overdue] dd').innerText()).toBe('2');
    expect(await page.locator('[data-figure=toRelease] dd').innerText()).not.toBe('—');

    const numbers = await followed(page, 100, DIRECTIVES);
    for (const tab of ['institution', 'organ', 'regime', 'measure', 'ground', 'category']) {
      await open(`/?tab=${tab}&sort=overdue`);
      // Those of all, and of the row that is first.
      numbers.push(...(await followed(page, 8, DIRECTIVES)).slice(4));
    }

    expect(numbers.filter(({ address }) => address.includes('part=')).length).toBe(8);
    const auditor = await asOfficer(testApp, 'auditor');
    const expected = [];
    for (const { address, says } of numbers) expected.push([address, await countOf(auditor, address, says)]);
    expect(numbers.map(({ address, rows }) => [address, rows])).toEqual(expected);
    await open('/?region=340000');
    const late = 'a[href*="part=340100"][href*="counted=overdue"]';
    await page.getByRole('region', { name: '排名' }).locator(late).click();
    await page.getByRole('region', { name: '执行指令', exact: true }).locator('tbody tr').first().waitFor();
    await page.getByText('统计口径 单卡逾期').waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('button', { name: '去掉筛选:下级地区' }).click();
    await page.getByRole('button', { name: '去掉筛选:统计口径' }).click();
    await page.getByText('统计口径 单卡逾期').waitFor({ state: 'detached' });
    const left = new URL(page.url()).searchParams;
    expect(['region', 'part', 'counted'].map((name) => left.get(name))).toEqual(['340000', null, null]);
    expect(complaints).toEqual([]);
  }, 240_000);

  it('leads nobody to appeals who may not read them', async () => {
    const { page, signIn } = await aWindow(browser, testApp);
    await signIn('rules-author');
    await page.locator('[data-figure=filed] dd').waitFor();

    expect(await page.locator('a[href*="/appeals?"]').count()).toBe(0);
    expect(await page.locator('a[href*="/sanctions?"]').count()).toBeGreaterThan(0);
  });
});

/** Appeals of two regions, one of them upheld. @returns how many there are, and how many were upheld */
async function appealed(): Promise<[filed: number, upheld: number]> {
  const desk = await asOfficer(testApp, 'appeals-officer');
  const sanctions: { id: string; subject: string }[] = await testApp.db.query(
    `SELECT id, subject_id AS subject FROM sanction WHERE regime = 'cn-joint-2024' AND organ_code IN ('340100', '500000') ORDER BY id`,
  );
  const ids = [];
  for (const { id, subject } of sanctions) {
    const { body } = await desk.post(`/v1/subjects/${subject}/reveal`).send({ purpose: '测试核对' }).expect(200);
    const [{ idType, idNumber }] = body.identifiers;
    const appeal = { subject: { idType, idNumber }, sanctionId: id, grounds: '本人未出租账户' };
    ids.push((await desk.post('/v1/appeals').send(appeal).expect(201)).body.id);
  }
  const steps = { accept: {}, verify: { finding: '查无此事' }, uphold: { reasons: '认定有误' } };
  for (const [step, said] of Object.entries(steps))
    await desk.post(`/v1/appeals/${ids[0]}/${step}`).send(said).expect(200);
  return [ids.length, 1];
}

/** On cards, of two regions each: one that was carried out and given back, one that is late, and one that is waited for. */
async function directed(): Promise<void> {
  const { cardId } = await aRegisteredCard(testApp);
  const carrier = await asClient(testApp, 'demo-carrier-a');
  const sanctions: { id: string }[] = await testApp.db.query(
    `SELECT DISTINCT ON (organ_code) id FROM sanction WHERE regime = 'cn-joint-2024' AND organ_code IN ('340100', '500000')`,
  );
  const now = new Date();
  for (const { id: sanctionId } of sanctions) {
    const about = { cardId, sanctionId };
    const done = await aDirective(testApp, { ...about, endedAt: now });
    const restored = await aDirective(testApp, { ...about, action: 'restore', releases: done });
    for (const id of [done, restored])
      await carrier.post(`/v1/directives/${id}/receipts`).send({ result: 'executed' }).expect(201);
    await aDirective(testApp, { ...about, dueAt: now });
    await aDirective(testApp, about);
  }
}

/** How many directives a number of the dashboard is about: itself, or what it is a share or a median of, as the service counts it. */
async function countOf(officer: Caller, address: string, says: string): Promise<string> {
  const asked = new URL(address, 'http://console').searchParams;
  const counted = asked.get('counted');
  if (counted === null || counted === 'overdue') return says;
  if (counted === 'restored') return asked.has('part') || asked.has('organ') ? '1' : '2';
  const institution = asked.get('institution');
  const [named]: { code: string }[] = await testApp.db.query('SELECT code FROM institution WHERE id = $1', [
    institution,
  ]);
  const keys: Record<string, string | null | undefined> = { region: asked.get('part'), institution: named?.code };
  for (const by of ['organ', 'regime', 'measure', 'ground', 'category']) keys[by] = asked.get(by);
  const [by = 'region', key] = Object.entries(keys).find(([, said]) => typeof said === 'string') ?? [];
  const query = new URLSearchParams({ by, from: asked.get('from') ?? '', to: asked.get('to') ?? '' });
  const { body } = await officer.get(`/v1/statistics?${query.toString()}`).expect(200);
  const row = typeof key === 'string' ? body.rows.find((one: { key: string }) => one.key === key) : body.total;
  return String(counted === 'executed' ? row.directives.executed : row.directives.onCards);
}
