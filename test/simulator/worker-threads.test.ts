/** The same with real threads: a whole edgefront of two workers, which the system deals connections to. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { gunzipSync } from 'node:zlib';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { SystemClock } from '../../src/clock.ts';
import { readSettings } from '../../src/config/read-settings.ts';
import { cityOfPop } from '../../src/distribution/city.ts';
import { roundTripMs } from '../../src/distribution/distance.ts';
import type { WorkerHandle } from '../../src/simulator/worker-talk.ts';
import { Threads } from '../../src/simulator/worker-thread.ts';
import { type Address, type Simulator, startSimulator } from '../../src/simulator.ts';
import { DOMAIN_NAME, EdgeSite, ORIGIN_NAME } from '../harness/edge-site.ts';
import { glance } from '../harness/glance.ts';
import { type RawViewer, rawViewer } from '../harness/raw-viewer.ts';
import { gate, reply, type Script, scriptedOrigin } from '../harness/scripted-origin.ts';
import { requestText, withEase } from '../harness/test-edge.ts';

const HOUR = { 'Cache-Control': 'max-age=3600', ETag: '"1"' };
/** That the system deals so many to one of two workers does not happen. */
const CROWD = 32;
const ADMIN = { listen: { http: 0, https: 0, admin: 0 }, workers: 2, deployment: { delaySeconds: 0 } };

class ThreadedSite {
  readonly handles: WorkerHandle[] = [];
  /** Workers that have begun to serve, since the start. */
  listening = 0;
  readonly #site = new EdgeSite();
  readonly #originPort: number;
  #simulator: Simulator | null = null;

  constructor(originPort: number) {
    this.#originPort = originPort;
  }

  get simulator(): Simulator {
    return this.#simulator!;
  }

  async start(parts: object = {}): Promise<void> {
    const clock = new SystemClock();
    const threads = new Threads(clock.offset);
    const startWorker = () => {
      const handle = threads.start();
      this.handles.push(handle);
      handle.onMessage(({ kind }) => {
        if (kind === 'listening') this.listening += 1;
      });
      return handle;
    };
    const log = pino({ level: 'silent' });
    this.#simulator = await startSimulator(this.settings(parts), { clock, log, startWorker });
  }

  settings(parts: object = {}) {
    const file = this.#site.configure(this.#originPort, {}, { ...ADMIN, ...parts });
    const reading = readSettings(file, {});
    if ('problems' in reading) throw new Error(JSON.stringify(reading.problems));
    return reading.settings;
  }

  portOf(role: Address['role']): number {
    return Number(new URL(this.simulator.addresses.find((one) => one.role === role)!.url).port);
  }

  /** Connections to whichever workers. */
  async crowd(): Promise<RawViewer[]> {
    const port = this.portOf('http');
    return await Promise.all(Array.from({ length: CROWD }, () => rawViewer({ port })));
  }

  /** What each of a crowd gets. */
  async see(target: string): Promise<string[]> {
    const viewers = await this.crowd();
    const seen = await Promise.all(viewers.map((viewer) => get(viewer, target)));
    for (const viewer of viewers) viewer.finish();
    return seen;
  }

  async ask<T>(path: string, body?: object): Promise<T> {
    const headers = { 'content-type': 'application/json' };
    const question = body === undefined ? {} : { method: 'POST', headers, body: JSON.stringify(body) };
    const answer = await fetch(`http://127.0.0.1:${this.portOf('admin')}${path}`, question);
    return (await answer.json()) as T;
  }

  async edge(): Promise<Record<string, number>> {
    return (await this.ask<Record<string, number>[]>('/edges'))[0]!;
  }

  /** Viewers have the last byte before the workers know that they do. */
  async becomesQuiet(): Promise<void> {
    await until(async () => (await this.edge()).inFlight === 0);
  }

  /** Log lines of all files. */
  logLines(): string[] {
    const folder = join(this.#site.folder, 'logs', 'logs.s3.amazonaws.com');
    const texts = readdirSync(folder).map((name) => gunzipSync(readFileSync(join(folder, name))).toString());
    return texts.flatMap((text) => text.split('\n').filter((line) => line !== '' && !line.startsWith('#')));
  }

  async close(): Promise<void> {
    await this.#simulator?.stop();
    this.#site[Symbol.dispose]();
  }
}

async function get(viewer: RawViewer, target: string): Promise<string> {
  await viewer.send(requestText('GET', target, { Host: DOMAIN_NAME }));
  return glance(withEase(await viewer.readResponse()));
}

/** Waits for what is under way already. */
async function until(isMet: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isMet())) await new Promise((resolve) => setImmediate(resolve));
}

async function threadedSite(script: Script, parts: object = {}) {
  const origin = await scriptedOrigin(script);
  const site = new ThreadedSite(origin.port);
  onTestFinished(() => site.close());
  await site.start(parts);
  return { origin, site };
}

const numbered: Script = (_request, at) => reply(200, HOUR, `no. ${at}`);

test('OR-49: a crowd at both workers is served by one fetch, counted and logged whole', async () => {
  const hold = gate();
  const { origin, site } = await threadedSite([[hold, ...reply(200, HOUR, 'LOGO')]]);
  const seen = site.see('/a');
  await until(async () => (await site.edge()).followers === CROWD - 1);
  hold.open();
  expect((await seen).sort()).toEqual([...Array(CROWD - 1).fill('200 Hit LOGO'), '200 Miss LOGO']);
  expect(origin.requests).toHaveLength(1);
  await site.becomesQuiet();
  expect(await site.edge()).toMatchObject({
    originRequests: 1,
    storedObjects: 1,
    fillsInFlight: 0,
    pinnedBytes: 0,
  });
  const usage = await site.ask<{ UsageType: string; UsageValue: number }[]>('/usage');
  expect(usage.find(({ UsageType }) => UsageType.includes('Requests'))?.UsageValue).toBe(CROWD);
  await site.ask('/logs/flush', {});
  expect(site.logLines()).toHaveLength(CROWD);
});

test('IN-18 TTL-19: an invalidation and the clock are of both', async () => {
  const { site } = await threadedSite(numbered);
  await site.see('/a');
  await site.ask('/invalidations', { distribution: 'EDFDVBD6EXAMPLE', paths: ['/*'] });
  for (const seen of await site.see('/a')) expect(seen).toMatch(/no\. 1$/);
  await site.ask('/clock', { advanceSeconds: 3500 });
  for (const seen of await site.see('/a')) expect(seen).toMatch(/^200 Hit 35\d\ds no\. 1$/);
  await site.ask('/clock', { advanceSeconds: 100 });
  for (const seen of await site.see('/a')) expect(seen).toMatch(/no\. 2$/);
});

test('D-16: a new configuration reaches both', async () => {
  const { site } = await threadedSite(numbered);
  await site.see('/a');
  const settings = site.settings();
  const distributions = settings.distributions.map((one) => ({
    ...one,
    config: { ...one.config, Enabled: false },
  }));
  site.simulator.reload({ ...settings, distributions });
  await until(async () => (await site.edge()).generation === 2);
  await until(async () => (await site.see('/a')).every((seen) => seen.startsWith('403')));
});

test('a worker that dies is replaced, and its connections alone are lost', async () => {
  const { origin, site } = await threadedSite(numbered);
  const viewers = await site.crowd();
  for (const viewer of viewers) expect(await get(viewer, '/a')).toMatch(/no\. 0$/);
  await site.handles[0]!.terminate();
  const fates = await Promise.all(
    viewers.map((viewer) => get(viewer, '/a').catch((error: Error) => error.name)),
  );
  const served = fates.filter((fate) => /^200 Hit \d+s no\. 0$/.test(fate));
  expect(served.length).toBeGreaterThan(0);
  expect(served.length).toBeLessThan(CROWD);
  await until(() => site.handles.length === 3);
  for (const seen of await site.see('/a')) expect(seen).toMatch(/^200 Hit \d+s no\. 0$/);
  await site.ask('/invalidations', { distribution: 'EDFDVBD6EXAMPLE', paths: ['/*'] });
  for (const seen of await site.see('/a')) expect(seen).toMatch(/no\. 1$/);
  expect(origin.requests).toHaveLength(2);
});

test('an origin that was taken down stays down for workers that replace the dead', async () => {
  const { origin, site } = await threadedSite(numbered);
  await site.ask('/origins', { origin: ORIGIN_NAME, isDown: true });
  for (const handle of [...site.handles]) await handle.terminate();
  await until(() => site.listening === 4);
  for (const seen of await site.see('/a')) expect(seen).toMatch(/^502 /);
  expect(origin.requests).toHaveLength(0);
  await site.ask('/origins', { origin: ORIGIN_NAME, isDown: false });
  await site.ask('/clock', { advanceSeconds: 301 });
  for (const seen of await site.see('/a')) expect(seen).toMatch(/no\. 0$/);
});

test('distances are felt at both', async () => {
  const { site } = await threadedSite(numbered, { network: { simulate: true } });
  await site.see('/a');
  const viewers = await site.crowd();
  const waitMs = roundTripMs(cityOfPop('LHR')!, cityOfPop('FRA')!);
  const begun = performance.now();
  const tookMs = await Promise.all(
    viewers.map(async (viewer) => {
      await viewer.send(requestText('GET', '/a', { Host: DOMAIN_NAME, 'X-Edgefront-Viewer': 'LHR' }));
      await viewer.readResponse();
      return performance.now() - begun;
    }),
  );
  for (const viewer of viewers) viewer.finish();
  // Timers of the system count whole milliseconds.
  expect(Math.min(...tookMs)).toBeGreaterThanOrEqual(waitMs - 1);
});

test('OR-49: what a dead worker was fetching is fetched anew for the viewers of the other', async () => {
  const hold = gate();
  const { origin, site } = await threadedSite(() => [hold, ...reply(200, HOUR, 'LOGO')]);
  const viewers = await site.crowd();
  const fates = Promise.all(viewers.map((viewer) => get(viewer, '/a').catch(() => 'lost')));
  await until(async () => (await site.edge()).followers === CROWD - 1);
  // It may be the one that fetches, or the one that follows.
  await site.handles[0]!.terminate();
  await until(async () => site.handles.length === 3);
  hold.open();
  const served = (await fates).filter((fate) => fate !== 'lost');
  expect(served.length).toBeGreaterThan(0);
  for (const fate of served) expect(['200 Miss LOGO', '200 Hit LOGO']).toContain(fate);
  expect(origin.requests.length).toBeLessThanOrEqual(2);
  for (const fate of await site.see('/a')) expect(fate).toMatch(/^200 Hit \d+s LOGO$/);
  await site.becomesQuiet();
  expect(await site.edge()).toMatchObject({ fillsInFlight: 0, pinnedBytes: 0 });
});

test('VR-11: both show the same certificates, and a session begun with one goes on with the other', async () => {
  const { site } = await threadedSite(numbered);
  const ca = readFileSync(site.simulator.caFile!);
  const options = { host: '127.0.0.1', port: site.portOf('https'), servername: DOMAIN_NAME, ca };
  const session = await new Promise<Buffer>((resolve, reject) => {
    const socket = connect(options).on('error', reject);
    socket.once('session', (ticket) => {
      resolve(ticket);
      socket.destroy();
    });
  });
  const handshake = () =>
    new Promise<boolean>((resolve, reject) => {
      const socket = connect({ ...options, session }).on('error', reject);
      socket.once('secureConnect', () => {
        resolve(socket.isSessionReused());
        socket.destroy();
      });
    });
  const reused = await Promise.all(Array.from({ length: 16 }, handshake));
  expect(reused).toEqual(Array(16).fill(true));
});

test('a port that is taken is taken, also by workers of another', async () => {
  const { site } = await threadedSite(numbered);
  const other = new ThreadedSite(1);
  onTestFinished(() => other.close());
  await expect(other.start({ listen: { http: site.portOf('http') } })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  });
});
