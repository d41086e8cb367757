/** Bounds of what viewers may cost an edge location, with CloudFront's values where it has them. */
export interface EdgeLimits {
  /** Request line and headers together (VR-18, LQ-16). */
  readonly requestHeaderBytes: number;
  /** The request target (VR-18, LQ-16). */
  readonly requestUrlBytes: number;
  /** From a connection's first byte to the end of its request's headers. */
  readonly viewerHeaderSeconds: number;
  /** A kept-alive connection without a request. */
  readonly viewerIdleSeconds: number;
  /** A viewer that takes no bytes for so long is cut. */
  readonly viewerWriteSeconds: number;
  /** How long what a viewer still sends is taken and dropped behind the last answer of its connection. */
  readonly viewerLingerSeconds: number;
  /** Requests of one connection that wait for the answer to another; one more is answered 503 (D-12). */
  readonly pipelinedRequests: number;
  /** Viewer connections of one listener; one more is answered 503 (D-12). */
  readonly connections: number;
  /** Requests a second and distribution at one edge location; 0: no limit. Over it: 503 LimitExceeded. */
  readonly requestsPerSecond: number;
  /** Fills in flight at one edge location. */
  readonly fills: number;
  /** Viewers of one worker reading one fill. */
  readonly readersPerFill: number;
  /** Bytes of an object that is not kept, held between origin and viewers (D-7). */
  readonly fillWindowBytes: number;
  /** Bytes held by all fills in flight of one edge location. */
  readonly pinnedBytes: number;
  /** Parts of one multi-range answer; a request for more gets the whole object. */
  readonly rangeParts: number;
  /** Entries of a Via header; more are refused as a loop (D-12). */
  readonly viaHops: number;
  /** How long exchanges in flight may take to finish when the process is told to stop. */
  readonly drainSeconds: number;
}

export const DEFAULT_EDGE_LIMITS: EdgeLimits = {
  requestHeaderBytes: 20_480,
  requestUrlBytes: 8192,
  viewerHeaderSeconds: 30,
  viewerIdleSeconds: 60,
  viewerWriteSeconds: 60,
  viewerLingerSeconds: 5,
  pipelinedRequests: 128,
  connections: 10_000,
  requestsPerSecond: 0,
  fills: 10_000,
  readersPerFill: 10_000,
  fillWindowBytes: 1024 ** 2,
  pinnedBytes: 256 * 1024 ** 2,
  rangeParts: 64,
  viaHops: 10,
  drainSeconds: 30,
};
