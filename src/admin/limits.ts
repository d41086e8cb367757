/** Bounds of what a request to the operator's window may cost and change. */
import { MAX_MIN_TTL_SECONDS } from '../distribution/limits.ts';

/** JSON inside JSON; no request has more than three. */
export const MAX_BODY_DEPTH = 10;

/** One move of the simulated clock: as long as the longest MinTTL, a hundred years. */
export const MAX_ADVANCE_SECONDS = MAX_MIN_TTL_SECONDS;

/** The last moment an HTTP date can name, in epoch ms; the simulated clock does not go beyond. */
export const LAST_MOMENT_MS = Date.UTC(9999, 11, 31);

/** For a whole request to arrive, in real time. */
export const REQUEST_TIMEOUT_MS = 10_000;

/** For requests in flight to end once the window closes, in real time. */
export const CLOSE_GRACE_MS = 2000;

/** Connections at one time; operators are few. */
export const MAX_CONNECTIONS = 64;

/** Problems told in one answer. */
export const MAX_TOLD_PROBLEMS = 10;

/** Pages that follow what happens, at one time: each holds a connection. */
export const MAX_FOLLOWERS = 16;

/** Between two pictures of what happens, in real time. */
export const FEED_INTERVAL_MS = 1000;

/** Pictures a follower may fail to take before it is let go. */
export const MAX_MISSED_EVENTS = 30;

/** Objects of one edge location in one picture. */
export const MAX_SHOWN_OBJECTS = 40;

/** Cache behaviors in one picture, of all distributions. */
export const MAX_SHOWN_BEHAVIORS = 100;

/** What the operator slows an origin by, at most: beyond, it would only ever time out. */
export const MAX_ORIGIN_DELAY_MS = 120_000;
