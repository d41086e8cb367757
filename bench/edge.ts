/** An edgefront to be measured, as a person starts it, but on one core and with one worker unless said otherwise. */
import { Configuration } from '../src/config/configuration.ts';
import { EdgeProcess } from '../test/harness/edge-process.ts';
import { EdgeSite } from '../test/harness/edge-site.ts';
import { type Command, endWithUs } from './child.ts';
import { type Core, onCore } from './cores.ts';

export interface EdgeOptions {
  readonly originPort: number;
  readonly core?: Core;
  readonly workers?: number;
  /** What the one edge location may keep. */
  readonly cacheBytes?: string;
  /** Parts of the configuration over everything else. */
  readonly parts?: object;
  /** Options of Node.js. */
  readonly nodeOptions?: readonly string[];
}

/** Whether this edgefront can be told how many workers it has. */
export const KNOWS_WORKERS = 'workers' in Configuration.fields;

export interface RunningEdge {
  readonly site: EdgeSite;
  readonly edge: EdgeProcess;
  stop(): Promise<void>;
}

export async function startEdge(options: EdgeOptions): Promise<RunningEdge> {
  const { originPort, core = 'server', workers = 1, cacheBytes = '1GiB', nodeOptions = [] } = options;
  const site = new EdgeSite();
  const edges = [{ pop: 'FRA2', cache: { bytes: cacheBytes } }];
  const parts = { edges, ...(KNOWS_WORKERS ? { workers } : {}), ...options.parts };
  const command: Command = onCore(core, [process.execPath, ...nodeOptions]);
  const edge = await EdgeProcess.start(site.configure(originPort, {}, parts), command);
  const ended = endWithUs(edge.pid);
  const stop = async () => {
    await edge.stop();
    ended();
    site[Symbol.dispose]();
  };
  return { site, edge, stop };
}
