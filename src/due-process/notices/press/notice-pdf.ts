import PdfDocument from 'pdfkit';
import type { Language } from '../../../domain/problem.js';
import type { NoticeSection } from '../../../rulebook/notices.js';
import { template } from '../../../rulebook/template.js';
import type { NoticeFont } from './notice-font.js';

/** A notice as it was drawn up. */
export interface DraftedNotice {
  language: Language;
  title: string;
  sections: readonly NoticeSection[];
  /** With the places `page`, `pages` and `receiptNo`. */
  footer: string;
  /** With the place `characters`: said where the font lacks some. */
  unprintableNote: string;
  receiptNo: string;
  /** Of the first issue: the same content makes the same bytes, whenever it is printed. */
  issuedAt: Date;
}

const MARGIN = 64;
const FOOTER_HEIGHT = 40;
const LINE_GAP = 4;
/** A heading is not the last line of a page. */
const ROOM_FOR_HEADING = 60;

/**
 * A notice, every character of which is in the font, as PDF: A4, as many pages as it takes, numbered, with subsets of the embedded fonts, and text that can be
 * searched and copied.
 */
export async function noticePdf(notice: DraftedNotice, font: NoticeFont): Promise<Buffer> {
  const { title, language, issuedAt } = notice;
  const document = new PdfDocument({
    size: 'A4',
    margins: { top: MARGIN, bottom: MARGIN, left: MARGIN, right: MARGIN },
    // Footers are written when it is known how many pages there are.
    bufferPages: true,
    pdfVersion: '1.7',
    lang: language,
    displayTitle: true,
    info: { Title: title, Author: 'Duanka', CreationDate: issuedAt, ModDate: issuedAt },
  });
  const written = bytesOf(document);
  document.registerFont('regular', font.regular);
  document.registerFont('bold', font.bold);
  document.font('bold').fontSize(20).text(title, { align: 'center' });
  for (const section of notice.sections) writeSection(document, section);
  writeFooters(document, notice);
  document.end();
  return written;
}

function writeSection(document: PDFKit.PDFDocument, { heading, paragraphs }: NoticeSection): void {
  document.moveDown(0.8);
  const { height, margins } = document.page;
  if (document.y > height - margins.bottom - ROOM_FOR_HEADING) document.addPage();
  document.font('bold').fontSize(12).text(heading).moveDown(0.2);
  document.font('regular').fontSize(10.5);
  for (const paragraph of paragraphs) document.text(paragraph, { lineGap: LINE_GAP });
}

function writeFooters(document: PDFKit.PDFDocument, { footer, receiptNo }: DraftedNotice): void {
  const fill = template(footer);
  const { start, count } = document.bufferedPageRange();
  document.font('regular').fontSize(9);
  for (let page = 0; page < count; page += 1) {
    document.switchToPage(start + page);
    // Below the margin, where text would otherwise open a new page.
    document.page.margins.bottom = 0;
    const text = fill({ page: String(page + 1), pages: String(count), receiptNo });
    const { width, height } = document.page;
    document.text(text, MARGIN, height - FOOTER_HEIGHT, {
      width: width - 2 * MARGIN,
      align: 'center',
      lineBreak: false,
    });
  }
}

async function bytesOf(document: PDFKit.PDFDocument): Promise<Buffer> {
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => void chunks.push(chunk));
  return new Promise((resolve, reject) => {
    document.on('end', () => resolve(Buffer.concat(chunks)));
    document.on('error', reject);
  });
}
