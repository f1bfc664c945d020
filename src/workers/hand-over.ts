import type { ChildProcess } from 'node:child_process';

interface Closable {
  close(): void;
}

/**
 * Watches over the connection that is on its way to a worker.
 *
 * Node's cluster hands a worker one connection at a time and closes its own end when the worker has taken it. Of a worker
 * that dies in between it never hears, and the connection would stay open with nobody behind it: its client would wait
 * for ever instead of trying again.
 */
export class HandOver {
  private onItsWay: Closable | undefined;

  /** @param worker before any connection is sent to it */
  constructor(worker: ChildProcess) {
    const send: unknown = Reflect.get(worker, 'send');
    if (typeof send !== 'function') return;
    Reflect.set(worker, 'send', (...given: unknown[]): unknown => {
      const [, handle] = given;
      if (isClosable(handle)) this.onItsWay = handle;
      return Reflect.apply(send, worker, given);
    });
  }

  /** The worker is dead. Closing what it had taken already does nothing. */
  abandon(): void {
    this.onItsWay?.close();
  }
}

function isClosable(handle: unknown): handle is Closable {
  return typeof handle === 'object' && handle !== null && 'close' in handle && typeof handle.close === 'function';
}
