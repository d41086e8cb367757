/**
 * The viewer's side of an exchange, whatever speaks HTTP there. No step and no body writer knows more of
 * a connection than this; whoever implements it calls the exchange back (`viewerDrained`, `viewerFlushed`,
 * `viewerLeft`).
 */
import type { RequestHead } from '../policy/request-head.ts';

/** A request as received, and whose it is. */
export interface ViewerRequest extends RequestHead {
  readonly isSecure: boolean;
  /** The TCP peer, IPv4-mapped addresses as IPv4. */
  readonly clientAddress: string;
}

/** How the end of a body is told: by length, by chunks, by closing, or there is no body. */
export type Framing = 'length' | 'chunked' | 'close' | 'none';

export interface ResponseHead {
  readonly status: number;
  readonly reason: string;
  /** Finished lines, `Name: value` and a line end each: what came from the origin. Not kept beyond the answer's last byte. */
  readonly kept: Buffer | string;
  /** Behind them: what the edge says of this answer, framing and Connection apart. */
  readonly own: string;
  readonly framing: Framing;
  /** Content-Length to announce; null for none. */
  readonly contentLength: number | null;
  readonly closesConnection: boolean;
}

export interface ViewerResponse {
  writeHead(head: ResponseHead): void;
  /** False: wait for `viewerDrained` before the next write. */
  write(chunk: Buffer): boolean;
  /** There is nothing to write for now: what was handed over goes out, the head at least (RG-18). */
  flush(): void;
  end(): void;
  /** Breaks the connection so that no viewer can take what it has for the whole (OR-46). */
  cut(): void;
  /** Bytes handed to the connection for this answer, head and framing included (AL-19). */
  readonly bytesSent: number;
  /**
   * The answer is over and nothing that was handed over is needed any more: the system has it, or the connection
   * is gone. When that is not so at `end` or `cut`, `viewerFlushed` tells the exchange later.
   */
  readonly isFlushed: boolean;
}
