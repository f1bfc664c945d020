import { currentLanguage } from '../language/language';
import { authorisedFetch } from '../session/authorised-fetch';
import { onSessionClosed } from '../session/session';
import type { Problem } from './client';

/** Until then the new tab has long read its document. */
const OPENED_WITHIN_MS = 60_000;
const shown = new Set<string>();
onSessionClosed(() => shown.forEach(forget));

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
  const address = URL.createObjectURL(await response.blob());
  shown.add(address);
  setTimeout(() => forget(address), OPENED_WITHIN_MS);
  window.open(address, '_blank', 'noopener');
}

function forget(address: string): void {
  URL.revokeObjectURL(address);
  shown.delete(address);
}

async function fetched(path: string): Promise<Response> {
  const headers = { 'Accept-Language': currentLanguage() };
  const response = await authorisedFetch(new Request(new URL(path, window.location.origin), { headers }));
  if (!response.ok) throw (await response.json()) as Problem;
  return response;
}
