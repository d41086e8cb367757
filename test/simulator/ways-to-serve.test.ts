/** Who serves viewers, and what goes back and forth between workers and the thread that supervises them. */
import { pino } from 'pino';
import { expect, onTestFinished, test, vi } from 'vitest';
import { readSettings } from '../../src/config/read-settings.ts';
import { AccessLines } from '../../src/logs/access-lines.ts';
import type { StartWorker } from '../../src/simulator/worker-talk.ts';
import { startSimulator } from '../../src/simulator.ts';
import { DOMAIN_NAME, EdgeSite } from '../harness/edge-site.ts';
import { ManualClock } from '../harness/manual-clock.ts';
import { rawViewer } from '../harness/raw-viewer.ts';
import { reply, scriptedOrigin } from '../harness/scripted-origin.ts';
import { soon } from '../harness/soon.ts';
import { requestText } from '../harness/test-edge.ts';
import { workersHere } from '../harness/workers-here.ts';

/** A whole edgefront with so many workers; how many were begun, and how to ask it for something. */
async function served(workers: number) {
  const origin = await scriptedOrigin(() => reply(200, {}, 'LOGO'));
  const site = new EdgeSite();
  const listen = { http: 0, admin: 0 };
  const reading = readSettings(site.configure(origin.port, {}, { listen, workers }), {});
  if ('problems' in reading) throw new Error(JSON.stringify(reading.problems));
  const clock = new ManualClock();
  const begin = workersHere(clock);
  let begun = 0;
  const startWorker: StartWorker = () => {
    begun += 1;
    return begin();
  };
  const simulator = await startSimulator(reading.settings, {
    ...{ clock, log: pino({ level: 'silent' }), startWorker },
  });
  onTestFinished(async () => {
    await simulator.stop();
    site[Symbol.dispose]();
  });
  const urlOf = (role: string) => simulator.addresses.find((one) => one.role === role)!.url;
  const get = async () => {
    const viewer = await rawViewer({ port: Number(new URL(urlOf('http')).port) });
    await viewer.send(requestText('GET', '/a', { Host: DOMAIN_NAME, Connection: 'close' }));
    const { body } = await viewer.readResponse();
    await viewer.readUntilClosed();
    return body.toString();
  };
  const flushLogs = async () => {
    const headers = { 'content-type': 'application/json' };
    await fetch(`${urlOf('admin')}/logs/flush`, { method: 'POST', headers, body: '{}' });
  };
  return { begun: () => begun, get, flushLogs };
}

test.each([0, 1, 2])(
  'workers: %i begins as many, and without any the main thread serves',
  async (workers) => {
    const { begun, get } = await served(workers);
    expect(begun()).toBe(workers);
    expect(await get()).toBe('LOGO');
  },
);

test.each([0, 1])(
  'with %i workers, memory of lines goes back to who wrote them once a file has them',
  async (workers) => {
    const reuse = vi.spyOn(AccessLines.prototype, 'reuse');
    onTestFinished(() => reuse.mockRestore());
    const { get, flushLogs } = await served(workers);
    await get();
    expect(reuse).not.toHaveBeenCalled();
    await flushLogs();
    await soon(() => reuse.mock.calls.length === 1);
    expect(reuse.mock.calls[0]![0].length).toBeGreaterThan(0);
  },
);
