/** What is measured: a row each, in the order of the report. A new scenario is a new row. */

/** Who answers: edgefront, bare node:http, nginx with proxy_cache. */
export type Subject = 'edgefront' | 'ceiling' | 'nginx';

export interface Scenario {
  readonly name: string;
  /** Below the root; `#` stands for a number that no request has had before. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly isSecure: boolean;
  readonly isSigned: boolean;
  readonly status: 200 | 206 | 304;
  /** What X-Cache of edgefront must begin with, once the object was asked for. */
  readonly result: 'Hit' | 'Miss';
  readonly subjects: readonly Subject[];
}

const ALL: readonly Subject[] = ['edgefront', 'ceiling', 'nginx'];
const HIT: Omit<Scenario, 'name' | 'path'> = {
  headers: {},
  isSecure: false,
  isSigned: false,
  status: 200,
  result: 'Hit',
  subjects: ALL,
};
const KIB = 1024;
const LARGE = 8 * KIB ** 2;
const LAST_64_KIB = { Range: `bytes=${LARGE - 64 * KIB}-${LARGE - 1}` };
const KNOWN = { 'If-None-Match': '"constant"' };

export const SCENARIOS: readonly Scenario[] = [
  { ...HIT, name: 'hit-1KiB', path: `/${KIB}/small` },
  { ...HIT, name: 'hit-100KiB', path: `/${100 * KIB}/medium` },
  { ...HIT, name: 'range-64KiB', path: `/${LARGE}/large`, headers: LAST_64_KIB, status: 206 },
  { ...HIT, name: 'not-modified', path: `/${KIB}/small`, headers: KNOWN, status: 304 },
  { ...HIT, name: 'hit-signed', path: `/${KIB}/signed`, isSigned: true, subjects: ['edgefront', 'ceiling'] },
  { ...HIT, name: 'miss-kept', path: `/${KIB}/kept/#`, result: 'Miss' },
  { ...HIT, name: 'miss-passed', path: `/${KIB}/passed/#`, result: 'Miss' },
  { ...HIT, name: 'hit-tls', path: `/${KIB}/small`, isSecure: true },
];

/** For one object of an edge about which nothing else is known. */
export function scenariosFor(path: string, isSecure: boolean, etag: string | null): Scenario[] {
  const base = { ...HIT, path, isSecure, subjects: ['edgefront'] } as const;
  const part = { Range: `bytes=0-${64 * KIB - 1}` };
  const scenarios: Scenario[] = [
    { ...base, name: 'hit' },
    { ...base, name: 'range-64KiB', headers: part, status: 206 },
  ];
  if (etag !== null)
    scenarios.push({ ...base, name: 'not-modified', headers: { 'If-None-Match': etag }, status: 304 });
  return scenarios;
}
