import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { asOfficer } from '../support/api.js';
import { aTestApp, type TestApp } from '../support/app.js';
import { aBrowser, aWindow, barriers } from '../support/browser.js';
import { aDesignation } from '../support/designations.js';

let testApp: TestApp;
let browser: Browser;

beforeAll(async () => {
  testApp = await aTestApp();
  browser = await aBrowser();
});

async function aDraft(): Promise<string> {
  const submitter = await asOfficer(testApp, 'city-submitter');
  const organ = { code: '340000', level: 'province' as const, name: '安徽省公安厅' };
  const entries = [
    aDesignation(),
    aDesignation({ ground: 'lend' }),
    aDesignation({ ground: 'trade', identifyingOrgan: organ, noticeServedOn: null }),
    aDesignation({ regime: 'cn-fin-2016', identifiedOn: '2018-01-05', noticeServedOn: '2018-01-05' }),
    aDesignation({ items: 1 }),
  ];
  const { body } = await submitter.post('/v1/sanction-lists').send({ title: '摘要批', entries }).expect(201);
  return body.id;
}

describe('the summary of a list', () => {
  it('shows numbers, each of which leads to exactly its rows', async () => {
    const id = await aDraft();
    const { page, signIn, open, complaints } = await aWindow(browser, testApp);
    await signIn('province-approver');
    await open(`/lists/${id}?tab=summary`);
    const figures = page.getByRole('region', { name: '要点' });
    const rows = page.getByRole('region', { name: '名单各行' }).locator('tbody tr');
    const numbers = page.locator('#page a[href*="tab=rows&"]');
    await figures.waitFor();
    expect(await barriers(page)).toEqual([]);

    const found: { address: string; says: string | undefined; rows: string }[] = [];
    for (let at = 0; at < (await numbers.count()); at += 1) {
      const address = (await numbers.nth(at).getAttribute('href')) ?? '';
      const says = /\d+/.exec(await numbers.nth(at).innerText())?.[0];
      await numbers.nth(at).click();
      await rows.first().waitFor();
      found.push({ address, says, rows: String(await rows.count()) });
      await page.goBack();
      await figures.waitFor();
    }

    const counted = (name: string): boolean =>
      found.some(({ address }) => address.includes(encodeURIComponent(`${name}:`)));
    for (const name of ['ground', 'regime', 'category', 'kind', 'organ', 'measure'])
      expect([name, counted(name)]).toEqual([name, true]);
    expect(found.map(({ address, rows: shown }) => [address, shown])).toEqual(
      found.map(({ address, says }) => [address, says]),
    );
    expect(complaints).toEqual([]);
  }, 240_000);

  it('says above the rows which number they are of, and lets one take it away', async () => {
    const id = await aDraft();
    const { page, signIn, open, complaints } = await aWindow(browser, testApp);
    await signIn('city-approver');

    await open(`/lists/${id}?tab=rows&counted=ground%3Alend`);
    const rows = page.getByRole('region', { name: '名单各行' }).locator('tbody tr');
    const chosen = page.getByRole('link', { name: '惩戒情形 非法出借' });
    await chosen.waitFor();
    await rows.first().waitFor();
    expect(await rows.count()).toBe(1);
    expect(await barriers(page)).toEqual([]);
    await chosen.click();

    await page.waitForURL((url) => !url.searchParams.has('counted'));
    await rows.nth(4).waitFor();
    expect(complaints).toEqual([]);
  });
});
