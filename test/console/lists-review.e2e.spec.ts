import { beforeAll, describe, expect, it } from '@jest/globals';
import { asOfficer } from '../support/api.js';
import { aTestApp, type TestApp } from '../support/app.js';
import { barriers, windowsOf } from '../support/browser.js';
import { MOST_SCRIPT_BYTES, scriptBytes } from '../support/console-pages.js';
import { aDesignation } from '../support/designations.js';

let testApp: TestApp;
const aWindowOf = windowsOf(() => testApp);

beforeAll(async () => {
  testApp = await aTestApp({ environment: { DUANKA_LOGIN_RATE_LIMIT: '100000' } });
});

async function aDraftByApi(title: string, rows = 2): Promise<string> {
  const submitter = await asOfficer(testApp, 'city-submitter');
  const entries = Array.from({ length: rows }, () => aDesignation());
  const { body } = await submitter.post('/v1/sanction-lists').send({ title, entries }).expect(201);
  return body.id;
}

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

  it('with the rows behind every notable number at hand, and still there after a look at another part', async () => {
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
    const chosen = new URL(page.url()).search;
    expect(chosen).toContain('verdict=accepted');
    await page.getByRole('link', { name: 'History' }).click();
    await page.getByRole('region', { name: 'History of the list' }).waitFor();
    await page.getByRole('navigation', { name: 'Parts of the list' }).getByRole('link', { name: 'Rows' }).click();
    await page.getByRole('region', { name: 'Rows of the list' }).waitFor();
    expect(new URL(page.url()).search).toBe(chosen);
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
    const { page, open } = await aWindowOf('city-submitter');

    await open(path.replace(':id', id));
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForLoadState('networkidle');

    const bytes = await scriptBytes(page);
    expect(bytes).toBeGreaterThan(0);
    expect(bytes).toBeLessThanOrEqual(MOST_SCRIPT_BYTES);
  });
});
