/** A refusal for bytes that never became a request: written to the connection as it is, which then ends. */
import { type Refusal, refusalBody, refusalHeaders } from '../policy/refusal.ts';
import { edgeHeaders } from '../policy/viewer-response.ts';
import type { EdgeLocation } from './edge-location.ts';

/** The whole answer, head and page, for an HTTP/1.1 connection that closes behind it. */
export function rawRefusal(edge: EdgeLocation, refusal: Refusal): Buffer {
  const requestId = edge.requestIds.next();
  const { via, pop } = edge;
  const { resultType, status, reason } = refusal;
  const body = refusalBody(refusal, requestId);
  const headers = refusalHeaders(refusal, edge.clock.realNow());
  headers.push(...edgeHeaders({ resultType, via, pop, requestId, ageSeconds: null }));
  headers.push('Content-Length', String(body.length), 'Connection', 'close');
  edge.counters.requests[resultType] += 1;
  const lines = [`HTTP/1.1 ${status} ${reason}`];
  for (let at = 0; at < headers.length; at += 2) lines.push(`${headers[at]}: ${headers[at + 1]}`);
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  return Buffer.concat([head, body]);
}
