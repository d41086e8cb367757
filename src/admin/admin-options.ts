/** What the operator's window is handed; whoever runs the edges implements it. */
import type { Clock } from '../clock.ts';
import type { UsageRow } from '../logs/usage-report.ts';
import type { AdminEdge } from './admin-edge.ts';
import type { Stage } from './stage.ts';

export interface UsageSource {
  report(): readonly UsageRow[];
  /** The same with the columns of CloudFront's report (ED-11). */
  csv(): string;
}

/** Objects to be fetched anew. */
export interface PathInvalidation {
  readonly distributionId: string;
  readonly paths: readonly string[];
  /** `*` is any run of characters; else it means itself (IN-3). */
  readonly expandsWildcards: boolean;
}

export interface AdminOptions {
  /** A loopback address, unless there is a token; `open` refuses every other. */
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Descriptor of a socket that was handed over, to listen with; without one it is opened. */
  readonly socket?: number | null;
  readonly clock: Clock;
  edges(): readonly AdminEdge[];
  /** Complete on every edge location when it resolves (D-17). */
  invalidate(invalidation: PathInvalidation): Promise<void>;
  /** Resolves when `usage` has what was counted until now. */
  gather(): Promise<void>;
  /** False until everything is open, and again while draining. */
  isReady(): boolean;
  readonly usage: UsageSource;
  /** Writes what the log batches hold and answers with the files. */
  flushLogs(): Promise<readonly string[]>;
  /** Names, beside loopback ones, that a request's Host may have. */
  readonly hosts: readonly string[];
  /** What requests must bring that do not come from this machine or do not ask for it; null: these are refused. */
  readonly token: string | null;
  /** What went wrong on our side and was told in the operator's log, since the start (D-21). */
  problems(): number;
  /** Records of access logs lost since the start, because their files could not be written (D-21). */
  droppedRecords(): number;
  /** Told of our own mistakes, which the caller hears of as a 500 or a connection that breaks. */
  onMistake(error: unknown, where: object): void;
  /** Whether X-Edgefront-Pop chooses the edge location; true unless said otherwise. */
  readonly viewerChoosesEdge?: boolean;
  readonly stage: Stage;
}
