import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { asClient, asOfficer } from '../support/api.js';
import { aTestApp, type TestApp } from '../support/app.js';
import { aBrowser, aWindow, barriers, type ConsoleWindow, type WindowOptions } from '../support/browser.js';
import { aDesignation, aResidentId } from '../support/designations.js';
import { until } from '../support/until.js';

const NAME = '钱柜试';
const ACCOUNT = '6230000000001892017';
const PHONE = '19900189201';
const idNumber = aResidentId();
const PERSONAL = [NAME, idNumber, ACCOUNT, PHONE, encodeURIComponent(NAME)];
const TABS = ['timeline', 'cards', 'directives', 'process', 'notices', 'ask'];
const DAY_MS = 86_400_000;

let testApp: TestApp;
let browser: Browser;
let shown: ConsoleWindow;
let subjectId: string;
let lastDay: string;
/** Every address that the browser asked for, and every one it stood at. */
let addresses: string[];

beforeAll(async () => {
  testApp = await aTestApp({ environment: { DUANKA_RATE_LIMIT: '1000000' } });
  browser = await aBrowser();
  await aSanctionedCustomer();
});

afterEach(async () => {
  expect(shown.complaints).toEqual([]);
  expect(addresses.filter((address) => PERSONAL.some((text) => address.includes(text)))).toEqual([]);
  await shown.page.context().close();
});

/** Somebody with a bank account and a phone card, sanctioned today; the carrier has done what it was told. */
async function aSanctionedCustomer(): Promise<void> {
  const [author, approver] = await Promise.all([
    asOfficer(testApp, 'city-submitter'),
    asOfficer(testApp, 'city-approver'),
  ]);
  const [bank, carrier] = await Promise.all([asClient(testApp, 'demo-bank-a'), asClient(testApp, 'demo-carrier-a')]);
  const holder = { idType: 'resident_id' as const, idNumber, name: NAME };
  const account = { kind: 'bank_account', number: ACCOUNT, holder, status: 'active', openedOn: '2020-03-01' };
  const phone = { kind: 'mobile_sim', number: PHONE, holder, status: 'active', openedOn: '2016-05-09' };
  await bank
    .put('/v1/cards')
    .send({ cards: [account] })
    .expect(200);
  await carrier
    .put('/v1/cards')
    .send({ cards: [phone] })
    .expect(200);
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const entry = aDesignation({ subject: { kind: 'person', ...holder }, identifiedOn: today, noticeServedOn: today });
  const { body } = await author
    .post('/v1/sanction-lists')
    .send({ title: '测试', entries: [entry] })
    .expect(201);
  await author.post(`/v1/sanction-lists/${body.id}/submit`).expect(200);
  await approver.post(`/v1/sanction-lists/${body.id}/approve`).send({ remark: '核对无误' }).expect(200);
  const [row] = await testApp.db.query('SELECT subject_id AS id FROM sanction');
  subjectId = String(row.id);
  const told = await author.get(`/v1/subjects/${subjectId}/timeline`).expect(200);
  lastDay = told.body.inForce
    .map((held: { lastDay: string }) => held.lastDay)
    .toSorted()
    .at(-1);
  let pending: { id: string }[] = [];
  await until(async () => {
    pending = (await carrier.get('/v1/directives?state=pending').expect(200)).body.items;
    return pending.length > 0;
  });
  for (const { id } of pending) {
    await carrier.post(`/v1/directives/${id}/receipts`).send({ result: 'executed' }).expect(201);
  }
}

async function aDesk(username: string, options: WindowOptions = {}): Promise<Page> {
  shown = await aWindow(browser, testApp, options);
  const { page } = shown;
  addresses = [];
  page.context().on('request', (request) => void addresses.push(request.url()));
  page.on('framenavigated', (frame) => void addresses.push(frame.url()));
  await shown.signIn(username);
  return page;
}

async function audited(what: string): Promise<{ object: string; detail: object }[]> {
  return testApp.db.query('SELECT object, detail FROM audit_entry WHERE what = $1 ORDER BY seq', [what]);
}

async function choose(page: Page, name: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name, exact: true }).fill(option);
  await page.locator('.ant-select-item-option-content', { hasText: option }).first().click();
}

describe('the desk about one person', () => {
  it('finds somebody by identifier, shows why he is restricted, and reveals him for a purpose that is kept', async () => {
    const page = await aDesk('city-submitter');
    await page.getByRole('link', { name: '对象查询' }).click();
    await page.getByLabel('证件号码', { exact: true }).fill(idNumber);
    await page.getByLabel('查询用途').fill('核对名单');
    await page.getByRole('button', { name: /查\s*询/ }).click();

    await page.getByRole('link', { name: '钱**' }).waitFor();
    expect(await barriers(page)).toEqual([]);
    expect(await audited('subject.searched')).toMatchObject([
      { detail: { purpose: '核对名单', by: 'identifier', found: 1 } },
    ]);

    await page.getByRole('link', { name: '钱**' }).click();
    await page.getByRole('heading', { name: '今日执行中的措施' }).waitFor();
    expect(page.url()).toMatch(new RegExp(`/console/subjects/${subjectId}$`));
    expect(await page.getByRole('region', { name: '今日执行中的措施' }).innerText()).toContain(lastDay);
    expect(await page.locator('.page').innerText()).not.toContain(idNumber);

    await page.getByRole('button', { name: '查看明文' }).click();
    await page.getByRole('dialog').getByLabel('用途').fill('当面核对身份');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /查\s*看/ })
      .click();
    await page.getByText(idNumber).waitFor();
    expect(await page.getByText(NAME, { exact: true }).count()).toBe(1);
    expect(await audited('subject.revealed')).toMatchObject([
      { object: `subject:${subjectId}`, detail: { purpose: '当面核对身份' } },
    ]);

    await page.getByRole('button', { name: 'Switch to English' }).click();
    await page.getByRole('heading', { name: 'In force today' }).waitFor();
    expect(await page.getByText(idNumber).count()).toBe(1);
    await page.getByRole('button', { name: '切换到中文' }).click();

    await page.goBack();
    await page.getByRole('link', { name: '钱**' }).waitFor();
    expect(await audited('subject.searched')).toHaveLength(1);

    await page.getByRole('button', { name: '退出登录' }).click();
    await page.locator('input[autocomplete=username]').fill('city-submitter');
    await page.locator('input[autocomplete=current-password]').fill('demo-city-submitter');
    await page.locator('button[type=submit]').click();
    await page.getByLabel('查询用途').waitFor();
    expect(await page.getByRole('link', { name: '钱**' }).count()).toBe(0);
    expect(await audited('subject.searched')).toHaveLength(1);
  });

  it('needs no more script for its first view than 300 kB', async () => {
    const page = await aDesk('auditor');
    addresses.length = 0;
    await shown.open('/subjects');
    await page.getByLabel('查询用途').waitFor();

    const scripts = addresses.filter((address) => address.endsWith('.js')).map((address) => new URL(address).pathname);
    const sizes = await Promise.all(
      [...new Set(scripts)].map(async (path) => {
        const { headers } = await testApp.request().get(path).set('accept-encoding', 'gzip').expect(200);
        expect(headers['content-encoding']).toBe('gzip');
        return Number(headers['content-length']);
      }),
    );

    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(300_000);
  });

  it('finds the same person by card and by name, and says so when there is nobody', async () => {
    const page = await aDesk('county-submitter', { language: 'en' });
    await shown.open('/subjects?tab=card');
    await page.getByLabel('Card, account or phone number').fill(PHONE);
    await page.getByLabel('Purpose').fill('checking a list');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('link', { name: '199******01' }).waitFor();
    await page.getByRole('link', { name: '钱**' }).waitFor();
    expect(await barriers(page)).toEqual([]);

    await page.getByRole('link', { name: 'Name' }).click();
    await page.getByLabel('Whole name').fill(NAME);
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('link', { name: '199******01' }).waitFor({ state: 'hidden' });
    await page.getByRole('link', { name: '钱**' }).waitFor();

    await page.getByLabel('Whole name').fill('查无此人');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByText('Nobody was found').waitFor();

    await page.getByLabel('Purpose').fill(`about ${idNumber}`);
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').innerText()).not.toContain(idNumber);
  });

  it('asks as a bank: not today, but on the day after the last one', async () => {
    const page = await aDesk('auditor');
    await shown.open(`/subjects/${subjectId}?tab=ask`);
    await choose(page, '业务', '银行账户出金');
    await choose(page, '渠道', '网上');
    await page.getByRole('button', { name: /试\s*问/ }).click();
    await page.getByRole('heading', { name: 'DENY' }).waitFor();
    const answer = page.locator('.answer');
    expect(await answer.innerText()).toContain(lastDay);
    await answer.getByRole('button', { name: '查看判定过程' }).click();
    await answer.getByRole('table').waitFor();

    const after = new Date(Date.parse(lastDay) + DAY_MS).toISOString().slice(0, 10);
    await page.getByLabel('业务时间').fill(`${after}T00:00`);
    await page.getByRole('button', { name: /试\s*问/ }).click();
    await page.getByRole('heading', { name: 'ALLOW' }).waitFor();
    expect(await answer.innerText()).toContain(`${after} 00:00`);
    expect(await answer.innerText()).toContain('没有限制');
  });

  it('opens the notice in both languages, keeps its service, and proposes an early end', async () => {
    const page = await aDesk('city-submitter');
    await shown.open(`/subjects/${subjectId}?tab=notices`);
    for (const language of ['中文', '英文']) {
      const [opened, asked] = await Promise.all([
        page.context().waitForEvent('page'),
        page.waitForResponse((response) => response.url().includes('/notice?')),
        page.getByRole('button', { name: `惩戒告知书 ${language}`, exact: true }).click(),
      ]);
      expect(asked.headers()['content-type']).toBe('application/pdf');
      expect(opened.url()).toMatch(/^blob:|^about:blank|^$/);
      await opened.close();
    }
    await page.getByRole('button', { name: '登记送达' }).click();
    await page.getByRole('dialog').getByLabel('备注').fill('本人签收');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /登\s*记/ })
      .click();
    await page.getByText('本人签收').waitFor();

    await page.getByRole('link', { name: '时间线' }).click();
    await page.getByRole('button', { name: '提出提前解除' }).click();
    await page.getByRole('dialog').getByLabel('解除理由').fill('已主动注销涉案账户');
    await page.getByRole('dialog').getByLabel('决定文号').fill('解字〔2026〕00001号');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /提\s*出/ })
      .click();
    await page.getByText('已提出解除').waitFor();
    await page.getByRole('link', { name: /申诉与解除/ }).click();
    await page.getByRole('link', { name: '解字〔2026〕00001号' }).waitFor();
    await page.getByRole('link', { name: /指令与回执/ }).click();
    await page
      .getByRole('button', { name: /回执 1/ })
      .first()
      .click();
    await page.getByText('演示电信甲: 已执行').waitFor();
  });

  it('lets an approver give leave to restore a number, and nobody else act beyond the role', async () => {
    const page = await aDesk('city-approver');
    await shown.open(`/subjects/${subjectId}`);
    await page.getByRole('button', { name: '批准恢复号码' }).click();
    await page.getByRole('dialog').getByLabel('理由').fill('本人申请,核实无误');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /批\s*准/ })
      .click();
    await page.getByText(/^DK-\d{4}-/).waitFor();
    expect(await audited('sim-approval.given')).toMatchObject([{ detail: { subject: subjectId } }]);
    expect(await page.getByRole('button', { name: '提出提前解除' }).count()).toBe(0);
    await page.context().close();

    const other = await aDesk('rules-author');
    await shown.open(`/subjects/${subjectId}?tab=notices`);
    await other.getByText('您的角色不能查看告知书').waitFor();
    expect(await other.getByRole('button', { name: '批准恢复号码' }).count()).toBe(0);
  });

  it.each([
    { language: 'zh-CN', width: 1280, foreign: /[A-Za-z]{3,}/g },
    { language: 'en', width: 768, foreign: /[\u4e00-\u9fff]{2,}/g },
  ] as const)(
    'has no barriers and one language only on every tab: $language, $width px',
    async (look) => {
      const page = await aDesk('auditor', { language: look.language, width: look.width, height: 1024 });
      const said: string[] = [];
      for (const tab of TABS) {
        await shown.open(`/subjects/${subjectId}?tab=${tab}`);
        await page.locator('.choice-links').waitFor();
        await page.locator('.ant-skeleton').first().waitFor({ state: 'detached' });
        expect(await barriers(page)).toEqual([]);
        said.push(...((await page.locator('.page').innerText()).match(look.foreign) ?? []));
      }
      const rows: { name: string }[] = await testApp.db.query('SELECT name FROM institution');
      const data = [...rows.map(({ name }) => name), '合肥市公安局', '认字', '解字', '已主动注销涉案账户', '本人签收'];
      expect(said.filter((text) => !data.some((known) => known.includes(text)))).toEqual([]);
    },
    180_000,
  );

  it('says that there is no such subject', async () => {
    const page = await aDesk('auditor');
    await shown.open('/subjects/0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d');
    await page.getByText('没有找到').waitFor();
    expect(await barriers(page)).toEqual([]);
  });
});
