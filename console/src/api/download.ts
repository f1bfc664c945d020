import { currentLanguage } from '../language/language';
import { authorisedFetch } from '../session/authorised-fetch';
import type { Problem } from './client';

const NAME = /filename\*=UTF-8''([^;]+)|filename="([^"]+)"/;

/**
 * Saves what a path of the API answers as a file, with the token, which a plain link cannot send.
 *
 * @param path with its query, such as `/v1/scoreboard?format=csv`
 * @param fallbackName if the answer names none
 * @throws {Problem}
 */
export async function download(path: string, fallbackName: string): Promise<void> {
  const response = await fetched(path);
  const named = NAME.exec(response.headers.get('content-disposition') ?? '');
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = decodeURIComponent(named?.[1] ?? named?.[2] ?? fallbackName);
  link.click();
  URL.revokeObjectURL(link.href);
}

/**
 * Shows what a path of the API answers, such as a PDF, in a new tab of the browser.
 *
 * @throws {Problem}
 */
export async function openDocument(path: string): Promise<void> {
  const response = await fetched(path);
  window.open(URL.createObjectURL(await response.blob()), '_blank', 'noopener');
}

async function fetched(path: string): Promise<Response> {
  const headers = { 'Accept-Language': currentLanguage() };
  const response = await authorisedFetch(new Request(new URL(path, window.location.origin), { headers }));
  if (!response.ok) throw (await response.json()) as Problem;
  return response;
}
