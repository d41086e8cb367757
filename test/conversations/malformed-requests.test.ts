/** Bytes that are no request, or might be read as two different ones: each gets a page and the connection's end. */
import { describe, expect, test } from 'vitest';
import { reply, scriptedOrigin } from '../harness/scripted-origin.ts';
import { DOMAIN_NAME, type TestEdge, testEdge, withEase } from '../harness/test-edge.ts';

const HOST = `Host: ${DOMAIN_NAME}\r\n`;
const head = (line: string, ...headers: string[]) =>
  `${line}\r\n${headers.map((one) => `${one}\r\n`).join('')}\r\n`;
/** A good request line and Host, then these header lines. */
const withLines = (...lines: string[]) => head('GET /a HTTP/1.1', `Host: ${DOMAIN_NAME}`, ...lines);

async function edgeWithObject() {
  const origin = await scriptedOrigin(() => reply(200, { 'Cache-Control': 'max-age=600' }, 'OBJECT'));
  const edge = await testEdge({ origin });
  await edge.get('/a');
  return { edge, origin };
}

/** All that the edge says to these bytes before it closes. */
async function lastAnswer(edge: TestEdge, bytes: string) {
  const viewer = await edge.viewer();
  await viewer.send(bytes);
  const answer = withEase(await viewer.readResponse());
  expect((await viewer.readUntilClosed()).toString('latin1')).toBe('');
  return answer;
}

const LINES: [string, string][] = [
  ['two spaces before the target', 'GET  /a HTTP/1.1'],
  ['two spaces behind the target', 'GET /a  HTTP/1.1'],
  ['a space in front', ' GET /a HTTP/1.1'],
  ['a space at the end', 'GET /a HTTP/1.1 '],
  ['tabs for spaces', 'GET\t/a\tHTTP/1.1'],
  ['a vertical tab for a space', 'GET /a\x0bHTTP/1.1'],
  ['a target without version (HTTP/0.9)', 'GET /a'],
  ['HTTP/2.0', 'GET /a HTTP/2.0'],
  ['HTTP/1.2', 'GET /a HTTP/1.2'],
  ['HTTP/1.10', 'GET /a HTTP/1.10'],
  ['HTTP/1', 'GET /a HTTP/1'],
  ['HTTP/0.9 in words', 'GET /a HTTP/0.9'],
  ['http in lower case', 'GET /a http/1.1'],
  ['RTSP', 'GET /a RTSP/1.0'],
  ['RTSP with its own method', 'DESCRIBE /a RTSP/1.0'],
  ['ICE', 'SOURCE /a ICE/1.0'],
  ['an asterisk', 'GET * HTTP/1.1'],
  ['an asterisk with OPTIONS', 'OPTIONS * HTTP/1.1'],
  ['authority form', `GET ${DOMAIN_NAME}:80 HTTP/1.1`],
  ['a relative path', 'GET a HTTP/1.1'],
  ['another scheme', `GET ftp://${DOMAIN_NAME}/a HTTP/1.1`],
  ['user info', `GET http://me@${DOMAIN_NAME}/a HTTP/1.1`],
  ['an absolute target without host', 'GET http:///a HTTP/1.1'],
  ['a fragment', 'GET /a#top HTTP/1.1'],
  ['NUL in the target', 'GET /a\0b HTTP/1.1'],
  ['a control character in the target', 'GET /a\x01b HTTP/1.1'],
  ['DEL in the target', 'GET /a\x7fb HTTP/1.1'],
  ['a byte outside ASCII in the target', 'GET /\xe9 HTTP/1.1'],
  ['NUL in the method', 'G\0ET /a HTTP/1.1'],
];

const HEADERS: [string, string][] = [
  ['two equal lengths', withLines('Content-Length: 1', 'Content-Length: 1')],
  ['two lengths of nothing', withLines('Content-Length: 0', 'Content-Length: 0')],
  ['two different lengths', withLines('Content-Length: 0', 'Content-Length: 44')],
  ['a list of lengths', withLines('Content-Length: 1, 1')],
  ['a length with plus', withLines('Content-Length: +1')],
  ['a negative length', withLines('Content-Length: -1')],
  ['a hexadecimal length', withLines('Content-Length: 0x0')],
  ['a length in scientific notation', withLines('Content-Length: 1e1')],
  ['a length with a space inside', withLines('Content-Length: 1 1')],
  ['an empty length', withLines('Content-Length: ')],
  ['a length beyond counting', withLines('Content-Length: 99999999999999999999999')],
  ['both framings', withLines('Content-Length: 1', 'Transfer-Encoding: chunked')],
  ['both framings, chunks first', withLines('Transfer-Encoding: chunked', 'Content-Length: 5')],
  ['both framings, no length', withLines('Content-Length: 0', 'Transfer-Encoding: chunked')],
  ['chunked, and then another coding', withLines('Transfer-Encoding: chunked, identity')],
  ['chunked twice', withLines('Transfer-Encoding: chunked', 'Transfer-Encoding: chunked')],
  ['a coding behind a vertical tab', withLines('Transfer-Encoding:\x0bchunked')],
  ['an empty coding', withLines('Transfer-Encoding: ')],
  ['a folded line', withLines('X: a', ' b')],
  ['a line folded with a tab', withLines('X: a', '\tb')],
  ['a fold before any header', head('GET /a HTTP/1.1', ` Host: ${DOMAIN_NAME}`)],
  ['a space before the colon', withLines('X : a')],
  ['a space before the colon of Host', head('GET /a HTTP/1.1', `Host : ${DOMAIN_NAME}`)],
  ['a space before the colon of a framing', withLines('Transfer-Encoding : chunked')],
  ['a line without colon', withLines('X')],
  ['a line without name', withLines(': a')],
  ['a name that is no token', withLines('X(: a')],
  ['NUL in a name', withLines('X\0: a')],
  ['NUL in a value', withLines('X: a\0b')],
  ['a control character in a value', withLines('X: a\x01b')],
  ['a bare CR in a value', withLines('X: a\rb')],
  ['a bare LF between headers', `GET /a HTTP/1.1\r\nHost: ${DOMAIN_NAME}\nX: a\r\n\r\n`],
  ['a bare LF behind the request line', `GET /a HTTP/1.1\n${HOST}\r\n`],
  ['a bare LF for the empty line', `GET /a HTTP/1.1\r\n${HOST}\n`],
  ['nothing but bare LFs', `GET /a HTTP/1.1\nHost: ${DOMAIN_NAME}\n\n`],
  ['a bare CR behind the request line', `GET /a HTTP/1.1\r${HOST}\r\n`],
  ['CR twice', `GET /a HTTP/1.1\r\r\n${HOST}\r\n`],
  ['no Host', head('GET /a HTTP/1.1')],
  ['no Host in HTTP/1.0', head('GET /a HTTP/1.0')],
  ['an empty Host', head('GET /a HTTP/1.1', 'Host: ')],
  ['two Hosts', withLines(`Host: ${DOMAIN_NAME}`)],
  ['two different Hosts', withLines('Host: other.example')],
  ['a Host with a space', head('GET /a HTTP/1.1', `Host: ${DOMAIN_NAME} x`)],
  ['a Host with a path', head('GET /a HTTP/1.1', `Host: ${DOMAIN_NAME}/a`)],
  ['a Host with user info', head('GET /a HTTP/1.1', `Host: me@${DOMAIN_NAME}`)],
  ['a Host with a port that is none', head('GET /a HTTP/1.1', `Host: ${DOMAIN_NAME}:0x50`)],
  ['two Hosts as a list', head('GET /a HTTP/1.1', `Host: ${DOMAIN_NAME}, ${DOMAIN_NAME}`)],
  ['an absolute target and no Host', head(`GET http://${DOMAIN_NAME}/a HTTP/1.1`)],
  ['an absolute target and a bad Host', head(`GET http://${DOMAIN_NAME}/a HTTP/1.1`, 'Host: a b')],
  [
    'an absolute target and two Hosts',
    head(`GET http://${DOMAIN_NAME}/a HTTP/1.1`, HOST.trim(), HOST.trim()),
  ],
  ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['a TLS handshake', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n'],
  ['garbage', 'GARBAGE\r\n\r\n'],
];

const BODIES: [string, string][] = [
  ['chunked', withLines('Transfer-Encoding: chunked')],
  ['identity', withLines('Transfer-Encoding: identity')],
  ['gzip, chunked', withLines('Transfer-Encoding: gzip, chunked')],
  ['a coding that only sounds like chunked', withLines('Transfer-Encoding: xchunked')],
  ['chunked in HTTP/1.0', head('GET /a HTTP/1.0', HOST.trim(), 'Transfer-Encoding: chunked')],
  ['a length of one', withLines('Content-Length: 1')],
  ['a length of many digits', withLines('Content-Length: 9999999999999999')],
];

const METHODS = ['CONNECT', 'TRACE', 'PROPFIND', 'SOURCE', 'FOO', 'get', 'GETX', 'G', 'GE%54'];

describe('answered 400 with a page, and the connection ends', () => {
  const rows = [...LINES.map(([name, line]) => [name, head(line, HOST.trim())] as const), ...HEADERS];
  test.each(rows)('ER-21 ER-22: %s', async (_, bytes) => {
    const { edge, origin } = await edgeWithObject();
    const answer = await lastAnswer(edge, bytes);
    expect([answer.status, answer.reason]).toEqual([400, 'Bad Request']);
    expect(answer.text).toContain('<H1>400 ERROR</H1>');
    expect(answer.text).toContain(`Request ID: ${answer.header('x-amz-cf-id')}\n`);
    expect(answer.header('server')).toBe('CloudFront');
    expect(answer.header('x-cache')).toBe('Error from cloudfront');
    expect(answer.header('connection')).toBe('close');
    expect([origin.requests.length, edge.records.length]).toEqual([1, 1]);
    expect(edge.mistakes).toEqual([]);
  });
});

describe('a body announced in any way', () => {
  test.each(BODIES)('VR-16 ER-24: %s is refused with 403, and the connection ends', async (_, bytes) => {
    const { edge, origin } = await edgeWithObject();
    const answer = await lastAnswer(edge, bytes);
    expect([answer.status, answer.header('connection')]).toEqual([403, 'close']);
    expect(answer.text).toContain('Bad request.');
    expect(origin.requests).toHaveLength(1);
  });
});

test.each(METHODS)('VR-15: the method %s is answered 400', async (method) => {
  const { edge, origin } = await edgeWithObject();
  const viewer = await edge.viewer();
  await viewer.send(head(`${method} ${method === 'CONNECT' ? 'a.example:443' : '/a'} HTTP/1.1`, HOST.trim()));
  expect(await viewer.readResponse()).toMatchObject({ status: 400, reason: 'Bad Request' });
  expect(origin.requests).toHaveLength(1);
});

describe('unusual, and still a request', () => {
  test.each([
    ['a length of zero', withLines('Content-Length: 0')],
    ['empty lines in front', `\r\n\r\n${withLines()}`],
    ['HTTP/1.0', head('GET /a HTTP/1.0', HOST.trim())],
    ['a value outside ASCII', withLines('X: \xe9')],
    ['no space behind a colon', withLines('X:a')],
    ['an offer to upgrade', withLines('Connection: Upgrade', 'Upgrade: websocket')],
    [
      'an offer of HTTP/2',
      withLines('Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AA'),
    ],
    ['an expectation', withLines('Expect: 100-continue')],
    ['an unknown expectation', withLines('Expect: magic')],
    ['characters a URL should not have', withLines().replace('/a', '/a?"<>\\^`{|}')],
    [
      'an absolute target whose host stands over Host',
      head(`GET http://${DOMAIN_NAME}/a HTTP/1.1`, 'Host: other.example'),
    ],
    ['an absolute target in HTTP/1.0', head(`GET http://${DOMAIN_NAME}/a HTTP/1.0`)],
  ])('%s: the answer comes at once', async (_, bytes) => {
    const { edge } = await edgeWithObject();
    const viewer = await edge.viewer();
    await viewer.send(bytes);
    expect(withEase(await viewer.readResponse())).toMatchObject({ status: 200, text: 'OBJECT' });
  });
});

test('VR-7: an absolute target whose host is unknown is refused, whatever Host says', async () => {
  const { edge } = await edgeWithObject();
  const viewer = await edge.viewer();
  await viewer.send(head('GET http://other.example/a HTTP/1.1', HOST.trim()));
  expect(await viewer.readResponse()).toMatchObject({ status: 403 });
});
