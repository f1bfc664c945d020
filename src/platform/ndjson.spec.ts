import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Problem } from '../domain/problem.js';
import { answerLines, lineGroups, MAX_LINE_BYTES, type Line, type LineDialogue } from './ndjson.js';

async function* chunks(...texts: (string | Buffer)[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield typeof text === 'string' ? Buffer.from(text) : text;
}

async function linesOf(...texts: (string | Buffer)[]): Promise<Line[]> {
  const lines: Line[] = [];
  for await (const group of lineGroups(chunks(...texts))) lines.push(...group);
  return lines;
}

describe('lines of a stream', () => {
  it('a line cut anywhere, even inside a character, is put together again', async () => {
    const bytes = Buffer.from('{"name":"朱桂国"}\n{"b":2}\n');

    for (let at = 0; at <= bytes.length; at += 1) {
      const lines = await linesOf(bytes.subarray(0, at), bytes.subarray(at));

      expect(lines.map((line) => line.text)).toEqual(['{"name":"朱桂国"}', '{"b":2}']);
    }
  });

  it('the last line needs no line feed, CRLF is a line end, a byte order mark and empty lines are no lines', async () => {
    const lines = await linesOf('\uFEFF1\r\n\r\n', '2');

    expect(lines).toEqual([
      { number: 1, text: '1' },
      { number: 3, text: '2' },
    ]);
  });

  it('a line over the limit is reported without its text and the next one is read', async () => {
    const lines = await linesOf('x'.repeat(MAX_LINE_BYTES), 'x'.repeat(MAX_LINE_BYTES), '\n{}\n');

    expect(lines).toEqual([
      { number: 1, text: undefined },
      { number: 2, text: '{}' },
    ]);
  });

  it('a line of exactly the limit is read', async () => {
    const lines = await linesOf('x'.repeat(MAX_LINE_BYTES), '\n');

    expect(lines[0]?.text?.length).toBe(MAX_LINE_BYTES);
  });

  it('lines of one chunk come as one group, so that an asker who waits for an answer gets it', async () => {
    const groups: number[] = [];

    for await (const group of lineGroups(chunks('1\n2\n', '3\n4'))) groups.push(group.length);

    expect(groups).toEqual([2, 1, 1]);
  });
});

/** Answers a number by its double, and refuses 13. */
const DOUBLING: LineDialogue<number> = {
  language: 'en',
  instance: '/double',
  read: async (said) => {
    if (typeof said !== 'number' || said === 13) throw new Problem('validation-failed');
    return said;
  },
  answer: async (numbers) => numbers.map((number) => ({ double: number * 2 })),
};

/** Numbers without end, and how far they were read. */
function endless(): { source: AsyncGenerator<Buffer>; given: () => number; isClosed: () => boolean } {
  let given = 0;
  let closed = false;
  async function* numbers(): AsyncGenerator<Buffer> {
    try {
      for (;;) yield Buffer.from(`${(given += 1)}\n`.repeat(1_000));
    } finally {
      closed = true;
    }
  }
  return { source: numbers(), given: () => given, isClosed: () => closed };
}

describe('a stream of answers', () => {
  it('has one line per question in the same order, with problems in their places', async () => {
    const answers: string[] = [];

    for await (const chunk of answerLines(chunks('1\n13\n', '{\n"x"\n2'), DOUBLING)) answers.push(String(chunk));

    const lines = answers.join('').trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { double: 2 },
      { type: 'urn:problem:validation-failed', instance: '/double' },
      { type: 'urn:problem:malformed-json' },
      { type: 'urn:problem:validation-failed' },
      { double: 4 },
    ]);
  });

  it('is not ahead of its reader: nobody reads, so almost nothing is asked', async () => {
    const { source, given } = endless();
    const stream = answerLines(source, DOUBLING);
    stream.once('readable', () => undefined);

    for (let turn = 0; turn < 1_000; turn += 1) await nextTurn();

    expect(given()).toBeGreaterThan(0);
    expect(given()).toBeLessThan(20);
    stream.destroy();
  });

  it('stops asking when its reader is gone', async () => {
    const { source, given, isClosed } = endless();
    const stream = answerLines(source, DOUBLING);
    await new Promise((resolve) => stream.once('data', resolve));

    stream.destroy();
    while (!isClosed()) await nextTurn();
    const givenThen = given();
    for (let turn = 0; turn < 100; turn += 1) await nextTurn();

    expect(given()).toBe(givenThen);
  });
});
