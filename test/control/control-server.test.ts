/** What a port of the control API answers, and what operations are given. */
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { ApiError } from '../../src/control/api-error.ts';
import { headerValue, headerValues, rawViewer } from '../harness/raw-viewer.ts';
import { AUTHORIZED, ControlSetting, DONE, LIST, UUID } from './control-setting.ts';

describe('the envelope', () => {
  test('CA-28 CA-29 CA-35: a result with its headers, the ETag without quotes', async () => {
    await using setting = await ControlSetting.open({ perform: () => DONE });
    const answer = await setting.ask(`GET ${LIST} HTTP/1.1`);
    const id = headerValue(answer, 'x-amz-request-id');
    expect(id).toMatch(UUID);
    expect(setting.performed[0]?.requestId).toBe(id);
    expect(headerValue(answer, 'x-amzn-requestid')).toBe(id);
    expect(headerValue(answer, 'content-type')).toBe('text/xml');
    expect(headerValue(answer, 'etag')).toBe('E2QWRUHAPOMQZL');
    expect(headerValue(answer, 'content-length')).toBe(String(answer.body.length));
    expect(answer.body.toString()).toContain('für alle');
  });

  test('CA-36: no header speaks of caching', async () => {
    await using setting = await ControlSetting.open({ perform: () => DONE });
    const answer = await setting.ask(`GET ${LIST} HTTP/1.1`);
    const names = answer.headers.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase());
    expect(names).not.toContain('cache-control');
    expect(names).not.toContain('expires');
  });

  test('CA-34: Location is absolute, on the base that is configured', async () => {
    const created = { ...DONE, status: 201, location: 'distribution/E1/invalidation/I1' } as const;
    await using usual = await ControlSetting.open({ perform: () => created });
    await using own = await ControlSetting.open({
      perform: () => created,
      locationBase: 'http://localhost:8',
    });
    const post = `POST ${LIST}/E1/invalidation HTTP/1.1`;
    expect(headerValue(await usual.ask(post), 'location')).toBe(
      'https://cloudfront.amazonaws.com/2012-05-05/distribution/E1/invalidation/I1',
    );
    expect(headerValue(await own.ask(post), 'location')).toBe(
      'http://localhost:8/2012-05-05/distribution/E1/invalidation/I1',
    );
  });

  test('CA-41 CA-42 CA-28: results without a body', async () => {
    await using setting = await ControlSetting.open({
      perform: ({ action }) => ({
        ...DONE,
        status: action === 'DeleteDistribution' ? 204 : 200,
        document: null,
      }),
    });
    const updated = await setting.ask('PUT /2008-06-30/distribution/E1/config HTTP/1.1');
    expect(updated).toMatchObject({ status: 200, body: Buffer.alloc(0) });
    expect(headerValue(updated, 'content-type')).toBeNull();
    const deleted = await setting.ask(`DELETE ${LIST}/E1 HTTP/1.1`);
    expect(deleted.status).toBe(204);
    expect(headerValue(deleted, 'x-amz-request-id')).toMatch(UUID);
    expect(headerValue(deleted, 'content-length')).toBeNull();
  });

  test('CA-30: head and body come in one piece', async () => {
    await using setting = await ControlSetting.open({ perform: () => DONE });
    const socket = connect(setting.port, '127.0.0.1');
    const first = Promise.withResolvers<Buffer>();
    socket.once('data', first.resolve);
    socket.write(`GET ${LIST} HTTP/1.1\r\nHost: h\r\n${AUTHORIZED}\r\n`);
    expect((await first.promise).toString()).toMatch(
      /\r\n\r\n<\?xml.*<\/CloudFrontOriginAccessIdentityConfig>\s*$/s,
    );
    socket.destroy();
  });

  test('CA-61: HEAD is answered as GET, without the body', async () => {
    await using setting = await ControlSetting.open({ perform: () => DONE });
    const viewer = await rawViewer({ port: setting.port });
    await viewer.send(`HEAD ${LIST} HTTP/1.1\r\nHost: h\r\n${AUTHORIZED}\r\n`);
    const answer = await viewer.readResponse({ head: true });
    expect(answer).toMatchObject({ status: 200, body: Buffer.alloc(0) });
    expect(Number(headerValue(answer, 'content-length'))).toBeGreaterThan(50);
  });
});

describe('errors', () => {
  test('CA-31 CA-32 CA-33 CA-28 CA-29: the document, in the namespace of the path', async () => {
    await using setting = await ControlSetting.open({
      perform: () => {
        throw new ApiError('NoSuchDistribution', 'There is no <E1>\u0001.');
      },
    });
    const answer = await setting.ask('GET /2010-11-01/distribution/E1 HTTP/1.1');
    expect(answer.status).toBe(404);
    expect(headerValue(answer, 'content-type')).toBe('application/xml');
    const id = headerValue(answer, 'x-amz-request-id');
    expect(answer.body.toString().replaceAll(/\n\s*/g, '')).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>' +
        '<ErrorResponse xmlns="http://cloudfront.amazonaws.com/doc/2010-11-01/"><Error><Type>Sender</Type>' +
        '<Code>NoSuchDistribution</Code><Message>There is no &lt;E1&gt;\ufffd.</Message></Error>' +
        `<RequestId>${id}</RequestId></ErrorResponse>`,
    );
  });

  test('CA-32: the newest namespace where the version is unknown', async () => {
    await using setting = await ControlSetting.open();
    const answer = await setting.ask('GET /2020-05-31/distribution HTTP/1.1');
    expect(answer.status).toBe(404);
    expect(answer.body.toString()).toContain('"http://cloudfront.amazonaws.com/doc/2013-05-12/"');
  });

  test.each([
    ['2008-06-30', 'InternalError'],
    ['2010-11-01', 'InternalError'],
    ['2012-05-05', 'InternalServerError'],
    ['2013-05-12', 'InternalServerError'],
  ])(
    'CA-231 CA-324 CA-32: a mistake of ours in %s is %s, and told to the operator',
    async (version, code) => {
      await using setting = await ControlSetting.open({
        perform: () => {
          throw new TypeError('secret detail');
        },
      });
      const answer = await setting.ask(`GET /${version}/distribution HTTP/1.1`);
      expect(answer.status).toBe(500);
      expect(answer.body.toString()).toMatch(new RegExp(`<Type>Receiver</Type>\\s*<Code>${code}</Code>`));
      expect(answer.body.toString()).not.toContain('secret detail');
      expect(setting.mistakes).toEqual(['secret detail']);
      expect((await setting.ask('GET /date HTTP/1.1')).status).toBe(200);
    },
  );

  test('CA-292: path before authentication, authentication before the operation', async () => {
    await using setting = await ControlSetting.open({ perform: () => DONE });
    expect(await setting.code('GET /2012-05-05/nothing HTTP/1.1', 'X: 1\r\n')).toBe('InvalidURI');
    expect(await setting.code(`GET ${LIST} HTTP/1.1`, 'X: 1\r\n')).toBe('MissingClientTokenId');
    expect(setting.performed).toHaveLength(0);
  });
});

describe('what needs no signature', () => {
  test('CA-22 CA-58: the real time, with an empty body', async () => {
    await using setting = await ControlSetting.open();
    setting.clock.advance(3600);
    const answer = await setting.ask('GET /date HTTP/1.1', '');
    expect(answer).toMatchObject({ status: 200, body: Buffer.alloc(0) });
    expect(headerValues(answer, 'date')).toEqual(['Sat, 01 Jun 2013 00:00:00 GMT']);
  });

  test('CA-8: the schema of a version', async () => {
    await using setting = await ControlSetting.open();
    const answer = await setting.ask('GET /doc/2012-05-05/AmazonCloudFrontCommon.xsd HTTP/1.1', '');
    expect(answer.status).toBe(200);
    expect(answer.body.toString()).toContain('http://cloudfront.amazonaws.com/doc/2012-05-05/');
    const again = await setting.ask('GET /doc/2012-05-05/AmazonCloudFrontCommon.xsd HTTP/1.1', '');
    expect(again.body).toEqual(answer.body);
  });
});

describe('what the operation is given', () => {
  test('CA-12 CA-180 CA-183: version, action, ids, page, If-Match, body, caller', async () => {
    await using setting = await ControlSetting.open({ perform: () => DONE });
    const headers = `${AUTHORIZED}If-Match: "E1"\r\nContent-Length: 3\r\n`;
    await setting.ask('PUT /2012-07-01/distribution/E1/config?Marker=m&MaxItems=7 HTTP/1.1', headers, 'abc');
    expect(setting.performed[0]).toEqual({
      version: '2012-07-01',
      action: 'UpdateDistribution',
      ids: { id: 'E1', invalidationId: null },
      query: { marker: 'm', maxItems: '7' },
      ifMatch: '"E1"',
      body: Buffer.from('abc'),
      caller: { accessKeyId: '0PN5J17HBGZHT7JJ3X82', account: '111122223333' },
      requestId: expect.stringMatching(UUID),
    });
  });

  test.each([
    ['CA-15', 'chunked', 'Transfer-Encoding: chunked\r\n', '1\r\na\r\n2\r\nbc\r\n0\r\n\r\n', 'abc'],
    ['CA-15', 'Content-Length 0', 'Content-Length: 0\r\n', '', ''],
    ['CA-15', 'no length', '', '', ''],
    ['CA-13', 'any Content-Type', 'Content-Type:\r\nContent-Length: 1\r\n', 'x', 'x'],
    ['CA-13', 'text/plain', 'Content-Type: text/plain\r\nContent-Length: 1\r\n', 'x', 'x'],
  ])('%s: a body with %s', async (_id, _name, headers, sent, expected) => {
    await using setting = await ControlSetting.open({ perform: () => DONE });
    await setting.ask(`POST ${LIST} HTTP/1.1`, AUTHORIZED + headers, sent);
    expect(setting.performed[0]?.body.toString()).toBe(expected);
  });

  test('CA-180: two If-Match are one value that no ETag is', async () => {
    await using setting = await ControlSetting.open({ perform: () => DONE });
    await setting.ask(`DELETE ${LIST}/E1 HTTP/1.1`, `${AUTHORIZED}If-Match: E1\r\nIf-Match: E2\r\n`);
    expect(setting.performed[0]?.ifMatch).toBe('E1, E2');
  });
});
