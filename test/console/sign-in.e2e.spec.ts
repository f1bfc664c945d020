import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Route } from 'playwright-core';
import { aTestApp, type TestApp } from '../support/app.js';
import { aBrowser, aWindow, barriers, type ConsoleWindow } from '../support/browser.js';
import { until } from '../support/until.js';

let testApp: TestApp;
let browser: Browser;
let shown: ConsoleWindow;

beforeAll(async () => {
  testApp = await aTestApp();
  browser = await aBrowser();
});

afterEach(async () => {
  expect(shown.complaints).toEqual([]);
  await shown.page.context().close();
});

describe('the console', () => {
  it('lets an officer in with the password, and out again', async () => {
    shown = await aWindow(browser, testApp);
    const { page } = shown;

    await shown.signIn('city-submitter');

    expect(await page.getByRole('banner').innerText()).toContain('city-submitter');
    await page.getByRole('button', { name: '退出登录' }).click();
    await page.locator('input[autocomplete=username]').waitFor();
    expect(await page.evaluate('sessionStorage.length')).toBe(0);
  });

  it('says why somebody is not let in', async () => {
    shown = await aWindow(browser, testApp, { language: 'en' });
    const { page } = shown;
    await shown.open('/');

    await page.getByLabel('User name').fill('city-submitter');
    await page.getByLabel('Password').fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();

    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').innerText()).not.toBe('');
    expect(await barriers(page)).toEqual([]);
  });

  it('keeps the page when the session ends, and goes on after signing in again', async () => {
    shown = await aWindow(browser, testApp);
    const { page } = shown;
    await shown.signIn('city-submitter');
    // A page that asks for nothing by itself.
    await shown.open('/account');
    await page.getByRole('heading', { name: '账户' }).first().waitFor();
    await page.waitForLoadState('networkidle');
    await testApp.db.query('UPDATE officer_session SET revoked_at = now()');

    await page.getByRole('link', { name: '惩戒名单' }).click();
    await page.getByText('登录已过期').waitFor();
    await page.getByRole('dialog').locator('input[type=password]').fill('demo-city-submitter');
    await page.getByRole('dialog').locator('button[type=submit]').click();

    await page.getByText('登录已过期').waitFor({ state: 'hidden' });
    await page.getByRole('heading', { name: '惩戒名单' }).waitFor();
  });

  it('asks once, also when a request is refused after signing in again', async () => {
    shown = await aWindow(browser, testApp);
    const { page } = shown;
    await shown.signIn('city-submitter');
    const late: Route[] = [];
    let isHeld = true;
    await page.route('**/v1/catalogue', (route) => (isHeld ? void late.push(route) : route.continue()));
    await testApp.db.query('UPDATE officer_session SET revoked_at = now()');
    await page.reload();
    await until(() => late.length > 0);
    await page.getByText('登录已过期').waitFor();
    await page.getByRole('dialog').locator('input[type=password]').fill('demo-city-submitter');
    await page.getByRole('dialog').locator('button[type=submit]').click();
    await page.getByText('登录已过期').waitFor({ state: 'hidden' });

    isHeld = false;
    const again = page.waitForResponse((answer) => answer.url().endsWith('/v1/catalogue') && answer.status() === 200);
    await Promise.all(late.map((route) => route.continue()));
    await again;
    expect(await page.getByText('登录已过期').count()).toBe(0);
  });

  it('runs no script but its own, and is kept by browsers for as long as its content is the same', async () => {
    const page = await testApp.request().get('/console/lists');
    const script = /src="([^"]+)"/.exec(page.text)?.[1] ?? '';
    const asset = await testApp.request().get(script).set('accept-encoding', 'br');

    expect(page.headers['content-security-policy']).toMatch(/script-src 'self';.*style-src 'self' 'nonce-[^']{20,}';/);
    expect(page.headers['cache-control']).toBe('no-store');
    expect(asset.headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-encoding': 'br',
    });
  });
});
