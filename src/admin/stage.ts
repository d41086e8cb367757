/** What the page shows and switches beyond the edge locations themselves; whoever runs everything implements it. */
import type { Clock } from '../clock.ts';
import type { Place } from '../distribution/city.ts';
import type { AdminEdge } from './admin-edge.ts';
import type { PathInvalidation } from './admin-options.ts';

/** Where requests come from and go to, and what may be done to them on the way. */
export interface Stage {
  readonly isNetworkSimulated: boolean;
  /** Number of the latest configuration sent to the edge locations; whoever holds a lower one awaits it. */
  generation(): number;
  /** Null: nobody knows where it stands. */
  placeOfEdge(pop: string): Place | null;
  origins(): readonly StageOrigin[];
  /** Fetches that have begun are left alone. */
  troubleOrigin(domainName: string, trouble: StageTrouble): void;
  behaviors(): readonly StageBehavior[];
  /** On its way to every edge location when it returns, with the delay of every other change. */
  changeBehavior(change: BehaviorChange): void;
  /** Sends a viewer's request to an edge location, over the network; rejects when nobody answers. */
  send(request: BenchRequest): Promise<BenchAnswer>;
  /** Null unless a lesson is running. */
  readonly lesson: LessonDesk | null;
}

export interface StageTrouble {
  readonly isDown: boolean;
  /** Before each answer. */
  readonly delayMs: number;
}

export interface StageOrigin extends StageTrouble {
  readonly domainName: string;
  readonly place: Place;
}

/** What may be changed of a cache behavior; what is left out stays as it is. */
export interface BehaviorChange {
  readonly distribution: string;
  /** `*` for the default behavior. */
  readonly pathPattern: string;
  readonly minTTL?: number;
  readonly queryString?: boolean;
  readonly cookies?: 'none' | 'whitelist' | 'all';
  readonly cookieNames?: readonly string[];
}

export interface StageBehavior extends Required<BehaviorChange> {
  readonly domainName: string;
  /** False in the eras before a behavior could say anything of all this. */
  readonly isChangeable: boolean;
  /** Other than its configuration has it. */
  readonly isChanged: boolean;
}

/** A request as a viewer somewhere would send it. */
export interface BenchRequest {
  /** Whole, with the host that viewers ask for. */
  readonly url: string;
  readonly method: string;
  readonly headers: ReadonlyMap<string, string>;
  /** `FRA` or `50.03,8.57`; null: it does not say. */
  readonly viewer: string | null;
  /** Null: the edge location that the shared port would choose. */
  readonly pop: string | null;
}

export interface BenchAnswer {
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly bodyBytes: number;
  /** The body's beginning, where it is text; null otherwise. */
  readonly preview: string | null;
  /** The connection broke before the answer was whole. */
  readonly isCut: boolean;
  readonly firstByteMs: number;
  readonly totalMs: number;
}

/** What a lesson is taught with. */
export interface LessonParts {
  readonly clock: Clock;
  readonly stage: Stage;
  edges(): readonly AdminEdge[];
  /** Resolves when it is complete everywhere. */
  invalidate(invalidation: PathInvalidation): Promise<void>;
}

/** The lesson that is running, as data: its text, and its steps to be taken one by one. */
export interface LessonDesk {
  describe(): object;
  /** Takes a step, counted from 0, and tells what was seen and whether it is what the lesson says. */
  take(step: number): Promise<object>;
}
