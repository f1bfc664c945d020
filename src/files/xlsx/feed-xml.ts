import { SaxesParser } from 'saxes';
import { Problem } from '../../domain/problem.js';
import { damaged } from '../damage.js';

export type Attributes = Readonly<Record<string, string>>;

/** What a reader of one part wants to hear. Names come without their namespace prefix. */
export interface XmlListener {
  open(name: string, attributes: Attributes): void;
  close(name: string): void;
  text(text: string): void;
}

/** No part of a workbook nests deeper; a parser holds every open element in memory. */
const MAX_DEPTH = 64;
/** Text, comment or tag without end: more than any cell holds. */
const MAX_SILENT_LENGTH = 1_000_000;

/**
 * Parses a part as it comes in, in flat memory, and pauses after every chunk so that the caller can hand over what it
 * has heard.
 *
 * Document types are refused, so no entity is ever defined, expanded or fetched.
 *
 * @throws {Problem} `file-damaged` if it is not well-formed UTF-8 XML; what a listener throws comes through
 */
export async function* feedXml(chunks: AsyncIterable<Buffer>, listener: XmlListener): AsyncGenerator<void> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const feed = new XmlFeed(listener);
  for await (const chunk of chunks) {
    feed.write(decoded(() => decoder.decode(chunk, { stream: true })));
    yield;
  }
  feed.write(decoded(() => decoder.decode()));
  feed.end();
  yield;
}

/** Parses a whole part of moderate size. */
export async function hearXml(chunks: AsyncIterable<Buffer>, listener: XmlListener): Promise<void> {
  for await (const _ of feedXml(chunks, listener));
}

/** Namespaces are not resolved: prefixes are cut off instead. */
type PlainXml = { xmlns: false; position: false };

class XmlFeed {
  private readonly parser = new SaxesParser<PlainXml>({ xmlns: false, position: false });
  private depth = 0;
  private silentLength = 0;

  constructor(listener: XmlListener) {
    this.parser.on('opentag', ({ name, attributes }) => {
      this.silentLength = 0;
      this.depth += 1;
      if (this.depth > MAX_DEPTH) throw brokenXml();
      listener.open(localName(name), attributes);
    });
    this.parser.on('closetag', ({ name }) => {
      this.silentLength = 0;
      this.depth -= 1;
      listener.close(localName(name));
    });
    this.parser.on('text', (text) => listener.text(text));
    this.parser.on('cdata', (text) => listener.text(text));
    this.parser.on('doctype', () => {
      throw damaged('工作簿含有文档类型声明', 'the workbook declares a document type');
    });
  }

  write(text: string): void {
    this.silentLength += text.length;
    soundly(() => this.parser.write(text));
    if (this.silentLength > MAX_SILENT_LENGTH) throw brokenXml();
  }

  end(): void {
    soundly(() => this.parser.close());
  }
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon === -1 ? name : name.slice(colon + 1);
}

function decoded(decode: () => string): string {
  try {
    return decode();
  } catch {
    throw brokenXml();
  }
}

function soundly(parse: () => void): void {
  try {
    parse();
  } catch (error) {
    // The parser's own messages quote the document.
    throw error instanceof Problem ? error : brokenXml();
  }
}

function brokenXml(): Problem {
  return damaged('工作簿的 XML 无法读取', 'the XML of the workbook cannot be read');
}
