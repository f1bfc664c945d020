import { access } from 'node:fs/promises';
import { Interrupted, Refusal, UsageError } from '../failure.js';
import { customersOf, survey, type CustomerRow } from './customer-book.js';
import type { LineAnswer } from './line-answer.js';
import type { RemoteDecisions } from './remote-decisions.js';
import { ResultFile } from './result-file.js';
import { csvOf, headerLine, screenedRow } from './result-rows.js';
import {
  count,
  differenceOf,
  fileHash,
  loadRecord,
  newRecord,
  recordPath,
  removeRecord,
  saveRecord,
  type Asked,
  type ScreeningRecord,
} from './screening-record.js';

/** What is to be done. */
export interface Screening {
  readonly bookPath: string;
  readonly resultPath: string;
  readonly asked: Asked;
  /** Rows of a request, and what a crash makes to be asked again at most twice. */
  readonly groupSize: number;
}

/** Requests under way at a time: the service works on one while the other is written. */
const IN_FLIGHT = 2;

/**
 * Begins, or finds out where a run was broken off.
 *
 * @param isRestart whether what was done before is thrown away
 * @throws {Refusal} if the result belongs to other customers or other questions; {@link UsageError} for a result in the
 *   place of something else
 */
export async function prepare(
  { bookPath, resultPath, asked }: Screening,
  isRestart: boolean,
): Promise<{ record: ScreeningRecord; result: ResultFile }> {
  if (bookPath === resultPath) throw new UsageError('--out is the file of customers itself');
  const book = await fileHash(bookPath);
  const before = isRestart ? undefined : await loadRecord(resultPath);
  if (before !== undefined && before.rows > 0) {
    const difference = differenceOf(before, book, asked);
    if (difference === undefined) return { record: before, result: await ResultFile.goOn(resultPath, before.bytes) };
    throw new Refusal(`${recordPath(resultPath)}: ${difference}. --restart begins anew, --out names another result`);
  }
  const isThere = before === undefined && (await exists(resultPath));
  if (isThere && !isRestart) throw new UsageError(`${resultPath} exists: --restart overwrites it, --out names another`);
  const record = newRecord(book, asked, await survey(bookPath));
  // The record first: a result without one would be taken for somebody's own file.
  await saveRecord(resultPath, record);
  const result = await ResultFile.create(resultPath);
  await result.append(headerLine(record.survey.header, asked.language));
  return { record, result };
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

interface Pending {
  readonly customers: readonly CustomerRow[];
  readonly answers: Promise<LineAnswer[]>;
}

/** Asks about the rest of a book, group by group, and writes the answers in its order. */
export class ScreeningRun {
  constructor(
    private readonly screening: Screening,
    private readonly decisions: RemoteDecisions,
    private readonly result: ResultFile,
    readonly record: ScreeningRecord,
  ) {}

  /**
   * @param stop asks to finish what is under way
   * @param onRows told how many rows are done
   * @throws {Interrupted} if it was stopped before the end; the record says how far it came, as after any other error
   */
  async finish(stop: AbortSignal, onRows: (rows: number) => void): Promise<void> {
    const { bookPath, asked, groupSize, resultPath } = this.screening;
    const { client: _, language: _1, onlyRestricted: _2, ...matter } = asked;
    const pending: Pending[] = [];
    const settleFirst = async (): Promise<void> => {
      const first = pending.shift();
      if (first !== undefined) await this.settle(first);
      onRows(this.record.rows);
    };
    for await (const customers of customersOf(bookPath, matter, this.record.rows, groupSize)) {
      pending.push({ customers, answers: this.ask(customers) });
      if (pending.length >= IN_FLIGHT) await settleFirst();
      if (stop.aborted) break;
    }
    while (pending.length > 0) await settleFirst();
    if (this.record.rows < this.record.survey.rows) throw new Interrupted();
    await removeRecord(resultPath);
  }

  private ask(customers: readonly CustomerRow[]): Promise<LineAnswer[]> {
    const answers = this.decisions.ask(
      customers.flatMap((customer) => ('question' in customer ? [customer.question] : [])),
    );
    // Its failure is met when its turn comes, or not at all if the group before it has failed.
    answers.catch(() => undefined);
    return answers;
  }

  private async settle({ customers, answers }: Pending): Promise<void> {
    const { asked, resultPath } = this.screening;
    const answered = (await answers)[Symbol.iterator]();
    const columns = this.record.survey.header.length;
    const rows = customers.map((customer) => {
      const answer = 'question' in customer ? answered.next().value : undefined;
      return screenedRow(customer, answer, columns, asked.language);
    });
    const kept = asked.onlyRestricted ? rows.filter(({ end }) => end !== 'ALLOW') : rows;
    if (kept.length > 0) await this.result.append(csvOf(kept.map(({ cells }) => cells)));
    count(this.record, rows, this.result.bytes);
    await saveRecord(resultPath, this.record);
  }
}
