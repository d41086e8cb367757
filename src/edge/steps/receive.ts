/** Is this a request at all, and within bounds? What node:http lets through is judged here once more. */
import { allHeaders, findHeader, headerBytes, joinedHeader } from '../../http/header-list.ts';
import { parseHost } from '../../http/host.ts';
import { parseRequestTarget, type RequestTarget } from '../../http/request-target.ts';
import { REFUSALS, type Refusal } from '../../policy/refusal.ts';
import { refuseMethod, refuseSize } from '../../policy/viewer-access.ts';
import type { Exchange } from '../exchange.ts';
import type { Next } from '../flow.ts';
import type { ViewerRequest } from '../viewer.ts';

/** Two spaces and a line end around method, target and version, and the empty line behind the headers. */
const REQUEST_LINE_EXTRA_BYTES = 'HTTP/1.1'.length + 2 + 2 + 2;

export function receive(x: Exchange): Next {
  const { request } = x;
  const tooLarge = judgeSize(x);
  if (tooLarge !== null) return x.refuse(tooLarge);
  if (request.httpVersion !== '1.1' && request.httpVersion !== '1.0') return x.refuse(REFUSALS.badRequest);
  const junk = refuseMethod(request.method);
  if (junk !== null) return x.refuse(junk);
  const target = parseRequestTarget(request.target);
  if (target.kind === 'bad' || hasDoubtfulFraming(request)) return x.refuse(REFUSALS.badRequest);
  return readHost(x, target);
}

type PathTarget = Extract<RequestTarget, { kind: 'path' }>;

function readHost(x: Exchange, target: PathTarget): Next {
  const sent = hostOf(x.request, target);
  const host = sent === null ? null : parseHost(sent);
  if (sent === null || host === null) return x.refuse(REFUSALS.badRequest);
  x.host = sent;
  x.hostName = host.name;
  x.viewerPath = target.path;
  x.path = target.path;
  x.query = target.query;
  return isLoop(x) ? x.refuse(REFUSALS.loop) : 'route';
}

/**
 * One readable Host, whatever the target says; only HTTP/1.0 knows requests without (RFC 9112 §3.2). An
 * absolute target's own host stands over it (§3.2.2).
 */
function hostOf({ headers, httpVersion }: ViewerRequest, target: PathTarget): string | null {
  const hosts = allHeaders(headers, 'host');
  const sent = hosts[0];
  if (hosts.length > 1 || (sent === undefined && httpVersion !== '1.0')) return null;
  if (target.host === null) return sent ?? null;
  return sent === undefined || parseHost(sent) !== null ? target.host : null;
}

/** VR-18: the request line and headers together, and the target alone, have their limits. */
function judgeSize(x: Exchange): Refusal | null {
  const { method, target, headers } = x.request;
  const { requestHeaderBytes, requestUrlBytes } = x.edge.limits;
  const sizeBytes = method.length + target.length + REQUEST_LINE_EXTRA_BYTES + headerBytes(headers);
  const limit = { urlBytes: requestUrlBytes, headerBytes: requestHeaderBytes };
  return refuseSize({ urlBytes: target.length, headerBytes: sizeBytes }, limit);
}

/** Two ways to tell where a body ends are one too many (RFC 9112 §6.3): nobody downstream may choose. */
function hasDoubtfulFraming(request: ViewerRequest): boolean {
  const lengths = allHeaders(request.headers, 'content-length');
  if (lengths.length > 1) return true;
  const length = lengths[0];
  if (length === undefined) return false;
  return !/^[0-9]{1,16}$/.test(length) || findHeader(request.headers, 'transfer-encoding') !== undefined;
}

/** D-12: this location's own Via, or a longer way than any honest request has come. */
function isLoop(x: Exchange): boolean {
  const via = joinedHeader(x.request.headers, 'via');
  if (via === undefined) return false;
  return (
    via.includes(x.edge.viaHost) || via.split(',', x.edge.limits.viaHops + 1).length > x.edge.limits.viaHops
  );
}
