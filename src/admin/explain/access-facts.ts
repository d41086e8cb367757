/** Whether this viewer may ask: protocol, method, body, then the signature (VR-24). */
import { parseEpochSeconds } from '../../signing/epoch-seconds.ts';
import { hasSigningParameters, readSigningParameters } from '../../signing/parameters.ts';
import { parsePolicy } from '../../signing/policy.ts';
import { decodeUrlSafeBase64 } from '../../signing/url-safe-base64.ts';
import { type SignatureVerdict, verifySignedUrl } from '../../signing/verify.ts';
import { type Decision, signedRequestOf } from './decision.ts';
import { type CitedRule, citedRules } from './rule.ts';
import { momentText } from './time-text.ts';

export interface AccessFacts {
  readonly isAdmitted: boolean;
  readonly isHttpsOnly: boolean;
  readonly needsSignature: boolean;
  readonly signature: SignatureFacts | null;
  readonly rules: readonly CitedRule[];
}

export interface SignatureFacts {
  readonly verdict: SignatureVerdict;
  readonly keyPairId: string | null;
  readonly isKeyKnown: boolean;
  readonly policy: 'canned' | 'custom' | 'none';
  /** What the policy opens, where it says so; a canned one opens its own URL. */
  readonly resource: string | null;
  readonly before: string | null;
  readonly after: string | null;
  /** Null: any address; else whether this viewer's is in the range. */
  readonly isAddressAllowed: boolean | null;
  /** Whether at another time the answer would have been yes. */
  readonly isOnlyTheTimeWrong: boolean;
}

export function accessFacts(decision: Decision): AccessFacts | null {
  const { behavior, refusal, question, query } = decision;
  if (behavior === null) return null;
  const needsSignature = behavior.keyRing !== null;
  const looksSigned = !needsSignature && hasSigningParameters(query ?? '');
  const ids = refusal === null ? [] : [refusal.statement];
  if (refusal === null) ids.push('VR-24', ...(looksSigned ? ['SU-4'] : []));
  if (decision.signature !== null && refusal === null) ids.push('SU-3');
  if (behavior.access.isHttpsOnly && question.isSecure) ids.push('VR-21');
  return {
    isAdmitted: refusal === null,
    isHttpsOnly: behavior.access.isHttpsOnly,
    needsSignature,
    signature: decision.signature === null ? null : signatureFacts(decision, decision.signature),
    rules: citedRules(...ids),
  };
}

function signatureFacts(decision: Decision, verdict: SignatureVerdict): SignatureFacts {
  const { Expires, Policy, 'Key-Pair-Id': keyPairId } = readSigningParameters(decision.query ?? '');
  const { resource, before, after, isFrom } = Policy === null ? cannedTerms(Expires) : customTerms(Policy);
  return {
    verdict,
    keyPairId,
    isKeyKnown: decision.behavior!.keyRing!.find(keyPairId ?? '') !== null,
    policy: Policy !== null ? 'custom' : Expires !== null ? 'canned' : 'none',
    resource,
    before: before === null ? null : momentText(before * 1000),
    after: after === null ? null : momentText(after * 1000),
    isAddressAllowed: isFrom === null ? null : isFrom(decision.question.clientAddress),
    isOnlyTheTimeWrong: before !== null && verdict !== 'ok' && wasOpenBefore(decision, before),
  };
}

interface Terms {
  readonly resource: string | null;
  readonly before: number | null;
  readonly after: number | null;
  readonly isFrom: ((address: string) => boolean) | null;
}

const NO_TERMS: Terms = { resource: null, before: null, after: null, isFrom: null };

function cannedTerms(expires: string | null): Terms {
  return { ...NO_TERMS, before: parseEpochSeconds(expires ?? '') };
}

function customTerms(text: string): Terms {
  const bytes = decodeUrlSafeBase64(text);
  return (bytes === null ? null : parsePolicy(bytes)) ?? NO_TERMS;
}

/** Asks the signature again, a moment before it ends. */
function wasOpenBefore(decision: Decision, before: number): boolean {
  const momentBefore = before * 1000 - 1;
  return verifySignedUrl(decision.behavior!.keyRing!, signedRequestOf(decision), momentBefore) === 'ok';
}
