/** What callers of the control API must not send, and how they are told. */
import { describe, expect, test } from 'vitest';
import { MAX_REQUEST_BYTES } from '../../src/distribution/limits.ts';
import { headerValue, rawViewer } from '../harness/raw-viewer.ts';
import { AUTHORIZED, ControlSetting, DONE, LIST, UUID } from './control-setting.ts';

describe('bad input', () => {
  test.each([
    ['declared', `Content-Length: ${30 * 1024 ** 2}\r\n`, 30],
    ['chunked', 'Transfer-Encoding: chunked\r\n', 30],
  ])('CA-236: a body of 30 MiB, %s, is refused, and the connection goes on', async (how, headers, mib) => {
    await using setting = await ControlSetting.open({ perform: () => DONE });
    const viewer = await rawViewer({ port: setting.port });
    await viewer.send(`POST ${LIST} HTTP/1.1\r\nHost: h\r\n${AUTHORIZED}${headers}\r\n`);
    const piece = Buffer.alloc(1024 ** 2, 'x');
    const chunk = Buffer.concat([Buffer.from('100000\r\n'), piece, Buffer.from('\r\n')]);
    for (let sent = 0; sent < mib; sent++) await viewer.send(how === 'chunked' ? chunk : piece);
    if (how === 'chunked') await viewer.send('0\r\n\r\n');
    const answer = await viewer.readResponse();
    expect(answer.status).toBe(400);
    expect(answer.body.toString()).toContain('<Code>InvalidHTTPRequest</Code>');
    await viewer.send('GET /date HTTP/1.1\r\nHost: h\r\n\r\n');
    expect((await viewer.readResponse()).status).toBe(200);
    expect(setting.performed).toHaveLength(0);
  });

  test('CA-236: a body that says it is too large is refused before it comes', async () => {
    await using setting = await ControlSetting.open({ perform: () => DONE });
    const headers = `${AUTHORIZED}Content-Length: ${MAX_REQUEST_BYTES + 1}\r\n`;
    expect(await setting.code(`POST ${LIST} HTTP/1.1`, headers)).toBe('InvalidHTTPRequest');
  });

  test('CA-236: the largest body that is read is read whole', async () => {
    await using setting = await ControlSetting.open({ perform: () => DONE });
    const headers = `${AUTHORIZED}Content-Length: ${MAX_REQUEST_BYTES}\r\n`;
    await setting.ask(`POST ${LIST} HTTP/1.1`, headers, 'x'.repeat(MAX_REQUEST_BYTES));
    expect(setting.performed[0]?.body.length).toBe(MAX_REQUEST_BYTES);
  });

  test.each([
    ['CA-236 no HTTP', 'nonsense\r\n\r\n'],
    ['CA-236 a head too large', `GET /date HTTP/1.1\r\nHost: h\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`],
    [
      'CA-236 two lengths',
      `POST ${LIST} HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n`,
    ],
    ['CA-236 an unknown method', 'FETCH /date HTTP/1.1\r\nHost: h\r\n\r\n'],
    ['CA-12 no Host', 'GET /date HTTP/1.1\r\n\r\n'],
    ['CA-12 two Hosts', 'GET /date HTTP/1.1\r\nHost: h\r\nHost: h\r\n\r\n'],
    [
      'CA-236 a broken chunk',
      `POST ${LIST} HTTP/1.1\r\nHost: h\r\n${AUTHORIZED}Transfer-Encoding: chunked\r\n\r\nz\r\n`,
    ],
  ])('%s: the documented error, and the server lives', async (_, bytes) => {
    await using setting = await ControlSetting.open({ perform: () => DONE });
    const viewer = await rawViewer({ port: setting.port });
    await viewer.send(bytes);
    const answer = await viewer.readResponse();
    expect(answer.status).toBe(400);
    expect(headerValue(answer, 'x-amz-request-id')).toMatch(UUID);
    expect(answer.body.toString()).toContain('<Code>InvalidHTTPRequest</Code>');
    expect((await setting.ask('GET /date HTTP/1.1', '')).status).toBe(200);
    expect(setting.performed).toHaveLength(0);
  });

  test('CA-236: a body cut short', async () => {
    await using setting = await ControlSetting.open({ perform: () => DONE });
    const viewer = await rawViewer({ port: setting.port });
    await viewer.send(`POST ${LIST} HTTP/1.1\r\nHost: h\r\n${AUTHORIZED}Content-Length: 10\r\n\r\nabc`);
    viewer.finish();
    expect((await viewer.readResponse()).body.toString()).toContain('<Code>InvalidHTTPRequest</Code>');
    expect(setting.performed).toHaveLength(0);
    expect(setting.mistakes).toEqual([]);
  });

  test('CA-236: a request that never ends is given up', async () => {
    // Node's own timer; the head has long been read by then, however busy the machine.
    const patience = { requestMs: 400, idleMs: 60_000, closeMs: 100 };
    await using setting = await ControlSetting.open({ perform: () => DONE, patience });
    const viewer = await rawViewer({ port: setting.port });
    await viewer.send(`POST ${LIST} HTTP/1.1\r\nHost: h\r\n${AUTHORIZED}Content-Length: 10\r\n\r\nabc`);
    const answer = await viewer.readResponse();
    expect(answer.body.toString()).toContain('<Code>InvalidHTTPRequest</Code>');
    expect(answer.body.toString()).toContain('doc/2012-05-05/');
    expect(await viewer.readUntilClosed()).toHaveLength(0);
    expect(setting.performed).toHaveLength(0);
  });

  test('CA-236: nonsense behind a request is not answered in its place', async () => {
    await using setting = await ControlSetting.open({ perform: () => DONE });
    const viewer = await rawViewer({ port: setting.port });
    await viewer.send(`GET ${LIST} HTTP/1.1\r\nHost: h\r\n${AUTHORIZED}\r\nnonsense\r\n\r\n`);
    expect((await viewer.readUntilClosed()).toString()).not.toContain('InvalidHTTPRequest');
  });

  test('CA-235 CA-240: headers that may stand once', async () => {
    await using setting = await ControlSetting.open({ perform: () => DONE });
    expect(await setting.code(`GET ${LIST} HTTP/1.1`, `${AUTHORIZED}Authorization: AWS a:b\r\n`)).toBe(
      'InvalidHTTPAuthHeader',
    );
    expect(await setting.code(`GET ${LIST} HTTP/1.1`, `Date: x\r\n${AUTHORIZED}`)).toBe('MissingDateHeader');
  });

  test('CA-23: a stranger is refused before the body has come', async () => {
    await using setting = await ControlSetting.open({ perform: () => DONE });
    const viewer = await rawViewer({ port: setting.port });
    await viewer.send(`POST ${LIST} HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\n`);
    expect((await viewer.readResponse()).body.toString()).toContain('<Code>MissingClientTokenId</Code>');
  });
});
