import { readFile } from 'node:fs/promises';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { asClient, asOfficer } from '../support/api.js';
import { aTestApp, type TestApp } from '../support/app.js';
import { aBrowser, aWindow, barriers, type ConsoleWindow, type WindowOptions } from '../support/browser.js';
import { aDesignation, aResidentId } from '../support/designations.js';
import { TELECOM_HEADER } from '../support/officer-files.js';
import { until } from '../support/until.js';

const MOST_SCRIPT_BYTES = 300_000;
const CHINESE = /[\u4e00-\u9fff]/;

let testApp: TestApp;
let browser: Browser;
let windows: ConsoleWindow[] = [];

beforeAll(async () => {
  testApp = await aTestApp({ environment: { DUANKA_LOGIN_RATE_LIMIT: '100000' } });
  browser = await aBrowser();
});

afterEach(async () => {
  const complaints = windows.flatMap((shown) => shown.complaints);
  for (const { page } of windows) await page.context().close();
  windows = [];
  expect(complaints).toEqual([]);
});

async function aWindowOf(username: string, options: WindowOptions = {}): Promise<ConsoleWindow> {
  const shown = await aWindow(browser, testApp, options);
  windows.push(shown);
  await shown.signIn(username);
  return shown;
}

/** A telecom batch as offices write it; every row another person. */
function aBatch(rows: number, change: (row: number, cells: string[]) => void = () => undefined): Buffer {
  const lines = Array.from({ length: rows }, (_, index) => {
    const row = index + 1;
    const phone = `199${String(row).padStart(8, '0')}`;
    const cells = [
      `${row}`,
      `试${row}`,
      '居民身份证',
      aResidentId(),
      phone,
      '重庆市公安局',
      `渝公认字${row}号`,
      '2021-08-01',
    ];
    change(row, cells);
    return cells.join(',');
  });
  return Buffer.from(`\uFEFF${TELECOM_HEADER}\n${lines.join('\n')}\n`);
}

async function importInBrowser(shown: ConsoleWindow, name: string, buffer: Buffer): Promise<void> {
  await shown.open('/lists/new');
  await shown.page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer });
}

/** The id in the address of the page. */
function idIn(page: Page): string {
  return /lists\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? '';
}

async function aDraftByApi(title: string, rows = 2): Promise<string> {
  const submitter = await asOfficer(testApp, 'city-submitter');
  const entries = Array.from({ length: rows }, () => aDesignation());
  const { body } = await submitter.post('/v1/sanction-lists').send({ title, entries }).expect(201);
  return body.id;
}

describe('a list goes in', () => {
  it('from an officer file, mended row by row, through four eyes, to a decision', async () => {
    const author = await aWindowOf('city-submitter');
    const { page } = author;
    const file = await readFile('demo/telecom-2021-batch-1.csv');

    await importInBrowser(author, 'telecom-2021-batch-1.csv', file);
    await page.getByText('已建立草稿').first().waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('link', { name: '处理未受理行' }).click();
    await page.getByRole('link', { name: /缺少姓名或名称/ }).click();
    const table = page.getByRole('region', { name: '名单各行' });
    await table.getByRole('link').first().click();
    const detail = page.getByRole('complementary').filter({ hasText: '原始内容' });
    const row = Number(new URL(page.url()).searchParams.get('row'));
    expect(await detail.innerText()).toContain('*');
    expect(await barriers(page)).toEqual([]);

    await detail
      .getByRole('button', { name: '更正' })
      .or(detail.getByRole('button', { name: '更 正' }))
      .click();
    await detail.getByLabel('姓名').fill('朱试');
    await detail.getByRole('button', { name: '保存更正' }).click();
    await page.getByText(`第 ${row} 行已受理`).waitFor();

    await page.keyboard.press('Alt+ArrowDown');
    await page.waitForURL((url) => Number(url.searchParams.get('row')) > row);
    const next = Number(new URL(page.url()).searchParams.get('row'));
    await page
      .getByRole('complementary', { name: `第 ${next} 行` })
      .getByRole('button', { name: '剔 除' })
      .click();
    await page.getByRole('dialog').locator('textarea').fill('材料待补');
    await page.getByRole('dialog').locator('button[type=submit]').click();
    await page.getByText(`第 ${next} 行已剔除`).waitFor();

    await page.getByRole('button', { name: '提交审批' }).click();
    await page.getByText('名单已提交').waitFor();
    const id = idIn(page);

    const second = await aWindowOf('city-approver');
    await second.open(`/lists/${id}`);
    await second.page.getByRole('region', { name: '要点' }).waitFor();
    await second.page.getByRole('region', { name: '惩戒措施' }).waitFor();
    expect(await second.page.getByRole('region', { name: '要点' }).innerText()).toMatch(/284\s*受理/);
    expect(await barriers(second.page)).toEqual([]);
    await second.page.getByRole('button', { name: '批 准' }).click();
    const dialog = second.page.getByRole('dialog');
    await dialog.locator('textarea').fill('核对无误');
    const list = (await (await asOfficer(testApp, 'city-approver')).get(`/v1/sanction-lists/${id}`)).body;
    expect(await dialog.innerText()).toContain(list.contentHash);
    await dialog.locator('button[type=submit]').click();
    await second.page.getByText('名单已批准').waitFor();
    await second.page.getByRole('link', { name: '执行情况', exact: true }).click();
    await second.page.getByRole('region', { name: '执行要点' }).waitFor();
    expect(await barriers(second.page)).toEqual([]);

    const { body: approved } = await (await asOfficer(testApp, 'city-approver')).get(`/v1/sanction-lists/${id}`);
    const carrier = await asClient(testApp, 'demo-carrier-a');
    const decision = await carrier
      .post('/v1/decisions')
      .set('duanka-min-revision', String(approved.revision))
      .send({
        action: 'mobile_sim.activate',
        subject: { idType: 'resident_id', idNumber: '500117188009177151' },
        asOf: '2021-12-01T10:00:00+08:00',
      });
    expect(decision.body).toMatchObject({ outcome: 'DENY' });
  });

  it('and its refused rows come back mended', async () => {
    const author = await aWindowOf('city-submitter');
    const { page } = author;
    const numbers: string[] = [];
    const batch = aBatch(5, (row, cells) => {
      numbers.push(cells[3] ?? '');
      if (row === 2) cells[1] = '';
      if (row === 4) cells[3] = `${cells[3]?.slice(0, 17)}?`;
    });

    await importInBrowser(author, '第二批.csv', batch);
    await page.getByRole('link', { name: '查看名单' }).click();
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: '下载未受理行' }).click();
    const refused = await readFile(await (await downloading).path(), 'utf8');
    const mended = refused.replace(',,居民身份证', ',补名,居民身份证').replace(/\d{17}\?/, numbers[3] ?? '');
    await importInBrowser(author, '第二批补正.csv', Buffer.from(mended));

    await page.getByText('已建立草稿').first().waitFor();
    expect(refused).toContain('缺少姓名或名称');
    expect((await page.locator('.list-figures').innerText()).replaceAll(/\s+/g, ' ')).toBe(
      '2 读取行数 2 受理 0 未受理',
    );
    await page.getByRole('link', { name: '查看名单' }).click();
    await page.getByRole('link', { name: '与上一批比较' }).click();
    await page.getByRole('link', { name: /新增/ }).waitFor();
    expect(await barriers(page)).toEqual([]);
  });

  it('of twenty thousand rows, told while they are read, and scrolls to its end', async () => {
    const author = await aWindowOf('city-submitter');
    const { page } = author;

    await importInBrowser(author, 'long.csv', aBatch(20_000));
    await page.getByText(/已读 [\d,]+ 行/).waitFor();
    await page.getByRole('link', { name: '查看名单' }).click({ timeout: 120_000 });

    const table = page.getByRole('region', { name: '名单各行' });
    await table.getByRole('link', { name: '1', exact: true }).waitFor();
    const last = table.getByRole('link', { name: '20000', exact: true });
    await until(async () => {
      await table.evaluate('element => { element.scrollTop = element.scrollHeight; }');
      await table.press('End');
      return last.isVisible();
    });
    expect(await table.locator('tbody tr').count()).toBeLessThan(200);
  });

  it('or is refused with the reason, or given up', async () => {
    const author = await aWindowOf('city-submitter', { language: 'en' });
    const { page } = author;

    await importInBrowser(author, 'nothing.csv', Buffer.from('a,b\n1,2\n'));

    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').innerText()).toContain('template');
    // The service names its templates as officers do.
    expect(await page.locator('.list-drop').innerText()).not.toMatch(CHINESE);
    expect(await barriers(page)).toEqual([]);
  });
});

describe('a row of a draft', () => {
  it('that is shown in full follows what becomes of it, and keeps what is typed', async () => {
    const id = await aDraftByApi('逐行批', 3);
    const shown = await aWindowOf('city-submitter');
    const { page } = shown;
    const detail = page.getByRole('complementary', { name: '第 2 行' });
    const reveal = detail.getByRole('button', { name: '查看明文' });

    await shown.open(`/lists/${id}?tab=rows&from=2&row=2`);
    await reveal.click();
    await page.getByRole('dialog').locator('input').fill('核对材料');
    await page.getByRole('dialog').locator('button[type=submit]').click();
    await detail.getByText('赵试').first().waitFor();
    await detail.getByRole('button', { name: '剔 除' }).click();
    await page.getByRole('dialog').locator('textarea').fill('材料待补');
    await page.getByRole('dialog').locator('button[type=submit]').click();
    await detail.getByRole('button', { name: '恢 复' }).waitFor();
    expect(await detail.innerText()).not.toContain('赵试');
    expect(await page.getByRole('region', { name: '名单各行' }).locator('tbody tr').first().innerText()).toContain(
      '未受理',
    );
    await detail.getByRole('button', { name: '恢 复' }).click();
    await detail.getByRole('button', { name: '更 正' }).click();

    expect(await reveal.count()).toBe(0);
    await detail.getByLabel('认定书文号').fill('渝公认字新号');
    await page.keyboard.press('Alt+ArrowDown');
    expect(await detail.getByLabel('认定书文号').inputValue()).toBe('渝公认字新号');
    await detail.getByRole('button', { name: '保存更正' }).click();
    await detail.getByText('渝公认字新号').first().waitFor();
  });

  it('is looked for as long as it is shown, and what hinders that is said', async () => {
    const id = await aDraftByApi('断网批', 2);
    const shown = await aWindowOf('city-submitter', { language: 'en' });
    const { page } = shown;
    await shown.open(`/lists/${id}?tab=rows&row=1`);
    const detail = page.getByRole('complementary', { name: 'Row 1' });
    await detail.getByRole('button', { name: 'Show in full' }).waitFor();

    await page.context().setOffline(true);
    await detail.getByRole('button', { name: /Next refused row/ }).click();

    await detail.getByRole('alert').getByText('The service cannot be reached').waitFor();
    await page.context().setOffline(false);
    await detail.getByRole('button', { name: /Next refused row/ }).click();
    await page.getByText('No more refused rows').waitFor();
    expect(await detail.getByRole('alert').count()).toBe(0);
  });
});

describe('a list is decided', () => {
  it('by what was on the screen: a list that changed meanwhile is not approved', async () => {
    const id = await aDraftByApi('变动批');
    await (await asOfficer(testApp, 'city-submitter')).post(`/v1/sanction-lists/${id}/submit`).expect(200);
    const shown = await aWindowOf('city-approver');
    const { page } = shown;

    await shown.open(`/lists/${id}`);
    await page.getByRole('button', { name: '批 准' }).click();
    await testApp.db.query('ALTER TABLE list_entry DISABLE TRIGGER list_entry_guard');
    await testApp.db.query(`UPDATE list_entry SET notes = '{MINOR}' WHERE list_id = $1 AND row = 1`, [id]);
    await testApp.db.query('ALTER TABLE list_entry ENABLE TRIGGER list_entry_guard');
    await page.getByRole('dialog').locator('textarea').fill('同意');
    await page.getByRole('dialog').locator('button[type=submit]').click();

    await page.getByRole('dialog').getByRole('alert').waitFor();
    const { body } = await (await asOfficer(testApp, 'auditor')).get(`/v1/sanction-lists/${id}`);
    expect(body.state).toBe('submitted');
  });

  it('with the rows behind every notable number at hand', async () => {
    const id = await aDraftByApi('同名批', 3);
    const shown = await aWindowOf('city-approver', { language: 'en' });
    const { page } = shown;

    await shown.open(`/lists/${id}?tab=summary`);
    await page.getByRole('link', { name: 'Accepted' }).click();

    await page
      .getByRole('region', { name: 'Rows of the list' })
      .getByRole('link', { name: '3', exact: true })
      .waitFor();
    expect(await barriers(page)).toEqual([]);
  });

  it('or sent back with a remark that its history shows, in English too', async () => {
    const id = await aDraftByApi('Batch to be sent back');
    await (await asOfficer(testApp, 'city-submitter')).post(`/v1/sanction-lists/${id}/submit`).expect(200);
    const shown = await aWindowOf('city-approver', { language: 'en', width: 768, height: 1024 });
    const { page } = shown;

    await shown.open(`/lists/${id}`);
    await page.getByRole('button', { name: 'Reject' }).click();
    await page.getByRole('dialog').locator('textarea').fill('Papers are missing');
    await page.getByRole('dialog').locator('button[type=submit]').click();
    await page.getByText('The list is rejected').waitFor();
    await page.getByRole('link', { name: 'History' }).click();

    await page.getByRole('region', { name: 'History of the list' }).waitFor();
    expect(await page.getByRole('region', { name: 'History of the list' }).innerText()).toContain('Papers are missing');
    expect(await barriers(page)).toEqual([]);
  });
});

describe('who sees what of lists', () => {
  it('a submitter of another organ reads, and changes nothing', async () => {
    const id = await aDraftByApi('他人批');
    const shown = await aWindowOf('county-submitter');
    const { page } = shown;

    await shown.open(`/lists/${id}?tab=rows&row=1`);

    await page.getByRole('button', { name: '查看明文' }).waitFor();
    expect(await page.getByRole('button', { name: '提交审批' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: /更\s?正/ }).count()).toBe(0);
    await page.getByRole('button', { name: '查看明文' }).click();
    await page.getByRole('dialog').locator('input').fill('核对材料');
    await page.getByRole('dialog').locator('button[type=submit]').click();
    await page.getByRole('complementary', { name: '第 1 行' }).getByText('赵试').first().waitFor();
    const auditor = await asOfficer(testApp, 'auditor');
    const { body } = await auditor.get(`/v1/audit-entries?object=sanction_list:${id}&what=list.entry-revealed`);
    expect(body.items).toMatchObject([{ detail: { row: 1, purpose: '核对材料' } }]);
  });

  it('an auditor sees every list and makes none', async () => {
    await aDraftByApi('审计批');
    const shown = await aWindowOf('auditor', { language: 'en' });
    const { page } = shown;

    await shown.open('/lists?state=draft');
    await page.getByRole('link', { name: '审计批' }).waitFor();

    expect(await page.getByRole('button', { name: 'New list' }).count()).toBe(0);
    expect(await barriers(page)).toEqual([]);
    await shown.open('/lists/new');
    await page.getByText('Not permitted').waitFor();
  });

  it('filters stand in the address, what is typed does not, and a list is found by its title', async () => {
    await aDraftByApi('寻找我');
    const shown = await aWindowOf('city-submitter');
    const { page } = shown;

    await shown.open('/lists?state=draft');
    await page.getByLabel('名单标题').fill('寻找');
    await page.getByText('共 1 行').waitFor();

    expect(new URL(page.url()).search).toBe('?state=draft');
    await page.getByRole('link', { name: '我的名单' }).click();
    await page.waitForURL(/author=me/);
    expect(await barriers(page)).toEqual([]);
  });

  it('who handles appeals is not offered what only the makers of lists may read', async () => {
    const id = await aDraftByApi('申诉所见批');
    const shown = await aWindowOf('appeals-officer');
    const { page } = shown;

    await shown.open(`/lists/${id}?tab=comparison`);
    await page.getByRole('region', { name: '名单各行' }).getByRole('link', { name: '1', exact: true }).waitFor();

    expect(await page.getByRole('navigation', { name: '名单内容' }).getByRole('link').allInnerTexts()).toEqual([
      '各行',
      '经过',
    ]);
  });

  it.each(['/lists', '/lists/new', '/lists/:id'])('the first view of %s stays below 300 kB of script', async (path) => {
    const id = await aDraftByApi('小');
    const shown = await aWindowOf('city-submitter');
    const { page } = shown;
    await page.context().setExtraHTTPHeaders({ 'accept-encoding': 'gzip' });

    await shown.open(path.replace(':id', id));
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForLoadState('networkidle');

    const bytes: number = await page.evaluate(
      `performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.js')).reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)`,
    );
    expect(bytes).toBeGreaterThan(0);
    expect(bytes).toBeLessThanOrEqual(MOST_SCRIPT_BYTES);
  });
});
