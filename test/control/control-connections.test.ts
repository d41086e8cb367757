/** Connections to a port of the control API: how they speak, how many there may be, and for how long. */
import { describe, expect, test } from 'vitest';
import { MAX_CONNECTIONS } from '../../src/control/request-limits.ts';
import { rawViewer } from '../harness/raw-viewer.ts';
import { soon } from '../harness/soon.ts';
import { AUTHORIZED, ControlSetting, DONE, IDENTITY, LIST } from './control-setting.ts';

describe('connections', () => {
  test('CA-1 CA-325: HTTP/1.0 and HTTP/1.1', async () => {
    await using setting = await ControlSetting.open({ perform: () => DONE });
    const viewer = await rawViewer({ port: setting.port });
    await viewer.send(`GET ${LIST} HTTP/1.0\r\n${AUTHORIZED}\r\n`);
    expect((await viewer.readResponse()).status).toBe(200);
    expect(await viewer.readUntilClosed()).toHaveLength(0);
  });

  test('CA-1 CA-2 CA-334: HTTPS', async () => {
    await using setting = await ControlSetting.open({ perform: () => DONE, isSecure: true });
    const viewer = await rawViewer({ port: setting.port, tls: { rejectUnauthorized: false } });
    await viewer.send(`GET ${LIST} HTTP/1.1\r\nHost: h\r\n${AUTHORIZED}\r\n`);
    expect((await viewer.readResponse()).status).toBe(200);
  });

  test('whoever never ends the TLS handshake is let go', async () => {
    const patience = { requestMs: 40, idleMs: 60_000, closeMs: 100 };
    await using setting = await ControlSetting.open({ perform: () => DONE, isSecure: true, patience });
    const viewer = await rawViewer({ port: setting.port });
    expect(await viewer.readUntilClosed()).toHaveLength(0);
  });

  test('CA-2: plain HTTP is served, or refused where that is asked for; TLS is not', async () => {
    await using strict = await ControlSetting.open({ perform: () => DONE, refusesPlainHttp: true });
    expect(await strict.code(`GET ${LIST} HTTP/1.1`)).toBe('AccessDenied');
    expect((await strict.ask('GET /date HTTP/1.1')).status).toBe(200);
    await using secure = await ControlSetting.open({
      perform: () => DONE,
      refusesPlainHttp: true,
      isSecure: true,
    });
    const viewer = await rawViewer({ port: secure.port, tls: { rejectUnauthorized: false } });
    await viewer.send(`GET ${LIST} HTTP/1.1\r\nHost: h\r\n${AUTHORIZED}\r\n`);
    expect((await viewer.readResponse()).status).toBe(200);
  });

  test('CA-12: an Expect of any kind is no reason to refuse', async () => {
    await using setting = await ControlSetting.open({ perform: () => DONE });
    expect((await setting.ask(`GET ${LIST} HTTP/1.1`, `${AUTHORIZED}Expect: miracles\r\n`)).status).toBe(200);
    const viewer = await rawViewer({ port: setting.port });
    const headers = `${AUTHORIZED}Expect: 100-continue\r\nContent-Length: 1\r\n`;
    await viewer.send(`POST ${LIST} HTTP/1.1\r\nHost: h\r\n${headers}\r\n`);
    expect((await viewer.read(25)).toString()).toBe('HTTP/1.1 100 Continue\r\n\r\n');
    await viewer.send('x');
    expect((await viewer.readResponse()).status).toBe(200);
  });

  test('CA-21: signatures are judged by the real time', async () => {
    await using setting = await ControlSetting.open({ perform: () => DONE });
    setting.clock.advance(3600);
    expect((await setting.ask(`GET ${LIST} HTTP/1.1`)).status).toBe(200);
    setting.clock.tick(3_600_000);
    expect(await setting.code(`GET ${LIST} HTTP/1.1`)).toBe('RequestExpired');
  });

  test('a caller who never reads the answer is let go', async () => {
    const value = { CallerReference: 'r', Comment: 'x'.repeat(32 * 1024 ** 2) };
    const perform = () => ({ ...DONE, document: { ...IDENTITY, value } });
    // Node's own timers; the request has long been read by then, however busy the machine.
    const patience = { requestMs: 60_000, idleMs: 200, closeMs: 1000 };
    await using setting = await ControlSetting.open({ perform, patience });
    const viewer = await rawViewer({ port: setting.port });
    await viewer.send(`GET ${LIST} HTTP/1.1\r\nHost: h\r\n${AUTHORIZED}\r\n`);
    await soon(() => setting.performed.length === 1);
    // Others who are idle come and go meanwhile: as often as Node looks twice.
    for (let turn = 0; turn < 3; turn++) {
      await (await rawViewer({ port: setting.port })).readUntilClosed();
    }
    await expect(viewer.readResponse()).rejects.toThrow();
  });

  test('connections beyond the bound are closed, those within it served', async () => {
    await using setting = await ControlSetting.open({ perform: () => DONE });
    const viewers = [];
    for (let at = 0; at < MAX_CONNECTIONS; at++) viewers.push(await rawViewer({ port: setting.port }));
    const refused = await rawViewer({ port: setting.port });
    expect(await refused.readUntilClosed()).toHaveLength(0);
    await viewers.at(-1)!.send(`GET ${LIST} HTTP/1.1\r\nHost: h\r\n${AUTHORIZED}\r\n`);
    expect((await viewers.at(-1)!.readResponse()).status).toBe(200);
    for (const viewer of viewers) viewer.abort();
  });

  test('a port that is taken is an error, not a crash', async () => {
    await using setting = await ControlSetting.open();
    await expect(ControlSetting.open({ port: setting.port })).rejects.toThrow('EADDRINUSE');
  });
});
