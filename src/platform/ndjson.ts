import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { Problem, type Language } from '../domain/problem.js';
import { byteText, bytesOf, joined, type ByteText } from './byte-text.js';

/** Bytes of one line at most; a longer one is skipped, not buffered. */
export const MAX_LINE_BYTES = 64 * 1024;

/** Content type of a stream of JSON values, one a line. */
export const NDJSON = 'application/x-ndjson';

/** One line of an NDJSON stream. `text` is undefined where the line was longer than {@link MAX_LINE_BYTES}. */
export interface Line {
  /** 1-based; empty lines are counted but not delivered. */
  number: number;
  text: string | undefined;
}

/**
 * Cuts a stream into lines and delivers them in groups: what one chunk completed. A caller that works group by group
 * neither waits for lines that are still under way nor holds more than a chunk and one line in memory.
 *
 * Lines end with LF or CRLF; the last one may lack it. A byte order mark is dropped.
 */
export async function* lineGroups(stream: AsyncIterable<Buffer | string>): AsyncGenerator<Line[]> {
  const cutter = new LineCutter();
  for await (const chunk of stream) {
    const lines = cutter.take(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
    if (lines.length > 0) yield lines;
  }
  const last = cutter.end();
  if (last.length > 0) yield last;
}

const LINE_FEED = 0x0a;

class LineCutter {
  private parts: Buffer[] = [];
  private length = 0;
  private count = 0;

  take(chunk: Buffer): Line[] {
    const lines: Line[] = [];
    const last = chunk.lastIndexOf(LINE_FEED);
    let from = 0;
    while (from <= last && (this.length > 0 || last - from > MAX_LINE_BYTES)) {
      const to = chunk.indexOf(LINE_FEED, from);
      this.keep(chunk.subarray(from, to));
      this.cut(lines);
      from = to + 1;
    }
    // Whole lines that are together no longer than one may be: decoded at once, which is far cheaper than one by one.
    if (from <= last) for (const text of chunk.toString('utf8', from, last).split('\n')) this.add(text, lines);
    this.keep(chunk.subarray(last + 1));
    return lines;
  }

  end(): Line[] {
    const lines: Line[] = [];
    if (this.length > 0) this.cut(lines);
    return lines;
  }

  private keep(part: Buffer): void {
    this.length += part.length;
    if (this.length > MAX_LINE_BYTES) this.parts = [];
    else if (part.length > 0) this.parts.push(part);
  }

  private cut(lines: Line[]): void {
    if (this.length > MAX_LINE_BYTES) lines.push({ number: (this.count += 1), text: undefined });
    else this.add(Buffer.concat(this.parts).toString('utf8'), lines);
    this.parts = [];
    this.length = 0;
  }

  /** Blanks around a line are no part of it; a byte order mark is one. */
  private add(written: string, lines: Line[]): void {
    this.count += 1;
    const text = written.trim();
    if (text !== '') lines.push({ number: this.count, text });
  }
}

/**
 * The body of a request that came as {@link NDJSON}, unread; undefined for any other body.
 *
 * Whoever stops reading early does not cut the connection: the rest is thrown away, so that the refusal can be sent.
 */
export function unreadBody(request: FastifyRequest): AsyncIterable<Buffer> | undefined {
  return request.body instanceof Readable ? chunksOf(request.body) : undefined;
}

async function* chunksOf(body: Readable): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of body.iterator({ destroyOnReturn: false })) yield chunk;
  } finally {
    body.resume();
  }
}

/** How lines are answered: each is read by itself, a group is answered together. */
export interface LineDialogue<Question> {
  language: Language;
  /** Path of the request: `instance` of the problem objects. */
  instance: string;
  /** A {@link Problem}, returned or thrown, is the answer of a line that is no question. */
  read: (said: unknown) => Question | Problem | Promise<Question>;
  /**
   * One answer per question, in order: an object, or its JSON where that is written already; a {@link Problem} is an answer
   * too. What is thrown here ends the stream.
   */
  answer: (questions: readonly Question[]) => Promise<readonly (object | ByteText)[]>;
}

/** Lines answered together at most. */
const GROUP = 500;

/**
 * A stream of answers to a stream of questions, line by line in the same order. Nothing is read ahead of what the asker
 * takes; when the asker is gone, the work stops.
 */
export function answerLines<Question>(stream: AsyncIterable<Buffer>, dialogue: LineDialogue<Question>): Readable {
  return Readable.from(answersOf(stream, dialogue), { objectMode: false, highWaterMark: MAX_LINE_BYTES });
}

async function* answersOf<Question>(
  stream: AsyncIterable<Buffer>,
  dialogue: LineDialogue<Question>,
): AsyncGenerator<Buffer> {
  for await (const lines of lineGroups(stream)) {
    for (let at = 0; at < lines.length; at += GROUP) {
      const said = lines.slice(at, at + GROUP).map(({ text }) => (text === undefined ? TOO_LONG : saidIn(text)));
      yield bytesOf(joined(`${(await answerTexts(said, dialogue)).join('\n')}\n`));
    }
  }
}

/** What a line could not say for itself. */
const TOO_LONG = new Problem('body-too-large');
const NO_JSON = new Problem('malformed-json');

function saidIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return NO_JSON;
  }
}

/**
 * One JSON text per value, in order: what could be read is answered, the rest has its problem in its place.
 *
 * @param said values as they were sent, or the {@link Problem} that there is none
 */
export async function answerTexts<Question>(
  said: readonly unknown[],
  dialogue: LineDialogue<Question>,
): Promise<ByteText[]> {
  const readings = said.map((value) => readOne(value, dialogue));
  // A turn of the event loop for each line would cost more than most answers.
  const isSettled = readings.every((reading) => !(reading instanceof Promise));
  const read = isSettled ? readings : await Promise.all(readings.map((reading) => Promise.resolve(reading)));
  const questions: Question[] = [];
  for (const item of read) if (!(item instanceof Problem) && !(item instanceof Promise)) questions.push(item);
  const answers = (questions.length === 0 ? [] : await dialogue.answer(questions))[Symbol.iterator]();
  return read.map((item) => textOf(item instanceof Problem ? item : answers.next().value, dialogue));
}

function readOne<Question>(
  value: unknown,
  { read }: LineDialogue<Question>,
): Question | Problem | Promise<Question | Problem> {
  if (value instanceof Problem) return value;
  try {
    const reading = read(value);
    return reading instanceof Promise ? reading.catch(problemOrThrow) : reading;
  } catch (error) {
    return problemOrThrow(error);
  }
}

function problemOrThrow(error: unknown): Problem {
  if (error instanceof Problem) return error;
  throw error;
}

function textOf(
  answer: object | ByteText | undefined,
  { language, instance }: Pick<LineDialogue<unknown>, 'language' | 'instance'>,
): ByteText {
  if (answer === undefined) throw new Error('A question was left without an answer');
  if (typeof answer === 'string') return answer;
  return byteText(JSON.stringify(answer instanceof Problem ? answer.toBody(language, instance) : answer));
}
