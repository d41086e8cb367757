/** What is known of a header section once is what scanning its lines would say each time. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { acceptsGzip } from '../../src/http/accept-encoding.ts';
import { findHeader, headerBytes, joinedHeader } from '../../src/http/header-list.ts';
import { HeaderSection } from '../../src/policy/header-section.ts';
import { logText } from '../../src/policy/log-text.ts';

const of = (...list: string[]) => new HeaderSection(list);

test.each<[string, string[], unknown]>([
  [
    'VR-1 VR-4 one host',
    ['HOST', 'WWW.Example.com:80'],
    { sent: 'WWW.Example.com:80', name: 'www.example.com' },
  ],
  ['no host', ['Accept', '*/*'], undefined],
  ['two hosts', ['Host', 'a.example', 'host', 'a.example'], null],
  ['no readable host', ['Host', 'a b'], null],
  ['an empty host', ['Host', ''], null],
])('host: %s', (_, list, expected) => expect(of(...list).host).toEqual(expected));

test.each<[string, string[], boolean, boolean]>([
  ['nothing', [], false, false],
  ['VR-16 a length of 0', ['Content-Length', '0'], false, false],
  ['VR-16 a length', ['Content-Length', '5'], true, false],
  ['VR-16 an encoding', ['Transfer-Encoding', 'chunked'], true, false],
  ['both', ['Content-Length', '0', 'Transfer-Encoding', 'chunked'], true, true],
  ['two lengths', ['Content-Length', '0', 'content-length', '0'], false, true],
  ['no number', ['Content-Length', '+5'], true, true],
  ['an empty length', ['Content-Length', ''], false, true],
])('body: %s', (_, list, hasBody, hasDoubtfulFraming) => {
  expect(of(...list)).toMatchObject({ hasBody, hasDoubtfulFraming });
});

test.each(['If-Match', 'IF-NONE-MATCH', 'if-modified-since', 'If-Unmodified-Since'])(
  'TTL-34: %s is a condition',
  (name) => expect(of('Host', 'a', name, 'x').hasConditions).toBe(true),
);

test('AL-34 AL-42: the texts for logs are those of the headers, however often they are asked for', () => {
  const section = of('User-Agent', 'a b', 'Cookie', 'a=1', 'cookie', 'b=2');
  for (let time = 0; time < 2; time++) {
    expect(section.logAgent).toBe('\t-\ta%2520b\t');
    expect(section.logCookie).toBe('a=1,%2520b=2');
  }
});

const NAMES = ['Via', 'via', 'Accept-Encoding', 'Range', 'If-Range', 'Cookie', 'Referer', 'X-Edgefront-Pop'];
const VALUES = ['', 'gzip', 'br, gzip;q=0', 'bytes=0-', 'FRA2', 'a b', '1.1 x', '"\\'];

test('CK-9 OR-20 ED-9: every fact is what its lines say', () => {
  const line = fc.tuple(fc.constantFrom(...NAMES), fc.constantFrom(...VALUES));
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
      const list = lines.flat();
      const section = new HeaderSection(list);
      expect(section.sizeBytes).toBe(headerBytes(list));
      expect(section.via).toBe(joinedHeader(list, 'via'));
      expect(section.takesGzip).toBe(acceptsGzip(joinedHeader(list, 'accept-encoding') ?? ''));
      expect(section.range).toBe(findHeader(list, 'range'));
      expect(section.hasConditions).toBe(false);
      expect(section.hasCookie).toBe(findHeader(list, 'cookie') !== undefined);
      expect(section.wantedPop).toBe(findHeader(list, 'x-edgefront-pop'));
      expect(section.logAgent).toBe(`\t${logText(findHeader(list, 'referer'))}\t-\t`);
      expect(section.logCookie).toBe(logText(joinedHeader(list, 'cookie')));
    }),
  );
});
