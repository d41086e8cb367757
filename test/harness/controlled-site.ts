/**
 * A whole edgefront in this process with the control API open: three edge locations with ports of their own, a web
 * server as origin, folders as buckets, a manual clock. It is stopped and cleared away with the test.
 *
 *     const site = await controlledSite();
 *     const { id } = await site.client.create('distribution', siteDistribution());
 *     await site.propagate();
 *     expect(await site.see(domainName)).toEqual([…]);   // at each edge location
 */
import { readFileSync } from 'node:fs';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { readSettings } from '../../src/config/read-settings.ts';
import type { Settings } from '../../src/config/settings.ts';
import type { DistributionConfig } from '../../src/distribution/distribution-config.ts';
import { type Address, type Reload, type Simulator, startSimulator } from '../../src/simulator.ts';
import { ExampleFolder } from '../config/example.ts';
import { xml } from '../control/plane-setting.ts';
import { CREDENTIAL } from '../control/recorded.ts';
import { distributionConfig } from '../control/request-documents.ts';
import { ControlClient } from './control-client.ts';
import { ManualClock } from './manual-clock.ts';
import { rawViewer } from './raw-viewer.ts';
import { type Script, type ScriptedOrigin, scriptedOrigin } from './scripted-origin.ts';
import { type EdgeResponse, requestText, withEase } from './test-edge.ts';
import { testWorkers, workersHere } from './workers-here.ts';

export const POPS = ['IAD2', 'FRA2', 'NRT4'] as const;
type Pop = (typeof POPS)[number];
export const DELAY_SECONDS = 6;

export interface ControlledSiteOptions {
  /** What the web server answers; nothing is asked of it without. */
  readonly script?: Script;
  readonly clock?: ManualClock;
  /** Parts of the configuration file, over everything else. */
  readonly configuration?: object;
}

export async function controlledSite(options: ControlledSiteOptions = {}): Promise<ControlledSite> {
  const origin = await scriptedOrigin(options.script ?? []);
  const site = new ControlledSite(origin, options);
  onTestFinished(() => site.close());
  site.configure(options.configuration ?? {});
  await site.start();
  return site;
}

/** A DistributionConfig whose requests go to the web server. */
export function siteDistribution(parts: Partial<DistributionConfig> & { MinTTL?: number } = {}): string {
  const { MinTTL = 0, ...rest } = parts;
  const config = distributionConfig(rest);
  const behavior = { ...config.DefaultCacheBehavior, MinTTL };
  return xml('DistributionConfig', { ...config, DefaultCacheBehavior: behavior });
}

export class ControlledSite {
  readonly clock: ManualClock;
  readonly origin: ScriptedOrigin;
  readonly folder = new ExampleFolder();
  #file = '';
  #simulator: Simulator | null = null;

  constructor(origin: ScriptedOrigin, options: ControlledSiteOptions) {
    this.origin = origin;
    this.clock = options.clock ?? new ManualClock();
    this.folder.makeFolder('members');
    this.folder.write('members/secret.txt', 'for members only');
    this.folder.makeFolder('pictures');
  }

  /** Writes the configuration file, parts over everything else. */
  configure(parts: object): void {
    const configuration = {
      listen: { http: 0, https: 0, admin: 0, control: 0, controlTls: 0 },
      workers: testWorkers(),
      edges: POPS.map((pop) => ({ pop, http: 0, cache: { bytes: '8MiB' } })),
      origins: {
        'www.example.com': { http: `127.0.0.1:${this.origin.port}` },
        'members.s3.amazonaws.com': { directory: './members', private: true },
        'pictures.s3.amazonaws.com': { directory: './pictures' },
      },
      credentials: [CREDENTIAL],
      state: { directory: './state' },
      deployment: { delaySeconds: DELAY_SECONDS },
      limits: { drainSeconds: 1 },
      ...parts,
    };
    this.#file = this.folder.write('edgefront.json', JSON.stringify(configuration));
  }

  async start(): Promise<void> {
    this.#simulator = await this.startAnother();
  }

  /** One more on the same state directory. */
  async startAnother(): Promise<Simulator> {
    return await startSimulator(this.#settings(), {
      ...{ clock: this.clock, log: pino({ level: 'silent' }), startWorker: workersHere(this.clock) },
    });
  }

  /** As SIGHUP does. */
  reload(): Reload {
    return this.#simulator!.reload(this.#settings());
  }

  async stop(): Promise<void> {
    let isStopped = this.#simulator === null;
    const stopping = this.#simulator?.stop().finally(() => {
      isStopped = true;
    });
    this.#simulator = null;
    // Viewers that a test left behind must not hold it up, whenever a worker hears that it is to drain.
    while (!isStopped) {
      this.clock.tick(60_000);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await stopping;
  }

  get client(): ControlClient {
    return new ControlClient({ port: this.portOf('control'), now: () => this.clock.realNow() });
  }

  /** PEM of the authority behind made certificates. */
  get ca(): Buffer {
    return readFileSync(this.#simulator!.caFile!);
  }

  portOf(role: Address['role'], pop: Pop | null = null): number {
    const address = this.#simulator!.addresses.find((one) => one.role === role && one.pop === pop);
    return Number(new URL(address!.url).port);
  }

  /** One viewer's request at an edge location, on a connection of its own. */
  async get(pop: Pop, host: string, target = '/a'): Promise<EdgeResponse> {
    const viewer = await rawViewer({ port: this.portOf('http', pop) });
    await viewer.send(requestText('GET', target, { Host: host }));
    const response = await viewer.readResponse();
    viewer.finish();
    return withEase(response);
  }

  /** What a viewer gets at each edge location: `Miss ONE`; of anything but a 200, its status. */
  async see(host: string, target = '/a'): Promise<string[]> {
    const seen: string[] = [];
    for (const pop of POPS) {
      const answer = await this.get(pop, host, target);
      const result = answer.header('x-cache')?.split(' ', 1)[0];
      seen.push(answer.status === 200 ? `${result} ${answer.text}` : String(answer.status));
    }
    return seen;
  }

  /** JSON of the operator's window. */
  async ask<T>(path: string, body?: object): Promise<T> {
    const headers = { 'content-type': 'application/json' };
    const question = body === undefined ? {} : { method: 'POST', headers, body: JSON.stringify(body) };
    const answer = await fetch(`http://127.0.0.1:${this.portOf('admin')}${path}`, question);
    return (await answer.json()) as T;
  }

  /** Lets the next edge location have what is on its way. */
  step(): void {
    this.clock.advance(DELAY_SECONDS / POPS.length);
  }

  /** Lets every edge location have everything. */
  propagate(): void {
    this.clock.advance(DELAY_SECONDS);
  }

  async close(): Promise<void> {
    await this.stop();
    this.folder[Symbol.dispose]();
  }

  #settings(): Settings {
    const reading = readSettings(this.#file, {});
    if ('problems' in reading) throw new Error(JSON.stringify(reading.problems));
    return reading.settings;
  }
}
