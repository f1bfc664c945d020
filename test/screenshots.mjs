/**
 * `npm run screenshots`: pictures of the pages of the console in both languages, with the demo data, in
 * `console/screenshots/<language>/<page>.png`. Ends with 1 if a page complains or does not come.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { chromiumPath } from './chromium.mjs';
import { PICTURES } from './screenshots.pages.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SIZE = { width: 1280, height: 800 };
const LANGUAGES = ['zh-CN', 'en'];
/** A database that has just been filled plans badly until it has looked at what is in it. */
const PATIENCE_MS = 120_000;
/** What stands on a page that is still loading. */
const UNFINISHED = '[aria-busy=true], .ant-skeleton, .ant-spin';

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}

/** The built service with the demo data, in a directory of its own. */
async function startService() {
  const directory = mkdtempSync(join(tmpdir(), 'duanka-screenshots-'));
  // Started as root, the database runs as another user.
  chmodSync(directory, 0o755);
  const port = await freePort();
  const env = { ...process.env, PORT: String(port), DUANKA_DATA_DIR: join(directory, 'data') };
  const service = spawn(process.execPath, ['dist/src/cli.js', 'quickstart'], { cwd: ROOT, env });
  let said = '';
  await new Promise((resolve, reject) => {
    const hear = (chunk) => {
      said += chunk;
      if (said.includes('Ctrl-C stops')) resolve(undefined);
    };
    service.stdout.on('data', hear);
    service.stderr.on('data', hear);
    service.once('close', () => reject(new Error(`the service did not start:\n${said}`)));
  });
  const stop = async () => {
    service.kill('SIGINT');
    if (service.exitCode === null) await once(service, 'close');
    rmSync(directory, { recursive: true, force: true });
  };
  return { address: `http://127.0.0.1:${port}`, stop };
}

/** Somebody's window, in a language, signed in; everything its pages complain of is added to `complaints`. */
async function signedIn(browser, address, officer, language, complaints) {
  const context = await browser.newContext({ baseURL: address, viewport: SIZE, locale: language });
  await context.addInitScript(`localStorage['duanka.language'] = '${language}'`);
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await page.goto('/console/');
  await page.locator('input[autocomplete=username]').fill(officer);
  await page.locator('input[autocomplete=current-password]').fill(`demo-${officer}`);
  await page.locator('button[type=submit]').click();
  await page.locator('#page').waitFor();
  return page;
}

async function finished(page) {
  await page.locator('#page h1').waitFor();
  await page.waitForLoadState('networkidle');
  await page.waitForFunction((unfinished) => document.querySelector(unfinished) === null, UNFINISHED);
  await page.evaluate('document.fonts.ready');
}

async function take(page, language, { name, path, open, query }) {
  await page.goto(`/console${path}`);
  await finished(page);
  if (open !== undefined) {
    await page.locator(`#page a[href^="/console${open}"]`).first().click();
    await page.waitForURL(({ pathname }) => pathname.startsWith(`/console${open}`));
    await finished(page);
    if (query !== undefined) await page.goto(new URL(query, page.url()).href);
    await finished(page);
  }
  const file = join(ROOT, 'console', 'screenshots', language, `${name}.png`);
  mkdirSync(dirname(file), { recursive: true });
  await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
}

const executablePath = chromiumPath();
if (executablePath === undefined) throw new Error('There is no Chromium. Install it, or name one: DUANKA_CHROMIUM');
const complaints = [];
const service = await startService();
const browser = await chromium.launch({ executablePath, chromiumSandbox: false });
try {
  for (const language of LANGUAGES) {
    const pages = new Map();
    for (const picture of PICTURES) {
      const { officer, name } = picture;
      const page = pages.get(officer) ?? (await signedIn(browser, service.address, officer, language, complaints));
      pages.set(officer, page);
      const before = complaints.length;
      await take(page, language, picture).catch((error) => complaints.push(String(error)));
      for (const complaint of complaints.slice(before)) console.error(`${language} ${name}: ${complaint}`);
      if (complaints.length === before) console.log(`${language} ${name}`);
    }
    for (const page of pages.values()) await page.context().close();
  }
} finally {
  await browser.close();
  await service.stop();
}
process.exitCode = complaints.length === 0 ? 0 : 1;
