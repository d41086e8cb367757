/** Whose distribution is asked for, and which of its cache behaviors serves the path. */
import { REFUSALS } from '../../policy/refusal.ts';
import { findRoute } from '../../routing/route.ts';
import type { Exchange } from '../exchange.ts';
import type { Next } from '../flow.ts';

export function route(x: Exchange): Next {
  const { hostName, path } = x;
  const route = findRoute(x.table, { hostName, path, isSecure: x.request.isSecure });
  if (route === null) return x.refuse(REFUSALS.unknownHost);
  x.distribution = route.distribution;
  x.path = route.path;
  x.behavior = route.behavior;
  return 'admit';
}
