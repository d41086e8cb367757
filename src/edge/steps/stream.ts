/**
 * Body bytes, from what is in hand to the viewer, until the plan is done, the viewer wants a pause, or
 * the origin has not sent more yet. Slow viewers hold nobody back but themselves.
 */
import { noBody } from '../../cache/loose-object.ts';
import type { Body } from '../../cache/stored-object.ts';
import type { Segment } from '../body-plan.ts';
import type { Exchange } from '../exchange.ts';
import type { Next } from '../flow.ts';
import { rescue } from '../rescue.ts';

export function stream(x: Exchange): Next {
  const next = pump(x);
  x.fill?.pace();
  return next;
}

function pump(x: Exchange): Next {
  const bytes = x.fill?.bytes ?? x.object?.body ?? noBody();
  for (let segment = x.plan!.current; segment !== null; segment = x.plan!.current) {
    const next = segment.kind === 'literal' ? writeLiteral(x, segment.bytes) : writeRun(x, segment, bytes);
    if (next !== 'stream') return next;
  }
  x.response.end();
  x.fill?.finish(x);
  x.fill = null;
  return 'finish';
}

function writeLiteral(x: Exchange, bytes: Buffer): Next {
  x.plan!.next();
  return write(x, bytes);
}

type Run = Extract<Segment, { kind: 'run' }>;

function writeRun(x: Exchange, run: Run, bytes: Body): Next {
  x.position = Math.max(x.position, run.start);
  if (x.position >= run.end) {
    x.plan!.next();
    return 'stream';
  }
  const chunk = bytes.read(x.position, run.end);
  if (chunk.length === 0) return nothingInHand(x, run, bytes);
  x.position += chunk.length;
  return write(x, chunk);
}

/** 'stream' says: go on. */
function write(x: Exchange, bytes: Buffer): Next {
  if (x.response.write(bytes)) return 'stream';
  x.isBlocked = true;
  return 'parked';
}

function nothingInHand(x: Exchange, run: Run, bytes: Body): Next {
  if (x.position < bytes.startBytes || x.fill?.state === 'outrun') return rescue(x, run.end);
  if (x.fill !== null && !x.fill.isEnded) {
    x.response.flush();
    return 'parked';
  }
  // What is stored is whole, also where no length was announced.
  const isWhole = x.fill === null || x.fill.state === 'complete';
  if (!isWhole || run.end !== Number.POSITIVE_INFINITY) return x.breakOff();
  x.plan!.next();
  return 'stream';
}
