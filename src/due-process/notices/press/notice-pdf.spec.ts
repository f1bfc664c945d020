import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readPdf } from '../../../../test/support/pdf.js';
import { NoticeFont } from './notice-font.js';
import { noticePdf, type DraftedNotice } from './notice-pdf.js';

const font = await NoticeFont.read();

function aNotice(paragraphs: string[], change: Partial<DraftedNotice> = {}): DraftedNotice {
  return {
    language: 'zh-CN',
    title: '惩戒告知书',
    sections: [{ heading: '当事人', paragraphs }],
    footer: '{receiptNo} · {page}/{pages}',
    unprintableNote: '缺少:{characters}',
    receiptNo: 'DK202612345678903',
    issuedAt: new Date('2026-11-22T10:00:00+08:00'),
    ...change,
  };
}

async function print(notice: DraftedNotice): Promise<Buffer> {
  return noticePdf({ ...notice, ...font.printable(notice) }, font);
}

describe('a notice as PDF', () => {
  it('shows what it says: where a text stands, there is ink', async () => {
    const { pages } = await readPdf(await print(aNotice(['姓名:赵试', '期限至2026-12-10止'])));

    const [page] = pages;
    const texts = page?.texts.filter(({ text }) => text.trim() !== '') ?? [];

    expect(texts.map(({ text }) => text)).toEqual([
      '惩戒告知书',
      '当事人',
      '姓名:赵试',
      '期限至2026-12-10止',
      'DK202612345678903 · 1/1',
    ]);
    for (const placed of texts) expect(page?.inkIn(placed) ?? 0).toBeGreaterThan(0.05);
    expect(page?.inkIn({ x: 70, y: 300, width: 400, height: 200 })).toBe(0);
  });

  it.each(['昇', '喆', '堃', '龑', '頔', '犇', '䶮', '㛃', '𠅤', '𣲗', '𫍯', '𬘓', '𬀩', '〇'])(
    'the rare character %s is drawn and can be copied',
    async (character) => {
      const notice = aNotice([`张${character}`]);

      const { pages, text } = await readPdf(await print(notice));
      const placed = pages[0]?.texts.find((one) => one.text === `张${character}`);

      expect(font.printable(notice).unprintable).toEqual([]);
      expect(text).toContain(`张${character}`);
      expect(placed).toBeDefined();
      // The second half of the box is the character itself.
      const half = (placed?.width ?? 0) / 2;
      const box = { x: (placed?.x ?? 0) + half, y: placed?.y ?? 0, width: half, height: placed?.height ?? 0 };
      expect(pages[0]?.inkIn(box) ?? 0).toBeGreaterThan(0.05);
    },
  );

  it('the font has every unified ideograph of GBK', () => {
    const decoder = new TextDecoder('gbk');
    const bytes = Array.from({ length: 126 }, (_, lead) =>
      Array.from({ length: 191 }, (_, trail) => [lead + 0x81, trail + 0x40]),
    ).flat();
    const characters = decoder.decode(Uint8Array.from(bytes.flat())).match(/[\u4E00-\u9FFF]/g) ?? [];

    expect(characters.length).toBe(20_902);
    expect(font.printable(aNotice([characters.join('')])).unprintable).toEqual([]);
  });

  it.each([
    { what: 'a character the font lacks', name: '张🀄', shown: '张[U+1F004]' },
    { what: 'a character of a script the font lacks', name: 'བོད', shown: '[U+0F56][U+0F7C][U+0F51]' },
    { what: 'a turned line', name: '张\u202E三', shown: '张[U+202E]三' },
    { what: 'a character without width', name: '张\u200B三', shown: '张[U+200B]三' },
    { what: 'a line break', name: '张\n三', shown: '张[U+000A]三' },
    { what: 'a zero byte', name: '张\u0000三', shown: '张[U+0000]三' },
    { what: 'half a character', name: '张\uD83C', shown: '张[U+D83C]' },
    { what: 'a blank that is none', name: '张\u00A0三', shown: '张[U+00A0]三' },
    { what: 'a filler that looks like nothing', name: '张\u3164', shown: '张[U+3164]' },
  ])('$what is seen as its code, and said', async ({ name, shown }) => {
    const { text } = await readPdf(await print(aNotice([`姓名:${name}。`])));

    expect(text).toContain(`姓名:${shown}。`);
    expect(text).toContain('缺少:U+');
  });

  it('what looks like markup, a path or PDF is text', async () => {
    const name = '<script>alert(1)</script>{organ} ) Tj ET (../%00\\) endstream <</JS(x)>>';

    const bytes = await print(aNotice([name]));
    const { text } = await readPdf(bytes);

    expect(text).toContain(name.replaceAll(' ', ''));
    expect(bytes.toString('latin1')).not.toMatch(/\/(JS|JavaScript|OpenAction|Launch)\b/);
  });

  it('whatever a name is, every character is shown or named', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }), async (name) => {
        const { sections, unprintable } = font.printable(aNotice([name]));
        const shown = sections[0]?.paragraphs[0]?.replaceAll(/\[U\+([0-9A-F]{4,6})\]/g, (written, hex: string) =>
          unprintable.includes(`U+${hex}`) ? String.fromCodePoint(Number.parseInt(hex, 16)) : written,
        );
        expect(shown).toBe(name);
      }),
    );
  });

  it('a long one goes on over pages, each with its number, and loses nothing', async () => {
    const paragraphs = Array.from({ length: 150 }, (_, number) => `第${number}项:${'限制电信业务功能。'.repeat(8)}`);

    const { pages, text } = await readPdf(await print(aNotice(paragraphs)));

    expect(pages.length).toBeGreaterThan(5);
    for (const [index, page] of pages.entries())
      expect(page.texts.map((one) => one.text)).toContain(`DK202612345678903 · ${index + 1}/${pages.length}`);
    for (const number of paragraphs.keys()) expect(text).toContain(`第${number}项:`);
  });

  it('a word without end does not leave the page', async () => {
    const { pages } = await readPdf(await print(aNotice(['A'.repeat(2000), '赵'.repeat(2000)])));

    for (const { text, x, width } of pages.flatMap(({ texts }) => texts))
      expect([text.slice(0, 10), x + width < 596]).toEqual([text.slice(0, 10), true]);
  });

  it('the same content makes the same bytes, other content others; title and language are named', async () => {
    const [one, again, other] = await Promise.all([
      print(aNotice(['赵试'])),
      print(aNotice(['赵试'])),
      print(aNotice(['钱试'])),
    ]);
    const { info } = await readPdf(one);

    expect(one.equals(again)).toBe(true);
    expect(one.equals(other)).toBe(false);
    expect(info).toMatchObject({ Title: '惩戒告知书', Language: 'zh-CN', CreationDate: 'D:20261122020000Z' });
  });
});
