import fc from 'fast-check';
import { expect, test } from 'vitest';
import { accessLogHeader, compileAccessLine } from '../../src/logs/access-line.ts';
import type { AccessRecord, QueryMemory } from '../../src/logs/access-record.ts';
import { anyText, RECORD, sectionWith } from './record.ts';

const NAMES = accessLogHeader('12').split('\n')[1]!.replace('#Fields: ', '').split(' ');
const line = compileAccessLine('12', true);
/** One field of the line for a record that differs from the sample. */
const field = (name: string, changes: Partial<AccessRecord>) =>
  line({ ...RECORD, ...changes })
    .trimEnd()
    .split('\t')[NAMES.indexOf(name)];

test('AL-3 AL-8: era 10 has two header lines and twelve fields', () => {
  expect(accessLogHeader('10')).toBe(
    '#Version: 1.0\n#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query\n',
  );
  expect(compileAccessLine('10', true)(RECORD)).toBe(
    '2013-05-23\t01:13:11\tFRA2\t182\t192.0.2.10\tGET\td111111abcdef8.cloudfront.net\t/view/my/file.html\t200\twww.displaymyfiles.com\tMozilla/4.0\t-\n',
  );
});

test('AL-3 AL-9: era 12 has fifteen fields', () => {
  expect(accessLogHeader('12')).toBe(
    '#Version: 1.0\n#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id\n',
  );
});

test('AL-47: the sample line of the guide, with its spaces as the table encodes them', () => {
  const userAgent = 'Mozilla/4.0 (compatible; MSIE 5.0b1; Mac_PowerPC)';
  expect(line({ ...RECORD, section: sectionWith({ 'User-Agent': userAgent }) })).toBe(
    '2013-05-23\t01:13:11\tFRA2\t182\t192.0.2.10\tGET\td111111abcdef8.cloudfront.net\t/view/my/file.html\t200\t' +
      'www.displaymyfiles.com\tMozilla/4.0%2520(compatible;%2520MSIE%25205.0b1;%2520Mac_PowerPC)\t-\tzip=98101\t' +
      'RefreshHit\tMRVMF7KydIvxMWfJIglgwHQwZsbG2IhRJ07sn9AkKUFSHS9EXAMPLE==\n',
  );
});

test.each<[string, string, Partial<AccessRecord>, string]>([
  ['AL-17 date in UTC', 'date', { finishedAt: Date.UTC(2013, 11, 31, 23, 59, 59, 999) }, '2013-12-31'],
  ['AL-17 time in UTC', 'time', { finishedAt: Date.UTC(2014, 0, 1) }, '00:00:00'],
  ['AL-18 the edge location', 'x-edge-location', { pop: 'DFW3' }, 'DFW3'],
  ['AL-19 bytes', 'sc-bytes', { bytesSent: 20_000_000_000 }, '20000000000'],
  ['AL-20 the peer', 'c-ip', { clientAddress: '2001:db8::1' }, '2001:db8::1'],
  ['AL-21 the assigned name', 'cs(Host)', { domainName: 'd1.cloudfront.net' }, 'd1.cloudfront.net'],
  ['AL-23 the path alone', 'cs-uri-stem', { path: '/a', query: 'b=1' }, '/a'],
  ['AL-23 the path as received', 'cs-uri-stem', { path: '/a/../b//c' }, '/a/../b//c'],
  ['AL-24 the query without its mark', 'cs-uri-query', { query: 'b=1&b=2' }, 'b=1&b=2'],
  ['AL-24 no query', 'cs-uri-query', { query: null }, '-'],
  ['AL-24 an empty query', 'cs-uri-query', { query: '' }, '-'],
  [
    'CK-15 signing parameters stay',
    'cs-uri-query',
    { query: 'Expires=1&Signature=a_' },
    'Expires=1&Signature=a_',
  ],
  ['AL-25 the status', 'sc-status', { status: 404 }, '404'],
  ['AL-25 gone before any answer', 'sc-status', { status: 0 }, '000'],
  [
    'AL-26 all cookies',
    'cs(Cookie)',
    { section: sectionWith({ Cookie: 'a=1; $Path=/; b=2' }) },
    'a=1;%2520$Path=/;%2520b=2',
  ],
  ['AL-34 no cookies', 'cs(Cookie)', { section: sectionWith({ Cookie: undefined }) }, '-'],
  ['AL-34 no referer', 'cs(Referer)', { section: sectionWith({ Referer: undefined }) }, '-'],
  ['AL-34 no user agent', 'cs(User-Agent)', { section: sectionWith({ 'User-Agent': undefined }) }, '-'],
  ['AL-33 the request id', 'x-edge-request-id', { requestId: 'a-b_c==' }, 'a-b_c=='],
  ['AL-35 a result type', 'x-edge-result-type', { resultType: 'LimitExceeded' }, 'LimitExceeded'],
  ['AL-37 cut in the middle', 'x-edge-result-type', { status: 200, resultType: 'Error' }, 'Error'],
])('%s', (_, name, changes, expected) => {
  expect(field(name, changes)).toBe(expected);
});

test('AL-26: cookies are not logged unless the distribution includes them', () => {
  expect(compileAccessLine('12', false)(RECORD).split('\t')[12]).toBe('-');
});

test('AL-17: the time is that of each record, in whatever order they come', () => {
  const times = [5_000, 5_999, 6_000, 1_000].map((finishedAt) => field('time', { finishedAt }));
  expect(times).toEqual(['00:00:05', '00:00:05', '00:00:06', '00:00:01']);
});

test('AL-24: a query that comes again is looked through once', () => {
  const queryMemory: QueryMemory = { logQuery: null };
  const written = () => field('cs-uri-query', { query: 'a=~', queryMemory });
  expect([written(), queryMemory.logQuery]).toEqual(['a=%7E', 'a=%7E']);
  queryMemory.logQuery = 'kept';
  expect(written()).toBe('kept');
});

test('AL-3 AL-41: whatever a viewer sends, a record is one line of as many fields', () => {
  const text = anyText(0xff);
  const strings = fc.record({
    path: text,
    query: text,
    method: text,
    section: fc.record({ Referer: text, 'User-Agent': text, Cookie: text }).map(sectionWith),
    clientAddress: text,
  });
  fc.assert(
    fc.property(strings, (changes) => {
      const written = line({ ...RECORD, ...changes });
      expect(written).toMatch(/^[\x21-\x7e\t]+\n$/);
      expect(written.split('\t').length).toBe(NAMES.length);
    }),
  );
});

test.each<Partial<AccessRecord>>([
  { finishedAt: RECORD.finishedAt + 1000 },
  { pop: 'DFW3' },
  { clientAddress: '2001:db8::1' },
  { method: 'HEAD' },
  { domainName: 'd1.cloudfront.net' },
  { status: 0 },
])('AL-4: nothing of the line before is in one that differs in %o, nor in the next', (change) => {
  const one = compileAccessLine('12', true);
  for (const record of [RECORD, { ...RECORD, ...change }, RECORD])
    expect(one(record)).toBe(compileAccessLine('12', true)(record));
});
