import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';

/** What a thread may be asked to do, by the name of its file. */
export type ThreadName = 'check' | 'what-if';

export interface ThreadOptions<Progress> {
  /** Ends the thread at once, whatever it is doing. */
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

/** Enough for the largest rulebook; what takes more is no rulebook. */
const LIMITS = { maxOldGenerationSizeMb: 1024 };

/**
 * Has a thread of its own do something and tells its result. The thread shares nothing with us and ends with its task.
 *
 * @throws what the thread threw; the reason of the signal if it was aborted
 */
export async function inThread<Result, Progress = never>(
  name: ThreadName,
  task: object,
  { signal, onProgress }: ThreadOptions<Progress> = {},
): Promise<Result> {
  signal?.throwIfAborted();
  // The thread's file is of the same kind as this one: compiled, or TypeScript under the tests.
  const worker = new Worker(new URL(`./${name}.worker${extname(import.meta.url)}`, import.meta.url), {
    workerData: task,
    resourceLimits: LIMITS,
  });
  const stop = (): void => void worker.terminate();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    return await new Promise<Result>((done, failed) => {
      worker.on('message', (message: { result: Result } | { progress: Progress }) => {
        if ('result' in message) done(message.result);
        else onProgress?.(message.progress);
      });
      worker.once('error', failed);
      worker.once('exit', (code) => failed(signal?.reason ?? new Error(`The thread ${name} ended with ${code}`)));
    });
  } finally {
    signal?.removeEventListener('abort', stop);
    await worker.terminate();
  }
}
