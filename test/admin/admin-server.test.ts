import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { AdminServer } from '../../src/admin/admin-server.ts';
import { AdminRefusal } from '../../src/admin/answer.ts';
import { readJson } from '../../src/admin/request-body.ts';
import { MAX_REQUEST_BYTES } from '../../src/distribution/limits.ts';
import { Usage } from '../../src/logs/usage.ts';
import { ManualClock } from '../harness/manual-clock.ts';
import { distribution, ID, jsonOf, Setting } from './setting.ts';

describe('what the window answers', () => {
  test('health says ready, and 503 while draining', async () => {
    await using setting = await Setting.open();
    expect((await setting.get('/health')).status).toBe(200);
    setting.isReady = false;
    expect(await setting.get('/health')).toMatchObject({
      status: 503,
      text: expect.stringMatching('not ready'),
    });
  });

  test('edges: a row for each edge location, in order', async () => {
    await using setting = await Setting.open();
    setting.edges[0]!.totals.requests.Hit = 3;
    setting.edges[0]!.keep(setting.edges[0]!.placeOf('/a'));
    const rows = jsonOf(await setting.get('/edges')) as { pop: string }[];
    expect(rows.map(({ pop }) => pop)).toEqual(['IAD2', 'NRT4']);
    expect(rows[0]).toMatchObject({
      region: 'US',
      requests: { Hit: 3 },
      storedObjects: 1,
      capacityBytes: 100_000,
    });
    expect(rows[1]).toMatchObject({ requests: { Hit: 0 }, storedObjects: 0, storedBytes: 0, evictions: 0 });
  });

  const STATES = [
    ['ED-8', {}, ['serving', 'serving']],
    ['ED-6', { PriceClass: 'PriceClass_100' as const }, ['serving', 'outside the price class']],
    ['VR-8', { Enabled: false }, ['disabled', 'disabled']],
  ] as const;

  test.each(STATES)(
    '%s: distributions and whether each edge location serves them',
    async (_id, given, expected) => {
      await using setting = await Setting.open([distribution(given)]);
      const [row] = jsonOf(await setting.get('/distributions')) as {
        id: string;
        edges: { status: string }[];
      }[];
      expect(row!.id).toBe(ID);
      expect(row!.edges.map(({ status }) => status)).toEqual(expected);
    },
  );

  test('ED-10 ED-11: usage as rows, or with the columns of the report as CSV', async () => {
    const clock = new ManualClock();
    const usage = new Usage({ directory: '/nowhere', keepDays: 1, clock, onProblem: () => {} });
    await using setting = await Setting.open([distribution()], { usage });
    const event = { distributionId: ID, region: 'US', method: 'GET', isSecure: false } as const;
    for (let at = 0; at < 3; at++) usage.count({ ...event, bytesOut: 10, ttlSeconds: 60, atMs: clock.now() });
    const [row] = jsonOf(await setting.get('/usage')) as object[];
    expect(row).toEqual({
      Service: 'AmazonCloudFront',
      Operation: 'GET',
      UsageType: 'US-Requests-HTTP-Dynamic',
      Resource: ID,
      StartTime: '2013-06-01T00:00:00Z',
      EndTime: '2013-06-01T01:00:00Z',
      UsageValue: 3,
    });
    const csv = await setting.get('/usage?format=csv');
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(csv.text.split('\r\n')[0]).toBe(Object.keys(row!).join(','));
    expect(await setting.get('/usage?format=xml')).toMatchObject({
      status: 400,
      text: expect.stringMatching(/format=csv/),
    });
  });

  test('logs/flush answers with the files', async () => {
    await using setting = await Setting.open();
    expect(jsonOf(await setting.post('/logs/flush', {}))).toEqual({ files: ['/logs/a.gz'] });
    expect((await setting.post('/logs/flush', { now: true })).status).toBe(400);
  });

  test('HEAD is GET without the body', async () => {
    await using setting = await Setting.open();
    const got = await setting.ask('HEAD', '/edges', {}, '');
    expect(got).toMatchObject({ status: 200, text: '' });
  });
});

describe('the clock', () => {
  test('goes forward by what is asked, real time does not', async () => {
    await using setting = await Setting.open();
    const before = setting.clock.realNow();
    expect(jsonOf(await setting.post('/clock', { advanceSeconds: 90.5 }))).toEqual({
      now: '2013-06-01T00:01:30.500Z',
      realNow: '2013-06-01T00:00:00.000Z',
    });
    expect(setting.clock.now() - before).toBe(90_500);
    expect(jsonOf(await setting.get('/clock'))).toMatchObject({ now: '2013-06-01T00:01:30.500Z' });
  });

  test.each([
    ['{}', /advanceSeconds/],
    ['', /advanceSeconds/],
    ['{"advanceSeconds": -1}', /advanceSeconds must be between 0/],
    ['{"advanceSeconds": 1e99}', /advanceSeconds must be a number/],
    ['{"advanceSeconds": 3153600001}', /advanceSeconds must be between 0/],
    ['{"advanceSeconds": null}', /advanceSeconds/],
    ['{"advanceSeconds": 1, "by": 2}', /by /],
    ['[1]', /the body must be a group of members/],
    ['{"advanceSeconds": ', /not JSON/],
    [`${'['.repeat(50)}${']'.repeat(50)}`, /nested deeper/],
  ])('stays where it is for %s, with 400', async (body, message) => {
    await using setting = await Setting.open();
    const got = await setting.post('/clock', body);
    expect(got.status).toBe(400);
    expect((jsonOf(got) as { error: string }).error).toMatch(message);
    expect((jsonOf(got) as { expected: string }).expected).toMatch(/advanceSeconds/);
    expect(setting.clock.now()).toBe(setting.clock.realNow());
  });

  test('does not go beyond what HTTP dates can name', async () => {
    await using setting = await Setting.open();
    const got = [];
    for (let at = 0; at < 81; at++) got.push(await setting.post('/clock', { advanceSeconds: 3_153_600_000 }));
    expect(got.at(-1)!.status).toBe(400);
    expect(new Date(setting.clock.now()).getUTCFullYear()).toBeLessThan(10_000);
  });
});

describe('who is kept out', () => {
  const STRANGERS = [
    'evil.example',
    'd111111abcdef8.localhost',
    '127.0.0.1.evil.example',
    'localhost@evil',
    '8.8.8.8',
  ];

  test.each(STRANGERS)(
    'Host %s may neither read nor change: a name can be made to lead here',
    async (host) => {
      await using setting = await Setting.open();
      expect((await setting.get('/edges', { host })).status).toBe(403);
      expect((await setting.get('/nothing', { host })).status).toBe(403);
      expect((await setting.post('/clock', { advanceSeconds: 1 }, { host })).status).toBe(403);
      expect(setting.clock.now()).toBe(setting.clock.realNow());
    },
  );

  test.each([
    'localhost',
    'LOCALHOST:9090',
    '127.0.0.1:9090',
    '127.8.8.8',
    '[::1]:9090',
    'OPS.example.com:80',
  ])('Host %s is answered', async (host) => {
    await using setting = await Setting.open();
    expect((await setting.post('/clock', { advanceSeconds: 1 }, { host })).status).toBe(200);
  });

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    '',
    'application/jsonx',
  ])('a body of type "%s", which a page can send anywhere, changes nothing', async (type) => {
    await using setting = await Setting.open();
    const got = await setting.post('/clock', { advanceSeconds: 1 }, { 'content-type': type });
    expect(got).toMatchObject({ status: 415, text: expect.stringMatching(/application\/json/) });
    expect(setting.clock.now()).toBe(setting.clock.realNow());
  });

  test('parameters and case of the type make no difference', async () => {
    await using setting = await Setting.open();
    const type = { 'content-type': 'Application/JSON; charset=utf-8' };
    expect((await setting.post('/clock', { advanceSeconds: 1 }, type)).status).toBe(200);
  });

  test('no answer lets another origin read it, and a preflight gets no leave', async () => {
    await using setting = await Setting.open();
    const origin = { origin: 'http://evil.example' };
    const preflight = await setting.ask('OPTIONS', '/clock', origin, '');
    expect(preflight).toMatchObject({ status: 403 });
    for (const got of [preflight, await setting.get('/edges', origin)]) {
      expect(Object.keys(got.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
      expect(got.headers['cross-origin-resource-policy']).toBe('same-origin');
      expect(got.headers['x-content-type-options']).toBe('nosniff');
    }
  });

  test('an unknown path is told what there is, a wrong method what is allowed', async () => {
    await using setting = await Setting.open();
    expect(await setting.get('/nowhere')).toMatchObject({
      status: 404,
      text: expect.stringMatching(/GET \/health, .*POST \/explain/),
    });
    expect(await setting.get('/explain')).toMatchObject({ status: 405, headers: { allow: 'POST' } });
    expect(await setting.post('/edges', {})).toMatchObject({ status: 405, headers: { allow: 'GET' } });
  });

  test('a body over the limit is refused, not read to its end', async () => {
    await using setting = await Setting.open();
    const got = await setting.post('/clock', `"${'a'.repeat(MAX_REQUEST_BYTES)}"`);
    expect(got).toMatchObject({ status: 413 });
  });
});

describe('opening and closing', () => {
  test.each(['0.0.0.0', '::', '192.0.2.1', 'example.com'])('never opens on %s', async (host) => {
    const server = new Setting([], { host }).server;
    await expect(server.open()).rejects.toThrow(/loopback only/);
  });

  test('rejects when the port is taken', async () => {
    await using setting = await Setting.open();
    const second = new Setting([], { port: setting.port }).server;
    await expect(second.open()).rejects.toThrow(/EADDRINUSE/);
  });

  test('closing without having opened is no mistake', async () => {
    const { server } = new Setting();
    expect(server).toBeInstanceOf(AdminServer);
    await server.close();
  });

  test('closing waits for a request in flight, but not for ever', async () => {
    await using setting = await Setting.open();
    const socket = connect(setting.port, '127.0.0.1');
    const { promise: isCut, resolve } = Promise.withResolvers<void>();
    socket.on('error', () => {}).on('close', () => resolve());
    socket.write(
      'POST /clock HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n',
    );
    await setting.get('/health');
    const closed = setting.server.close();
    setting.clock.tick(5000);
    await Promise.all([closed, isCut]);
    expect(setting.clock.pendingTimers).toBe(0);
  });

  test('a body that never comes whole is the caller’s doing, not a mistake of ours', async () => {
    const request = new Readable({ read: () => void request.destroy(new Error('aborted')) });
    await expect(readJson(request as IncomingMessage, '')).rejects.toBeInstanceOf(AdminRefusal);
  });

  test('a mistake of ours is a 500 that says so, and told to the operator', async () => {
    const flushLogs = () => Promise.reject(new Error('disk gone'));
    await using setting = await Setting.open([], { flushLogs });
    expect(await setting.post('/logs/flush', {})).toMatchObject({
      status: 500,
      text: expect.stringMatching(/disk gone/),
    });
    expect(setting.mistakes).toEqual([
      { error: new Error('disk gone'), step: 'admin', request: 'POST /logs/flush' },
    ]);
  });
});
