import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { DraftedNotice } from './notice-pdf.js';
import type { PrintableNotice } from './notice-font.js';

/** What the thread is given, and what it answers. */
export interface PrintJob {
  id: number;
  notice: DraftedNotice;
  asPdf: boolean;
}

export type Printed = PrintableNotice & {
  /** Present if it was asked for. */
  pdf?: Uint8Array;
};

export type PrintAnswer = { id: number } & ({ printed: Printed } | { error: string });

interface Waiting {
  done: (printed: Printed) => void;
  failed: (error: Error) => void;
}

/**
 * Prints notices in a thread of its own: making a PDF takes tenths of a second, in which nobody else would be answered. The
 * thread is started by the first notice and keeps the fonts.
 */
@Injectable()
export class Press implements OnModuleDestroy {
  private worker: Worker | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;

  /** @throws {Error} if the thread fails, which is a fault of ours */
  async print(notice: DraftedNotice, asPdf: boolean): Promise<Printed> {
    const job: PrintJob = { id: (this.lastId += 1), notice, asPdf };
    const worker = this.running();
    return new Promise((done, failed) => {
      this.waiting.set(job.id, { done, failed });
      // Only while somebody waits does the press keep the process alive.
      worker.ref();
      worker.postMessage(job, []);
    });
  }

  async onModuleDestroy(): Promise<void> {
    await this.worker?.terminate();
  }

  private running(): Worker {
    if (this.worker !== undefined) return this.worker;
    // The thread's file is of the same kind as this one: compiled, or TypeScript under the tests.
    const worker = new Worker(new URL(`./press.worker${extname(import.meta.url)}`, import.meta.url));
    worker.on('message', (answer: PrintAnswer) => this.answer(answer));
    worker.once('error', (error) => this.fail(worker, error instanceof Error ? error : new Error('The press failed')));
    worker.once('exit', (code) => this.fail(worker, new Error(`The press ended with ${code}`)));
    this.worker = worker;
    return worker;
  }

  private answer(answer: PrintAnswer): void {
    const waiting = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    if (this.waiting.size === 0) this.worker?.unref();
    if ('printed' in answer) waiting?.done(answer.printed);
    else waiting?.failed(new Error(answer.error));
  }

  /** Whoever waits is told, and the next notice starts another thread. */
  private fail(worker: Worker, error: Error): void {
    if (this.worker !== worker) return;
    this.worker = undefined;
    const waiting = [...this.waiting.values()];
    this.waiting.clear();
    for (const { failed } of waiting) failed(error);
  }
}
