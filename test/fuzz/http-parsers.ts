/** The fuzz table's rows for the grammar of HTTP. */
import { expect } from 'vitest';
import { acceptsGzip } from '../../src/http/accept-encoding.ts';
import { parseCacheControl } from '../../src/http/cache-control.ts';
import { evaluateConditions, ifRangeHolds } from '../../src/http/conditional.ts';
import { cookieText, parseCookies, sortCookies } from '../../src/http/cookies.ts';
import {
  allHeaders,
  findHeader,
  headerBytes,
  isFieldValue,
  isToken,
  joinedHeader,
} from '../../src/http/header-list.ts';
import { parseHost } from '../../src/http/host.ts';
import { formatHttpDate, parseHttpDate } from '../../src/http/http-date.ts';
import { compileCidr, isIpv6, plainAddress } from '../../src/http/ip-address.ts';
import { splitList } from '../../src/http/list-value.ts';
import { findParameter, withoutParameters } from '../../src/http/query-string.ts';
import { parseContentRange, parseRange, resolveRange } from '../../src/http/range.ts';
import { parseRequestTarget } from '../../src/http/request-target.ts';
import { compileWildcard } from '../../src/http/wildcard.ts';
import type { FuzzedParser } from './fuzzed-parser.ts';

const STORED = { etag: '"v1"', lastModified: 'Sun, 06 Nov 1994 08:49:37 GMT' };
const DATES = [STORED.lastModified, 'Sunday, 06-Nov-94 08:49:37 GMT', 'Sun Nov  6 08:49:37 1994'];

export const HTTP_PARSERS: readonly FuzzedParser[] = [
  {
    name: 'request target',
    samples: ['/a/b.jpg?x=1', '/?', 'https://a.example:8443/x?y', '*'],
    check: checkTarget,
  },
  { name: 'host', samples: ['www.example.com:8080', '[2001:db8::1]:443', '192.0.2.1'], check: checkHost },
  {
    name: 'IP range',
    samples: ['192.0.2.0/24', '2001:db8::/32', '::ffff:192.0.2.1/128'],
    check: checkAddress,
  },
  { name: 'query string', samples: ['a=1&Expires=2&b', 'color=red;size=large&&'], check: checkQuery },
  { name: 'cookies', samples: ['b=1; a="2"; $Path=/; b=3', '$Version=1; x=y'], check: checkCookies },
  { name: 'Accept-Encoding', samples: ['gzip;q=0.5, br', 'deflate, gzip; q=0'], check: checkAcceptEncoding },
  {
    name: 'Cache-Control',
    samples: ['max-age=60, no-cache="Set-Cookie, X"', 's-maxage="5"'],
    check: checkCacheControl,
  },
  { name: 'HTTP date', samples: DATES, check: checkDate },
  { name: 'conditions', samples: ['"v1", W/"v2"', '*', ...DATES], check: checkConditions },
  { name: 'Range', samples: ['bytes=0-4,6-9', 'bytes=-5', 'bytes=7-'], check: checkRange },
  { name: 'Content-Range', samples: ['bytes 0-4/10', 'bytes 5-9/*'], check: checkContentRange },
  { name: 'list', samples: ['a, b="c, \\" d", e', ' , '], check: checkList },
  { name: 'header list', samples: ['Host', 'X-Tag', 'a b\tc'], check: checkHeaders },
  { name: 'wildcard', samples: ['/images/*.jp?g', '*a*a*a*?b', 'http://*/?x=*'], check: checkWildcard },
];

function checkTarget(text: string): void {
  const target = parseRequestTarget(text);
  if (target.kind === 'bad') return;
  expect(target.path).toMatch(/^\/[!-"$->@-~]*$/);
  expect(target.query ?? '').toMatch(/^[!-"$-~]*$/);
  const sent = target.path + (target.query === null ? '' : `?${target.query}`);
  if (target.host === null) expect(sent).toBe(text);
  else expect(parseHost(target.host)).not.toBeNull();
  expect(parseRequestTarget(sent)).toEqual({ ...target, host: null });
}

function checkHost(text: string): void {
  const host = parseHost(text);
  if (host === null) return;
  expect(host.name).toMatch(/^([a-z0-9_.-]{1,253}|\[[0-9a-f:.]+\])$/);
  expect(host.name).not.toMatch(/^\.|\.\.|\.$/);
  expect(host.port ?? 1).toSatisfy((port: number) => port >= 1 && port <= 65_535);
}

function checkAddress(text: string): void {
  const holds = compileCidr(text);
  const address = text.slice(0, text.indexOf('/'));
  if (holds !== null && plainAddress(address) === address) expect(holds(address)).toBe(true);
  const everything = compileCidr('0.0.0.0/0')!;
  expect(plainAddress(plainAddress(text))).toBe(plainAddress(text));
  if (plainAddress(text) !== text) expect(everything(text)).toBe(true);
  if (isIpv6(text)) expect(text).toMatch(/^[0-9a-fA-F:.]+$/);
}

function checkQuery(text: string): void {
  const kept = withoutParameters(text, ['Expires', 'b']);
  expect(findParameter(kept, 'Expires')).toBeUndefined();
  expect(withoutParameters(kept, ['b', 'Expires'])).toBe(kept);
  const value = findParameter(text, 'a');
  if (value !== undefined) expect(text).toContain(value);
}

function checkCookies(text: string): void {
  const sorted = sortCookies(parseCookies([text]));
  for (const [name] of sorted) expect(name).not.toMatch(/^$|^\$|[=;]|^[ \t]|[ \t]$/);
  expect(parseCookies([cookieText(sorted)])).toEqual(sorted);
  expect(cookieText(sortCookies(parseCookies([text, text])))).toBe(
    cookieText(sorted.flatMap((pair, i) => (sorted[i - 1]?.[0] === pair[0] ? [] : twice(sorted, pair[0])))),
  );
}

function twice(pairs: ReturnType<typeof parseCookies>, name: string): ReturnType<typeof parseCookies> {
  const named = pairs.filter(([other]) => other === name);
  return [...named, ...named];
}

function checkAcceptEncoding(text: string): void {
  if (acceptsGzip(text)) expect(text.toLowerCase()).toContain('gzip');
  expect(acceptsGzip(`gzip,${text}`)).toBe(true);
}

function checkCacheControl(text: string): void {
  const found = parseCacheControl(text);
  for (const age of [found.maxAge, found.sMaxAge]) {
    if (age !== null) expect(Number.isSafeInteger(age) && age >= 0).toBe(true);
  }
  if (found.isNoStore) expect(text.toLowerCase()).toContain('no-store');
  if (found.isPrivate) expect(text.toLowerCase()).toContain('private');
  for (const field of found.noCacheFields) expect(field).not.toBe('');
}

function checkDate(text: string): void {
  const ms = parseHttpDate(text);
  if (ms !== null) expect(parseHttpDate(formatHttpDate(ms))).toBe(ms);
}

function checkConditions(text: string): void {
  for (const name of ['If-Match', 'If-None-Match', 'If-Modified-Since', 'If-Unmodified-Since']) {
    const verdict = evaluateConditions([name, text], STORED);
    expect(['proceed', 'not-modified', 'failed']).toContain(verdict);
    if (name === 'If-None-Match' && verdict === 'not-modified' && text !== '*')
      expect(text).toContain('"v1"');
  }
  const isSame = text === STORED.etag || parseHttpDate(text) === parseHttpDate(STORED.lastModified);
  expect(ifRangeHolds(text, STORED)).toBe(isSame);
}

function checkRange(text: string): void {
  const specs = parseRange(text);
  if (specs === null) return;
  for (const sizeBytes of [0, 1, 10, Number.MAX_SAFE_INTEGER]) {
    const verdict = resolveRange(specs, sizeBytes, 5);
    const ranges =
      verdict.kind === 'partial' ? [verdict.range] : verdict.kind === 'parts' ? verdict.ranges : [];
    let next = 0;
    for (const { first, last } of ranges) {
      expect(next <= first && first <= last && last < sizeBytes).toBe(true);
      next = last + 1;
    }
  }
}

function checkContentRange(text: string): void {
  const range = parseContentRange(text);
  if (range === null) return;
  expect(range.first <= range.last && range.last < (range.sizeBytes ?? Infinity)).toBe(true);
}

function checkList(text: string): void {
  const elements = splitList(text);
  for (const element of elements) expect(element).not.toMatch(/^$|^[ \t,]/);
  expect(elements.join('').length).toBeLessThanOrEqual(text.length);
}

function checkHeaders(text: string): void {
  const list = [text, text, 'Host', text];
  expect(headerBytes(list)).toBe(3 * text.length + 12);
  expect(allHeaders(list, 'host').at(-1)).toBe(text);
  expect(joinedHeader(list, 'host')).toContain(text);
  expect(findHeader(list, 'absent') ?? 'absent').toBe(text.toLowerCase() === 'absent' ? text : 'absent');
  if (isToken(text)) expect(isFieldValue(text)).toBe(true);
  if (isFieldValue(text)) expect(Buffer.from(text, 'latin1').toString('latin1')).toBe(text);
}

function checkWildcard(text: string): void {
  const matches = compileWildcard(text);
  expect(matches(text)).toBe(true);
  expect(matches(text.replaceAll('*', ''))).toBe(true);
  if (!text.includes('*')) expect(matches(`${text}x`)).toBe(false);
  expect(compileWildcard(`*${text}*`)(`x${text}y`)).toBe(true);
}
