/** May this viewer have it? Protocol, method and body first, then the signature (VR-24). */
import { REFUSALS, signatureRefusal } from '../../policy/refusal.ts';
import { checkAccess } from '../../policy/viewer-access.ts';
import type { KeyRing } from '../../signing/key-ring.ts';
import type { Exchange } from '../exchange.ts';
import type { Next } from '../flow.ts';

export function admit(x: Exchange): Next {
  const { request, edge } = x;
  if (!edge.rateLimit.admits(x.distribution!.id, edge.clock)) return x.refuse(REFUSALS.limitExceeded);
  const { access, keyRing } = x.behavior!;
  const { isSecure, method } = request;
  const refusal = checkAccess(access, { isSecure, method, hasBody: request.section.hasBody });
  if (refusal !== null) return x.refuse(refusal);
  return keyRing === null ? 'lookUp' : checkSignature(x, keyRing);
}

/** What was signed is what the viewer asked for: its own scheme, Host and path (SU-13, SU-23). */
function checkSignature(x: Exchange, keyRing: KeyRing): Next {
  const { clock, signatures } = x.edge;
  const { isSecure, clientAddress } = x.request;
  const signed = { isSecure, host: x.host, path: x.viewerPath, query: x.query, clientAddress };
  const verdict = signatures.verify(keyRing, signed, clock.now());
  if (typeof verdict === 'string') return x.refuse(signatureRefusal(verdict));
  x.verifiedUrl = verdict;
  return 'lookUp';
}
