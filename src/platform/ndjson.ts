import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { Problem, type Language } from '../domain/problem.js';

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
    let from = 0;
    for (let to = chunk.indexOf(LINE_FEED); to !== -1; to = chunk.indexOf(LINE_FEED, from)) {
      this.keep(chunk.subarray(from, to));
      this.cut(lines);
      from = to + 1;
    }
    this.keep(chunk.subarray(from));
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
    this.count += 1;
    const isTooLong = this.length > MAX_LINE_BYTES;
    const text = Buffer.concat(this.parts)
      .toString('utf8')
      .replace(/^\uFEFF/, '')
      .trim();
    if (isTooLong) lines.push({ number: this.count, text: undefined });
    else if (text !== '') lines.push({ number: this.count, text });
    this.parts = [];
    this.length = 0;
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
  /** @throws {Problem} for a line that is no question; it becomes the answer of this line */
  read: (said: unknown) => Promise<Question>;
  /** One answer per question, in order; a {@link Problem} is an answer too. What is thrown here ends the stream. */
  answer: (questions: readonly Question[]) => Promise<readonly object[]>;
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
): AsyncGenerator<string> {
  for await (const lines of lineGroups(stream)) {
    for (let at = 0; at < lines.length; at += GROUP) {
      const answers = await answerAll(lines.slice(at, at + GROUP), dialogue);
      yield answers.map((answer) => `${JSON.stringify(answer)}\n`).join('');
    }
  }
}

async function answerAll<Question>(lines: readonly Line[], dialogue: LineDialogue<Question>): Promise<object[]> {
  const read = await Promise.all(lines.map((line) => readLine(line, dialogue)));
  return answersInOrder(read, dialogue);
}

/**
 * Answers what could be read, and puts the problems of the rest in their places.
 *
 * @param read questions, and a {@link Problem} where there is none
 */
export async function answersInOrder<Question>(
  read: readonly (Question | Problem)[],
  { answer, language, instance }: Pick<LineDialogue<Question>, 'answer' | 'language' | 'instance'>,
): Promise<object[]> {
  const questions = read.filter((item): item is Question => !(item instanceof Problem));
  const answers = (questions.length === 0 ? [] : await answer(questions))[Symbol.iterator]();
  return read.map((item) => {
    const given: object | undefined = item instanceof Problem ? item : answers.next().value;
    if (given === undefined) throw new Error('A question was left without an answer');
    return given instanceof Problem ? given.toBody(language, instance) : given;
  });
}

async function readLine<Question>({ text }: Line, { read }: LineDialogue<Question>): Promise<Question | Problem> {
  if (text === undefined) return new Problem('body-too-large');
  try {
    return await read(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return new Problem('malformed-json');
    if (error instanceof Problem) return error;
    throw error;
  }
}
