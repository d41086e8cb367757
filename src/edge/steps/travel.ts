/** The way from the viewer and back, where distances are simulated: one round trip, before anything is decided. */
import { findHeader } from '../../http/header-list.ts';
import { REFUSALS } from '../../policy/refusal.ts';
import type { Exchange } from '../exchange.ts';
import type { Next } from '../flow.ts';

/** The header by which a viewer says where it is; never forwarded, never part of a key. */
const VIEWER_HEADER = 'x-edgefront-viewer';

export function travel(x: Exchange): Next {
  const { viewerRoundTripMs, clock } = x.edge;
  if (viewerRoundTripMs === null) return 'route';
  const delayMs = viewerRoundTripMs(findHeader(x.request.section.list, VIEWER_HEADER) ?? null);
  if (delayMs === null) return x.refuse(REFUSALS.badRequest);
  if (delayMs === 0) return 'route';
  clock.after(delayMs, () => {
    if (!x.isFinished) x.resume('route');
  });
  return 'parked';
}
