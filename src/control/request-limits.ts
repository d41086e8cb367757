/** Bounds of what one connection or request to the control API may cost. */

/** A request's head. */
export const MAX_HEAD_BYTES = 32 * 1024;

/** Connections of one listener at one time. */
export const MAX_CONNECTIONS = 128;

/** How long a listener waits for those who are slow, in real time. */
export interface Patience {
  /** For a request to arrive whole, from its first byte; for a TLS handshake too. */
  readonly requestMs: number;
  /** For a connection on which nothing moves, between requests or while an answer waits to be read. */
  readonly idleMs: number;
  /** For requests in flight to end once the listener closes. */
  readonly closeMs: number;
}

export const PATIENCE: Patience = { requestMs: 30_000, idleMs: 60_000, closeMs: 2000 };
