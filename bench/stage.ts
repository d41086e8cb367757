/** What stands behind everybody that is measured: the origin, a certificate, folders. All of it is cleared away at the end. */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EdgeSite } from '../test/harness/edge-site.ts';
import { Child } from './child.ts';
import { type Core, onCore } from './cores.ts';
import { type EdgeOptions, type RunningEdge, startEdge } from './edge.ts';
import type { Ground } from './peers/peer.ts';

const MEMORY = '/dev/shm';
const SERVER = join(import.meta.dirname, 'constant-server.ts');

export interface Ports {
  readonly http: number;
  readonly https: number;
}

export class Stage {
  readonly origin: Ports;
  readonly #site: EdgeSite;
  readonly #stops: (() => Promise<void>)[] = [];

  private constructor(site: EdgeSite, origin: { child: Child; said: Ports }) {
    this.#site = site;
    this.origin = origin.said;
    this.onStop(() => origin.child.stop());
  }

  /** Caches in files and logs are in memory, for everybody, where the system has such a place: no disk is measured. */
  static async open(): Promise<Stage> {
    const folder = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'edgefront-bench-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    process.env.TMPDIR = folder;
    const site = new EdgeSite();
    await site.makeCertificate();
    return new Stage(site, await constantServer(site, 'load'));
  }

  async startEdge(options: Omit<EdgeOptions, 'originPort'> = {}): Promise<RunningEdge> {
    const edge = await startEdge({ ...options, originPort: this.origin.http });
    this.onStop(edge.stop);
    return edge;
  }

  /** A bare server with the origin's answers, as somebody to be measured. */
  async startCeiling(): Promise<Ports> {
    const { child, said } = await constantServer(this.#site, 'server');
    this.onStop(() => child.stop());
    return said;
  }

  /** Somewhere to stand for one more server. */
  ground(name: string): Ground {
    const folder = join(this.#site.folder, name.replaceAll(/\W+/g, '-'));
    const cacheFolder = join(folder, 'cache');
    mkdirSync(cacheFolder, { recursive: true });
    const { certFile, keyFile } = this.#site;
    return { folder, cacheFolder, certFile, keyFile, originPort: this.origin.http };
  }

  /** Stops come in the order opposite to this. */
  onStop(stop: () => Promise<void>): void {
    this.#stops.push(stop);
  }

  async close(): Promise<void> {
    for (const stop of this.#stops.toReversed()) await stop();
  }
}

function constantServer(site: EdgeSite, core: Core): Promise<{ child: Child; said: Ports }> {
  return Child.saying(onCore(core, [process.execPath, SERVER, site.certFile, site.keyFile]));
}
