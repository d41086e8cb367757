/** The end of every exchange: logged, counted, and everything it held let go. */
import type { AccessRecord } from '../../logs/access-record.ts';
import type { CompiledDistribution } from '../../routing/compiled-distribution.ts';
import type { Exchange } from '../exchange.ts';
import type { Next } from '../flow.ts';

export function finish(x: Exchange): Next {
  if (x.isFinished) return 'done';
  x.isFinished = true;
  const { counters } = x.edge;
  counters.inFlight -= 1;
  counters.countAnswer(x.resultType, x.response.bytesSent);
  letGo(x);
  if (x.distribution !== null && x.refusal?.isLogged !== false) report(x, x.distribution);
  return 'done';
}

function letGo(x: Exchange): void {
  const { fill } = x;
  x.fill = null;
  fill?.leave(x);
  // Else when the system has what points into it.
  if (x.response.isFlushed) x.releaseObject();
}

function report(x: Exchange, distribution: CompiledDistribution): void {
  const { sinks, region } = x.edge;
  const record = recordOf(x, distribution);
  if (distribution.log !== null) sinks.recordAccess(distribution.log, record);
  const { finishedAt: atMs, method, bytesSent: bytesOut } = record;
  const { isSecure } = x.request;
  const { ttlSeconds } = x;
  sinks.countUsage({ distributionId: distribution.id, region, method, isSecure, bytesOut, ttlSeconds, atMs });
}

function recordOf(x: Exchange, distribution: CompiledDistribution): AccessRecord {
  const { section, method, clientAddress } = x.request;
  return {
    finishedAt: x.edge.clock.now(),
    pop: x.edge.pop,
    bytesSent: x.response.bytesSent,
    clientAddress,
    method,
    domainName: distribution.domainName,
    path: x.path,
    status: x.status,
    section,
    query: x.query,
    queryMemory: x.verifiedUrl,
    resultType: x.resultType,
    requestId: x.requestId,
  };
}
