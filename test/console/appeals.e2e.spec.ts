import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { DEMO_CLIENTS, DEMO_INSTITUTIONS, DEMO_OFFICERS } from '../../src/institutions/demo-accounts.js';
import { shanghaiInstant } from '../../src/domain/period.js';
import type { DesignationDto } from '../../src/lists/lists.dto.js';
import { asClient, asOfficer, type Caller } from '../support/api.js';
import { aTestApp, type TestApp } from '../support/app.js';
import { aBrowser, aWindow, barriers, type ConsoleWindow } from '../support/browser.js';
import { foreignWords, MOST_SCRIPT_BYTES, scriptBytes } from '../support/console-pages.js';
import { aDesignation } from '../support/designations.js';
import { until } from '../support/until.js';

/** A month ago, so that what follows is in force today. */
const IDENTIFIED_ON = shanghaiInstant(new Date(Date.now() - 30 * 86_400_000)).slice(0, 10);
const DAYS = { identifiedOn: IDENTIFIED_ON, noticeServedOn: IDENTIFIED_ON };

let testApp: TestApp;
let browser: Browser;
let shown: ConsoleWindow;
let submitter: Caller;
let approver: Caller;
/** Every address that the browser has asked for. */
let asked: string[] = [];

beforeAll(async () => {
  testApp = await aTestApp();
  browser = await aBrowser();
  submitter = await asOfficer(testApp, 'city-submitter');
  approver = await asOfficer(testApp, 'city-approver');
});

afterEach(async () => {
  expect(shown.complaints).toEqual([]);
  await shown.page.context().close();
});

async function signedIn(username: string, language: 'zh-CN' | 'en' = 'zh-CN'): Promise<Page> {
  shown = await aWindow(browser, testApp, { language });
  asked = [];
  shown.page.on('request', (request) => asked.push(request.url()));
  await shown.signIn(username);
  return shown.page;
}

/** A person with a bank card and a telephone card, sanctioned by approved lists. */
async function aSanctioned(count = 1): Promise<DesignationDto> {
  const first = aDesignation(DAYS);
  const holder = { idType: first.subject.idType, idNumber: first.subject.idNumber, name: first.subject.name };
  const digits = first.subject.idNumber.slice(6, 17);
  for (const [client, kind, number] of [
    ['demo-bank-a', 'bank_account', `62300${digits}`],
    ['demo-carrier-a', 'mobile_sim', `199${digits.slice(0, 8)}`],
  ] as const) {
    const cards = [{ kind, number, holder, status: 'active' }];
    await (await asClient(testApp, client)).put('/v1/cards').send({ cards }).expect(200);
  }
  for (let made = 0; made < count; made += 1) {
    const entries = [
      aDesignation({ subject: first.subject, documentNo: `认字〔2026〕0000${String(made)}号`, ...DAYS }),
    ];
    const { body } = await submitter.post('/v1/sanction-lists').send({ title: '测试', entries }).expect(201);
    await submitter.post(`/v1/sanction-lists/${body.id}/submit`).expect(200);
    await approver.post(`/v1/sanction-lists/${body.id}/approve`).send({ remark: '核对无误' }).expect(200);
  }
  return first;
}

/** Every institution does what it is told to release. */
async function acknowledgeReleases(): Promise<void> {
  for (const id of DEMO_CLIENTS) {
    const client = await asClient(testApp, id);
    const { body } = await client.get('/v1/directives?state=pending&limit=100').expect(200);
    for (const { id: directive, action } of body.items) {
      if (action !== 'restore') continue;
      await client.post(`/v1/directives/${directive}/receipts`).send({ result: 'executed' }).expect(201);
    }
  }
}

async function countOf(what: string): Promise<number> {
  const [row] = await testApp.db.query(`SELECT count(*)::integer AS count FROM directive WHERE ${what}`);
  return row.count;
}

async function decisionOn({ subject: { idType, idNumber } }: DesignationDto): Promise<string> {
  const bank = await asClient(testApp, 'demo-bank-a');
  const question = { action: 'bank_account.outflow', channel: 'online', purpose: 'transfer' };
  const { body } = await bank
    .post('/v1/decisions')
    .send({ ...question, subject: { idType, idNumber } })
    .expect(200);
  return body.outcome;
}

/** A Chinese button: antd puts a space between two characters. */
function named(text: string): RegExp {
  return new RegExp(`^${text.split('').join(String.raw`\s*`)}$`, 'u');
}

async function press(page: Page, text: string): Promise<void> {
  await page
    .locator('#page')
    .getByRole('button', { name: named(text) })
    .click();
}

/** Says something in the open dialog and confirms it. */
async function confirm(page: Page, label: string, said: string, button: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(label).fill(said);
  await dialog.getByRole('button', { name: named(button) }).click();
  await dialog.waitFor({ state: 'hidden' });
}

const NAMES = [
  ...DEMO_INSTITUTIONS.map(({ name }) => name),
  ...DEMO_OFFICERS.map(({ username }) => username),
  '合肥市公安局',
  '赵*',
];

describe('an appeal, in the console', () => {
  it('is filed, accepted, verified and upheld, and institutions are seen to release', async () => {
    const person = await aSanctioned();
    await until(async () => (await countOf(`action <> 'restore'`)) > 0);
    const page = await signedIn('appeals-officer');

    await page.getByRole('link', { name: '申诉', exact: true }).click();
    await press(page, '登记申诉');
    await page.getByLabel('证件号码').fill(person.subject.idNumber);
    await page.getByLabel('姓名或名称').fill('赵试');
    await page.getByLabel('申诉理由').fill('本人从未出租账户');
    await page.getByLabel('提交的材料').fill('身份证复印件\n户籍证明');
    await press(page, '登记');

    await page.getByRole('heading', { name: '申诉受理凭证' }).waitFor();
    const receiptNo = (await page.locator('.receipt-number').innerText()).trim();
    expect(receiptNo).toMatch(/^SS\d{15}$/u);
    expect(
      await page
        .getByRole('table', { name: '法定期限' })
        .or(page.locator('section[aria-label="法定期限"]'))
        .innerText(),
    ).toContain('天数未读到');
    await page.locator('.receipt svg').waitFor();
    expect(await barriers(page)).toEqual([]);
    const { idType, idNumber } = person.subject;
    await testApp.request().post('/v1/standing').send({ receiptNo, subject: { idType, idNumber } }).expect(200);

    await page.getByRole('link', { name: '返回案件' }).click();
    await page.getByText('本人从未出租账户').waitFor();
    expect(await page.locator('#page').innerText()).not.toContain(idNumber);
    await press(page, '受理');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('switch').click();
    await dialog.getByText('将解除的措施').waitFor();
    expect(await dialog.innerText()).toContain('演示银行甲');
    expect(await barriers(page)).toEqual([]);
    await confirm(page, '受理意见', '材料齐全', '受理');
    await page.getByText('申诉中,暂停执行').waitFor();
    expect(await decisionOn(person)).toBe('ALLOW');
    await page.getByText('等待机构回执').waitFor();

    await press(page, '登记核查结果');
    await confirm(page, '核查结果', '调取开户影像,开户人并非申诉人', '登记核查结果');
    await press(page, '预览:如申诉成立');
    await page.getByText('已撤销').waitFor();
    expect(page.url()).toContain('preview=uphold');
    expect(await barriers(page)).toEqual([]);
    await press(page, '认定申诉成立');
    await confirm(page, '决定理由', '认定有误,予以撤销', '认定申诉成立');
    await page.locator('#page').getByText('申诉成立,惩戒已撤销').waitFor();

    await acknowledgeReleases();
    await page.getByText('全部机构已回执').waitFor();
    const progress = page.getByRole('region', { name: '解除进度' }).first();
    expect(await progress.innerText()).toMatch(/演示银行甲\s+(\d+) \/ \1/u);
    expect(await barriers(page)).toEqual([]);
    expect(asked.filter((url) => url.includes(idNumber) || url.includes(encodeURIComponent('赵')))).toEqual([]);
    const shownCases = await testApp.db.query(
      `SELECT count(*)::integer AS count FROM audit_entry WHERE what = 'appeal.shown'`,
    );
    // The receipt, and the case after each step: what refreshes by itself reads no case.
    expect(shownCases).toEqual([{ count: 4 }]);
  });

  it('of somebody with several sanctions says which one it is against; a mistake is corrected', async () => {
    const person = await aSanctioned(2);
    const page = await signedIn('appeals-officer', 'en');

    await shown.open('/appeals/new');
    await page.getByLabel('Number', { exact: true }).fill(person.subject.idNumber);
    await page.getByLabel('a name or a number was written down wrongly').check();
    await page.getByLabel('Grounds').fill('号码写错');
    expect(await scriptBytes(page)).toBeLessThan(MOST_SCRIPT_BYTES);
    expect(await foreignWords(page, 'en', ['号码写错'])).toEqual([]);
    await page.getByRole('button', { name: 'File', exact: true }).click();
    await page.getByText('There are several sanctions').waitFor();
    await page.getByRole('radio').first().waitFor();
    // Who looks at another window for a minute and comes back has not searched again.
    await page.clock.setFixedTime(Date.now() + 60_000);
    await page.evaluate(`window.dispatchEvent(new Event('visibilitychange'))`);
    await page.getByLabel('Number', { exact: true }).fill(`${person.subject.idNumber} `);
    await page.getByText('There are several sanctions').waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'File', exact: true }).click();
    await page.getByRole('radio', { name: /认字〔2026〕00001号/u }).check();
    expect(await barriers(page)).toEqual([]);
    await page.getByLabel('Grounds').fill('号码写错一位');
    await page.getByRole('button', { name: 'File against this sanction' }).click();
    await page.getByRole('heading', { name: 'Receipt for an appeal' }).waitFor();
    const searches = await testApp.db.query(
      `SELECT count(*)::integer AS count FROM audit_entry WHERE what = 'subject.searched'`,
    );
    expect(searches).toEqual([{ count: 1 }]);
    expect(await foreignWords(page, 'en', NAMES)).toEqual([]);

    await page.getByRole('link', { name: 'Back to the case' }).click();
    await page.getByText('号码写错一位', { exact: true }).waitFor();
    await page.locator('#page').getByRole('button', { name: 'Accept' }).click();
    await confirm(page, 'Remark', 'complete', 'Accept');
    await page.getByRole('button', { name: 'Record the finding' }).click();
    await confirm(page, 'Finding', 'a digit was mistaken', 'Record the finding');
    await page.getByRole('button', { name: 'Uphold', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Measures that other sanctions still impose').waitFor();
    await dialog.getByRole('switch').click();
    await dialog.getByLabel('Number', { exact: true }).fill(aDesignation().subject.idNumber);
    await dialog.getByLabel('Name', { exact: true }).fill('钱试');
    expect(await barriers(page)).toEqual([]);
    await confirm(page, 'Reasons', 'mistaken', 'Uphold');

    await page.getByRole('link', { name: 'Open the draft list' }).waitFor();
    expect(await foreignWords(page, 'en', [...NAMES, '号码写错一位', '认字〔2026〕00001号'])).toEqual([]);
  });

  it('waits in a queue that everybody concerned reads, by state and kind, and only an appeals officer acts on', async () => {
    const person = await aSanctioned();
    const appeals = await asOfficer(testApp, 'appeals-officer');
    const { idType, idNumber } = person.subject;
    const appeal = { subject: { idType, idNumber, name: '赵试' }, kind: 'namesake', grounds: '同名' };
    const { body } = await appeals.post('/v1/appeals').send(appeal).expect(201);

    const page = await signedIn('auditor');
    await shown.open('/appeals?kind=namesake');
    await page.getByRole('link', { name: body.receiptNo }).waitFor();
    expect(await scriptBytes(page)).toBeLessThan(MOST_SCRIPT_BYTES);
    expect(await page.getByRole('link', { name: '待受理 1' }).getAttribute('aria-current')).toBe('page');
    expect(await page.getByRole('button', { name: '登记申诉' }).count()).toBe(0);
    expect(await page.locator('#page').innerText()).toContain('天数未读到');
    expect(await foreignWords(page, 'zh-CN', NAMES)).toEqual([]);
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('link', { name: '成立', exact: false }).first().click();
    await page.getByText('这里没有申诉').waitFor();
    expect(page.url()).toContain('kind=namesake');

    await shown.open(`/appeals/${body.id}`);
    await page.getByRole('heading', { name: body.receiptNo }).waitFor();
    expect(await scriptBytes(page)).toBeLessThan(MOST_SCRIPT_BYTES);
    expect(await page.getByRole('button', { name: named('受理') }).count()).toBe(0);
    await page.getByRole('button', { name: '预览:如申诉成立' }).click();
    await page.getByText('将解除的措施').waitFor();
    expect(await foreignWords(page, 'zh-CN', NAMES)).toEqual([]);
    await page.setViewportSize({ width: 768, height: 1024 });
    expect(
      await page.evaluate(`document.querySelector('#page').scrollWidth <= document.querySelector('#page').clientWidth`),
    ).toBe(true);
    await shown.open('/appeals/0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d');
    await page.getByText('没有找到').waitFor();
  });

  it('is nothing for who writes rules', async () => {
    const page = await signedIn('rules-author');

    await shown.open('/appeals');
    await page.getByText('没有权限').waitFor();
    await shown.open('/appeals/new');

    await page.getByText('没有权限').waitFor();
    expect(await page.getByRole('link', { name: '申诉', exact: true }).count()).toBe(0);
  });
});

/** An early end that is proposed for the one sanction of a person. @returns its id */
async function aLifting(person: DesignationDto, proposal: { ground: string; documentNo: string }): Promise<string> {
  const { idType, idNumber } = person.subject;
  const search = { identifier: { idType, idNumber }, purpose: '测试核对' };
  const found = await submitter.post('/v1/subjects/search').send(search).expect(200);
  const timeline = await submitter.get(`/v1/subjects/${found.body.items[0].id}/timeline`).expect(200);
  const [{ id }] = timeline.body.sanctions;
  const { body } = await submitter.post(`/v1/sanctions/${id}/lift`).send(proposal).expect(201);
  return body.id;
}

describe('an early lifting, in the console', () => {
  it('is approved by a second officer, who sees before what it releases', async () => {
    const person = await aSanctioned();
    const proposal = { ground: '已主动注销涉案账户', documentNo: '解字〔2026〕00001号' };
    await aLifting(person, proposal);
    const page = await signedIn('city-approver', 'en');

    await shown.open('/liftings');
    await page.getByRole('link', { name: proposal.documentNo }).waitFor();
    expect(await scriptBytes(page)).toBeLessThan(MOST_SCRIPT_BYTES);
    expect(await foreignWords(page, 'en', [...NAMES, proposal.documentNo])).toEqual([]);
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('link', { name: proposal.documentNo }).click();
    await page.getByText('Measures that end').waitFor();
    await page.getByText('city-submitter').waitFor();
    expect(await foreignWords(page, 'en', [...NAMES, proposal.documentNo, proposal.ground])).toEqual([]);
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Approve', exact: true }).click();
    await confirm(page, 'Remark', 'agreed', 'Approve');

    await page.getByText('Approved', { exact: true }).waitFor();
    expect(await decisionOn(person)).toBe('ALLOW');
    await shown.open('/liftings?tab=approved');
    await page.getByRole('link', { name: proposal.documentNo }).waitFor();
  });

  it('that a colleague decides first keeps what was typed, and shows his decision', async () => {
    const id = await aLifting(await aSanctioned(), { ground: '已注销', documentNo: '解字〔2026〕00002号' });
    const page = await signedIn('city-approver', 'en');
    await shown.open(`/liftings/${id}`);
    await page.getByRole('button', { name: 'Reject', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Remark').fill('not closed yet');

    const colleague = await asOfficer(testApp, 'province-approver');
    await colleague.post(`/v1/liftings/${id}/approve`).send({ remark: '同意' }).expect(200);
    await dialog.getByRole('button', { name: 'Reject', exact: true }).click();

    await dialog.getByRole('alert').waitFor();
    await page.locator('#page').getByText('Approved', { exact: true }).waitFor();
    expect(await dialog.getByLabel('Remark').inputValue()).toBe('not closed yet');
  });
});
