/** What stands behind everybody that is measured: the origin, a certificate, folders; and all of it is cleared away at the end. */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EdgeSite } from '../test/harness/edge-site.ts';
import { Child } from './child.ts';
import { onCore } from './cores.ts';
import { type EdgeOptions, type RunningEdge, startEdge } from './edge.ts';
import type { Ground } from './peers/peer.ts';

const MEMORY = '/dev/shm';

export interface Ports {
  readonly http: number;
  readonly https: number;
}

export interface Stage {
  readonly origin: Ports;
  startEdge(options?: Omit<EdgeOptions, 'originPort'>): Promise<RunningEdge>;
  /** A bare server with the origin's answers, as somebody to be measured. */
  startCeiling(): Promise<Ports>;
  /** Somewhere to stand for one more server. */
  ground(name: string): Ground;
  /** Called last of all, in the order opposite to the starts. */
  onStop(stop: () => Promise<void>): void;
  stop(): Promise<void>;
}

export async function startStage(): Promise<Stage> {
  const stops: (() => Promise<void>)[] = [];
  const site = new EdgeSite();
  await site.makeCertificate();
  const certificate = [site.certFile, site.keyFile];
  const server = (core: 'load' | 'server') =>
    Child.saying<Ports>(
      onCore(core, [process.execPath, join(import.meta.dirname, 'constant-server.ts'), ...certificate]),
    );
  const origin = await server('load');
  const cacheRoot = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'edgefront-bench-'));
  const clear = () => {
    rmSync(cacheRoot, { recursive: true, force: true });
    rmSync(site.folder, { recursive: true, force: true });
  };
  process.once('exit', clear);
  stops.push(() => origin.child.stop());
  return {
    origin: origin.said,
    startEdge: async (options = {}) => {
      const edge = await startEdge({ ...options, originPort: origin.said.http });
      stops.push(edge.stop);
      return edge;
    },
    startCeiling: async () => {
      const { child, said } = await server('server');
      stops.push(() => child.stop());
      return said;
    },
    ground: (name) => {
      const [folder, cacheFolder] = [join(site.folder, name), join(cacheRoot, name)];
      for (const made of [folder, cacheFolder]) mkdirSync(made);
      return {
        folder,
        cacheFolder,
        certFile: site.certFile,
        keyFile: site.keyFile,
        originPort: origin.said.http,
      };
    },
    onStop: (stop) => void stops.push(stop),
    stop: async () => {
      for (const stop of stops.toReversed()) await stop();
      clear();
    },
  };
}
