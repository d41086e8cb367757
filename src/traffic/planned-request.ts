/** A request before it is sent: who asks where for what, and when. */
import type { OriginObject } from './catalogue.ts';

export interface PlannedRequest {
  /** Milliseconds from the run's start at which it is meant to begin. */
  readonly atMs: number;
  /** Number of its phase, from 0. */
  readonly phase: number;
  /** Number of its edge location, from 0. */
  readonly edge: number;
  readonly method: 'GET' | 'HEAD';
  readonly path: string;
  /** Without `?`. */
  readonly query: string | null;
  /** Requests of one number have the same path and query, whatever else differs; -1: it has no number. */
  readonly target: number;
  /** Flat list, lower-case names, Host not among them. */
  readonly headers: readonly string[];
  /** To be signed before it is sent. */
  readonly isSigned: boolean;
  /** What the origin has under this path; whoever plans need not look for it again. */
  readonly object: OriginObject | null;
}

/** Paths to be fetched anew from a moment on. */
export interface PlannedInvalidation {
  readonly atMs: number;
  readonly phase: number;
  readonly paths: readonly string[];
}

/** Requests in order of their time; null when there are no more. */
export interface RequestSource {
  next(): PlannedRequest | null;
}
