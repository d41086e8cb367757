/**
 * Which answer the viewer gets of what is in hand: not modified, a part, several, or the whole. The head
 * goes out here; the body follows in `stream`.
 */
import { randomBytes } from 'node:crypto';
import type { Answer } from '../../cache/stored-object.ts';
import { evaluateConditions, ifRangeHolds } from '../../http/conditional.ts';
import { findHeader, headerLines } from '../../http/header-list.ts';
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
import { edgeLines, notModifiedHeaders } from '../../policy/viewer-response.ts';
import { emptyBody, partOfBody, partsOfBody, wholeBody } from '../body-plan.ts';
import type { Exchange } from '../exchange.ts';
import type { Next } from '../flow.ts';
import type { Framing } from '../viewer.ts';

const BOUNDARY_BYTES = 12;
const WHOLE: RangeVerdict = { kind: 'whole' };

export function deliver(x: Exchange): Next {
  const answer = x.answer!;
  const refusal = x.object?.refusal ?? null;
  if (refusal !== null) return x.refuse(refusal);
  if (answer.status !== 200) return deliverWhole(x, answer);
  const verdict = judgeConditions(x, answer);
  if (verdict === 'not-modified') return deliverNotModified(x, answer);
  if (verdict === 'failed') return x.refuse(REFUSALS.preconditionFailed);
  return deliverRange(x, answer);
}

function deliverRange(x: Exchange, answer: Answer): Next {
  const sizeBytes = knownSize(x, answer);
  if (sizeBytes === null) return deliverWhole(x, answer);
  const verdict = judgeRange(x, answer, sizeBytes);
  switch (verdict.kind) {
    case 'whole':
      return deliverWhole(x, answer);
    case 'partial':
      x.contentRange = contentRange(verdict.range, sizeBytes);
      return deliverPart(x, answer, verdict.range);
    case 'parts':
      return deliverParts(x, answer, multipart(answer, verdict.ranges, sizeBytes));
    case 'unsatisfiable':
      x.contentRange = unsatisfiedContentRange(sizeBytes);
      return x.refuse(REFUSALS.rangeNotSatisfiable);
  }
}

/** The edge answers conditional requests itself (TTL-34), unless cookies are forwarded (CK-26). */
function judgeConditions(x: Exchange, answer: Answer): 'proceed' | 'not-modified' | 'failed' {
  if (x.behavior!.cacheKey.forwardsCookies) return 'proceed';
  return evaluateConditions(x.request.section.list, answer.validators);
}

/** A length the origin did not tell is known once the object is stored (RG-1, RG-5). */
function knownSize({ object }: Exchange, answer: Answer): number | null {
  return answer.bodyBytes ?? object?.body.sizeBytes ?? null;
}

/** Ranges are for GET, and for a length that is known (RG-1, RG-4, RG-12). */
function judgeRange(x: Exchange, answer: Answer, sizeBytes: number): RangeVerdict {
  const { method, section } = x.request;
  const header = method === 'GET' ? section.range : undefined;
  if (header === undefined || x.isRangePassed) return WHOLE;
  const ifRange = findHeader(section.list, 'if-range');
  if (ifRange !== undefined && !ifRangeHolds(ifRange, answer.validators)) return WHOLE;
  const specs = parseRange(header);
  return specs === null ? WHOLE : resolveRange(specs, sizeBytes, x.edge.limits.rangeParts);
}

function deliverNotModified(x: Exchange, answer: Answer): Next {
  x.plan = emptyBody();
  return sendHead(
    x,
    { ...answer, status: 304, reason: 'Not Modified', headers: notModifiedHeaders(answer.headers) },
    null,
  );
}

function deliverWhole(x: Exchange, answer: Answer): Next {
  const hasBody = x.request.method !== 'HEAD' && answer.status !== 304 && answer.status !== 204;
  x.plan = hasBody ? wholeBody(answer.bodyBytes) : emptyBody();
  // A 204 has no length at all (RFC 9110 §8.6); for HEAD and in a 304 it is that of the object.
  return sendHead(x, answer, answer.status === 204 ? null : answer.bodyBytes);
}

function deliverPart(x: Exchange, answer: Answer, range: ByteRange): Next {
  x.plan = partOfBody(range);
  return sendHead(x, partial(answer, answer.headers), range.last - range.first + 1);
}

function multipart(answer: Answer, ranges: readonly ByteRange[], sizeBytes: number): MultipartRanges {
  const type = findHeader(answer.headers, 'content-type');
  return multipartRanges(ranges, sizeBytes, type, randomBytes(BOUNDARY_BYTES).toString('hex'));
}

function deliverParts(x: Exchange, answer: Answer, parts: MultipartRanges): Next {
  x.plan = partsOfBody(parts);
  const headers = withContentType(answer.headers, parts.contentType);
  return sendHead(x, partial(answer, headers), parts.sizeBytes);
}

function partial(answer: Answer, headers: readonly string[]): Answer {
  return { ...answer, status: 206, reason: 'Partial Content', headers };
}

function withContentType(headers: readonly string[], contentType: string): string[] {
  const replaced = ['Content-Type', contentType];
  for (let at = 0; at < headers.length; at += 2) {
    if (headers[at]!.toLowerCase() !== 'content-type') replaced.push(headers[at]!, headers[at + 1]!);
  }
  return replaced;
}

function sendHead(x: Exchange, answer: Answer, contentLength: number | null): Next {
  const { edge, requestId, ageSeconds, contentRange } = x;
  const resultType = resultOf(answer.status, x.delivery);
  x.status = answer.status;
  x.resultType = resultType;
  const own = edgeLines(edge.lines, { resultType, requestId, ageSeconds });
  const framing = framingOf(x, contentLength);
  x.response.writeHead({
    status: answer.status,
    reason: answer.reason,
    kept: headerLines(answer.headers),
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
