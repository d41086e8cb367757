/** What went wrong with a file of logs or usage: reported, and never a reason to stop delivering (D-21). */
export interface LogProblem {
  /** For people, with counts where something was lost. */
  readonly message: string;
  /** The file or directory concerned; null where it is not about one. */
  readonly file: string | null;
  /** What was thrown, if anything. */
  readonly error: unknown;
}

/** Called whenever something went wrong; must not throw. */
export type OnLogProblem = (problem: LogProblem) => void;
