/**
 * Ask the origin, or join whoever already does, in this worker or another. One key is fetched once however
 * many viewers ask (OR-49), except where cookies are forwarded (OR-53) or the viewer wants a later part of an
 * object that is not on its way: such a part is fetched alone (RG-3, D-6).
 */
import type { Fill } from '../../cache/fill.ts';
import type { Claim } from '../../cache/fills.ts';
import { asksLaterPart } from '../../policy/later-part.ts';
import { REFUSALS } from '../../policy/refusal.ts';
import { confirmingValidators } from '../../policy/revalidation.ts';
import type { Exchange } from '../exchange.ts';
import { Filling } from '../filling.ts';
import type { Next } from '../flow.ts';
import type { Neighbours } from '../neighbours.ts';
import { originRequestOf } from '../origin-request.ts';

const REFUSED: Claim = { role: 'refused' };
/** So often a viewer is led on to what another worker fetches, and finds it over; then it has a fetch of its own. */
const MAX_CLAIMS = 4;

export function fetchObject(x: Exchange): Next {
  const claim = claimFill(x);
  if (claim === 'stored') return 'lookUp';
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
  const { edge, requestId, isRangePassed: asksPart } = x;
  // Held for the fetch itself: the viewer that caused it may leave.
  const stale = x.object?.hold() ?? null;
  const validators = confirmingValidators(x.behavior!.originRequest, stale);
  const asksConfirmation = validators !== null;
  const behavior = x.behavior!;
  const errand = { edge, behavior, fill, requestId, stale, asksConfirmation, asksPart };
  const filling = new Filling(errand);
  filling.start(originRequestOf(x, validators));
}

/** Joining costs no memory, beginning does (D-12). */
function claimFill(x: Exchange): Claim | 'stored' {
  const place = x.place!;
  const { edge } = x;
  const { fills, neighbours } = edge;
  const mayShare = !x.behavior!.cacheKey.forwardsCookies;
  if (mayShare && fills.find(place.key) !== null) return fills.claim(place);
  x.claims += 1;
  const isShared = mayShare && x.claims <= MAX_CLAIMS;
  return isShared && neighbours !== null ? claimAmongWorkers(x, neighbours) : begin(x, isShared);
}

function begin(x: Exchange, isShared: boolean): Claim {
  const { edge } = x;
  if (edge.isMemoryShort()) return REFUSED;
  x.isRangePassed = wantsPartAlone(x);
  return edge.fills.begin({ place: x.place!, isShared: isShared && !x.isRangePassed });
}

/** The claim lies in shared memory: of all workers one has it, and the others learn whose it is. */
function claimAmongWorkers(x: Exchange, neighbours: Neighbours): Claim | 'stored' {
  const { edge, place } = x;
  const { key } = place!;
  const { store, fills } = edge;
  const number = fills.nextNumber;
  const other = store.claim(key, number);
  if (other !== null) return neighbours.follow(edge, place!, other);
  const verdict = leadAlone(x);
  if (verdict === 'stored' || verdict.role === 'refused' || x.isRangePassed) store.unclaim(key, number);
  return verdict;
}

/** Another worker may have finished between the look-up and the claim: then it is stored, and not fetched again. */
function leadAlone(x: Exchange): Claim | 'stored' {
  const { store, clock } = x.edge;
  const stored = store.get(x.place!.key);
  const isStored = stored !== null && stored.version !== x.object?.version && stored.isFresh(clock.now());
  stored?.release();
  return isStored ? 'stored' : begin(x, true);
}

/** Of an object of which something is in hand nothing is asked alone; an expired error is nothing. */
function wantsPartAlone(x: Exchange): boolean {
  const hasObject = x.object !== null && x.object.answer.status < 400;
  return !hasObject && asksLaterPart(x.request.method, x.request.section.list);
}
