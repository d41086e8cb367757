/**
 * An origin as the edge sees it, whatever stands behind it: a web server, a real bucket or a folder. One
 * fetch is a conversation of two handler objects: the reader the edge hands in, and the fetch it gets back.
 */
import type { OriginFaultKind } from '../policy/origin-fault.ts';

export interface OriginRequest {
  /** GET or HEAD; there are no bodies to send. */
  readonly method: string;
  /** Path and query as they go on the wire. */
  readonly path: string;
  /** Complete flat list, Host included, but for `ownHeaders`; one and the same list in requests that are alike. */
  readonly headers: readonly string[];
  /** More of the kind, of this request alone. */
  readonly ownHeaders?: readonly string[];
  /** Whether the viewer came over HTTPS; a match-viewer origin is then asked over HTTPS (OR-2, OR-3). */
  readonly isSecure: boolean;
}

export interface OriginHead {
  readonly status: number;
  /** Reason phrase, fit to be written again. */
  readonly reason: string;
  /** Flat list, latin1, as received. */
  readonly headers: string[];
  /**
   * Length of the body as declared, of the unsent one for HEAD and 304; null when the body is chunked or
   * ends with the connection.
   */
  readonly bodyBytes: number | null;
  /** Whoever read the headers has made sure that names are tokens, and values field values. */
  readonly isWellFormed?: boolean;
  /** onBytes comes next, before anything else can happen: head and body, or its beginning, came together. */
  readonly isFollowed?: boolean;
}

/** Never called before `fetch` has returned, nor after `abort`. Exactly one of onEnd and onFault ends it. */
export interface OriginReader {
  onHead(head: OriginHead): void;
  /** The bytes are another's again when it returns: what is to be kept is copied. */
  onBytes(chunk: Buffer): void;
  onEnd(): void;
  /** Before onHead: there is no answer. After it: the body was cut short and must not pass as complete. */
  onFault(kind: OriginFaultKind): void;
}

export interface OriginFetch {
  /** The reader hears no more; the connection is closed. Harmless after the end. */
  abort(): void;
  /** Stops reading from the origin. A chunk or two already on their way may still come. */
  pause(): void;
  resume(): void;
}

export interface Origin {
  fetch(request: OriginRequest, reader: OriginReader): OriginFetch;
}
