import { Readable } from 'node:stream';
import { Injectable, Logger } from '@nestjs/common';
import { Problem, type Language } from '../../domain/problem.js';
import type { ClientPrincipal } from '../../institutions/principal.js';
import { lineGroups, MAX_LINE_BYTES, type Line } from '../../platform/ndjson.js';
import { MissingCards } from './missing-cards.service.js';
import { ReconciliationBatch } from './reconciliation-batch.service.js';
import { answerLine, summaryLine } from './reconciliation-lines.js';
import { Reconciliations, type Run } from './reconciliations.service.js';
import { readLine, type Reading } from './reported-card.js';

/** Cards of one transaction at most. */
const BATCH = 1_000;
/** How often a process tells that it still reads; a sixth of the time after which nobody believes it. */
const HEARTBEAT_MS = 5_000;

/** What is said of an account before it comes. */
export interface AccountTerms {
  /** Whether it names everything the institution holds. */
  isFull: boolean;
  /** Whether a full account may be empty. */
  mayBeEmpty: boolean;
  language: Language;
}

/** Answers an account line by line, no faster than the institution reads, in the memory of one batch. */
@Injectable()
export class ReconciliationStream {
  private readonly logger = new Logger('reconciliation');

  constructor(
    private readonly runs: Reconciliations,
    private readonly batches: ReconciliationBatch,
    private readonly missing: MissingCards,
  ) {}

  /**
   * Begins when the first line is there. When the institution hangs up, or its stream breaks off, it is over: the tasks found so
   * far stay.
   *
   * @param body NDJSON
   * @returns the id of the reconciliation and the lines of the answer
   * @throws {Problem} `reconciliation-empty`, `reconciliation-running`
   */
  async answer(
    body: AsyncIterable<Buffer>,
    client: ClientPrincipal,
    terms: AccountTerms,
  ): Promise<{ id: string; answer: Readable }> {
    const groups = lineGroups(body);
    const first = await groups.next();
    const isEmpty = first.done === true;
    if (isEmpty && terms.isFull && !terms.mayBeEmpty) throw new Problem('reconciliation-empty');
    const run = await this.runs.begin(client, terms.isFull);
    const lines = unbroken(isEmpty ? [] : first.value, groups);
    const answer = Readable.from(this.answers(run, lines, isEmpty, terms.language), {
      objectMode: false,
      highWaterMark: MAX_LINE_BYTES,
    });
    const heart = setInterval(() => void this.whileReading(this.runs.beat(run.id)), HEARTBEAT_MS).unref();
    // Also when nobody has read a line of the answer yet.
    answer.once('close', () => {
      clearInterval(heart);
      void this.whileReading(this.runs.abort(run));
    });
    return { id: run.id, answer };
  }

  private async *answers(
    run: Run,
    groups: AsyncIterable<Line[]>,
    isEmpty: boolean,
    language: Language,
  ): AsyncGenerator<string> {
    try {
      await this.batches.prepare(run);
      for await (const lines of groups) {
        for (let at = 0; at < lines.length; at += BATCH)
          yield* this.ofBatch(run, lines.slice(at, at + BATCH), language);
      }
      // An empty account was announced as such.
      const missing = run.isFull && !isEmpty ? await this.missing.doubted(run) : 0;
      if (missing > 0) {
        await this.runs.doubt(run);
        yield summaryLine(run, { state: 'implausible', missing });
        return;
      }
      if (run.isFull) {
        for await (const page of this.missing.track(run, 'running'))
          yield page.map((finding) => answerLine(finding, language)).join('');
      }
      const resolved = await this.runs.conclude(run, 'finish');
      yield summaryLine(run, { state: 'done', resolved });
    } catch (error) {
      // Nobody is there to be told.
      if (error instanceof HungUp) return;
      // No exception leaves a stream of lines: without this, nobody would learn why.
      if (!(error instanceof Problem)) this.logger.error(error);
      const problem = error instanceof Problem ? error : new Problem('internal');
      await this.whileReading(this.runs.abort(run));
      yield answerLine({ line: null, problem }, language);
      yield summaryLine(run, { state: 'aborted' });
    }
  }

  private async *ofBatch(run: Run, lines: readonly Line[], language: Language): AsyncGenerator<string> {
    const readings: Reading[] = [];
    for (const line of lines) {
      const reading = readLine(line, run.client.institution.kind);
      readings.push(reading instanceof Promise ? await reading : reading);
    }
    const answers = await this.batches.take(run, readings);
    if (answers.length > 0) yield answers.map((answer) => answerLine(answer, language)).join('');
  }

  /** What can be left undone: who died, or lost the database, is not heard of any more, and the next one takes over. */
  private async whileReading(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch {
      this.logger.debug('how a reconciliation stands was not written');
    }
  }
}

/** The institution is gone, or its stream broke off: no fault of ours. */
class HungUp extends Error {}

async function* unbroken(first: Line[], others: AsyncIterable<Line[]>): AsyncGenerator<Line[]> {
  yield first;
  try {
    yield* others;
  } catch (cause) {
    throw new HungUp('The account broke off', { cause });
  }
}
