/**
 * Which answer the viewer gets of what is in hand: not modified, a part, several, or the whole. The head
 * goes out here; the body follows in `stream`.
 */
import { randomBytes } from 'node:crypto';
import type { Answer } from '../../cache/stored-object.ts';
import { ifRangeHolds } from '../../http/conditional.ts';
import { findHeader, type HeaderList, headerLines } from '../../http/header-list.ts';
import { type MultipartRanges, multipartRanges } from '../../http/multipart-ranges.ts';
import {
  type ByteRange,
  contentRange,
  parseRange,
  type RangeVerdict,
  resolveRange,
  unsatisfiedContentRange,
} from '../../http/range.ts';
import { REFUSALS } from '../../policy/refusal.ts';
import { resultOf } from '../../policy/result-type.ts';
import { edgeLines } from '../../policy/viewer-response.ts';
import { emptyBody, partOfBody, partsOfBody, wholeBody } from '../body-plan.ts';
import type { Exchange } from '../exchange.ts';
import type { Next } from '../flow.ts';
import { judgeConditions, linesOfNotModified } from '../known-version.ts';
import type { Framing, ResponseHead } from '../viewer.ts';

const BOUNDARY_BYTES = 12;
const WHOLE: RangeVerdict = { kind: 'whole' };

/** What is delivered: an object, whose headers are only read where they change, or an answer on its way. */
type InHand = Pick<Answer, 'status' | 'reason' | 'validators' | 'bodyBytes'>;

export function deliver(x: Exchange): Next {
  const refusal = x.object?.refusal ?? null;
  if (refusal !== null) return x.refuse(refusal);
  const inHand: InHand = x.object ?? x.answer!;
  if (inHand.status !== 200) return deliverWhole(x, inHand);
  const verdict = judgeConditions(x);
  if (verdict === 'not-modified') return deliverNotModified(x);
  if (verdict === 'failed') return x.refuse(REFUSALS.preconditionFailed);
  return deliverRange(x, inHand);
}

function deliverRange(x: Exchange, inHand: InHand): Next {
  const sizeBytes = knownSize(x, inHand);
  if (sizeBytes === null) return deliverWhole(x, inHand);
  const verdict = judgeRange(x, inHand, sizeBytes);
  switch (verdict.kind) {
    case 'whole':
      return deliverWhole(x, inHand);
    case 'partial':
      x.contentRange = contentRange(verdict.range, sizeBytes);
      return deliverPart(x, verdict.range);
    case 'parts':
      return deliverParts(x, multipart(x, verdict.ranges, sizeBytes));
    case 'unsatisfiable':
      x.contentRange = unsatisfiedContentRange(sizeBytes);
      return x.refuse(REFUSALS.rangeNotSatisfiable);
  }
}

/** A length the origin did not tell is known once the object is stored (RG-1, RG-5). */
function knownSize({ object }: Exchange, inHand: InHand): number | null {
  return inHand.bodyBytes ?? object?.body.sizeBytes ?? null;
}

/** Ranges are for GET, and for a length that is known (RG-1, RG-4, RG-12). */
function judgeRange(x: Exchange, inHand: InHand, sizeBytes: number): RangeVerdict {
  const { method, section } = x.request;
  const header = method === 'GET' ? section.range : undefined;
  if (header === undefined || x.isRangePassed) return WHOLE;
  const ifRange = findHeader(section.list, 'if-range');
  if (ifRange !== undefined && !ifRangeHolds(ifRange, inHand.validators)) return WHOLE;
  const specs = parseRange(header);
  return specs === null ? WHOLE : resolveRange(specs, sizeBytes, x.edge.limits.rangeParts);
}

function deliverNotModified(x: Exchange): Next {
  x.plan = emptyBody();
  return sendHead(x, { status: 304, reason: 'Not Modified', kept: linesOfNotModified(x) }, null);
}

function deliverWhole(x: Exchange, { status, reason, bodyBytes }: InHand): Next {
  const hasBody = x.request.method !== 'HEAD' && status !== 304 && status !== 204;
  x.plan = hasBody ? wholeBody(bodyBytes) : emptyBody();
  // A 204 has no length at all (RFC 9110 §8.6); for HEAD and in a 304 it is that of the object.
  return sendHead(x, { status, reason, kept: linesOf(x) }, status === 204 ? null : bodyBytes);
}

function deliverPart(x: Exchange, range: ByteRange): Next {
  x.plan = partOfBody(range);
  return sendHead(x, partial(linesOf(x)), range.last - range.first + 1);
}

function multipart(x: Exchange, ranges: readonly ByteRange[], sizeBytes: number): MultipartRanges {
  const type = findHeader(headersOf(x), 'content-type');
  return multipartRanges(ranges, sizeBytes, type, randomBytes(BOUNDARY_BYTES).toString('hex'));
}

function deliverParts(x: Exchange, parts: MultipartRanges): Next {
  x.plan = partsOfBody(parts);
  const headers = withContentType(headersOf(x), parts.contentType);
  return sendHead(x, partial(headerLines(headers)), parts.sizeBytes);
}

function headersOf({ object, answer }: Exchange): HeaderList {
  return object === null ? answer!.headers : object.answer.headers;
}

/** An object keeps its lines finished. */
function linesOf({ object, answer }: Exchange): Buffer | string {
  return object === null ? headerLines(answer!.headers) : object.lines;
}

type Head = Pick<ResponseHead, 'status' | 'reason' | 'kept'>;

function partial(kept: Buffer | string): Head {
  return { status: 206, reason: 'Partial Content', kept };
}

function withContentType(headers: HeaderList, contentType: string): string[] {
  const replaced = ['Content-Type', contentType];
  for (let at = 0; at < headers.length; at += 2) {
    if (headers[at]!.toLowerCase() !== 'content-type') replaced.push(headers[at]!, headers[at + 1]!);
  }
  return replaced;
}

function sendHead(x: Exchange, { status, reason, kept }: Head, contentLength: number | null): Next {
  const { edge, requestId, ageSeconds, contentRange } = x;
  const resultType = resultOf(status, x.delivery);
  x.status = status;
  x.resultType = resultType;
  const own = edgeLines(edge.lines, { resultType, requestId, ageSeconds });
  const framing = framingOf(x, contentLength);
  x.response.writeHead({
    status,
    reason,
    kept,
    own: contentRange === null ? own : `Content-Range: ${contentRange}\r\n${own}`,
    framing,
    contentLength,
    closesConnection: framing === 'close',
  });
  return 'stream';
}

/** RH-14, RH-20: chunks for a length unknown, closing for viewers that know no chunks. */
function framingOf(x: Exchange, contentLength: number | null): Framing {
  if (x.plan!.current === null) return 'none';
  if (contentLength !== null) return 'length';
  return x.request.httpVersion === '1.1' ? 'chunked' : 'close';
}
