/** Is this a request at all, and within bounds? */
import { readRequestHead } from '../../policy/request-head.ts';
import type { Exchange } from '../exchange.ts';
import type { Next } from '../flow.ts';

export function receive(x: Exchange): Next {
  const reading = readRequestHead(x.request, x.edge);
  if ('refusal' in reading) return x.refuse(reading.refusal);
  const { host, hostName, path, query } = reading.read;
  x.host = host;
  x.hostName = hostName;
  x.viewerPath = path;
  x.path = path;
  x.query = query;
  return x.edge.viewerRoundTripMs === null ? 'route' : 'travel';
}
