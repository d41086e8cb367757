/** No connection, and why; the form in which undici hands it from the connector to the fetch. */
import type { OriginFaultKind } from '../policy/origin-fault.ts';

export class DialError extends Error {
  /** Not one of undici's own codes: for those it would connect again by itself. */
  readonly code = 'ORIGIN_UNREACHABLE';
  readonly kind: OriginFaultKind;

  constructor(kind: OriginFaultKind) {
    super(`the origin cannot be reached: ${kind}`);
    this.kind = kind;
  }
}
