/** What one edge location counts; metrics and the operator's window read it. */
import type { ResultType } from '../policy/result-type.ts';

export class Counters {
  readonly requests: Record<ResultType, number> = {
    Hit: 0,
    RefreshHit: 0,
    Miss: 0,
    Error: 0,
    LimitExceeded: 0,
    CapacityExceeded: 0,
  };
  /** Fetches handed to origins, revalidations included; retries of one fetch count once. */
  originRequests = 0;
  /** Fetches that ended in an origin fault. */
  originFaults = 0;
  /** Body bytes received from origins. */
  originBytes = 0;
  /** Bytes sent to viewers, headers included. */
  viewerBytes = 0;
  /** Exchanges begun and not yet finished. */
  inFlight = 0;
  /** Requests that were answered from another viewer's fetch. */
  followers = 0;
}
