/**
 * What is thrown at an edge: a row each makes the bytes of one connection. Most are nearly right, because
 * what is nearly right gets furthest. `token` is the connection's own and stands in its paths.
 */
import { DOMAIN_NAME } from '../../harness/edge-site.ts';
import type { Chance } from './chance.ts';

export interface AttackShape {
  readonly name: string;
  readonly bytes: (chance: Chance, token: string) => Buffer;
}

const HOST = `Host: ${DOMAIN_NAME}`;
const FRAMINGS = [
  'Content-Length: 5\r\nContent-Length: 6',
  'Content-Length: 5, 5',
  'Content-Length: +5',
  'Content-Length: -1',
  'Content-Length: 0x5',
  'Content-Length: 99999999999999999999',
  'Content-Length : 5',
  'Content-Length: 5\r\nTransfer-Encoding: chunked',
  'Transfer-Encoding: chunked\r\nContent-Length: 5',
  'Transfer-Encoding: chunked, identity',
  'Transfer-Encoding: xchunked',
  'Transfer-Encoding:\tchunked',
  'Transfer-Encoding : chunked',
  'Transfer-Encoding: chunked\r\nTransfer-Encoding: identity',
  'Transfer-Encoding\r\n : chunked',
  'X: y\r\n Transfer-Encoding: chunked',
  'X: y\rTransfer-Encoding: chunked',
  'X: y\nTransfer-Encoding: chunked',
  '\0Transfer-Encoding: chunked',
];
const BODIES = [
  'hello',
  '0\r\n\r\n',
  '5\r\nhello\r\n0\r\n\r\n',
  '5;x="\r\nhello\r\n0\r\n\r\n',
  'fffffffffffffffff\r\n',
  '-1\r\n\r\n',
];
const METHODS = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'OPTIONS',
  'CONNECT',
  'TRACE',
  'PRI',
  'get',
  'G\0T',
  'GET\t',
  '',
];
const VERSIONS = [
  'HTTP/1.1',
  'HTTP/1.0',
  'HTTP/0.9',
  'HTTP/2.0',
  'HTTP/1.1 ',
  'http/1.1',
  'HTTP/1.10',
  'XTTP/1.1',
  '',
];
const HEADERS = [
  'Range: bytes=0-0,2-2,4-4',
  'Range: bytes=-1',
  'Range: bytes=9999999999999999999999-',
  'Range: bytes=0-18446744073709551615',
  'If-None-Match: "constant", W/"x", *',
  'If-Modified-Since: Thu, 99 Foo 9999 99:99:99 GMT',
  'If-Range: "constant"',
  'Cookie: a=1; b="; $Path=/; =; ;;;',
  'Accept-Encoding: gzip;q=0.0000000001, *;q=0',
  'Connection: keep-alive, Host, X-Cache',
  'Connection: close',
  'Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA',
  'Expect: 100-continue',
  'Expect: 1000-fold',
  'Via: 1.1 a, 1.1 b, 1.1 c, 1.1 d, 1.1 e, 1.1 f, 1.1 g, 1.1 h, 1.1 i, 1.1 j, 1.1 k',
  'X-Edgefront-Pop: FRA2',
  'X-Edgefront-Pop: ../../etc',
  'X-Forwarded-For: 1.2.3.4\x00',
  'User-Agent: \x1b[2J\t"\\x22',
  'Referer: http://x/\xff\xfe',
  'Host: other.example.com',
  'Proxy: http://127.0.0.1',
  'TE: trailers',
];

export const ATTACK_SHAPES: readonly AttackShape[] = [
  { name: 'noise', bytes: (chance) => chance.bytes(1 + chance.below(2000)) },
  { name: 'damaged', bytes: (chance, token) => damaged(chance, Buffer.from(valid(chance, token), 'latin1')) },
  { name: 'framing', bytes: (chance, token) => latin1(`${framed(chance, token)}${next(token)}`) },
  {
    name: 'request line',
    bytes: (chance, token) => latin1(`${requestLine(chance, token)}\r\n${HOST}\r\n\r\n`),
  },
  {
    name: 'headers',
    bytes: (chance, token) => latin1(Array.from({ length: 3 }, () => valid(chance, token)).join('')),
  },
  { name: 'pipeline', bytes: (chance, token) => pipeline(chance, token) },
  { name: 'oversized', bytes: (chance, token) => latin1(oversized(chance, token)) },
  { name: 'many ranges', bytes: (chance, token) => latin1(manyRanges(chance, token)) },
  { name: 'signing', bytes: (chance, token) => latin1(signing(chance, token)) },
  { name: 'endless body', bytes: (chance, token) => endlessBody(chance, token) },
  {
    name: 'proxy header',
    bytes: (chance, token) => latin1(`PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\n${valid(chance, token)}`),
  },
  {
    name: 'TLS record',
    bytes: (chance) => Buffer.concat([Buffer.from([22, 3, 1, 0, 200, 1]), chance.bytes(200)]),
  },
];

function latin1(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

/** A right request, but for the headers that chance adds. */
function valid(chance: Chance, token: string): string {
  const added = Array.from({ length: chance.below(4) }, () => chance.oneOf(HEADERS));
  const path = chance.oneOf([
    `/1024/${token}`,
    `/1024/passed/${token}`,
    `/1024/${token}?a=1&b=%00`,
    '/300000/shared',
  ]);
  return `${[`GET ${path} HTTP/1.1`, HOST, ...added].join('\r\n')}\r\n\r\n`;
}

/** What a smuggler would like to be taken for a request of its own. */
function next(token: string): string {
  return `GET /1024/smuggled/${token} HTTP/1.1\r\n${HOST}\r\n\r\n`;
}

function framed(chance: Chance, token: string): string {
  const head = `${chance.oneOf(['GET', 'POST', 'HEAD', 'OPTIONS'])} /1024/${token} HTTP/1.1`;
  return `${[head, HOST, chance.oneOf(FRAMINGS)].join('\r\n')}\r\n\r\n${chance.oneOf(BODIES)}`;
}

function requestLine(chance: Chance, token: string): string {
  const targets = [
    `/1024/${token}`,
    `http://${DOMAIN_NAME}/1024/${token}`,
    `https://other.example.com/1024/${token}`,
    '*',
    `${DOMAIN_NAME}:443`,
    '//',
    `/1024/${token}#x`,
    `/1024/../../${token}`,
    `/1024/${token}\0`,
    `/1024/${token}\xff`,
    `/1024/ ${token}`,
    `/%zz%0d%0aX-Injected:%201/${token}`,
    `http://[::1/${token}`,
    '',
  ];
  const gap = chance.oneOf([' ', ' ', ' ', '  ', '\t', '']);
  return `${chance.oneOf(METHODS)}${gap}${chance.oneOf(targets)}${gap}${chance.oneOf(VERSIONS)}`;
}

/** Cuts, copies, flips and foreign bytes. */
function damaged(chance: Chance, bytes: Buffer): Buffer {
  let result = bytes;
  for (let edits = 1 + chance.below(6); edits > 0; edits--) {
    const at = chance.below(result.length + 1);
    const end = Math.min(result.length, at + chance.below(12));
    const foreign = chance.oneOf([
      '',
      '\0',
      '\r',
      '\n',
      '\r\n',
      ' ',
      ':',
      '\t',
      '\x80',
      'HTTP/1.1',
      '\r\n\r\n',
      'A'.repeat(300),
    ]);
    const added = chance.isLikely(0.3) ? result.subarray(at, end) : latin1(foreign);
    result = Buffer.concat([result.subarray(0, at), added, added, result.subarray(end)]);
  }
  return result;
}

/** Right requests around a damaged one, in one write. */
function pipeline(chance: Chance, token: string): Buffer {
  const parts = Array.from({ length: 2 + chance.below(20) }, () => latin1(valid(chance, token)));
  parts.splice(chance.below(parts.length), 0, damaged(chance, latin1(valid(chance, token))));
  return Buffer.concat(parts);
}

function oversized(chance: Chance, token: string): string {
  const size = chance.oneOf([8190, 8193, 20_000, 24_000, 70_000, 300_000]);
  const fill = chance.oneOf(['a', '%41', '/', '?', '&', '=', ';', '*', '\t']);
  const long = fill.repeat(size / fill.length);
  const few = `GET /1024/${token} HTTP/1.1\r\n${HOST}`;
  return chance.oneOf([
    `GET /1024/${token}${long} HTTP/1.1\r\n${HOST}\r\n\r\n`,
    `${few}\r\nX: ${long}\r\n\r\n`,
    `${few}\r\nCookie: ${long}\r\n\r\n`,
    `${few}\r\n${long}: x\r\n\r\n`,
    `${few}\r\n${'X: y\r\n'.repeat(size / 6)}\r\n`,
    long,
  ]);
}

function manyRanges(chance: Chance, token: string): string {
  const count = 1 + chance.below(2000);
  const ranges = Array.from(
    { length: count },
    (_, at) => `${at * chance.below(4)}-${at * 3 + chance.below(9)}`,
  );
  const path = chance.oneOf([`/5000/${token}`, '/300000/shared']);
  return `GET ${path} HTTP/1.1\r\n${HOST}\r\nRange: bytes=${ranges.join(',')}\r\n\r\n`;
}

function signing(chance: Chance, token: string): string {
  const value = () =>
    chance.oneOf(['', '1', 'APKASITE', '~', '-_~'.repeat(300), '%00', `${2 ** 53}`, 'eyJ9_', chance.token()]);
  const names = ['Expires', 'Policy', 'Signature', 'Key-Pair-Id', 'Signature', 'x'];
  const query = names.filter(() => chance.isLikely(0.7)).map((name) => `${name}=${value()}`);
  return `GET /1024/${token}/signed?${query.join('&')} HTTP/1.1\r\n${HOST}\r\n\r\n`;
}

function endlessBody(chance: Chance, token: string): Buffer {
  const framing = chance.oneOf(['Content-Length: 1000000000', 'Transfer-Encoding: chunked']);
  const method = chance.oneOf(['POST', 'GET', 'PUT']);
  const head = latin1(`${method} /1024/${token} HTTP/1.1\r\n${HOST}\r\n${framing}\r\n\r\n`);
  return Buffer.concat([
    head,
    ...Array.from({ length: 40 }, () => latin1(`4000\r\n${'b'.repeat(0x4000)}\r\n`)),
  ]);
}
