/** What the process says to the shell. */
export const EXIT = {
  ok: 0,
  /** The check failed, or the service refused. */
  refused: 1,
  /** The command line, a file or a setting is not usable. */
  usage: 2,
  /** Our fault, or the database does not answer. */
  internal: 70,
  /** Ctrl-C. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
