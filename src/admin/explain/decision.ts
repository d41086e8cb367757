/**
 * What an edge location decides about a request before it looks anything up: the same questions in the
 * same order as when it serves one, put to the same compiled recipes.
 */
import { parseHost } from '../../http/host.ts';
import { parseRequestTarget } from '../../http/request-target.ts';
import { REFUSALS, type Refusal, signatureRefusal } from '../../policy/refusal.ts';
import { readRequestHead } from '../../policy/request-head.ts';
import { checkAccess } from '../../policy/viewer-access.ts';
import type { CompiledBehavior, CompiledDistribution } from '../../routing/compiled-distribution.ts';
import { findRoute } from '../../routing/route.ts';
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
  const parsedTarget = parseRequestTarget(question.target);
  const reading = readRequestHead({ ...question, parsedTarget, httpVersion: '1.1' }, edge);
  if ('refusal' in reading) return { ...unread(edge, question), refusal: reading.refusal };
  const { hostName, path, query } = reading.read;
  return route({ ...unread(edge, question), hostName, viewerPath: path, path, query });
}

function unread(edge: ExplainedEdge, question: Question): Decision {
  const hostName = parseHost(question.host)?.name ?? '';
  const path = question.target;
  const unknown = { query: null, distribution: null, behavior: null, signature: null, refusal: null };
  return { edge, question, hostName, viewerPath: path, path, ...unknown };
}

/** What the signature of an admitted request speaks about. */
export function signedRequestOf({ question, viewerPath, query }: Decision): SignedRequest {
  const { isSecure, host, clientAddress } = question;
  return { isSecure, host, path: viewerPath, query, clientAddress };
}

function route(decision: Decision): Decision {
  const { edge, question, hostName, viewerPath } = decision;
  const found = findRoute(edge.table, { hostName, path: viewerPath, isSecure: question.isSecure });
  if (found === null) return { ...decision, refusal: REFUSALS.unknownHost };
  const { distribution, path, behavior } = found;
  return admit({ ...decision, distribution, path }, behavior);
}

function admit(routed: Decision, behavior: CompiledBehavior): Decision {
  const { isSecure, method, section } = routed.question;
  const decision = { ...routed, behavior };
  const access = { isSecure, method, hasBody: section.hasBody };
  const refusal = checkAccess(behavior.access, access);
  if (refusal !== null || behavior.keyRing === null) return { ...decision, refusal };
  const now = routed.edge.clock.now();
  const signature = verifySignedUrl(behavior.keyRing, signedRequestOf(decision), now);
  return { ...decision, signature, refusal: signature === 'ok' ? null : signatureRefusal(signature) };
}
