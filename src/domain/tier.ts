const NUMERALS: Readonly<Record<string, string>> = {
  一: '1',
  二: '2',
  三: '3',
  四: '4',
  五: '5',
  I: '1',
  II: '2',
  III: '3',
};

/**
 * The number of a tier, however a list writes it: `三级`, `第三档`, `3`, `Ⅲ类`, ` level 3 ` are all `3`. A text that names no
 * tier stays as it is, trimmed.
 */
export function tierNumber(text: string): string {
  const bare = text.normalize('NFKC').trim();
  const word = /^(?:第|level|tier)?\s*([一二三四五]|I{1,3}|\d{1,2})\s*(?:级|档|类|等|层)?$/iu.exec(bare)?.[1];
  if (word === undefined) return bare;
  return NUMERALS[word.toUpperCase()] ?? String(Number(word));
}
