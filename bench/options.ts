/** What may be typed behind `npm run bench --`. */
import { parseArgs } from 'node:util';

export interface BenchOptions {
  /** A URL of an edge that runs already; null: one is started. */
  readonly url: string | null;
  readonly rounds: number;
  /** Of each measurement. */
  readonly seconds: number;
  readonly connections: number;
  /** A part of the names of the scenarios to run; empty: all. */
  readonly only: string;
  /** Where the numbers go as JSON; null: to the standard output, behind the table. */
  readonly json: string | null;
}

export const USAGE = `npm run bench -- [--url URL] [--rounds 5] [--seconds 2] [--connections 32] [--only NAME] [--json FILE]

Without --url an edge, its origin and everything it is compared with are started and loaded.
With --url the one object behind it is: as a whole, 64 KiB of it, and conditionally.`;

/** Throws TypeError for what is not understood. */
export function readOptions(args: readonly string[]): BenchOptions | null {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      url: text,
      only: { ...text, default: '' },
      json: text,
      rounds: { ...text, default: '5' },
      seconds: { ...text, default: '2' },
      connections: { ...text, default: '32' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) return null;
  return {
    url: values.url ?? null,
    rounds: count('rounds', values.rounds),
    seconds: count('seconds', values.seconds),
    connections: count('connections', values.connections),
    only: values.only,
    json: values.json ?? null,
  };
}

function count(name: string, text: string): number {
  const number = Number(text);
  if (!(number > 0)) throw new TypeError(`--${name} is a number above 0`);
  return number;
}
