import type { Language } from '../domain/problem.js';

/** The part of a request that tells the language. */
export interface Addressed {
  headers: { 'accept-language'?: string | string[] | undefined };
}

const DEFAULT: Language = 'zh-CN';

/**
 * The language a caller prefers by `Accept-Language`: Chinese unless English is ranked higher.
 *
 * @see RFC 9110 section 12.5.4
 */
export function languageOf(request: Addressed): Language {
  const header = request.headers['accept-language'];
  if (header === undefined) return DEFAULT;
  let best: { language: Language; weight: number } = { language: DEFAULT, weight: 0 };
  for (const range of String(header).split(',')) {
    const [tag = '', ...parameters] = range.trim().toLowerCase().split(';');
    const language = spoken(tag.trim());
    const weight = weightOf(parameters);
    if (language !== undefined && weight > best.weight) best = { language, weight };
  }
  return best.language;
}

function spoken(tag: string): Language | undefined {
  if (tag === 'zh' || tag.startsWith('zh-') || tag === '*') return 'zh-CN';
  if (tag === 'en' || tag.startsWith('en-')) return 'en';
  return undefined;
}

function weightOf(parameters: readonly string[]): number {
  const quality = parameters
    .map((parameter) => /^\s*q=(\d(?:\.\d{0,3})?)\s*$/.exec(parameter)?.[1])
    .find((found) => found !== undefined);
  return quality === undefined ? 1 : Number(quality);
}
