import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import type { DesignationDto } from '../../src/lists/lists.dto.js';
import { asClient, asOfficer } from '../support/api.js';
import { aTestApp, FixedClock, type TestApp } from '../support/app.js';
import { aBrowser, aWindow, barriers, type ConsoleWindow } from '../support/browser.js';
import { MOST_SCRIPT_BYTES } from '../support/console-pages.js';
import { aDesignation } from '../support/designations.js';
import { aRulesFolder, valueOf, withValue, type Files } from '../support/rule-files.js';

const LIVELIHOOD = 'cn-joint-2024.livelihood';
const DAY_MS = 86_400_000;
const CHINESE = /\p{Script=Han}/u;

// The browser reads a clock of its own: both begin now.
const clock = new FixedClock(new Date());
const tomorrow = dayOf(DAY_MS);

let testApp: TestApp;
let browser: Browser;
let shown: ConsoleWindow;
let inForce: { hash: string; files: Files; cases: Files };
/** Under the 2024 Measures for two years, since some months ago. */
let debtor: DesignationDto;
/** The law in force, in which standing debits for subscriptions are livelihood too. */
let candidate: string;
let whatIf: string;

beforeAll(async () => {
  testApp = await aTestApp({ clock, environment: { DUANKA_RATE_LIMIT: '1000000', DUANKA_LOGIN_RATE_LIMIT: '100000' } });
  browser = await aBrowser();
  debtor = aDesignation({ identifiedOn: dayOf(-100 * DAY_MS), noticeServedOn: dayOf(-99 * DAY_MS) });
  await approveList([debtor]);
  const author = await asOfficer(testApp, 'rules-author');
  const { body } = await author.get('/v1/rulebooks').expect(200);
  inForce = (await author.get(`/v1/rulebooks/${body.items[0].hash}`).expect(200)).body;
});

afterEach(async () => {
  expect(shown.complaints).toEqual([]);
  await shown.page.context().close();
});

function dayOf(sinceNowMs: number): string {
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short' });
  return day.format(new Date(clock.now().getTime() + sinceNowMs));
}

async function approveList(entries: DesignationDto[]): Promise<void> {
  const submitter = await asOfficer(testApp, 'city-submitter');
  const approver = await asOfficer(testApp, 'city-approver');
  const { body } = await submitter.post('/v1/sanction-lists').send({ title: '测试', entries }).expect(201);
  await submitter.post(`/v1/sanction-lists/${body.id}/submit`).expect(200);
  await approver.post(`/v1/sanction-lists/${body.id}/approve`).send({ remark: '核对无误' }).expect(200);
}

function withSubscriptions(): Files {
  const files = { ...inForce.files, ...inForce.cases };
  const words = valueOf(files, LIVELIHOOD);
  return withValue(files, LIVELIHOOD, '2026-10-01', [...(Array.isArray(words) ? words : []), 'subscription']);
}

/** May a subscription be debited online, under an agreement from before the sanction? */
async function subscription(): Promise<string> {
  const bank = await asClient(testApp, 'demo-bank-a');
  const { idType, idNumber } = debtor.subject;
  const { body } = await bank.post('/v1/decisions').send({
    action: 'bank_account.outflow',
    subject: { idType, idNumber },
    channel: 'online',
    purpose: 'subscription',
    agreementSince: '2010-05-01',
  });
  return String(body.outcome);
}

async function asA(username: string, language: 'zh-CN' | 'en', width = 1280): Promise<Page> {
  shown = await aWindow(browser, testApp, { language, width });
  await shown.signIn(username);
  return shown.page;
}

async function textOf(page: Page): Promise<string> {
  return page.locator('#page').innerText();
}

describe('the pages of the law', () => {
  it('show a rulebook as readable law: search as one types, a link to a rule, terms over time', async () => {
    const page = await asA('auditor', 'zh-CN');
    await shown.open('/rules');
    await page.getByText('生效中').waitFor();
    expect(await barriers(page)).toEqual([]);

    await page.getByRole('link', { name: inForce.hash.slice(7, 19) }).click();
    await page.getByRole('heading', { name: '联合惩戒办法(2024)' }).waitFor();
    expect(await textOf(page)).toContain('自2024-12-01起');
    expect(await barriers(page)).toEqual([]);

    await page.getByRole('searchbox').pressSequentially('非柜面出金受限');
    await page.getByRole('search').getByRole('link', { name: 'cn-joint-2024/bank/outflow' }).click();
    expect(new URL(page.url()).searchParams.get('rule')).toBe('cn-joint-2024/bank/outflow');
    await page.reload();
    await page.locator('article[aria-current=true]', { hasText: '非柜面出金受限' }).waitFor();
    await page.getByRole('searchbox').fill('没有这样的条文');
    await page.getByText('没有找到').waitFor();
    await page.getByRole('searchbox').fill('');

    await page.getByRole('link', { name: '期限的时间沿革' }).click();
    await page.getByRole('img', { name: '各制度适用的认定日' }).waitFor();
    expect(await page.getByRole('table').innerText()).toMatch(/2020-07-31 至 2024-11-30\s+5年/);
    expect(await barriers(page)).toEqual([]);

    await page.getByRole('link', { name: '参数', exact: true }).click();
    await page.getByText('未读到原文,不据以判定').first().waitFor();
    expect(await barriers(page)).toEqual([]);
    expect(await page.getByRole('button', { name: '提交候选规则集' }).count()).toBe(0);
  });

  it('speak English without a Chinese word, and fit a tablet', async () => {
    const page = await asA('rules-author', 'en', 768);
    const seen: [string, string][] = [];
    const views: [path: string, sign: string][] = [
      ['/rules', 'In force'],
      ['/rules/new', 'Choose a folder'],
      [`/rules/${inForce.hash}`, 'Measures and terms'],
      [`/rules/${inForce.hash}?part=terms`, 'Designation days'],
      [`/rules/${inForce.hash}?part=switches`, 'Reviewed on'],
      [`/rules/${inForce.hash}?part=general`, 'Every institution'],
      [`/rules/${inForce.hash}?part=sources`, 'Read in'],
      [`/rules/${inForce.hash}/diff`, 'No difference'],
      [`/rules/${inForce.hash}/what-if`, 'No what-if yet'],
    ];
    for (const [path, sign] of views) {
      await shown.open(path);
      await page.getByText(sign).first().waitFor();
      // Offences are quoted by their official names.
      const text = (await textOf(page)).replaceAll(/“[^”]*”/g, '');
      if (CHINESE.test(text)) seen.push([path, text]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(768);
    }

    expect(seen).toEqual([]);
  });

  it('load little script before they stand', async () => {
    const sizes: [string, number][] = [];
    const views: [path: string, sign: string][] = [
      ['/rules', '生效中'],
      ['/rules/new', '选择文件夹'],
      [`/rules/${inForce.hash}`, '措施与期限'],
      [`/rules/${inForce.hash}/diff`, '没有差异'],
      [`/rules/${inForce.hash}/what-if`, '还没有评估'],
    ];
    const page = await asA('rules-author', 'zh-CN');
    for (const [path, sign] of views) {
      const scripts = new Set<string>();
      page.on('request', (request) => {
        if (request.resourceType() === 'script') scripts.add(new URL(request.url()).pathname);
      });
      await shown.open(path);
      await page.getByText(sign).first().waitFor();
      page.removeAllListeners('request');
      const bytes = [...scripts].map((script) => statSync(join('dist', `${script}.gz`)).size);
      sizes.push([path, bytes.reduce((sum, size) => sum + size, 0)]);
    }

    expect(sizes.filter(([, size]) => size === 0 || size > MOST_SCRIPT_BYTES)).toEqual([]);
  });
});

describe('a candidate', () => {
  it('is checked when its author hands it in: every fault by file, place and sentence', async () => {
    const folder = await aRulesFolder();
    await folder.replace(
      'cn-joint-2024/bank.rules.json',
      '"measure": "bank.noncounter.outflow"',
      '"measure": "bank.noncounter.outfow"',
    );
    const page = await asA('rules-author', 'zh-CN');
    await shown.open('/rules');
    await page.getByRole('button', { name: '提交候选规则集' }).click();

    await page.locator('input[webkitdirectory]').setInputFiles(folder.directory);
    await page.getByText(/读取 \d+ 个规则文件/).waitFor();
    await page.getByRole('button', { name: '检查并提交' }).click();

    await page.getByRole('alert').filter({ hasText: '未予保存' }).waitFor();
    const finding = page.getByRole('row').filter({ hasText: 'unknown-measure' }).first();
    expect(await finding.innerText()).toMatch(/cn-joint-2024\/bank\.rules\.json[^]*\/rules\/\d+\/measure[^]*outfow/);
    expect(await barriers(page)).toEqual([]);
    await page.locator('input[accept*=json]').setInputFiles(aFile('{ "files": '));
    await page.getByRole('row').filter({ hasText: '不是有效的 JSON' }).waitFor();
    expect(await page.getByRole('button', { name: '检查并提交' }).count()).toBe(0);
  });

  it('is stored when nothing is wrong, and its author reads what it changes and whom', async () => {
    const page = await asA('rules-author', 'zh-CN');
    await shown.open('/rules/new');
    await page.locator('input[accept*=json]').setInputFiles(aFile(JSON.stringify({ files: withSubscriptions() })));
    await page.getByRole('button', { name: '检查并提交' }).click();
    await page.waitForURL('**/diff');
    candidate = decodeURIComponent(page.url().split('/').at(-2) ?? '');

    const card = page.getByRole('article').filter({ hasText: LIVELIHOOD });
    await card.locator('.is-after').waitFor();
    expect(await card.locator('.is-after').innerText()).toContain('2026-10-01');
    expect(await card.locator('.is-before').innerText()).not.toContain('2026-10-01');
    expect(await barriers(page)).toEqual([]);

    await page.getByRole('link', { name: '影响评估与发布' }).click();
    await page.getByLabel('假定生效日').fill(tomorrow);
    await page.getByRole('button', { name: '开始评估' }).click();
    await page.getByRole('progressbar').waitFor();
    await page.getByRole('button', { name: '取消评估' }).click();
    await page.getByText('这次评估已取消').waitFor();
    await page.getByRole('button', { name: '开始评估' }).click();
    await page.getByRole('heading', { name: '评估结果' }).waitFor({ timeout: 60_000 });
    whatIf = new URL(page.url()).searchParams.get('id') ?? '';

    expect(await page.locator('.figures').first().innerText()).toMatch(/受影响对象\s+1\s/);
    await page.getByText('影响面大').first().waitFor();
    await page.getByRole('link', { name: '赵' }).waitFor();
    await page.getByText('须由另一名发布人发布').waitFor();
    expect(await page.getByRole('button', { name: /^发\s?布$/ }).count()).toBe(0);
    expect(await barriers(page)).toEqual([]);
  });

  it('is published by another officer, who signs what it changes; decisions change on its day', async () => {
    const page = await asA('rules-approver', 'en');
    await shown.open(`/rules/${candidate}/what-if?id=${whatIf}`);
    const author = await asOfficer(testApp, 'rules-author');
    await author.post(`/v1/rulebooks/${candidate}/publish`).send({ effectiveFrom: tomorrow }).expect(403);
    const before = await subscription();

    await page.getByRole('button', { name: 'Publish' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('sha256:').waitFor();
    expect(await dialog.getByRole('button', { name: 'Publish' }).isDisabled()).toBe(true);
    expect(await barriers(page)).toEqual([]);
    await dialog.getByRole('checkbox').check();
    await dialog.getByRole('button', { name: 'Publish' }).click();

    await page.getByText('To come into force').waitFor();
    await page.getByText(`Published, effective from ${tomorrow}`).first().waitFor();
    const sameDay = await subscription();
    clock.set(new Date(`${tomorrow}T10:00:00+08:00`));
    expect([before, sameDay, await subscription()]).toEqual(['DENY', 'DENY', 'ALLOW']);
  });
});

function aFile(content: string): { name: string; mimeType: string; buffer: Buffer } {
  return { name: 'rulebook.json', mimeType: 'application/json', buffer: Buffer.from(content) };
}
