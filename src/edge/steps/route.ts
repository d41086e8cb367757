/** Whose distribution is asked for, and which of its cache behaviors serves the path. */
import { REFUSALS } from '../../policy/refusal.ts';
import { behaviorOf } from '../../routing/compiled-distribution.ts';
import type { Exchange } from '../exchange.ts';
import type { Next } from '../flow.ts';

export function route(x: Exchange): Next {
  const distribution = x.table.find(x.hostName);
  // Era 08 knows no HTTPS (VR-11, D-2).
  if (distribution === null || (distribution.era === '08' && x.request.isSecure)) {
    return x.refuse(REFUSALS.unknownHost);
  }
  x.distribution = distribution;
  // `/` alone stands for the default root object, before any pattern is tried (VR-35, VR-36).
  if (x.path === '/' && distribution.rootObjectPath !== null) x.path = distribution.rootObjectPath;
  x.behavior = behaviorOf(distribution, x.path);
  return 'admit';
}
