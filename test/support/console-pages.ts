import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';

/** The most script that the first view of a page may need, compressed by gzip. */
export const MOST_SCRIPT_BYTES = 300_000;

/** How much script a page has loaded since it was opened by its address, compressed by gzip. */
export async function scriptBytes(page: Page): Promise<number> {
  const urls: string[] = await page.evaluate("performance.getEntriesByType('resource').map(({ name }) => name)");
  const names = new Set(urls.filter((url) => url.endsWith('.js')).map((url) => basename(url)));
  return [...names].reduce((sum, name) => sum + gzipSync(readFileSync(`dist/console/assets/${name}`)).length, 0);
}

const FOREIGN = { 'zh-CN': /[a-z]{4,}/giu, en: /\p{Script=Han}+/gu };

/**
 * What of a page is in the other language, besides its data.
 *
 * @param data texts that are the same in both languages: names of institutions, user names, what somebody typed
 */
export async function foreignWords(
  page: Page,
  language: keyof typeof FOREIGN,
  data: readonly string[],
): Promise<string[]> {
  const text = await page.locator('#page').innerText();
  const own = [...data].toSorted((left, right) => right.length - left.length);
  return own.reduce((rest, known) => rest.replaceAll(known, ''), text).match(FOREIGN[language]) ?? [];
}
