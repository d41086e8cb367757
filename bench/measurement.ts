/** What one run of load says: read from the line of JSON that `wrk.lua` ends with. */

export interface Measurement {
  readonly requests: number;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly longestMs: number;
  readonly mibPerSecond: number;
  /** Headers and body together, on average. */
  readonly bytesPerAnswer: number;
  /** Statuses of 400 and above, and requests without an answer. */
  readonly wrongAnswers: number;
}

interface Said {
  readonly requests: number;
  readonly microseconds: number;
  readonly bytes: number;
  readonly refused: number;
  readonly broken: number;
  readonly p50: number;
  readonly p99: number;
  readonly longest: number;
}

/** Throws SyntaxError when wrk ended without its line. */
export function measurementOf(output: string): Measurement {
  const line = output.split('\n').find((one) => one.startsWith('{"requests"')) ?? '';
  const said = JSON.parse(line) as Said;
  const seconds = said.microseconds / 1e6;
  return {
    requests: said.requests,
    requestsPerSecond: said.requests / seconds,
    p50Ms: said.p50 / 1000,
    p99Ms: said.p99 / 1000,
    longestMs: said.longest / 1000,
    mibPerSecond: said.bytes / 1024 ** 2 / seconds,
    bytesPerAnswer: said.bytes / Math.max(1, said.requests),
    wrongAnswers: said.refused + said.broken,
  };
}
