/** What the own door takes for a request, what may become one, and what it leaves to node:http. */
import { describe, expect, test } from 'vitest';
import { PlainCutter } from '../../src/edge/plain-cutter.ts';
import { PlainReader } from '../../src/edge/plain-reader.ts';
import { PlainSections } from '../../src/edge/plain-section.ts';

const HOST = 'Host: d1.cloudfront.net';
const head = (line: string, ...lines: string[]) =>
  `${[line, ...lines].map((one) => `${one}\r\n`).join('')}\r\n`;
const get = (...lines: string[]) => head('GET /a?b HTTP/1.1', HOST, ...lines);
const cut = (text: string) => new PlainCutter(new PlainSections()).cut(Buffer.from(text, 'latin1'), 0);

describe('plain', () => {
  test.each([
    ['GET', get(), 'GET', '/a?b', [HOST]],
    ['HEAD', head('HEAD / HTTP/1.1', HOST), 'HEAD', '/', [HOST]],
    [
      'many lines',
      get('A: 1', 'a: 2', 'X-~!#: "x" y'),
      'GET',
      '/a?b',
      [HOST, 'A: 1', 'a: 2', 'X-~!#: "x" y'],
    ],
    ['keep-alive', get('Connection: Keep-Alive'), 'GET', '/a?b', [HOST, 'Connection: Keep-Alive']],
    ['a value outside ASCII', get('X: \xe9'), 'GET', '/a?b', [HOST, 'X: \xe9']],
  ])('%s', (_, text, method, target, lines) => {
    const cutter = new PlainCutter(new PlainSections());
    expect(cutter.cut(Buffer.from(`${text}rest`, 'latin1'), 0)).toBe('whole');
    const list = lines.flatMap((line) => line.split(': '));
    expect([cutter.method, cutter.target, cutter.end]).toEqual([method, target, text.length]);
    expect([cutter.section!.headers.list, cutter.section!.isLast]).toEqual([list, false]);
  });

  test('RH-10: Connection: close is the last', () => {
    const cutter = new PlainCutter(new PlainSections());
    expect(cutter.cut(Buffer.from(get('connection: CLOSE')), 0)).toBe('whole');
    expect(cutter.section!.isLast).toBe(true);
  });

  test('every beginning of one may become one', () => {
    for (let end = 0; end < get('A: 1').length; end++) expect(cut(get('A: 1').slice(0, end))).toBe('partial');
  });
});

test.each([
  ['another method', head('POST /a HTTP/1.1', HOST)],
  ['another version', head('GET /a HTTP/1.0', HOST)],
  ['an absolute target', head('GET http://a/ HTTP/1.1', HOST)],
  ['a fragment', head('GET /a#b HTTP/1.1', HOST)],
  ['a byte outside ASCII in the target', head('GET /\xe9 HTTP/1.1', HOST)],
  ['two spaces', head('GET  /a HTTP/1.1', HOST)],
  ['an empty line in front', `\r\n${get()}`],
  ['a bare LF', get().replaceAll('\r\n', '\n')],
  ['no header', head('GET /a HTTP/1.1')],
  ['no Host', head('GET /a HTTP/1.1', 'A: 1')],
  ['two Hosts', get('host: b')],
  ['no space behind a colon', get('A:1')],
  ['two spaces behind a colon', get('A:  1')],
  ['a space before a colon', get('A : 1')],
  ['a space at the end of a line', get('A: 1 ')],
  ['an empty value', get('A: ')],
  ['a tab', get('A: 1\t2')],
  ['a folded line', get('A: 1', ' 2')],
  ['a line without name', get(': 1')],
  ['a length', get('Content-Length: 0')],
  ['a coding', get('transfer-encoding: chunked')],
  ['an expectation', get('Expect: 100-continue')],
  ['an upgrade', get('Upgrade: h2c')],
  ['Proxy-Connection, which a parser may take for Connection', get('Proxy-Connection: close')],
  ['another word in Connection', get('Connection: close, X')],
  ['two Connections', get('Connection: close', 'Connection: keep-alive')],
  ['65 lines', get(...Array(64).fill('A: 1'))],
  ['a head of more than 16 KiB', get(`A: ${'a'.repeat(16_384)}`)],
  ['the beginning of such a head', get(`A: ${'a'.repeat(20_000)}`).slice(0, 16_400)],
])('odd: %s', (_, text) => {
  expect(cut(text)).toBe('odd');
});

test('the same lines are read once, other lines by themselves', () => {
  const sections = new PlainSections();
  const [one, other] = [new PlainCutter(sections), new PlainCutter(sections)];
  const bytes = Buffer.from(get('A: 1') + get('A: 1') + get('A: 2'));
  one.cut(bytes, 0);
  const { section } = one;
  one.cut(bytes, one.end);
  expect(one.section).toBe(section);
  other.cut(bytes, 0);
  expect(other.section).toBe(section);
  one.cut(bytes, one.end);
  expect(one.section!.headers.list.at(-1)).toBe('2');
});

test('sections are forgotten before they are too many, and long ones are not remembered', () => {
  const sections = new PlainSections();
  const lines = (at: number) => `Host: a${at}\r\n\r\n`;
  const first = sections.read(lines(0));
  for (let at = 1; at < 512; at++) sections.read(lines(at));
  expect(sections.read(lines(0))).toBe(first);
  sections.read(lines(512));
  expect(sections.read(lines(0))).not.toBe(first);
  const long = `Host: a\r\nX: ${'x'.repeat(2048)}\r\n\r\n`;
  expect(sections.read(long)).not.toBe(sections.read(long));
});

test('a head in more than 16 pieces is left to node:http, with all that has come', () => {
  const reader = new PlainReader(new PlainSections());
  const said = [...get()].slice(0, 16).map((byte) => {
    reader.add(Buffer.from(byte));
    return reader.next();
  });
  expect(said).toEqual([...Array(15).fill('partial'), 'odd']);
  expect(reader.takeRest().toString()).toBe(get().slice(0, 16));
  expect(reader.hasBegun).toBe(false);
});
