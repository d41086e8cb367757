/** One measurement: a scenario against a target for some seconds, by wrk, or by autocannon where wrk is missing. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { Child } from './child.ts';
import { onCore } from './cores.ts';
import { type Measurement, measurementOf } from './measurement.ts';
import type { Scenario } from './scenarios.ts';

/** Where somebody answers. */
export interface Target {
  readonly httpUrl: string;
  readonly httpsUrl: string;
  readonly host: string;
  /** Makes of a path what this one wants to be asked. */
  readonly sign: (path: string) => string;
}

/** Where it listens in the clear. */
export function addressOf({ httpUrl, host }: Target): { port: number; host: string } {
  return { port: Number(new URL(httpUrl).port), host };
}

export interface LoadOptions {
  readonly seconds: number;
  readonly connections: number;
  /** The first of the numbers that stand for `#`. */
  readonly firstNumber: number;
}

export const HAS_WRK = spawnSync('wrk', ['-v']).error === undefined;
const SCRIPT = join(import.meta.dirname, 'wrk.lua');

export async function load(scenario: Scenario, target: Target, options: LoadOptions): Promise<Measurement> {
  const path = scenario.isSigned ? target.sign(scenario.path) : scenario.path;
  const url = scenario.isSecure ? target.httpsUrl : target.httpUrl;
  const headers = { Host: target.host, ...scenario.headers };
  const asked = { url, path, headers, choices: scenario.choices };
  return HAS_WRK ? await withWrk(asked, options) : await withAutocannon(asked, options);
}

interface Asked {
  readonly url: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly choices: number;
}

async function withWrk({ url, path, headers, choices }: Asked, options: LoadOptions): Promise<Measurement> {
  const lines = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
  const load = ['-t', '1', '-c', `${options.connections}`, '-d', `${Math.ceil(options.seconds)}s`];
  const script = ['-s', SCRIPT, `${url}${path}`, '--', path, `${options.firstNumber}`, `${choices}`];
  return measurementOf(await Child.output(onCore('load', ['wrk', ...load, ...lines, ...script])));
}

async function withAutocannon(
  { url, path, headers, choices }: Asked,
  options: LoadOptions,
): Promise<Measurement> {
  let last = options.firstNumber - 1;
  const next = () => (choices > 0 ? options.firstNumber + Math.floor(Math.random() * choices) : ++last);
  const setupRequest = (request: autocannon.Request) => ({
    ...request,
    path: path.replace('#', `${next()}`),
  });
  const result = await autocannon({
    url,
    headers,
    connections: options.connections,
    duration: options.seconds,
    requests: [path.includes('#') ? { setupRequest } : { path }],
    tlsOptions: { rejectUnauthorized: false },
  });
  const { requests, latency, throughput, errors, timeouts, non2xx } = result;
  const refused = non2xx - (result.statusCodeStats?.['304']?.count ?? 0);
  return {
    requests: requests.total,
    requestsPerSecond: requests.total / result.duration,
    p50Ms: latency.p50,
    p99Ms: latency.p99,
    longestMs: latency.max,
    mibPerSecond: throughput.average / 1024 ** 2,
    bytesPerAnswer: throughput.total / Math.max(1, requests.total),
    wrongAnswers: refused + errors + timeouts,
  };
}
