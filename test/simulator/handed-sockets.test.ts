/** Sockets handed over by the system: one edgefront ends and the next begins, and viewers notice nothing. */
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Command, EdgeProcess } from '../harness/edge-process.ts';
import { DOMAIN_NAME, EdgeSite } from '../harness/edge-site.ts';
import { headerValue, type RawViewer, rawViewer } from '../harness/raw-viewer.ts';
import { reply, scriptedOrigin } from '../harness/scripted-origin.ts';
import { ServiceManager } from '../harness/service-manager.ts';
import { soon } from '../harness/soon.ts';
import { requestText } from '../harness/test-edge.ts';

const PROGRAM: Command = [process.execPath, join(import.meta.dirname, '..', '..', 'src', 'edgefront.cjs')];
const BODY = 'logo'.repeat(4096);
const RESTARTS = 2;
/** Answers between two restarts, of each viewer about twenty-five. */
const ANSWERS = 400;
/** Connections that have asked nothing. */
const WAITING = 60;

/** Viewers that ask without a pause, on connections for one request and on kept ones. */
class Crowd {
  answers = 0;
  readonly failures: string[] = [];
  #isOver = false;
  readonly #all: Promise<unknown>;

  constructor(port: number, securePort: number) {
    const secure = { host: '127.0.0.1', tls: { servername: DOMAIN_NAME, rejectUnauthorized: false } };
    this.#all = Promise.all([
      ...Array.from({ length: 8 }, () => this.#ask({ port }, { Connection: 'close' })),
      ...Array.from({ length: 6 }, () => this.#ask({ port }, {})),
      ...Array.from({ length: 2 }, () => this.#ask({ ...secure, port: securePort }, {})),
    ]);
  }

  async end(): Promise<void> {
    this.#isOver = true;
    await this.#all;
  }

  async #ask(place: Parameters<typeof rawViewer>[0], headers: Record<string, string>): Promise<void> {
    while (!this.#isOver) {
      try {
        const viewer = await rawViewer(place);
        while (!this.#isOver && (await this.#once(viewer, headers)));
        viewer.finish();
      } catch (error) {
        this.failures.push(String(error));
      }
    }
  }

  /** Whether the connection goes on. */
  async #once(viewer: RawViewer, headers: Record<string, string>): Promise<boolean> {
    await viewer.send(requestText('GET', '/logo', { Host: DOMAIN_NAME, ...headers }));
    const answer = await viewer.readResponse();
    if (answer.status !== 200 || answer.body.toString() !== BODY)
      this.failures.push(`${answer.status}, ${answer.body.length} bytes`);
    this.answers += 1;
    return headerValue(answer, 'connection') !== 'close';
  }
}

interface Setting {
  readonly workers: number;
}

async function setting({ workers }: Setting) {
  const origin = await scriptedOrigin(() => reply(200, { 'Cache-Control': 'max-age=60' }, BODY));
  const manager = await ServiceManager.create(3);
  const [http, https, admin] = manager.ports as [number, number, number];
  const site = new EdgeSite();
  onTestFinished(() => site[Symbol.dispose]());
  const file = site.configure(origin.port, { drainSeconds: 10 }, { listen: { http, https, admin }, workers });
  return { manager, file, http, https, admin };
}

test.each([{ workers: 2 }, { workers: 1 }])(
  'nobody is refused, cut or kept without an answer by restarts under load: $workers workers',
  async ({ workers }) => {
    const { manager, file, http, https } = await setting({ workers });
    let edge: EdgeProcess = await manager.start(file, PROGRAM);
    const crowd = new Crowd(http, https);
    for (let restart = 0; restart < RESTARTS; restart++) {
      const before = crowd.answers;
      await soon(() => crowd.answers >= before + ANSWERS || crowd.failures.length > 0);
      expect(await edge.stop()).toBe(0);
      edge = await manager.start(file, PROGRAM);
    }
    await crowd.end();
    expect(crowd.failures).toEqual([]);
    expect(edge.complaints.filter((line) => !/ExperimentalWarning|trace-warnings/.test(line))).toEqual([]);
  },
  60_000,
);

test('who comes while nobody is there is answered by the next; so is the operator', async () => {
  const { manager, file, http, admin } = await setting({ workers: 2 });
  const viewer = await rawViewer({ port: http });
  await viewer.send(requestText('GET', '/logo', { Host: DOMAIN_NAME }));
  await manager.start(file, PROGRAM);
  expect((await viewer.readResponse()).status).toBe(200);
  viewer.finish();
  expect((await fetch(`http://127.0.0.1:${admin}/health`)).status).toBe(200);
});

test('a connection that has asked nothing yet when the process goes away may still ask', async () => {
  const { manager, file, http } = await setting({ workers: 1 });
  const edge = await manager.start(file, PROGRAM);
  const waiting: RawViewer[] = [];
  for (let at = 0; at < WAITING; at++) waiting.push(await rawViewer({ port: http }));
  const asked = await rawViewer({ port: http });
  const last = async (viewer: RawViewer) => {
    await viewer.send(requestText('GET', '/logo', { Host: DOMAIN_NAME }));
    return headerValue(await viewer.readResponse(), 'connection') === 'close';
  };
  // Those before have been taken too by then.
  expect(await last(asked)).toBe(false);
  const stopped = edge.stop();
  await soon(() => edge.saysItStops);
  let isLast = false;
  // The worker hears of it a moment later, and is asked until then.
  for (let viewer = waiting.pop(); viewer !== undefined && !isLast; viewer = waiting.pop())
    isLast = await last(viewer);
  expect([isLast, await stopped]).toEqual([true, 0]);
});

test('a socket that no listener is for is no start', async () => {
  const { manager, file } = await setting({ workers: 1 });
  const other = await ServiceManager.create(1);
  await expect(other.start(file, PROGRAM)).rejects.toThrow(
    `a socket was handed over for port ${other.ports[0]}, which the configuration does not listen on`,
  );
  expect(manager.ports).not.toContain(other.ports[0]);
});
