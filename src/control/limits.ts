/** What the control API allows an account, and the sizes it works with (CA-202…CA-228). */

/** All of them are settings (CA-228). */
export interface ControlLimits {
  /** CA-202, per account; the combined number where the two kinds share one. */
  readonly distributions: number;
  /** CA-203, per account. */
  readonly streamingDistributions: number;
  /** CA-204, CA-225: both kinds of distribution count against `distributions`. */
  readonly countsDistributionsTogether: boolean;
  /** CA-205, per account. */
  readonly identities: number;
  /** CA-212, per distribution. */
  readonly invalidationsInProgress: number;
  /** CA-223: entries of a page, at most and unless asked otherwise. */
  readonly pageSize: number;
}

export const DEFAULT_CONTROL_LIMITS: ControlLimits = {
  distributions: 100,
  streamingDistributions: 100,
  countsDistributionsTogether: false,
  identities: 100,
  invalidationsInProgress: 3,
  pageSize: 100,
};

/** Real time until a change of status that could not be written is tried again. */
export const STATUS_RETRY_MS = 1_000;
