/**
 * edgefront inside another program, most often a test suite:
 *
 *     await using edge = await startEdgefront({ origin: 'http://127.0.0.1:3000', behavior: { MinTTL: 60 } });
 *     await fetch(`${edge.url}/logo.png`);
 *     const again = await fetch(`${edge.url}/logo.png`);
 *     assert.equal(again.headers.get('x-cache'), 'Hit from cloudfront');
 */
import { SystemClock } from '../clock.ts';
import { readSettings } from '../config/read-settings.ts';
import { createOperatorLog } from '../logs/operator-log.ts';
import { type Simulator, startSimulator } from '../simulator.ts';
import { OperatorClient } from './operator-client.ts';
import { type SimpleSite, SiteFolder } from './site-folder.ts';

export interface EdgefrontOptions extends Partial<SimpleSite> {
  /** A configuration file as `edgefront serve --config` takes it, instead of `origin`. It needs `listen.admin`. */
  readonly config?: string;
  /** For `${NAME}` in the file; the process's own unless given. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Called with each line of the operator's log; without it the log goes nowhere. */
  readonly onLog?: (line: string) => void;
}

/** A running edgefront. Leaving an `await using` block stops it. */
export interface Edgefront extends AsyncDisposable {
  /** Of the first viewer port, such as `http://127.0.0.1:34567`. */
  readonly url: string;
  /** Every port that is open, with what it is for and, where it is one edge location's own, its POP code. */
  readonly addresses: readonly { readonly role: string; readonly pop: string | null; readonly url: string }[];
  /** Moves simulated time forward: freshness, Age, dates of signed URLs. */
  advance(seconds: number): Promise<void>;
  /** Complete at every edge location when it resolves; `*` is any run of characters. */
  invalidate(paths: readonly string[], distributionId?: string): Promise<void>;
  /** Resolves when every connection is closed and everything is written. */
  stop(): Promise<void>;
}

/** Starts edgefront; rejects, with every problem named, when the configuration cannot be used. */
export async function startEdgefront(options: EdgefrontOptions): Promise<Edgefront> {
  const folder = options.config === undefined ? SiteFolder.create(siteOf(options)) : null;
  try {
    const simulator = await start(folder?.file ?? options.config!, options);
    return new RunningEdgefront(simulator, folder);
  } catch (error) {
    folder?.remove();
    throw error;
  }
}

function siteOf({ origin, behavior, edges }: EdgefrontOptions): SimpleSite {
  if (origin === undefined) throw new TypeError('startEdgefront needs `origin`, a URL, or `config`, a file');
  return { origin, behavior: behavior ?? {}, edges: edges ?? ['IAD2'] };
}

async function start(file: string, { environment, onLog }: EdgefrontOptions): Promise<Simulator> {
  const reading = readSettings(file, environment ?? process.env);
  if ('problems' in reading) {
    const lines = reading.problems.map((one) => `${one.file}:${one.line ?? 1}: ${one.path}: ${one.message}`);
    throw new Error(`edgefront was not started\n${lines.join('\n')}`);
  }
  const destination = { write: (line: string) => onLog?.(line.trimEnd()) };
  const log = createOperatorLog({ pretty: false, level: 'info', destination });
  return await startSimulator(reading.settings, { clock: new SystemClock(), log });
}

class RunningEdgefront implements Edgefront {
  readonly #simulator: Simulator;
  readonly #folder: SiteFolder | null;
  readonly #operator: OperatorClient;

  constructor(simulator: Simulator, folder: SiteFolder | null) {
    this.#simulator = simulator;
    this.#folder = folder;
    const admin = simulator.addresses.find(({ role }) => role === 'admin');
    this.#operator = new OperatorClient(admin?.url ?? null);
  }

  get addresses() {
    return this.#simulator.addresses;
  }

  get url(): string {
    const viewerPort = this.addresses.find(({ role }) => role === 'http' || role === 'https');
    return viewerPort!.url;
  }

  async advance(seconds: number): Promise<void> {
    await this.#operator.post('/clock', { advanceSeconds: seconds });
  }

  async invalidate(paths: readonly string[], distributionId?: string): Promise<void> {
    const distribution = distributionId ?? this.#folder?.distributionId;
    if (distribution === undefined)
      throw new TypeError('with `config`, say whose paths: invalidate(paths, distributionId)');
    await this.#operator.post('/invalidations', { distribution, paths });
  }

  async stop(): Promise<void> {
    await this.#simulator.stop();
    this.#folder?.remove();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}
