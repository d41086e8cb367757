/** What may be typed behind `npm run bench --`. */
import { parseArgs } from 'node:util';

export interface BenchOptions {
  readonly rounds: number;
  /** Of each measurement. */
  readonly seconds: number;
  readonly connections: number;
  /** That the full edge holds. */
  readonly objects: number;
  /** Parts of names, split by commas: what has none of them is left out; empty: all. */
  readonly only: readonly string[];
  /** Where the numbers go as JSON; null: nowhere. */
  readonly json: string | null;
  /** Whether they are kept beside the bench as an accepted run. */
  readonly isKept: boolean;
}

export const USAGE = `npm run bench -- [--rounds 7] [--seconds 2] [--connections 64] [--objects 1000000]
                [--only NAME,NAME] [--json FILE] [--keep]

An edge, its origin and whichever of nginx, HAProxy, Varnish and Traffic Server are installed are started,
checked and loaded in turns. NAME is a part of a scenario's name, or one of pause, overhead, tail, start, workers. --keep puts the numbers into
bench/results/. Exits with 1 when an answer was wrong.`;

/** Null: help was asked for. Throws TypeError for what is not understood. */
export function readOptions(args: readonly string[]): BenchOptions | null {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { ...text, default: '' },
      json: text,
      rounds: { ...text, default: '7' },
      seconds: { ...text, default: '2' },
      connections: { ...text, default: '64' },
      objects: { ...text, default: '1000000' },
      keep: { type: 'boolean', default: false },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) return null;
  return {
    rounds: count('rounds', values.rounds),
    seconds: count('seconds', values.seconds),
    connections: count('connections', values.connections),
    objects: count('objects', values.objects),
    only: values.only.split(',').filter((name) => name !== ''),
    json: values.json ?? null,
    isKept: values.keep,
  };
}

export function isChosen(name: string, { only }: Pick<BenchOptions, 'only'>): boolean {
  return only.length === 0 || only.some((part) => name.includes(part));
}

function count(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new TypeError(`--${name} is a whole number above 0`);
  return number;
}
