/** An answer of the edge's own: a page that says why, with CloudFront's headers (ER-21, SU-29). */
import { headerLines } from '../../http/header-list.ts';
import { type Refusal, refusalBody, refusalHeaders } from '../../policy/refusal.ts';
import { edgeLines } from '../../policy/viewer-response.ts';
import type { Exchange } from '../exchange.ts';
import type { Next } from '../flow.ts';

export function refuse(x: Exchange): Next {
  const refusal = x.refusal!;
  const body = refusalBody(refusal, x.requestId);
  const isHead = x.request.method === 'HEAD';
  x.status = refusal.status;
  x.resultType = refusal.resultType;
  x.response.writeHead({
    status: refusal.status,
    reason: refusal.reason,
    kept: '',
    own: linesOf(x, refusal),
    framing: isHead ? 'none' : 'length',
    contentLength: body.length,
    // Nobody reads a body that was not wanted, so nothing behind it can be trusted to be a request.
    closesConnection: refusal.closesConnection || x.request.section.hasBody,
  });
  if (!isHead) x.response.write(body);
  x.response.end();
  x.fill?.finish(x);
  x.fill = null;
  return 'finish';
}

function linesOf(x: Exchange, refusal: Refusal): string {
  const { edge, requestId } = x;
  const { resultType } = refusal;
  // What was kept is this answer, or else the content that it is not (ER-12, ER-21).
  const ageSeconds = x.object?.refusal === refusal ? x.ageSeconds : null;
  const headers = refusalHeaders(refusal, edge.clock.realNow());
  if (x.contentRange !== null) headers.push('Content-Range', x.contentRange);
  return headerLines(headers) + edgeLines(edge.lines, { resultType, requestId, ageSeconds });
}
