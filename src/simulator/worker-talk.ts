/** What a worker and the thread that supervises it say to each other: plain data, and ports to say more over. */
import type { MessagePort } from 'node:worker_threads';
import type { Identity } from '../config/local-authority.ts';
import type { NetworkSettings } from '../config/settings.ts';
import type { MemberState } from '../edge/fleet-member.ts';
import type { EdgeLimits } from '../edge/limits.ts';
import type { LineBatch } from '../logs/access-lines.ts';
import type { UsageState } from '../logs/usage-state.ts';
import type { OriginLimits } from '../origin/limits.ts';
import type { PortPlan } from './port-plan.ts';

/** What a worker is made of. */
export interface WorkerSeed {
  readonly worker: number;
  readonly member: MemberState;
  readonly limits: EdgeLimits & OriginLimits;
  readonly hasLocalNames: boolean;
  readonly network: NetworkSettings;
  /** Every port by its number. */
  readonly plan: PortPlan;
  /** Null where nothing speaks TLS. */
  readonly tls: WorkerTls | null;
  readonly writesLogs: boolean;
  /** Connection tallies, one for each port of the plan. */
  readonly connections: readonly SharedArrayBuffer[];
}

export interface WorkerTls {
  /** What strangers see. */
  readonly fallback: Identity;
  /** 48 bytes, the same for all, so that a viewer may take up its session with another worker. */
  readonly ticketKeys: Uint8Array;
}

export type ToWorker =
  | { readonly kind: 'begin'; readonly seed: WorkerSeed; readonly orders: MessagePort }
  /** Another worker serves; `port` leads to it. */
  | { readonly kind: 'neighbour'; readonly worker: number; readonly port: MessagePort }
  /** Another worker is dead, and what it had claimed is free. */
  | { readonly kind: 'neighbourGone'; readonly worker: number }
  | { readonly kind: 'identity'; readonly question: number; readonly identity: Identity | null }
  /** What was answered about certificates may not be true any more. */
  | { readonly kind: 'identitiesChanged' }
  | { readonly kind: 'handOver'; readonly number: number }
  /** Memory of lines that it handed over. */
  | { readonly kind: 'linesBack'; readonly bytes: LineBatch['bytes'] }
  | { readonly kind: 'drain' };

export type FromWorker =
  | { readonly kind: 'listening' }
  /** It cannot listen, for this reason, and is to be ended. */
  | { readonly kind: 'failed'; readonly error: string }
  | { readonly kind: 'lines'; readonly batch: LineBatch }
  | { readonly kind: 'usage'; readonly hours: UsageState }
  | { readonly kind: 'mistake'; readonly error: unknown; readonly where: object }
  | { readonly kind: 'identityWanted'; readonly question: number; readonly serverName: string }
  /** Everything logged and counted before it was asked has been handed over. */
  | { readonly kind: 'handedOver'; readonly number: number }
  /** The last viewer is gone, and everything is handed over. */
  | { readonly kind: 'drained' };

/** A worker, as the thread that supervises it knows it. */
export interface WorkerHandle {
  send(message: ToWorker, given?: readonly (MessagePort | ArrayBuffer)[]): void;
  onMessage(hear: (message: FromWorker) => void): void;
  /** Called once, when it is no more; null: it ended as it should. */
  onEnd(end: (error: unknown) => void): void;
  terminate(): Promise<void>;
}

/** Begins a worker, which waits for its `begin`. */
export type StartWorker = () => WorkerHandle;
