/** An edgefront of the harness's own, in a process beside it, so that the two do not share a thread. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isSea } from 'node:sea';
import {
  distributionOf,
  KEY_PAIR_ID,
  ORIGIN_NAME,
  SCENARIO_HOST,
  SCENARIO_ID,
} from '../traffic/scenario-distribution.ts';
import { listening } from './announcement.ts';
import type { Stage } from './stage.ts';

export interface StartedEdge {
  readonly http: string;
  /** Null where the configuration opens none. */
  readonly https: string | null;
  readonly admin: string | null;
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly originPort: number;
  /** PEM of the key that signed URLs are made with; null: there are none. */
  readonly publicKey: string | null;
}

/** Rejects with what it said when it does not start. */
export async function startEdge(stage: Stage, options: StartOptions): Promise<StartedEdge> {
  const folder = mkdtempSync(join(tmpdir(), 'edgefront-load-'));
  const file = stage.configFile ?? writeConfiguration(folder, stage, options);
  const program = isSea() ? [] : [process.argv[1]!];
  const child = spawn(process.execPath, [...program, 'serve', '--config', file], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = async () => {
    await end(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const roles = [
      'http',
      ...(stage.hasAdmin ? ['admin'] : []),
      ...(stage.scenario.viewers.https ? ['https'] : []),
    ];
    const urls = await listening(child, roles);
    return {
      http: urls.get('http')!,
      https: urls.get('https') ?? null,
      admin: urls.get('admin') ?? null,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

function writeConfiguration(folder: string, stage: Stage, { originPort, publicKey }: StartOptions): string {
  const { scenario, edges } = stage;
  writeFileSync(join(folder, 'distribution.json'), JSON.stringify(distributionOf(scenario)));
  if (publicKey !== null) writeFileSync(join(folder, 'signer.pem'), publicKey);
  const configuration = {
    listen: { http: 0, admin: 0, ...(scenario.viewers.https ? { https: 0 } : {}) },
    edges: edges.map(({ pop, region, cache }) => ({ pop, region, cache: { bytes: cache } })),
    origins: { [ORIGIN_NAME]: { http: `127.0.0.1:${originPort}` } },
    distributions: [{ id: SCENARIO_ID, domainName: SCENARIO_HOST, config: './distribution.json' }],
    ...(publicKey === null ? {} : { signers: { self: { [KEY_PAIR_ID]: './signer.pem' } } }),
    state: { directory: './state' },
    deployment: { delaySeconds: 0 },
    limits: { drainSeconds: 1 },
  };
  const file = join(folder, 'edgefront.json');
  writeFileSync(file, JSON.stringify(configuration));
  return file;
}
