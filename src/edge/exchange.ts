/**
 * Everything the edge knows of one viewer request and its answer. Every field is set here, in this
 * order, so that all exchanges share one hidden class; steps fill them in as the comments say.
 */
import type { Fill, FillReader } from '../cache/fill.ts';
import type { Place } from '../cache/place.ts';
import type { Answer, StoredObject } from '../cache/stored-object.ts';
import type { Refusal } from '../policy/refusal.ts';
import type { Delivery, ResultType } from '../policy/result-type.ts';
import type { CompiledBehavior, CompiledDistribution } from '../routing/compiled-distribution.ts';
import type { RoutingTable } from '../routing/routing-table.ts';
import type { VerifiedUrl } from '../signing/verified-signatures.ts';
import type { BodyPlan } from './body-plan.ts';
import type { EdgeLocation } from './edge-location.ts';
import { type Next, run, type Step } from './flow.ts';
import type { ViewerRequest, ViewerResponse } from './viewer.ts';

/** The status logged when a viewer left before any answer (AL-25). */
const NO_STATUS = 0;

export class Exchange implements FillReader {
  readonly edge: EdgeLocation;
  readonly request: ViewerRequest;
  readonly response: ViewerResponse;
  readonly requestId: string;
  /** The configuration this exchange began with, and finishes under. */
  readonly table: RoutingTable;
  step: Step = 'receive';
  /** Host as sent, port included; set by: receive. */
  host = '';
  hostName = '';
  /** Path as the viewer sent it, for logs and signatures; set by: receive. */
  viewerPath = '';
  /** Path after the default root object took the place of `/`; set by: route. */
  path = '';
  query: string | null = null;
  distribution: CompiledDistribution | null = null;
  behavior: CompiledBehavior | null = null;
  /** Set by: admit, where a signature is needed. */
  verifiedUrl: VerifiedUrl | null = null;
  /** Set by: lookUp. */
  place: Place | null = null;
  /** Held until the answer is flushed. */
  object: StoredObject | null = null;
  /** Set by: fetch; what this exchange reads from, as leader or follower. */
  fill: Fill | null = null;
  isLeader = false;
  /** How often it has begun a fetch, or followed another worker's. */
  claims = 0;
  /** Only headers are asked for, and kept beside the object a GET would fetch (RG-17); set by: lookUp. */
  isHeadOnly = false;
  /** The origin was asked for the viewer's own range, so the answer passes as it is (RG-3). */
  isRangePassed = false;
  refusal: Refusal | null = null;
  /** Set by: deliver, when an answer or a refusal speaks of a part. */
  contentRange: string | null = null;
  /** What is being delivered where that is no object; set by: fetched. */
  answer: Answer | null = null;
  /** How it was come by; set by: lookUp or fetched. */
  delivery: Delivery = 'Miss';
  ageSeconds: number | null = null;
  /** Set by: deliver. */
  plan: BodyPlan | null = null;
  position = 0;
  isBlocked = false;
  /** Fell out of a fill's window and reads the rest from one of its own (D-7). */
  isContinuing = false;
  /** Set by: deliver or refuse. */
  status = NO_STATUS;
  resultType: ResultType = 'Error';
  ttlSeconds = 0;
  isFinished = false;

  constructor(edge: EdgeLocation, request: ViewerRequest, response: ViewerResponse) {
    this.edge = edge;
    this.request = request;
    this.response = response;
    this.requestId = edge.requestIds.next();
    this.table = edge.table;
    edge.counters.inFlight += 1;
  }

  /** Has this object, held, in place of the one before. */
  take(object: StoredObject | null): void {
    this.object?.release();
    this.object = object;
  }

  /** Ends the waiting; whoever calls it says where to go on. */
  resume(step: Step): void {
    run(this, step);
  }

  /** Remembers why, and names the step that says so to the viewer. */
  refuse(refusal: Refusal): Next {
    this.refusal = refusal;
    return 'refuse';
  }

  /** Ends a body that cannot be completed, so that the viewer does not take what it has for the whole (OR-46). */
  breakOff(): Next {
    this.response.cut();
    this.resultType = 'Error';
    return 'finish';
  }

  onFillAnswered(): void {
    this.resume(this.isContinuing ? 'stream' : 'fetched');
  }

  onFillMoved(): void {
    if (!this.isBlocked && this.plan !== null) this.resume('stream');
  }

  /** The viewer takes bytes again. */
  viewerDrained(): void {
    if (!this.isBlocked || this.isFinished) return;
    this.isBlocked = false;
    this.resume('stream');
  }

  /** Nothing of the object is needed any more. */
  viewerFlushed(): void {
    if (this.isFinished) this.releaseObject();
  }

  releaseObject(): void {
    this.take(null);
  }

  /** The connection is gone; harmless when the answer was already complete (AL-37). */
  viewerLeft(): void {
    if (this.isFinished) return;
    this.resultType = 'Error';
    this.resume('finish');
  }
}
