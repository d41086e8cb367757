/** A record and a log target to vary, a directory that goes away with its test, and what a log file says. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { onTestFinished } from 'vitest';
import type { AccessRecord } from '../../src/logs/access-record.ts';
import { HeaderSection } from '../../src/policy/header-section.ts';
import type { AccessLogTarget } from '../../src/routing/compiled-distribution.ts';

export const HEADERS = {
  Referer: 'www.displaymyfiles.com',
  'User-Agent': 'Mozilla/4.0',
  Cookie: 'zip=98101',
};

export const RECORD: AccessRecord = {
  finishedAt: Date.UTC(2013, 4, 23, 1, 13, 11, 999),
  pop: 'FRA2',
  bytesSent: 182,
  clientAddress: '192.0.2.10',
  method: 'GET',
  domainName: 'd111111abcdef8.cloudfront.net',
  path: '/view/my/file.html',
  status: 200,
  section: new HeaderSection(Object.entries(HEADERS).flat()),
  query: null,
  queryMemory: null,
  resultType: 'RefreshHit',
  requestId: 'MRVMF7KydIvxMWfJIglgwHQwZsbG2IhRJ07sn9AkKUFSHS9EXAMPLE==',
};

export const TARGET: AccessLogTarget = {
  distributionId: 'EMLARXS9EXAMPLE',
  bucket: 'mylogs.s3.amazonaws.com',
  prefix: 'myprefix/',
  era: '12',
  includeCookies: true,
};

/** A request's headers: those of the record, some changed, some left out (undefined). */
export function sectionWith(changes: Readonly<Record<string, string | undefined>>): HeaderSection {
  const headers = Object.entries({ ...HEADERS, ...changes });
  return new HeaderSection(headers.flatMap(([name, value]) => (value === undefined ? [] : [name, value])));
}

/** Text of any character codes up to one; 0xff is what headers can hold. */
export function anyText(highest: number): fc.Arbitrary<string> {
  const codes = fc.array(fc.oneof(fc.integer({ min: 0, max: 0x7f }), fc.integer({ min: 0, max: highest })));
  return codes.map((units) => String.fromCharCode(...units));
}

export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'edgefront-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** The lines of a log file without its two header lines. */
export function linesOf(file: string): string[] {
  return gunzipSync(readFileSync(file)).toString().trimEnd().split('\n').slice(2);
}
