import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterEach, expect } from '@jest/globals';
import type { AxeResults, Result } from 'axe-core';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { chromiumPath } from '../chromium.mjs';
import { whenDone } from './cleanup.js';
import type { TestApp } from './app.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Chromium would ask its maker for updates, which is no matter of a test. */
const QUIET = ['--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

const LEVELS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** A window of the console, as wide as the least that the console is made for. */
export interface ConsoleWindow {
  page: Page;
  /** What the page complained of: errors of scripts, and what its policy forbade. Empty in every test. */
  complaints: string[];
  /** Shows an address below `/console`, such as `/lists`. */
  open: (path: string) => Promise<void>;
  /** Signs in with the demo password. */
  signIn: (username: string) => Promise<void>;
}

export interface WindowOptions {
  language?: 'zh-CN' | 'en';
  width?: number;
  height?: number;
}

/** Debian's Chromium, or the one `DUANKA_CHROMIUM` names; closed when the test file is done. */
export async function aBrowser(): Promise<Browser> {
  const executablePath = chromiumPath();
  if (executablePath === undefined) {
    throw new Error(
      'There is no Chromium. Install it (Debian: apt-get install chromium), or name one: DUANKA_CHROMIUM',
    );
  }
  const browser = await chromium.launch({ executablePath, args: QUIET, chromiumSandbox: false });
  whenDone(() => browser.close());
  return browser;
}

/** A window of its own, without anything another one remembers. */
export async function aWindow(browser: Browser, testApp: TestApp, options: WindowOptions = {}): Promise<ConsoleWindow> {
  const { language = 'zh-CN', width = 1280, height = 800 } = options;
  const context = await browser.newContext({
    baseURL: await testApp.app.getUrl(),
    viewport: { width, height },
    locale: language,
    acceptDownloads: true,
    // Nothing is half faded, and without contrast, when it is looked at.
    reducedMotion: 'reduce',
  });
  await speak(context, language);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    // An answer that refuses is told by the page, and by the browser as well.
    const isRefusal = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isRefusal) complaints.push(message.text());
  });
  const open = async (path: string): Promise<void> => void (await page.goto(`/console${path}`));
  const signIn = async (username: string): Promise<void> => {
    await open('/');
    await page.locator('input[autocomplete=username]').fill(username);
    await page.locator('input[autocomplete=current-password]').fill(`demo-${username}`);
    await page.locator('button[type=submit]').click();
    await page.locator('#page').waitFor();
  };
  return { page, complaints, open, signIn };
}

/**
 * Opens windows for the tests of a file, in which somebody is signed in: `const aWindowOf = windowsOf(() => testApp)`. After
 * each test they are closed, and none of them has complained.
 */
export function windowsOf(
  testApp: () => TestApp,
): (username: string, options?: WindowOptions) => Promise<ConsoleWindow> {
  let browser: Browser | undefined;
  let windows: ConsoleWindow[] = [];
  afterEach(async () => {
    const complaints = windows.flatMap((shown) => shown.complaints);
    for (const { page } of windows) await page.context().close();
    windows = [];
    expect(complaints).toEqual([]);
  });
  return async (username, options) => {
    browser ??= await aBrowser();
    const shown = await aWindow(browser, testApp(), options);
    windows.push(shown);
    await shown.signIn(username);
    return shown;
  };
}

async function speak(context: BrowserContext, language: string): Promise<void> {
  await context.addInitScript(`localStorage['duanka.language'] ??= '${language}'`);
}

/** What hinders people who cannot see or cannot use a mouse (WCAG 2.2 A and AA), serious or worse, a line each. */
export async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const { violations }: AxeResults = await page.evaluate(`axe.run(document, { runOnly: ${JSON.stringify(LEVELS)} })`);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }: Result) => `${id}: ${help}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}
