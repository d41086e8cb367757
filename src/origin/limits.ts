/** Bounds of what one origin may cost an edge location, with CloudFront's values where it has them. */
export interface OriginLimits {
  /** Connections open to one origin at a time. */
  readonly originConnections: number;
  /** Requests waiting for a connection to one origin; one more is answered 503 (D-12). */
  readonly originPending: number;
  /** TCP and TLS handshake of one attempt (OR-36). */
  readonly originConnectSeconds: number;
  /** First byte, and then between bytes (OR-37). */
  readonly originResponseSeconds: number;
  /** Tries in all for one fetch (OR-36, OR-38). */
  readonly originAttempts: number;
  /** How long an idle connection is kept (OR-41). */
  readonly originKeepAliveSeconds: number;
  /** Response line and headers (CP-17). */
  readonly originHeaderBytes: number;
  /** A body longer than this is cut off (CP-15, LQ-17). */
  readonly objectBytes: number;
}

export const DEFAULT_ORIGIN_LIMITS: OriginLimits = {
  originConnections: 100,
  originPending: 1000,
  originConnectSeconds: 10,
  originResponseSeconds: 30,
  originAttempts: 3,
  originKeepAliveSeconds: 5,
  originHeaderBytes: 20_480,
  objectBytes: 20 * 1024 ** 3,
};
