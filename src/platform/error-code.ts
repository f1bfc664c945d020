/** Whether an error of Node's own, such as `ENOENT`, has this code. */
export function hasCode(error: unknown, code: string): boolean {
  // Not `instanceof`: an error from another realm (a worker, a test's sandbox) is one as well.
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
