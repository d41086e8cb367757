/** What is remembered of a viewer's conditions is of one version at one edge location. */
import { expect, test } from 'vitest';
import type { Exchange } from '../../src/edge/exchange.ts';
import { judgeConditions, linesOfNotModified } from '../../src/edge/known-version.ts';
import { PlainSections } from '../../src/edge/plain-section.ts';
import { HeaderSection } from '../../src/policy/header-section.ts';

const SECTION = new HeaderSection(['If-None-Match', '"1"']);

interface Asked {
  readonly pop: string;
  readonly version: number;
  readonly etag: string;
  readonly lines?: string;
}

/** As much of an exchange as is looked at. */
function exchange({ pop, version, etag, lines = `ETag: ${etag}\r\n` }: Asked): Exchange {
  const object = { version, lines: Buffer.from(lines), validators: { etag, lastModified: null } };
  const behavior = { cacheKey: { forwardsCookies: false } };
  return { edge: { pop }, request: { section: SECTION }, behavior, object } as unknown as Exchange;
}

function answerTo(asked: Asked): string {
  const x = exchange(asked);
  const verdict = judgeConditions(x);
  return verdict === 'not-modified' ? linesOfNotModified(x).toString() : verdict;
}

test('TTL-34: the same version number elsewhere is another version', () => {
  const known = { pop: 'IAD2', version: 7, etag: '"1"' };
  for (let at = 0; at < 2; at++) expect(answerTo(known)).toBe('ETag: "1"\r\n');
  expect(answerTo({ ...known, pop: 'FRA2', etag: '"2"' })).toBe('proceed');
  expect(answerTo({ ...known, version: 8, etag: '"2"' })).toBe('proceed');
  expect(answerTo({ ...known, etag: '"2"' })).toBe('ETag: "1"\r\n');
});

test('what is remembered keeps no more memory than it has', () => {
  const lines = linesOfNotModified(exchange({ pop: 'IAD2', version: 10, etag: '"1"' }));
  expect(lines.buffer.byteLength).toBe(lines.length);
  const text = 'Host: d1.cloudfront.net\r\n\r\n';
  expect(new PlainSections().read(text)!.bytes.buffer.byteLength).toBe(text.length);
});

test.each([
  ['of what is in no store', { pop: 'IAD2', version: 0, etag: '"1"' }],
  ['of long lines', { pop: 'IAD2', version: 9, etag: '"1"', lines: `A: ${'a'.repeat(2048)}\r\n` }],
])('nothing is remembered %s', (_, asked) => {
  answerTo(asked);
  expect(answerTo({ ...asked, lines: 'B: b\r\n' })).toBe('B: b\r\n');
});
