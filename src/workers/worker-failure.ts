/** Why a worker, and with it the service, cannot go on; as the operator should see it. */
export class WorkerFailure extends Error {
  override readonly name = 'WorkerFailure';

  /** @param code such as `EADDRINUSE`, `keys`, `worker-crash-loop` @param exitCode what the process says to the shell */
  constructor(
    message: string,
    readonly code: string,
    readonly exitCode: number,
  ) {
    super(message);
  }
}
