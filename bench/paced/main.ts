/** Paced load in a process of its own; its one argument is PacedOrder as JSON, and what it prints PacedReport. */
import { quantileOf } from '../statistics.ts';
import { pacedLoad } from './paced-load.ts';

export interface PacedOrder {
  readonly port: number;
  readonly host: string;
  /** `#` stands for a number drawn among `choices` from `firstNumber` on. */
  readonly path: string;
  readonly firstNumber: number;
  readonly choices: number;
  /** Every so many requests one is for a number of its own; 0: none. */
  readonly newEvery: number;
  readonly firstNew: number;
  readonly bodyBytes: number;
  readonly ratePerSecond: number;
  readonly seconds: number;
  readonly connections: number;
}

export interface PacedReport {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly longestMs: number;
  /** Share of the requests whose latency is known. */
  readonly seen: number;
}

const WARMING_SECONDS = 1;
/** Requests made beforehand: none is worth collecting while it is measured. */
const MADE = 1000;

const order = JSON.parse(process.argv[2]!) as PacedOrder;
const made = Array.from({ length: Math.min(MADE, order.choices) }, () =>
  requestFor(order.firstNumber + Math.floor(Math.random() * order.choices)),
);
// The first moments are for the compilers on both sides.
await pacedLoad({ ...order, request: madeRequest, seconds: WARMING_SECONDS });
const latencies = await pacedLoad({ ...order, request });
const report: PacedReport = {
  p50Ms: quantileOf(latencies, 0.5),
  p99Ms: quantileOf(latencies, 0.99),
  longestMs: latencies.reduce((most, one) => Math.max(most, one), 0),
  seen: latencies.length / (order.ratePerSecond * order.seconds),
};
process.stdout.write(`${JSON.stringify(report)}\n`);

function request(at: number): Buffer {
  const isNew = order.newEvery > 0 && at % order.newEvery === 0;
  return isNew ? requestFor(order.firstNew + at) : madeRequest(at);
}

function madeRequest(at: number): Buffer {
  return made[at % made.length]!;
}

function requestFor(number: number): Buffer {
  const path = order.path.replace('#', String(number));
  return Buffer.from(`GET ${path} HTTP/1.1\r\nHost: ${order.host}\r\n\r\n`, 'latin1');
}
