import { readdirSync, statSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { DEMO_OFFICERS } from '../../src/institutions/demo-accounts.js';
import { aTestApp, type TestApp } from '../support/app.js';
import { aBrowser, aWindow, barriers, type ConsoleWindow, type WindowOptions } from '../support/browser.js';

/** What holds for every page of the menu, whoever it is shown to: new pages are looked at without a line here. */

const ASSETS = 'dist/console/assets';
const MOST_BYTES = 300_000;
const UNFINISHED = '[aria-busy=true], .ant-skeleton, .ant-spin';
/** Both widths and both languages; a page is the same for all its officers. */
const DESK = { width: 1280, height: 800, language: 'zh-CN' } as const;
const TABLET = { width: 768, height: 1024, language: 'en' } as const;

/** Compressed sizes of the scripts of the console, by name. */
const sizes = new Map(
  readdirSync(ASSETS)
    .filter((name) => name.endsWith('.js.gz'))
    .map((name) => [name.replace(/\.gz$/, ''), statSync(`${ASSETS}/${name}`).size]),
);

let testApp: TestApp;
let browser: Browser;

beforeAll(async () => {
  testApp = await aTestApp({ environment: { DUANKA_RATE_LIMIT: '1000000' } });
  browser = await aBrowser();
});

/** The addresses in the menu of whoever is signed in. */
async function menuOf(page: Page): Promise<string[]> {
  const addresses = await page
    .locator('aside nav a')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
  return [...new Set(addresses)];
}

async function finished(page: Page): Promise<void> {
  await page.locator('#page h1').waitFor();
  await page.waitForLoadState('networkidle');
  await page.waitForFunction(`document.querySelector('${UNFINISHED}') === null`);
}

/** Compressed bytes of all scripts that the page has loaded by now. */
async function scriptBytes(page: Page): Promise<number> {
  const names: string[] = await page.evaluate(
    `performance.getEntriesByType('resource').map(({ name }) => name.split('/').pop())`,
  );
  const bytes = [...new Set(names)].reduce((sum, name) => sum + (sizes.get(name) ?? 0), 0);
  expect(bytes).toBeGreaterThan(0);
  return bytes;
}

interface Looked {
  address: string;
  title: string;
  hasHeading: boolean;
  barriers: string[];
  /** Names the weight of its scripts if that is too much. */
  overweight: string;
  isWithin: boolean;
  complaints: string[];
}

/** What is to be said of a page; everything but its title is the same for each. */
async function lookAt({ page, complaints }: ConsoleWindow, address: string): Promise<Looked> {
  const before = complaints.length;
  await page.goto(address);
  await finished(page);
  const bytes = await scriptBytes(page);
  return {
    address,
    title: await page.title(),
    hasHeading: (await page.locator('h1').count()) === 1,
    barriers: await barriers(page),
    overweight: bytes <= MOST_BYTES ? '' : `${bytes} bytes of scripts`,
    // Wide tables scroll in their own frame, never the page.
    isWithin: await page.evaluate(
      `(() => { const frame = document.querySelector('#page'); return frame.scrollWidth <= frame.clientWidth; })()`,
    ),
    complaints: complaints.slice(before),
  };
}

const AS_WANTED = { hasHeading: true, barriers: [], overweight: '', isWithin: true, complaints: [] };

/** Every place of every menu, once, by somebody who has it in the menu. */
async function lookEverywhere(options: WindowOptions): Promise<Looked[]> {
  const seen = new Map<string, Looked>();
  for (const { username } of DEMO_OFFICERS) {
    const shown = await aWindow(browser, testApp, options);
    await shown.signIn(username);
    for (const address of await menuOf(shown.page))
      if (!seen.has(address)) seen.set(address, await lookAt(shown, address));
    await shown.page.context().close();
  }
  return [...seen.values()];
}

describe('every page of the console', () => {
  it.each([DESK, TABLET])(
    'stands at $width pixels in $language: named, light, within the screen, without barriers or complaints',
    async (options) => {
      const looked = await lookEverywhere(options);

      expect(looked.length).toBeGreaterThan(8);
      expect(looked).toEqual(
        looked.map(({ address }) => ({ address, title: expect.stringMatching(/^.+ · 断卡 Duanka$/), ...AS_WANTED })),
      );
    },
    600_000,
  );

  it('that does not exist is said not to', async () => {
    const { page, signIn, open, complaints } = await aWindow(browser, testApp);
    await signIn('city-submitter');

    await open('/no/such/page');
    await page.getByText('没有这个页面').waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('link', { name: '回到工作台' }).click();
    await page.getByRole('heading', { name: '工作台' }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('that an officer may not see says so, whatever the menu shows', async () => {
    const { page, signIn, open, complaints } = await aWindow(browser, testApp);
    await signIn('city-submitter');

    expect(await menuOf(page)).not.toContain('/console/audit');
    await open('/audit');
    await page.getByText('没有权限').first().waitFor();
    expect(await barriers(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
