import { PassThrough, type Readable } from 'node:stream';
import { Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../domain/problem.js';
import { languageOf } from '../platform/language.js';
import { instanceOf } from '../platform/problem.filter.js';
import type { Watch } from './import.service.js';
import type { ImportResponse } from './list-response.dto.js';

/** A few lines a second are as many as anybody reads. */
const PAUSE_MS = 250;

/** An import told line by line to whoever sent the file: how far it is, and at last what came of it. */
export class ImportLines implements Watch {
  private readonly logger = new Logger('lists');
  private readonly lines = new PassThrough();
  private readonly abort = new AbortController();
  private saidAt = Number.NEGATIVE_INFINITY;
  private begin: () => void = () => undefined;
  /** Resolves with the first line. */
  private readonly begun = new Promise<void>((resolve) => (this.begin = resolve));

  constructor(
    private readonly request: FastifyRequest,
    reply: FastifyReply,
  ) {
    reply.raw.once('close', () => {
      if (!reply.raw.writableFinished) this.abort.abort();
    });
  }

  get stream(): Readable {
    return this.lines;
  }

  get signal(): AbortSignal {
    return this.abort.signal;
  }

  readonly progress: NonNullable<Watch['progress']> = ({ total: rows, accepted, rejected }) => {
    const now = performance.now();
    if (now - this.saidAt < PAUSE_MS) return;
    this.saidAt = now;
    this.say({ progress: { rows, accepted, rejected } });
    this.begin();
  };

  /** Returns when there is something to send. @throws what ends the import before that */
  async follow(work: Promise<ImportResponse>): Promise<void> {
    const ended = work.then((list) => this.end({ list }));
    await Promise.race([this.begun, ended]);
    ended.catch((error: unknown) => this.end({ problem: this.problemOf(error).toBody(...this.addressed()) }));
  }

  private addressed(): Parameters<Problem['toBody']> {
    return [languageOf(this.request), instanceOf(this.request)];
  }

  /** What nobody expected is logged, and leaves without a word of what it was. */
  private problemOf(error: unknown): Problem {
    if (error instanceof Problem) return error;
    if (!this.signal.aborted) this.logger.error(error);
    return new Problem('internal');
  }

  private say(line: object): void {
    if (!this.lines.destroyed) this.lines.write(`${JSON.stringify(line)}\n`);
  }

  private end(line: object): void {
    this.say(line);
    this.lines.end();
  }
}
