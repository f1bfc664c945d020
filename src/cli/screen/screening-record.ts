import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { OUTCOMES } from '../../domain/decision.js';
import type { Language } from '../../domain/problem.js';
import { Refusal } from '../failure.js';
import type { Matter, Survey } from './customer-book.js';
import { replaceFile } from './result-file.js';
import type { RowEnd, ScreenedRow } from './result-rows.js';

/** Version of the columns of the result: a run that another version began is not gone on with. */
const LAYOUT = 1;

/** Everything the result depends on besides the book; the address is not part of it, a service may move. */
export interface Asked extends Matter {
  readonly client: string;
  readonly language: Language;
  /** Whether customers without any restriction are left out. */
  readonly onlyRestricted: boolean;
}

/** How far a screening is; kept beside the result until it is whole. No customer is in it. */
export interface ScreeningRecord {
  readonly layout: number;
  /** SHA-256 of the book. */
  readonly book: string;
  readonly asked: Asked;
  readonly survey: Survey;
  /** Rows of the book that are done. */
  rows: number;
  /** Length of the result with exactly these rows. */
  bytes: number;
  readonly ends: Record<RowEnd, number>;
  /** Rows without an answer, by code. */
  readonly problems: Record<string, number>;
  /** The lowest and the highest revision that answered. */
  revisions: readonly [lowest: number, highest: number] | null;
}

/** A screening that has not begun. */
export function newRecord(book: string, asked: Asked, survey: Survey): ScreeningRecord {
  const ends = { ALLOW: 0, ALLOW_LIMITED: 0, REVIEW: 0, DENY: 0, unanswered: 0 };
  return { layout: LAYOUT, book, asked, survey, rows: 0, bytes: 0, ends, problems: {}, revisions: null };
}

/** Counts a group of rows that is in the result. @param bytes length of the result with them */
export function count(record: ScreeningRecord, rows: readonly ScreenedRow[], bytes: number): void {
  for (const { end, problem, revision } of rows) {
    record.ends[end] += 1;
    if (problem !== undefined) record.problems[problem] = (record.problems[problem] ?? 0) + 1;
    if (revision === undefined) continue;
    const [lowest, highest] = record.revisions ?? [revision, revision];
    record.revisions = [Math.min(lowest, revision), Math.max(highest, revision)];
  }
  record.rows += rows.length;
  record.bytes = bytes;
}

/** Rows that a decision was made about. */
export function answeredRows({ ends }: ScreeningRecord): number {
  return OUTCOMES.reduce((sum, outcome) => sum + ends[outcome], 0);
}

/** Where the record of a result lies. */
export function recordPath(resultPath: string): string {
  return `${resultPath}.progress`;
}

export async function saveRecord(resultPath: string, record: ScreeningRecord): Promise<void> {
  await replaceFile(recordPath(resultPath), `${JSON.stringify(record, null, 2)}\n`);
}

export async function removeRecord(resultPath: string): Promise<void> {
  await rm(recordPath(resultPath), { force: true });
}

/**
 * The record of a run that was broken off.
 *
 * @returns undefined if there is none
 * @throws {Refusal} if it is not readable
 */
export async function loadRecord(resultPath: string): Promise<ScreeningRecord | undefined> {
  const path = recordPath(resultPath);
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const record: ScreeningRecord = JSON.parse(text);
    if (Number.isSafeInteger(record.rows) && Number.isSafeInteger(record.bytes)) return record;
  } catch {
    // Said below.
  }
  throw new Refusal(`${path} is not readable: --restart begins anew`);
}

/**
 * Whether a run may go on: the same book, and the same questions.
 *
 * @returns what differs, in words; undefined if nothing does
 */
export function differenceOf(record: ScreeningRecord, book: string, asked: Asked): string | undefined {
  if (record.layout !== LAYOUT) return 'another version of this program began it';
  if (record.book !== book) return 'the customers are not the same file as then';
  const now = new Map<string, unknown>(Object.entries(asked));
  const then = new Map<string, unknown>(Object.entries(record.asked));
  const changed = [...new Set([...now.keys(), ...then.keys()])].filter((name) => now.get(name) !== then.get(name));
  return changed.length === 0 ? undefined : `other options than then (${changed.join(', ')})`;
}

/** SHA-256 of a file, hexadecimal. */
export async function fileHash(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) hash.update(chunk);
  return hash.digest('hex');
}
