import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { asOfficer } from '../support/api.js';
import { aTestApp, type TestApp } from '../support/app.js';
import { aBrowser, aWindow, barriers } from '../support/browser.js';

let testApp: TestApp;
let browser: Browser;

beforeAll(async () => {
  testApp = await aTestApp();
  browser = await aBrowser();
});

describe('the audit page', () => {
  it('shows who did what, filtered by the address, and finds that somebody tampered with it', async () => {
    const submitter = await asOfficer(testApp, 'city-submitter');
    await submitter.post('/v1/subjects/search').send({ name: '无此人', purpose: '核对名单' });
    const { page, signIn, open, complaints } = await aWindow(browser, testApp);
    await signIn('auditor');

    await open('/audit?what=subject.searched');
    const table = page.getByRole('region', { name: '审计记录' });
    await table.getByRole('cell', { name: '惩戒对象 · 查询' }).waitFor();
    expect(await table.getByRole('row').count()).toBe(2);

    // The object is chosen in the table, and taken away again where the filters are.
    await table.getByRole('button', { name: '惩戒对象', exact: true }).click();
    await page.getByText('对象 惩戒对象').waitFor();
    await table.getByText('用途 核对名单').waitFor();
    await page.getByRole('button', { name: '去掉筛选:对象' }).click();
    await page.getByText('对象 惩戒对象').waitFor({ state: 'detached' });
    expect(new URL(page.url()).search).toBe('?what=subject.searched');

    await page.getByRole('button', { name: '立即校验' }).click();
    await page.getByText('链完整,没有被改动').waitFor();
    expect(await barriers(page)).toEqual([]);

    await testApp.db.query('ALTER TABLE audit_entry DISABLE TRIGGER ALL');
    await testApp.db.query(`UPDATE audit_entry SET detail = '{"by":"nobody"}' WHERE what = 'subject.searched'`);
    await page.getByRole('button', { name: '再次校验' }).click();
    await page.getByText('链已损坏').waitFor();
    await page.getByText(/^审计链:\d+ 条 · 记录被改动/).waitFor();

    await page.getByRole('button', { name: '清除筛选' }).click();
    await table.getByRole('cell', { name: '登录 · 登入' }).first().waitFor();
    expect(new URL(page.url()).search).toBe('');
    expect(complaints).toEqual([]);
  });

  it('is refused to whoever is no auditor, and says so in the language of the officer', async () => {
    const { page, signIn, open, complaints } = await aWindow(browser, testApp, { language: 'en' });
    await signIn('city-submitter');

    expect(await page.getByRole('link', { name: 'Audit trail' }).count()).toBe(0);
    await open('/audit');
    await page.getByText('Not permitted').waitFor();
    expect(await barriers(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
