/** A refusal for bytes that never became a request: written to the connection as it is, which then ends. */
import { headerLines } from '../http/header-list.ts';
import { type Refusal, refusalBody, refusalHeaders } from '../policy/refusal.ts';
import { edgeLines } from '../policy/viewer-response.ts';
import type { EdgeLocation } from './edge-location.ts';

/** The whole answer, head and page, for an HTTP/1.1 connection that closes behind it. */
export function rawRefusal(edge: EdgeLocation, refusal: Refusal): Buffer {
  const requestId = edge.requestIds.next();
  const { resultType, status, reason } = refusal;
  const body = refusalBody(refusal, requestId);
  edge.counters.countAnswer(resultType, 0);
  const head = [
    `HTTP/1.1 ${status} ${reason}\r\n`,
    headerLines(refusalHeaders(refusal, edge.clock.realNow())),
    edgeLines(edge.lines, { resultType, requestId, ageSeconds: null }),
    `Content-Length: ${body.length}\r\nConnection: close\r\n\r\n`,
  ];
  return Buffer.concat([Buffer.from(head.join(''), 'latin1'), body]);
}
