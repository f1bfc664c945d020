/** npm repeats the Ctrl-C that the terminal has sent us already: within this time it is the same one. */
const SAME_SIGNAL_MS = 1000;

/**
 * Works until done or asked to stop by SIGINT or SIGTERM; a second one ends the process as usual, which loses nothing
 * that is written.
 */
export async function untilStopped<Result>(work: (stop: AbortSignal) => Promise<Result>): Promise<Result> {
  const controller = new AbortController();
  const letGo = (): void => void process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  const onSignal = (): void => {
    if (!controller.signal.aborted) setTimeout(letGo, SAME_SIGNAL_MS).unref();
    controller.abort();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  try {
    return await work(controller.signal);
  } finally {
    letGo();
  }
}
