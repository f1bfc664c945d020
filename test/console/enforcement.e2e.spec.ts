import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { aBrowser, aWindow, barriers, type ConsoleWindow } from '../support/browser.js';
import { asClient, asOfficer, type Caller } from '../support/api.js';
import { aTestApp, type TestApp } from '../support/app.js';
import { MOST_SCRIPT_BYTES, scriptBytes } from '../support/console-pages.js';
import { aResidentId } from '../support/designations.js';
import { aDirective, aRegisteredCard } from '../support/directives.js';

const CHINESE = /\p{Script=Han}/u;

let testApp: TestApp;
let browser: Browser;
let shown: ConsoleWindow;
let carrier: Caller;
let bank: Caller;

beforeAll(async () => {
  testApp = await aTestApp();
  browser = await aBrowser();
  carrier = await asClient(testApp, 'demo-carrier-a');
  bank = await asClient(testApp, 'demo-bank-a');
});

afterEach(async () => {
  expect(shown.complaints).toEqual([]);
  await shown.page.context().close();
});

function daysAgo(days: number): Date {
  return new Date(Date.now() - days * 86_400_000);
}

/** Whoever is signed in in this window leaves, and another comes. */
async function signInAs(username: string): Promise<void> {
  await shown.page.evaluate('sessionStorage.clear()');
  await shown.signIn(username);
}

/** A directive to Carrier A about a card of its own, whose time has been over for a week. */
async function anOverdueDirective(): Promise<{ id: string; number: string }> {
  const { cardId, subjectId, number } = await aRegisteredCard(testApp);
  const change = { cardId, subjectId, measure: 'sim.use', issuedAt: daysAgo(20), dueAt: daysAgo(7) };
  return { id: await aDirective(testApp, change), number };
}

/** A card that Bank A holds and nobody has registered: a difference, and its task. */
async function aTask(): Promise<string> {
  const holder = { idType: 'resident_id', idNumber: aResidentId() };
  const line = { kind: 'bank_account', number: '6228480100000077001', holder, state: 'active' };
  await bank
    .post('/v1/reconciliations?full=false')
    .set('content-type', 'application/x-ndjson')
    .send(`${JSON.stringify(line)}\n`)
    .expect(200);
  const { body } = await bank.get('/v1/reconciliation-tasks').expect(200);
  return body.items[0].id;
}

async function confirmed(page: Page, name: string): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name }).click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
}

describe('an officer who watches enforcement', () => {
  it('goes from the overdue number of an institution to one card, and sees the receipt come in', async () => {
    const { id, number } = await anOverdueDirective();
    shown = await aWindow(browser, testApp);
    const { page } = shown;
    await shown.signIn('city-approver');

    await shown.open('/scoreboard');
    const row = page.getByRole('row').filter({ hasText: '演示电信甲' });
    await row.getByRole('link', { name: '1', exact: true }).last().click();
    await page.getByRole('heading', { name: '执行指令' }).waitFor();
    const line = page.getByRole('row').filter({ hasText: '演示电信甲' });
    await line.getByText('逾期', { exact: true }).waitFor();
    expect(await line.innerText()).toMatch(/逾期 \d+ 个工作日/);
    expect(await barriers(page)).toEqual([]);
    await line.getByRole('link').first().click();
    await page.getByText('尚无回执').waitFor();
    await carrier.post(`/v1/directives/${id}/receipts`).send({ result: 'refused', detail: '号码已携出' }).expect(201);
    await page.getByText('号码已携出').waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('link', { name: /199\*/ }).click();
    await page.getByText(/拒绝.*号码已携出/).waitFor();

    expect(await page.getByRole('heading', { level: 1 }).innerText()).not.toContain(number);
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('button', { name: '查看明文' }).click();
    await page.getByRole('textbox', { name: '用途' }).fill('核对携号转网');
    await page.getByRole('dialog').locator('button[type=submit]').click();
    await page.getByText(number, { exact: true }).waitFor();
    expect(page.url()).not.toContain(number);
  });

  it('accepts the explanation of a difference, which an auditor reads and cannot decide', async () => {
    const task = await aTask();
    await bank.post(`/v1/reconciliation-tasks/${task}/answer`).send({ explanation: '新开账户,次日报送' }).expect(200);
    shown = await aWindow(browser, testApp);
    const { page } = shown;
    await shown.signIn('auditor');
    await shown.open('/reconciliation?state=answered');
    await page.getByRole('link', { name: '未登记的卡' }).click();
    await page.getByText('新开账户,次日报送').waitFor();
    expect(await page.getByRole('button', { name: '认可说明' }).count()).toBe(0);
    expect(await barriers(page)).toEqual([]);

    await signInAs('city-approver');
    await shown.open(`/reconciliation/${task}`);
    await page.getByRole('button', { name: '认可说明' }).click();
    await page.getByRole('textbox', { name: '意见' }).fill('说明属实');
    await confirmed(page, '认可说明');

    await page.getByText('说明属实').waitFor();
    await page.locator('#page').getByText('已认可', { exact: true }).waitFor();
    await page.locator('nav.above').getByRole('link').click();
    await page.getByRole('link', { name: '对账记录' }).click();
    await page.getByRole('link', { name: /未登记的卡 1/ }).waitFor();
    expect(await barriers(page)).toEqual([]);
  });

  it('drafts a campaign that another officer starts', async () => {
    const card = { kind: 'mobile_sim', number: '19900770011', openedOn: '2018-05-09', status: 'active' };
    const holder = { idType: 'resident_id', idNumber: aResidentId(), name: '孙试' };
    await carrier
      .put('/v1/cards')
      .send({ cards: [{ ...card, lastUsedOn: 'never', holder }] })
      .expect(200);
    shown = await aWindow(browser, testApp);
    const { page } = shown;
    await shown.signIn('city-submitter');
    await shown.open('/campaigns');
    await page.getByRole('button', { name: '起草行动' }).click();
    await page.getByLabel('名称').fill('静默卡核验(第一批)');
    await page.getByRole('dialog').locator('button[type=submit]').click();
    await page.getByRole('heading', { name: '静默卡核验(第一批)' }).waitFor();
    expect(await page.getByRole('button', { name: /启\s*动/ }).count()).toBe(0);
    expect(await barriers(page)).toEqual([]);
    const address = new URL(page.url()).pathname.replace('/console', '');

    await signInAs('city-approver');
    await shown.open(address);
    await page.getByRole('button', { name: /启\s*动/ }).click();
    await page.getByRole('dialog').locator('button[type=submit]').click();

    await page.getByText('进行中', { exact: true }).waitFor();
    await page.getByRole('heading', { name: '进度' }).waitFor();
    expect(await barriers(page)).toEqual([]);
  });

  it('proposes a freeze that another officer approves', async () => {
    shown = await aWindow(browser, testApp);
    const { page } = shown;
    await shown.signIn('city-submitter');
    await shown.open('/card-orders');
    await page.getByRole('button', { name: '止付、冻结' }).click();
    await page.getByRole('radio', { name: '冻结', exact: true }).check();
    await page.getByLabel('账号').fill('6232300000019684190');
    await page.getByLabel('账户所在机构').fill('演示银行甲');
    await page.getByLabel('账户所在机构').press('Enter');
    await page.getByLabel('案件编号').fill('A500160116941');
    await page.getByLabel('理由').fill('涉案资金流入');
    await page.getByRole('dialog').locator('button[type=submit]').click();
    await page.getByRole('heading', { name: /冻结 · 623\*/ }).waitFor();
    expect(await page.getByRole('button', { name: /批\s*准/ }).count()).toBe(0);
    const address = new URL(page.url()).pathname.replace('/console', '');

    await signInAs('city-approver');
    await shown.open(address);
    await page.getByRole('button', { name: /批\s*准/ }).click();
    await page.getByRole('dialog').locator('button[type=submit]').click();

    await page.getByText('执行中', { exact: true }).waitFor();
    expect(await barriers(page)).toEqual([]);
  });

  it('keeps what was typed about an order that a colleague has decided meanwhile, and sees his decision', async () => {
    const submitter = await asOfficer(testApp, 'city-submitter');
    const card = { kind: 'bank_account', number: '6232300000019684191' };
    const order = { kind: 'freeze', card, institutionCode: 'demo-bank-a', caseNo: 'A500160116942', grounds: '涉案' };
    const { body } = await submitter.post('/v1/card-orders').send(order).expect(201);
    shown = await aWindow(browser, testApp);
    const { page } = shown;
    await shown.signIn('city-approver');
    await shown.open(`/card-orders/${body.id}`);
    await page.getByRole('button', { name: /驳\s*回/ }).click();
    const reason = page.getByRole('dialog').getByLabel('理由');
    await reason.fill('账户并未涉案');
    await page.mouse.click(5, 5);
    await page.keyboard.press('Escape');
    await submitter.post(`/v1/card-orders/${body.id}/reject`).send({ reason: '误报' }).expect(200);
    await page.getByRole('dialog').locator('button[type=submit]').click();

    await page.getByRole('dialog').getByRole('alert').waitFor();
    await page.locator('#page').getByText('误报').waitFor();
    expect(await reason.inputValue()).toBe('账户并未涉案');
  });

  it('gives leave to restore a number, which is shown to be told, and takes it back', async () => {
    const idNumber = aResidentId();
    const phone = { kind: 'mobile_sim', number: '19900770012', openedOn: '2018-05-09', status: 'active' };
    const holder = { idType: 'resident_id', idNumber, name: '补试' };
    await carrier
      .put('/v1/cards')
      .send({ cards: [{ ...phone, holder }] })
      .expect(200);
    shown = await aWindow(browser, testApp);
    const { page } = shown;
    const dialog = page.getByRole('dialog');
    await shown.signIn('city-approver');
    await shown.open('/retained-sims?tab=approvals');

    await page.getByRole('button', { name: '批准恢复号码' }).click();
    await dialog.getByLabel('证件号码').fill(idNumber);
    await dialog.getByLabel('限定号码').fill(phone.number);
    await dialog.getByLabel('理由').fill('本人申请');
    await dialog.locator('button[type=submit]').click();
    const approvalNo = await dialog.getByText(/^DK-\d{4}-/).innerText();
    expect(await barriers(page)).toEqual([]);
    await dialog.getByRole('button', { name: '关 闭' }).click();

    const row = page.getByRole('region', { name: '恢复批准' }).getByRole('row').filter({ hasText: approvalNo });
    await row.getByRole('button', { name: /撤\s*回/u }).click();
    await page.route('**/v1/sim-approvals?*', (route) => route.abort());
    await dialog.locator('button[type=submit]').click();
    const again = page.locator('#page').getByRole('button', { name: /重\s*试/u });
    await again.waitFor();
    await page.unrouteAll();
    await again.click();
    await row.getByText('已撤回').waitFor();
  });
});

describe('pages of enforcement', () => {
  const PAGES = [
    '/scoreboard',
    '/directives?standing=all',
    '/directives?tab=overdue',
    '/card-orders',
    '/campaigns',
    '/retained-sims',
    '/retained-sims?tab=approvals',
    '/reconciliation',
    '/reconciliation?tab=runs',
  ];

  it('speak English without a Chinese word of their own, have no barriers, and load little script', async () => {
    shown = await aWindow(browser, testApp, { language: 'en', width: 768, height: 1024 });
    const { page } = shown;
    await shown.signIn('city-approver');

    for (const path of PAGES) {
      await shown.open(path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.getByRole('status').filter({ hasText: 'loaded' }).waitFor();

      expect({ path, barriers: await barriers(page) }).toEqual({ path, barriers: [] });
      expect({ path, chinese: CHINESE.test(await wordsOf(page)) }).toEqual({ path, chinese: false });
      const bytes = await scriptBytes(page);
      expect(bytes).toBeGreaterThan(100_000);
      expect(bytes).toBeLessThan(MOST_SCRIPT_BYTES);
    }
  });

  it('tell an officer without the role so, and hide what he may not see', async () => {
    shown = await aWindow(browser, testApp);
    const { page } = shown;
    await shown.signIn('rules-author');

    await shown.open('/card-orders');

    await page.getByText('没有权限').waitFor();
    expect(await page.getByRole('link', { name: '止付冻结' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: '止付、冻结' }).count()).toBe(0);
    expect(await barriers(page)).toEqual([]);
  });
});

/** Headings, tabs, filters and buttons of the page: not its rows, which are data. */
async function wordsOf(page: Page): Promise<string> {
  const texts = await page.locator('#page').locator('h1, h2, th, nav, button, [role=status], label').allInnerTexts();
  return texts.join(' ');
}
