import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Secret, TOTP } from 'otpauth';
import type { Browser, Page } from 'playwright-core';
import { regionName } from '../../src/domain/region.js';
import { DEMO_INSTITUTIONS, DEMO_OFFICERS } from '../../src/institutions/demo-accounts.js';
import { aTestApp, type TestApp } from '../support/app.js';
import { aBrowser, aWindow, barriers, type ConsoleWindow } from '../support/browser.js';
import { foreignWords, MOST_SCRIPT_BYTES, scriptBytes } from '../support/console-pages.js';

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

/** Names of the demo, which are the same in both languages. */
const NAMES = [
  ...DEMO_INSTITUTIONS.flatMap(({ name, code, region }) => [name, code, regionName(region) ?? region]),
  ...DEMO_OFFICERS.map(({ username }) => username),
];

async function signedIn(username: string, language: 'zh-CN' | 'en'): Promise<Page> {
  shown = await aWindow(browser, testApp, { language });
  await shown.signIn(username);
  return shown.page;
}

/** Types what somebody signs in with into the first page, and sends it. */
async function enter(page: Page, username: string, password: string, totp = ''): Promise<void> {
  await shown.open('/');
  await page.locator('input[autocomplete=username]').fill(username);
  await page.locator('input[autocomplete=current-password]').fill(password);
  await page.locator('input[autocomplete=one-time-code]').fill(totp);
  await page.locator('button[type=submit]').click();
}

async function signedOut(page: Page, username: string, leave: string): Promise<void> {
  await page.getByRole('banner').getByRole('link', { name: username }).waitFor();
  await page.getByRole('button', { name: leave }).click();
  await page.locator('input[autocomplete=username]').waitFor();
}

/** What the dialog shows once, and no second time; only who says that it is kept goes on. */
async function secretShown(page: Page, done: string): Promise<string> {
  const dialog = page.getByRole('dialog');
  const secret = dialog.locator('input[readonly]');
  await secret.waitFor();
  const value = await secret.inputValue();
  expect(await barriers(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.mouse.click(5, 5);
  expect(await dialog.getByRole('button', { name: /^Close$|^关闭$/u }).count()).toBe(0);
  await dialog.getByRole('button', { name: done }).click();
  await dialog.waitFor({ state: 'hidden' });
  return value;
}

async function expectFit(page: Page, language: 'zh-CN' | 'en', data: readonly string[] = []): Promise<void> {
  expect(await foreignWords(page, language, [...NAMES, ...data])).toEqual([]);
  expect(await barriers(page)).toEqual([]);
  // Whoever comes by its address has not signed in before.
  await page.reload();
  await page.locator('#page h1').waitFor();
  await page.waitForLoadState('networkidle');
  expect(await scriptBytes(page)).toBeLessThan(MOST_SCRIPT_BYTES);
}

async function tokenStatus(id: string, secret: string): Promise<number> {
  const credentials = { grant_type: 'client_credentials', client_id: id, client_secret: secret };
  return (await testApp.request().post('/oauth/token').send(credentials)).status;
}

describe('an officer, in the console', () => {
  it('changes the own password and enrols an authenticator, and then signs in with both', async () => {
    const page = await signedIn('province-submitter', 'en');
    await page.getByRole('banner').getByRole('link', { name: 'province-submitter' }).click();
    await page.getByLabel('Current password').waitFor();
    await page.getByText('With one, signing in takes').waitFor();
    await expectFit(page, 'en');

    await page.getByLabel('Current password').fill('demo-province-submitter');
    await page.getByLabel('New password', { exact: true }).fill('three quiet rivers');
    await page.getByLabel('New password again').fill('three quiet river');
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('The two differ').waitFor();
    await page.getByLabel('New password again').fill('three quiet rivers');
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('Password changed').waitFor();

    await page.getByRole('button', { name: 'Enrol' }).click();
    const secret = (await page.locator('form code').innerText()).replaceAll(' ', '');
    const totp = new TOTP({ secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: 30 });
    expect(await barriers(page)).toEqual([]);
    const code = totp.generate();
    await page.getByLabel('Six digits the app shows').fill(code === '000000' ? '000001' : '000000');
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByText('The one-time code is wrong or was used').waitFor();
    await page.getByLabel('Six digits the app shows').fill(totp.generate());
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByText('A one-time code is asked when you sign in').waitFor();

    await signedOut(page, 'province-submitter', 'Sign out');
    await enter(page, 'province-submitter', 'three quiet rivers');
    await page.getByRole('alert').waitFor();
    // A code is good once: the next one, which the service takes half a minute early.
    const next = totp.generate({ timestamp: Date.now() + 30_000 });
    await enter(page, 'province-submitter', 'three quiet rivers', next);
    await page.getByRole('banner').getByText('province-submitter').waitFor();
  });

  it('who is no administrator sees no accounts', async () => {
    const page = await signedIn('auditor', 'zh-CN');

    expect(await page.getByText('系统管理').count()).toBe(0);
    for (const path of ['/officers', '/clients']) {
      await shown.open(path);
      await page.getByText('没有权限').waitFor();
      expect(await page.getByRole('button', { name: /登记/u }).count()).toBe(0);
    }
    await shown.open('/account');
    await page.getByLabel('当前密码').waitFor();
    await page.getByRole('button', { name: '开始绑定' }).waitFor();
    await expectFit(page, 'zh-CN');
  });
});

describe('an administrator, in the console', () => {
  it('registers an officer, who signs in with the password that was shown once, until he is disabled', async () => {
    const page = await signedIn('admin', 'zh-CN');
    await page.getByRole('link', { name: '民警账户' }).click();
    await page.getByText('city-submitter').waitFor();
    await expectFit(page, 'zh-CN');
    expect(await page.getByRole('button', { name: '管理 admin', exact: true }).count()).toBe(0);

    await page.getByRole('button', { name: '登记民警' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('用户名').fill('night-desk');
    await dialog.getByLabel('所属机关').selectOption('渝中区公安分局(演示·县级)');
    await dialog.getByLabel('名单报送').check();
    expect(await barriers(page)).toEqual([]);
    await dialog.getByRole('button', { name: /^登\s*记$/u }).click();
    const first = await secretShown(page, '已妥善保存');
    await page.getByText('night-desk').waitFor();

    await page.getByRole('button', { name: '管理 night-desk' }).click();
    await page.getByRole('menuitem', { name: '重置密码' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '重置密码' }).click();
    const password = await secretShown(page, '已妥善保存');
    expect(password).not.toBe(first);
    await signedOut(page, 'admin', '退出登录');
    await enter(page, 'night-desk', first);
    await page.getByRole('alert').waitFor();
    await enter(page, 'night-desk', password);
    await page.getByRole('link', { name: '惩戒名单' }).waitFor();
    await signedOut(page, 'night-desk', '退出登录');

    await shown.signIn('admin');
    await shown.open('/officers');
    await page.getByRole('button', { name: '管理 night-desk' }).click();
    await page.getByRole('menuitem', { name: '停用' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^停\s*用$/u })
      .click();
    await page.getByText('已停用').waitFor();
    await page.getByText('已办理').waitFor();
    const sessions = await testApp.request().post('/v1/sessions').send({ username: 'night-desk', password });
    expect(sessions.status).toBe(401);
  });

  it('registers institutions and their clients, whose secret is shown once and changed by a new one', async () => {
    const page = await signedIn('admin', 'en');
    await shown.open('/institutions');
    await page.getByText('demo-bank-a', { exact: true }).waitFor();
    await expectFit(page, 'en');
    await page.getByRole('button', { name: 'Register an institution' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('江河银行');
    await dialog.getByLabel('Code').fill('bank-of-the-river');
    await dialog.getByLabel('Kind').selectOption('Bank');
    await dialog.getByLabel('Region').fill('500000');
    expect(await barriers(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Register' }).click();
    await page.getByText('bank-of-the-river').waitFor();

    await shown.open('/clients');
    await page.getByText('demo-carrier-a', { exact: true }).waitFor();
    await expectFit(page, 'en');
    await page.getByRole('button', { name: 'Register a client' }).click();
    await dialog.getByLabel('Client id').fill('river-branch');
    await dialog.getByLabel('Institution').selectOption('江河银行');
    await dialog.getByRole('button', { name: 'Register' }).click();
    const secret = await secretShown(page, 'I have kept it');
    expect(await tokenStatus('river-branch', secret)).toBe(200);

    await page.getByRole('button', { name: 'Manage river-branch' }).click();
    await page.getByRole('menuitem', { name: 'New secret' }).click();
    await dialog.getByRole('button', { name: 'New secret' }).click();
    const next = await secretShown(page, 'I have kept it');
    expect(await tokenStatus('river-branch', secret)).toBe(401);
    expect(await tokenStatus('river-branch', next)).toBe(200);

    await page.getByRole('button', { name: 'Manage demo-bank-a', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Budget' }).click();
    await dialog.getByText('Tokens left').waitFor();
    expect(await barriers(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
    await page.setViewportSize({ width: 768, height: 1024 });
    const width: boolean = await page.evaluate(
      `document.querySelector('#page').scrollWidth <= document.querySelector('#page').clientWidth`,
    );
    expect(width).toBe(true);
  });
});
