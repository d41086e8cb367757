/** What is asked, a row each. A new scenario is a new row. */
import type { PeerName } from './peers/peer.ts';

/** Who answers. `ceiling`: a constant answer on node:net. `full edgefront`: one that holds a million objects. */
export type Subject = 'edgefront' | 'full edgefront' | 'ceiling' | PeerName;

export interface Scenario {
  readonly name: string;
  /** Below the root; `#` stands for a number. */
  readonly path: string;
  /** Among how many the number is drawn; 0: each is new. */
  readonly choices: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly isSecure: boolean;
  readonly isSigned: boolean;
  readonly status: 200 | 206 | 304;
  /** Of the body. */
  readonly sizeBytes: number;
  /** Whether the origin is asked, once what may be kept was asked for. */
  readonly result: 'Hit' | 'Miss';
  readonly subjects: readonly Subject[];
}

const KIB = 1024;
const LARGE = 100 * KIB ** 2;
const PART = { Range: `bytes=${LARGE - 64 * KIB}-${LARGE - 1}` };
const KNOWN = { 'If-None-Match': '"constant"' };
/** Objects of the full edge. */
export const FULL = 1_000_000;
export const MANY_PATH = `/${KIB}/many/#`;
/** Above every number of another scenario, and all of the same length. */
export const FIRST_CHOICE = 5_000_000_000;
const HIT = {
  choices: 0,
  headers: {},
  isSecure: false,
  isSigned: false,
  status: 200,
  result: 'Hit',
} as const;
const SMALL = { ...HIT, path: `/${KIB}/small`, sizeBytes: KIB };

/** Neighbours are measured one after the other: what is compared stands together. */
export const SCENARIOS: readonly Scenario[] = [
  {
    ...SMALL,
    name: 'hit-1KiB',
    subjects: [
      'ceiling',
      'traffic server',
      'varnish',
      'nginx (open files)',
      'haproxy (no log)',
      'haproxy',
      'edgefront',
      'nginx',
    ],
  },
  { ...SMALL, name: 'hit-signed', path: `/${KIB}/small/signed`, isSigned: true, subjects: ['edgefront'] },
  { ...SMALL, name: 'not-modified', headers: KNOWN, status: 304, sizeBytes: 0, subjects: ['edgefront'] },
  { ...SMALL, name: 'hit-tls', isSecure: true, subjects: ['edgefront', 'nginx'] },
  {
    ...HIT,
    name: 'hit-100KiB',
    path: `/${100 * KIB}/medium`,
    sizeBytes: 100 * KIB,
    subjects: ['edgefront', 'varnish'],
  },
  {
    ...HIT,
    name: 'hit-1MiB',
    path: `/${KIB ** 2}/big`,
    sizeBytes: KIB ** 2,
    subjects: ['edgefront', 'nginx'],
  },
  {
    ...HIT,
    name: 'range-64KiB',
    path: `/${LARGE}/large`,
    headers: PART,
    status: 206,
    sizeBytes: 64 * KIB,
    subjects: ['edgefront', 'nginx'],
  },
  { ...SMALL, name: 'hit-of-1000', path: MANY_PATH, choices: 1000, subjects: ['edgefront'] },
  { ...SMALL, name: 'hit-of-all', path: MANY_PATH, choices: FULL, subjects: ['full edgefront'] },
  {
    ...SMALL,
    name: 'miss-passed',
    path: `/${KIB}/passed/#`,
    result: 'Miss',
    subjects: ['edgefront', 'nginx'],
  },
  { ...SMALL, name: 'miss-kept', path: `/${KIB}/kept/#`, result: 'Miss', subjects: ['edgefront', 'nginx'] },
];

/** Throws TypeError for another name. */
export function scenarioNamed(name: string): Scenario {
  const scenario = SCENARIOS.find((one) => one.name === name);
  if (scenario === undefined)
    throw new TypeError(`scenarios are ${SCENARIOS.map((one) => one.name).join(', ')}`);
  return scenario;
}
