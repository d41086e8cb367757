/** The origin's answer is known: what this exchange makes of it, as leader or follower (OR-50, D-10). */
import type { FillOutcome } from '../../cache/fill.ts';
import type { Exchange } from '../exchange.ts';
import type { Next } from '../flow.ts';

export function fetched(x: Exchange): Next {
  const outcome = x.fill!.outcome!;
  if (outcome.kind === 'refusal') return x.refuse(outcome.refusal);
  if (outcome.kind === 'object') return takeObject(x, outcome);
  if (outcome.kind === 'gone') return beginAnew(x);
  x.take(null);
  x.answer = outcome.answer;
  x.ttlSeconds = outcome.ttlSeconds;
  x.delivery = x.isLeader ? 'Miss' : 'Hit';
  return 'deliver';
}

/** A refreshed object, a stale one that stands in, or an error just made: all in hand. */
function takeObject(x: Exchange, outcome: Extract<FillOutcome, { kind: 'object' }>): Next {
  const { delivery } = outcome;
  const object = outcome.object.hold();
  x.take(object);
  x.ttlSeconds = object.keeping.ttlSeconds;
  x.delivery = x.isLeader ? delivery : 'Hit';
  if (delivery === 'Hit') x.ageSeconds = object.ageSeconds(x.edge.clock.now());
  x.fill!.finish(x);
  x.fill = null;
  return 'deliver';
}

/** What another worker fetched is not to be had from it any more: it may be stored now, or is to be fetched here. */
function beginAnew(x: Exchange): Next {
  x.edge.counters.followers -= 1;
  x.fill!.leave(x);
  x.fill = null;
  x.isHeadOnly = false;
  return 'lookUp';
}
