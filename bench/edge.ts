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
  readonly cacheBytes?: number;
  /** Options of Node.js. */
  readonly nodeOptions?: readonly string[];
}

export interface RunningEdge {
  readonly site: EdgeSite;
  readonly edge: EdgeProcess;
  stop(): Promise<void>;
}

/** Whether this edgefront can be told how many workers it has. */
export const KNOWS_WORKERS = 'workers' in Configuration.fields;
const CACHE_BYTES = 1024 ** 3;
const PATIENCE_MS = 10_000;

export async function startEdge({
  core = 'server',
  nodeOptions = [],
  ...options
}: EdgeOptions): Promise<RunningEdge> {
  const site = new EdgeSite();
  const file = site.configure(options.originPort, {}, configurationParts(options));
  const command: Command = onCore(core, [process.execPath, ...nodeOptions]);
  const edge = await EdgeProcess.start(file, command);
  const ended = endWithUs(() => edge.kill());
  return { site, edge, stop: () => stop(edge, ended) };
}

/** What the bench wants of a configuration beside what every site has. */
export function configurationParts({
  workers = 1,
  cacheBytes = CACHE_BYTES,
}: Omit<EdgeOptions, 'originPort'>): object {
  return {
    listen: { http: 0, https: 0, admin: 0 },
    edges: [{ pop: 'FRA2', cache: { bytes: cacheBytes } }],
    ...(KNOWS_WORKERS ? { workers } : {}),
  };
}

/** What `/metrics` says of one number, summed over its labels. */
export async function metric({ edge }: RunningEdge, name: string): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${edge.portOf('admin')}/metrics`);
  const lines = (await answer.text()).split('\n').filter((line) => line.startsWith(`edgefront_${name}{`));
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
}

async function stop(edge: EdgeProcess, ended: () => void): Promise<void> {
  const patience = setTimeout(() => void edge.kill(), PATIENCE_MS);
  await edge.stop();
  clearTimeout(patience);
  ended();
}
