import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { asClient, asOfficer } from '../support/api.js';
import { aTestApp, type TestApp } from '../support/app.js';
import { barriers, windowsOf, type ConsoleWindow } from '../support/browser.js';
import { aResidentId } from '../support/designations.js';
import { TELECOM_HEADER } from '../support/officer-files.js';
import { until } from '../support/until.js';

const CHINESE = /[\u4e00-\u9fff]/;

let testApp: TestApp;
const aWindowOf = windowsOf(() => testApp);

beforeAll(async () => {
  testApp = await aTestApp({ environment: { DUANKA_LOGIN_RATE_LIMIT: '100000' } });
});

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
