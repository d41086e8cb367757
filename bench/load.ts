/** One measurement: a scenario against a subject for some seconds, by autocannon in this process. */
import autocannon from 'autocannon';
import type { Scenario } from './scenarios.ts';

/** Where a subject answers. */
export interface Target {
  readonly httpUrl: string;
  readonly httpsUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Makes of a path what this subject wants to be asked. */
  readonly sign: (path: string) => string;
}

export interface Measurement {
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly mibPerSecond: number;
  /** Answers with another status than the scenario's, and requests without one. */
  readonly wrongAnswers: number;
}

export interface LoadOptions {
  readonly seconds: number;
  readonly connections: number;
  /** Hands out the numbers that stand for `#`. */
  readonly nextNumber: () => number;
}

export async function load(scenario: Scenario, target: Target, options: LoadOptions): Promise<Measurement> {
  const path = scenario.isSigned ? target.sign(scenario.path) : scenario.path;
  const result = await autocannon({
    url: scenario.isSecure ? target.httpsUrl : target.httpUrl,
    connections: options.connections,
    duration: options.seconds,
    headers: { ...target.headers, ...scenario.headers },
    requests: [requestOf(path, options.nextNumber)],
    tlsOptions: { rejectUnauthorized: false },
  });
  const { requests, latency, throughput, errors, timeouts } = result;
  const right = result.statusCodeStats?.[`${scenario.status}`]?.count ?? 0;
  return {
    requestsPerSecond: right / result.duration,
    p50Ms: latency.p50,
    p99Ms: latency.p99,
    mibPerSecond: throughput.average / 1024 ** 2,
    wrongAnswers: requests.total - right + errors + timeouts,
  };
}

function requestOf(path: string, nextNumber: () => number): autocannon.Request {
  if (!path.includes('#')) return { path };
  return { setupRequest: (request) => ({ ...request, path: path.replace('#', String(nextNumber())) }) };
}
