/**
 * Is this a request at all, and within bounds? Judged before it is known whose it is; what the parser in
 * front lets through is judged here once more.
 */
import type { RequestTarget } from '../http/request-target.ts';
import { type HeaderSection, type SentHost, sentHostOf } from './header-section.ts';
import { REFUSALS, type Refusal } from './refusal.ts';
import { refuseMethod, refuseSize } from './viewer-access.ts';

/** A head as received; nothing is decoded, folded or joined. */
export interface RequestHead {
  readonly method: string;
  /** The request target, byte for byte as a latin1 string. */
  readonly target: string;
  readonly parsedTarget: RequestTarget;
  readonly section: HeaderSection;
  /** `1.0`, `1.1`, or whatever the request line claimed. */
  readonly httpVersion: string;
}

/** Who judges it. */
export interface HeadJudge {
  readonly limits: {
    readonly requestHeaderBytes: number;
    readonly requestUrlBytes: number;
    readonly viaHops: number;
  };
  /** The edge location's own name among Via entries. */
  readonly viaHost: string;
}

export interface ReadHead {
  /** Host as sent, port included (SU-13). */
  readonly host: string;
  /** Lower case, without port (VR-1, VR-4). */
  readonly hostName: string;
  readonly path: string;
  readonly query: string | null;
}

export type HeadReading = { readonly read: ReadHead } | { readonly refusal: Refusal };

export function readRequestHead(head: RequestHead, judge: HeadJudge): HeadReading {
  const refusal = refuseHead(head, judge);
  if (refusal !== null) return { refusal };
  const target = head.parsedTarget;
  const read = target.kind === 'bad' || head.section.hasDoubtfulFraming ? null : readPath(head, target);
  if (read === null) return BAD_REQUEST;
  return isLoop(head.section, judge) ? LOOP : { read };
}

const BAD_REQUEST: HeadReading = { refusal: REFUSALS.badRequest };
const LOOP: HeadReading = { refusal: REFUSALS.loop };

/** Two spaces and a line end around method, target and version, and the empty line behind the headers. */
const REQUEST_LINE_EXTRA_BYTES = 'HTTP/1.1'.length + 2 + 2 + 2;

/** VR-18: the request line and headers together, and the target alone, have their limits. */
function refuseHead(
  { method, target, section, httpVersion }: RequestHead,
  { limits }: HeadJudge,
): Refusal | null {
  const sizeBytes = method.length + target.length + REQUEST_LINE_EXTRA_BYTES + section.sizeBytes;
  const limit = { urlBytes: limits.requestUrlBytes, headerBytes: limits.requestHeaderBytes };
  const tooLarge = refuseSize({ urlBytes: target.length, headerBytes: sizeBytes }, limit);
  if (tooLarge !== null) return tooLarge;
  if (httpVersion !== '1.1' && httpVersion !== '1.0') return REFUSALS.badRequest;
  return refuseMethod(method);
}

type PathTarget = Extract<RequestTarget, { kind: 'path' }>;

function readPath(head: RequestHead, target: PathTarget): ReadHead | null {
  const host = hostOf(head, target);
  return host === null
    ? null
    : { host: host.sent, hostName: host.name, path: target.path, query: target.query };
}

/**
 * One readable Host, whatever the target says; only HTTP/1.0 knows requests without (RFC 9112 §3.2). An
 * absolute target's own host stands over it (§3.2.2).
 */
function hostOf({ section, httpVersion }: RequestHead, target: PathTarget): SentHost | null {
  const { host } = section;
  if (host === null || (host === undefined && httpVersion !== '1.0')) return null;
  return target.host === null ? (host ?? null) : sentHostOf(target.host);
}

/** D-12: this location's own Via, or a longer way than any honest request has come. */
function isLoop({ via }: HeaderSection, { viaHost, limits }: HeadJudge): boolean {
  if (via === undefined) return false;
  return via.includes(viaHost) || via.split(',', limits.viaHops + 1).length > limits.viaHops;
}
