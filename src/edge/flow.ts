/**
 * The flow of a request, on one screen. A step answers with the word for the next one, or that it waits,
 * or that all is over; steps know nothing of each other. Every exchange reaches `finish`, whatever happened.
 *
 *   receive → route → admit → lookUp ─┬─ fresh ───────────────────────────────► deliver ─► stream → finish
 *                                     └─ stale, absent → fetch ⋯parked⋯ fetched ─► deliver
 *   (any step) → refuse → finish
 *
 * Storing is no station here: it belongs to the fill's writer (filling.ts), since the viewer that caused
 * a fetch may leave before the object is whole.
 */
import { REFUSALS } from '../policy/refusal.ts';
import type { Exchange } from './exchange.ts';
import { admit } from './steps/admit.ts';
import { deliver } from './steps/deliver.ts';
import { fetchObject } from './steps/fetch.ts';
import { fetched } from './steps/fetched.ts';
import { finish } from './steps/finish.ts';
import { lookUp } from './steps/look-up.ts';
import { receive } from './steps/receive.ts';
import { refuse } from './steps/refuse.ts';
import { route } from './steps/route.ts';
import { stream } from './steps/stream.ts';
import { travel } from './steps/travel.ts';

/** The stations of a request, in order. */
export type Step =
  | 'receive' // is this a request at all, and within bounds
  | 'travel' // how far the viewer is; only where distances are simulated
  | 'route' // whose distribution, which cache behavior
  | 'admit' // may this viewer have it
  | 'lookUp' // is it stored and fresh
  | 'fetch' // ask the origin, or join whoever does
  | 'fetched' // the origin's answer is known
  | 'deliver' // which answer: whole, part, not modified
  | 'stream' // body bytes, as they come and as the viewer takes them
  | 'refuse' // an answer of the edge's own
  | 'finish'; // log, count, let go

/** What a step answers: the next station, or that it waits, or that all is over. */
export type Next = Step | 'parked' | 'done';

export function run(x: Exchange, from: Step): void {
  let next: Next = from;
  while (next !== 'parked' && next !== 'done') {
    x.step = next;
    try {
      next = take(x, next);
    } catch (error) {
      next = afterMistake(x, error);
    }
  }
}

function take(x: Exchange, step: Step): Next {
  switch (step) {
    case 'receive':
      return receive(x);
    case 'travel':
      return travel(x);
    case 'route':
      return route(x);
    case 'admit':
      return admit(x);
    case 'lookUp':
      return lookUp(x);
    case 'fetch':
      return fetchObject(x);
    case 'fetched':
      return fetched(x);
    case 'deliver':
      return deliver(x);
    case 'stream':
      return stream(x);
    case 'refuse':
      return refuse(x);
    case 'finish':
      return finish(x);
  }
}

/** Our own mistake: said once, answered 500 if nothing was answered yet, and still finished. */
function afterMistake(x: Exchange, error: unknown): Next {
  x.edge.sinks.reportMistake(error, { step: x.step, requestId: x.requestId, pop: x.edge.pop });
  if (x.step === 'finish') return 'done';
  // What it was to fetch or read goes on only for others.
  const { fill } = x;
  x.fill = null;
  fill?.leave(x);
  if (x.status === 0 && x.step !== 'refuse') return x.refuse(REFUSALS.internalError);
  return x.breakOff();
}
