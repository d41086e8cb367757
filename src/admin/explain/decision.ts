/**
 * What an edge location decides about a request before it looks anything up: the same questions in the
 * same order as when it serves one, put to the same compiled recipes.
 */
import { findHeader, type HeaderList, headerBytes, joinedHeader } from '../../http/header-list.ts';
import { parseHost } from '../../http/host.ts';
import { parseRequestTarget } from '../../http/request-target.ts';
import { REFUSALS, type Refusal, signatureRefusal } from '../../policy/refusal.ts';
import { checkAccess, refuseMethod, refuseSize } from '../../policy/viewer-access.ts';
import {
  behaviorOf,
  type CompiledBehavior,
  type CompiledDistribution,
} from '../../routing/compiled-distribution.ts';
import { type SignatureVerdict, type SignedRequest, verifySignedUrl } from '../../signing/verify.ts';
import type { ExplainedEdge } from './explained-edge.ts';
import type { Question } from './question.ts';

/** Null for what was not reached. */
export interface Decision {
  readonly edge: ExplainedEdge;
  readonly question: Question;
  /** Host without port, lower case; empty if it cannot be read. */
  readonly hostName: string;
  /** As received. */
  readonly viewerPath: string;
  /** After the default root object took the place of `/`. */
  readonly path: string;
  readonly query: string | null;
  readonly distribution: CompiledDistribution | null;
  readonly behavior: CompiledBehavior | null;
  /** Null: no signature is needed, or protocol, method or body were refused before. */
  readonly signature: SignatureVerdict | null;
  /** Null: the request is admitted. */
  readonly refusal: Refusal | null;
}

export function decide(edge: ExplainedEdge, question: Question): Decision {
  const target = parseRequestTarget(question.target);
  const host = parseHost(question.host);
  const { path, query } = target.kind === 'path' ? target : { path: question.target, query: null };
  const received: Decision = {
    edge,
    question,
    hostName: host?.name ?? '',
    viewerPath: path,
    path,
    query,
    distribution: null,
    behavior: null,
    signature: null,
    refusal: null,
  };
  const tooEarly = refuseHead(edge, question);
  if (tooEarly !== null) return { ...received, refusal: tooEarly };
  if (target.kind === 'bad' || host === null) return { ...received, refusal: REFUSALS.badRequest };
  if (isLoop(edge, question.headers)) return { ...received, refusal: REFUSALS.loop };
  return route(received);
}

/** VR-16: a body announces itself. */
export function announcesBody(headers: HeaderList): boolean {
  return (
    Number(findHeader(headers, 'content-length') ?? 0) > 0 ||
    findHeader(headers, 'transfer-encoding') !== undefined
  );
}

/** What the signature of an admitted request speaks about. */
export function signedRequestOf({ question, viewerPath, query }: Decision): SignedRequest {
  const { isSecure, host, clientAddress } = question;
  return { isSecure, host, path: viewerPath, query, clientAddress };
}

function refuseHead({ limits }: ExplainedEdge, { method, target, headers }: Question): Refusal | null {
  const lineBytes = `${method} ${target} HTTP/1.1\r\n\r\n`.length;
  const size = { urlBytes: target.length, headerBytes: lineBytes + headerBytes(headers) };
  const limit = { urlBytes: limits.requestUrlBytes, headerBytes: limits.requestHeaderBytes };
  return refuseSize(size, limit) ?? refuseMethod(method);
}

function isLoop({ viaHost, limits }: ExplainedEdge, headers: HeaderList): boolean {
  const via = joinedHeader(headers, 'via') ?? '';
  return via.includes(viaHost) || via.split(',', limits.viaHops + 1).length > limits.viaHops;
}

function route(decision: Decision): Decision {
  const { edge, question, hostName, viewerPath } = decision;
  const distribution = edge.table.find(hostName);
  if (distribution === null || (distribution.era === '08' && question.isSecure)) {
    return { ...decision, refusal: REFUSALS.unknownHost };
  }
  const root = distribution.rootObjectPath;
  const path = viewerPath === '/' && root !== null ? root : viewerPath;
  return admit({ ...decision, distribution, path }, behaviorOf(distribution, path));
}

function admit(routed: Decision, behavior: CompiledBehavior): Decision {
  const { isSecure, method, headers } = routed.question;
  const decision = { ...routed, behavior };
  const access = { isSecure, method, hasBody: announcesBody(headers) };
  const refusal = checkAccess(behavior.access, access);
  if (refusal !== null || behavior.keyRing === null) return { ...decision, refusal };
  const now = routed.edge.clock.now();
  const signature = verifySignedUrl(behavior.keyRing, signedRequestOf(decision), now);
  return { ...decision, signature, refusal: signature === 'ok' ? null : signatureRefusal(signature) };
}
