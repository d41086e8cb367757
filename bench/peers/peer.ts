/** A server that edgefront is compared with: one core, one process, the same origin, its own cache of the same objects. */
import { spawnSync } from 'node:child_process';
import { type AddressInfo, connect, createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { Child } from '../child.ts';

export interface PeerKind {
  readonly name: PeerName;
  /** The program that must be there. */
  readonly program: string;
  readonly versionFlag: string;
  /** How one gets it. */
  readonly install: string;
  start(ground: Ground): Promise<RunningPeer>;
}

export type PeerName =
  | 'nginx'
  | 'nginx (open files)'
  | 'haproxy'
  | 'haproxy (no log)'
  | 'varnish'
  | 'traffic server';

/** What every peer stands on. */
export interface Ground {
  /** Of its own, and gone with the bench. */
  readonly folder: string;
  /** For caches that are files. */
  readonly cacheFolder: string;
  readonly certFile: string;
  readonly keyFile: string;
  readonly originPort: number;
}

export interface RunningPeer {
  readonly child: Child;
  readonly http: number;
  /** Null: it does not speak TLS here. */
  readonly https: number | null;
  /** Grows while it is measured, and may be emptied between. */
  readonly logFile: string | null;
}

/** The first line it prints about its version; null when it is not installed. */
export function versionOf({ program, versionFlag }: PeerKind): string | null {
  const { error, stdout, stderr } = spawnSync(program, [versionFlag], { encoding: 'utf8' });
  return error === undefined ? `${stderr}${stdout}`.trim().split('\n', 1)[0]! : null;
}

/** Ports that nobody listened on a moment ago. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, listening));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
  return ports;
}

/** Resolves when it takes connections; throws when it ended instead. */
export async function opened(child: Child, port: number): Promise<void> {
  while (!(await takesConnections(port))) {
    if (child.hasEnded) await child.fail();
    await setTimeout(20);
  }
}

function listening(): Promise<ReturnType<typeof createServer>> {
  const server = createServer();
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
