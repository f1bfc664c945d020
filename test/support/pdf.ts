import { createCanvas } from '@napi-rs/canvas';
import { getDocument, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** A text as it stands on a page, in points from the lower left corner. */
export interface PlacedText {
  text: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface PdfPage {
  texts: PlacedText[];
  /** The share of dots that are not white, in a box of the rendered page; 0 for an empty one. */
  inkIn: (box: Omit<PlacedText, 'text'>) => number;
}

export interface ReadPdf {
  info: object;
  pages: PdfPage[];
  /** All of its text, without line breaks and blanks. */
  text: string;
}

const SCALE = 2;

/** Reads a PDF and renders every page of it, as a viewer does. */
export async function readPdf(bytes: Buffer): Promise<ReadPdf> {
  const document = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise;
  const { info } = await document.getMetadata();
  const pages: PdfPage[] = [];
  for (let number = 1; number <= document.numPages; number += 1) pages.push(await readPage(document, number));
  await document.destroy();
  const text = pages.flatMap(({ texts }) => texts.map(({ text }) => text)).join('');
  return { info, pages, text: text.replaceAll(/\s/g, '') };
}

async function readPage(document: PDFDocumentProxy, number: number): Promise<PdfPage> {
  const page = await document.getPage(number);
  const content = await page.getTextContent();
  const texts = content.items.flatMap((item): PlacedText[] =>
    'str' in item
      ? [{ text: item.str, x: item.transform[4], y: item.transform[5], width: item.width, height: item.height }]
      : [],
  );
  const viewport = page.getViewport({ scale: SCALE });
  const canvas = createCanvas(viewport.width, viewport.height);
  const context = canvas.getContext('2d');
  // The types are those of a browser; pdf.js draws on this very canvas where there is none.
  await page.render(Object.assign({ viewport, canvas: null }, { canvasContext: context as never })).promise;
  return {
    texts,
    inkIn: ({ x, y, width, height }) => {
      const top = viewport.height - (y + height) * SCALE;
      const { data } = context.getImageData(x * SCALE, top, width * SCALE, height * SCALE);
      let inked = 0;
      for (let at = 0; at < data.length; at += 4) if ((data[at] ?? 255) < 128) inked += 1;
      return inked / (data.length / 4);
    },
  };
}
