/** Who takes the answer to one request off a connection, whichever of the two readers reads it. */
import type { OriginFaultKind } from '../policy/origin-fault.ts';
import type { FramedHead } from './response-head.ts';

/** Hears nothing before `send` has returned, and nothing behind onComplete or onBroken. */
export interface AnswerTaker {
  /** The request is on its way. */
  onAsked(): void;
  onHead(answer: FramedHead): void;
  /** The bytes are another's again when it returns. */
  onBody(chunk: Buffer): void;
  onComplete(): void;
  onBroken(kind: OriginFaultKind): void;
  /** Nothing was heard for as long as an origin may be silent (OR-37). */
  onSilence(): void;
}
