import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as fontkit from 'fontkit';
import type { NoticeSection } from '../../../rulebook/notices.js';
import { template } from '../../../rulebook/template.js';
import type { DraftedNotice } from './notice-pdf.js';

/**
 * Noto Sans Hans (OFL): all of GBK and CJK Extension A, and the rare characters of 《通用规范汉字表》 beyond them: 30,789
 * characters. The PDF holds only those that occur in it.
 */
const FILES = { regular: 'NotoSansHans-Regular.otf', bold: 'NotoSansHans-Bold.otf' } as const;

/** The text of a notice in which every character can be seen, and the codes of those that the font does not have. */
export interface PrintableNotice {
  sections: NoticeSection[];
  /** Such as `U+1F004`, each once, in the order of the text. */
  unprintable: string[];
}

/** The fonts of the notices. */
export class NoticeFont {
  private readonly font: fontkit.Font;
  private readonly seen = new Map<string, boolean>();

  private constructor(
    readonly regular: Buffer,
    readonly bold: Buffer,
  ) {
    const font = fontkit.create(regular);
    if (!('hasGlyphForCodePoint' in font)) throw new Error('The file holds a collection of fonts');
    this.font = font;
  }

  static async read(): Promise<NoticeFont> {
    const main = createRequire(import.meta.url).resolve('@embedpdf/fonts-sc');
    const folder = join(dirname(main), '..', 'fonts');
    const [regular, bold] = await Promise.all([
      readFile(join(folder, FILES.regular)),
      readFile(join(folder, FILES.bold)),
    ]);
    return new NoticeFont(regular, bold);
  }

  /**
   * Whatever a name is written with: no character is left out, drawn as a blank or turns the line around. One that the font
   * lacks, and every control character, stands as its code in brackets, and the last paragraph says so.
   */
  printable({ sections, unprintableNote }: Pick<DraftedNotice, 'sections' | 'unprintableNote'>): PrintableNotice {
    const codes = new Set<string>();
    const written = sections.map(({ heading, paragraphs }) => ({
      heading,
      paragraphs: paragraphs.map((paragraph) => this.visible(paragraph, codes)),
    }));
    const unprintable = [...codes];
    const note = template(unprintableNote)({ characters: unprintable.join(' ') });
    if (unprintable.length > 0) written.at(-1)?.paragraphs.push(note);
    return { sections: written, unprintable };
  }

  private visible(text: string, codes: Set<string>): string {
    const characters = Array.from(text, (character) => {
      if (this.isVisible(character)) return character;
      const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
      codes.add(code);
      return `[${code}]`;
    });
    return characters.join('');
  }

  private isVisible(character: string): boolean {
    const known = this.seen.get(character);
    if (known !== undefined) return known;
    const isVisible = this.hasShape(character);
    // A million different characters do not exist; those of a few notices are a few thousand.
    this.seen.set(character, isVisible);
    return isVisible;
  }

  private hasShape(character: string): boolean {
    if (character === ' ' || character === '\u3000') return true;
    if (/[\p{C}\p{Z}]/u.test(character)) return false;
    const codePoint = character.codePointAt(0) ?? 0;
    if (!this.font.hasGlyphForCodePoint(codePoint)) return false;
    const { width, height } = this.font.glyphForCodePoint(codePoint).bbox;
    return width > 0 && height > 0;
  }
}
