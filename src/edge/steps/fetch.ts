/**
 * Ask the origin, or join whoever already does. One key is fetched once however many viewers ask
 * (OR-49), except where cookies are forwarded (OR-53) or the viewer wants a later part of an object
 * that is not on its way: such a part is fetched alone (RG-3, D-6).
 */
import type { Fill } from '../../cache/fill.ts';
import type { Claim } from '../../cache/fills.ts';
import { asksLaterPart } from '../../policy/later-part.ts';
import { REFUSALS } from '../../policy/refusal.ts';
import { confirmingValidators } from '../../policy/revalidation.ts';
import type { Exchange } from '../exchange.ts';
import { Filling } from '../filling.ts';
import type { Next } from '../flow.ts';
import { originRequestOf } from '../origin-request.ts';

const REFUSED: Claim = { role: 'refused' };

export function fetchObject(x: Exchange): Next {
  const claim = claimFill(x);
  if (claim.role === 'refused') return x.refuse(REFUSALS.capacityExceeded);
  x.fill = claim.fill;
  claim.fill.join(x);
  if (claim.role === 'follower') {
    x.edge.counters.followers += 1;
    // A body already on its way can be read at once.
    return claim.fill.outcome === null ? 'parked' : 'fetched';
  }
  x.isLeader = true;
  startFilling(x, claim.fill);
  return 'parked';
}

function startFilling(x: Exchange, fill: Fill): void {
  const { edge, requestId, object: stale, isRangePassed: asksPart } = x;
  const validators = confirmingValidators(x.behavior!.originRequest, stale);
  const asksConfirmation = validators !== null;
  const behavior = x.behavior!;
  const errand = { edge, behavior, fill, requestId, stale, asksConfirmation, asksPart };
  const filling = new Filling(errand);
  filling.start(originRequestOf(x, validators));
}

/** Joining costs no memory, beginning does (D-12). */
function claimFill(x: Exchange): Claim {
  const place = x.place!;
  const { fills } = x.edge;
  const mayShare = !x.behavior!.cacheKey.forwardsCookies;
  if (mayShare && fills.find(place.key) !== null) return fills.claim(place);
  if (x.edge.isMemoryShort()) return REFUSED;
  x.isRangePassed = wantsPartAlone(x);
  return fills.begin(place, mayShare && !x.isRangePassed);
}

/** Of an object of which something is in hand nothing is asked alone; an expired error is nothing. */
function wantsPartAlone(x: Exchange): boolean {
  const hasObject = x.object !== null && x.object.answer.status < 400;
  return !hasObject && asksLaterPart(x.request.method, x.request.section.list);
}
