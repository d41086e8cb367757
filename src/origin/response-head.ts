/**
 * The head of an origin's answer, checked before anyone believes it. A parser has already refused what is
 * not HTTP; here stand the rules on top: header size, coding, and lengths that contradict.
 */
import {
  findHeader,
  type HeaderList,
  headerBytes,
  isFieldValue,
  isWellFormed,
  joinedHeader,
} from '../http/header-list.ts';
import { parseContentRange } from '../http/range.ts';
import type { OriginFaultKind } from '../policy/origin-fault.ts';
import type { OriginHead } from './origin.ts';

/** How the end of the body is known. */
export type Framing =
  | 'none' // there is no body: HEAD, 204, 304
  | 'length' // Content-Length
  | 'chunked'
  | 'close'; // the connection's end, which must be an orderly one (D-5)

export interface FramedHead {
  readonly head: OriginHead;
  readonly framing: Framing;
}

/** What is asked of a head besides being HTTP. */
export interface HeadRules {
  readonly method: string;
  readonly headerBytes: number;
  readonly objectBytes: number;
}

/** Status line and headers as undici hands them over. */
export interface WireHead {
  readonly status: number;
  readonly reason: string;
  readonly headers: string[];
}

const STATUS_LINE_BYTES = 'HTTP/1.1 200 \r\n'.length;
const NO_BODY_STATUSES: readonly number[] = [204, 304];

/** The head with its framing, or why it is not one (OR-48, RG-14, CP-15, CP-17). */
export function readResponseHead(wire: WireHead, rules: HeadRules): FramedHead | OriginFaultKind {
  const { status, headers } = wire;
  const bytes = STATUS_LINE_BYTES + wire.reason.length + headerBytes(headers);
  if (bytes > rules.headerBytes) return 'header-too-big';
  if (status > 599) return 'invalid-response';
  const framing = framingOf(wire, rules.method);
  const bodyBytes = framing === 'chunked' ? null : declaredBytes(headers);
  if (framing === null || Number.isNaN(bodyBytes)) return 'invalid-response';
  const reason = isFieldValue(wire.reason) ? wire.reason : '';
  const head = { status, reason, headers, bodyBytes, isWellFormed: isWellFormed(headers) };
  return admitHead({ head, framing }, rules);
}

/** A head whose form is in order, or why its lengths are not (RG-14, CP-15). */
export function admitHead(answer: FramedHead, rules: HeadRules): FramedHead | OriginFaultKind {
  const { status, headers, bodyBytes } = answer.head;
  if (contradictsRange(status, headers, bodyBytes)) return 'invalid-response';
  const isTooLarge = answer.framing === 'length' && bodyBytes !== null && bodyBytes > rules.objectBytes;
  return isTooLarge ? 'too-large' : answer;
}

/** Null for a transfer coding other than chunked. */
function framingOf({ status, headers }: WireHead, method: string): Framing | null {
  if (method === 'HEAD' || NO_BODY_STATUSES.includes(status)) return 'none';
  const coding = joinedHeader(headers, 'transfer-encoding');
  if (coding !== undefined) return coding.trim().toLowerCase() === 'chunked' ? 'chunked' : null;
  return findHeader(headers, 'content-length') === undefined ? 'close' : 'length';
}

/** Null when nothing is declared, NaN when it is not one number. */
function declaredBytes(headers: HeaderList): number | null {
  const declared = joinedHeader(headers, 'content-length')?.trim();
  if (declared === undefined) return null;
  return /^\d{1,15}$/.test(declared) ? Number(declared) : Number.NaN;
}

function contradictsRange(status: number, headers: HeaderList, bodyBytes: number | null): boolean {
  const declared = status === 206 ? findHeader(headers, 'content-range') : undefined;
  if (declared === undefined || bodyBytes === null) return false;
  const range = parseContentRange(declared);
  return range === null || range.last - range.first + 1 !== bodyBytes;
}
