/**
 * What happens, as it happens: server-sent events to whoever follows. Every event is a whole picture, so one that is
 * missed is not missed, and a page that comes back after a restart needs nothing from before it. Nothing is counted
 * or kept while nobody follows; who does not take what is sent is passed over, and after a while let go.
 */
import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Timer } from '../clock.ts';
import { CITIES } from '../distribution/city.ts';
import type { AdminOptions } from './admin-options.ts';
import { AdminRefusal, type Answer, text } from './answer.ts';
import { FEED_INTERVAL_MS, MAX_FOLLOWERS, MAX_MISSED_EVENTS, MAX_SHOWN_BEHAVIORS } from './limits.ts';
import { edgeReport } from './reports.ts';
import { storedObjects } from './stored-objects.ts';

/** One page that is open somewhere. */
interface Follower {
  readonly response: ServerResponse;
  /** The edge location whose objects it shows; null: none. */
  readonly pop: string | null;
  /** What was last said of places, origins and behaviors: it is said again only when it changes. */
  stage: string;
  missed: number;
}

/** Made once for all who follow, as JSON. */
interface Picture {
  readonly state: string;
  readonly stage: string;
}

export class LiveFeed {
  readonly #options: AdminOptions;
  readonly #followers = new Set<Follower>();
  /** Counters begin anew with a restart: a page that sees another run than before begins its charts anew. */
  readonly #run = randomUUID();
  #timer: Timer | null = null;
  #isClosed = false;

  constructor(options: AdminOptions) {
    this.#options = options;
  }

  /** Throws a 404 for an edge location that does not exist, a 503 when too many follow. */
  follow(pop: string | null): Answer {
    if (pop !== null && !this.#options.edges().some((edge) => edge.pop === pop)) {
      const known = this.#options.edges().map((edge) => edge.pop);
      throw new AdminRefusal(404, `there is no edge location ${pop}`, `one of ${known.join(', ')}`);
    }
    if (this.#isClosed || this.#followers.size >= MAX_FOLLOWERS) {
      throw new AdminRefusal(503, 'too many pages follow', `at most ${MAX_FOLLOWERS} at a time`);
    }
    const greeting = text(`retry: ${FEED_INTERVAL_MS}\n\n`, 'text/event-stream; charset=utf-8');
    return { ...greeting, follow: (response) => this.#add({ response, pop, stage: '', missed: 0 }) };
  }

  /** Everyone who follows is let go. */
  close(): void {
    this.#isClosed = true;
    this.#timer?.cancel();
    for (const { response } of this.#followers) response.end();
    this.#followers.clear();
  }

  #add(follower: Follower): void {
    const { response } = follower;
    if (this.#isClosed) return void response.end();
    this.#followers.add(follower);
    response.on('close', () => this.#remove(follower));
    this.#tell(follower, this.#picture());
    this.#timer ??= this.#wait();
  }

  #remove(follower: Follower): void {
    this.#followers.delete(follower);
    if (this.#followers.size > 0) return;
    this.#timer?.cancel();
    this.#timer = null;
  }

  #wait(): Timer {
    return this.#options.clock.after(FEED_INTERVAL_MS, () => {
      this.#timer = this.#wait();
      try {
        const picture = this.#picture();
        for (const follower of this.#followers) this.#tell(follower, picture);
      } catch (error) {
        this.#options.onMistake(error, { step: 'admin', request: 'GET /live' });
        for (const { response } of this.#followers) response.destroy();
      }
    });
  }

  #tell(follower: Follower, { state, stage }: Picture): void {
    const { response, pop } = follower;
    if (response.writableNeedDrain) {
      follower.missed += 1;
      if (follower.missed > MAX_MISSED_EVENTS) response.destroy();
      return;
    }
    follower.missed = 0;
    const events = [stage === follower.stage ? '' : event('stage', stage), event('state', state)];
    follower.stage = stage;
    const edge = this.#options.edges().find((one) => one.pop === pop);
    if (edge !== undefined) {
      events.push(event('objects', JSON.stringify({ pop, objects: storedObjects(edge.store) })));
    }
    response.write(events.join(''));
  }

  #picture(): Picture {
    return { state: this.#state(), stage: this.#stage() };
  }

  #state(): string {
    const { clock, edges, stage, isReady } = this.#options;
    return JSON.stringify({
      run: this.#run,
      now: clock.now(),
      realNow: clock.realNow(),
      isReady: isReady(),
      generation: stage.generation(),
      edges: edges().map(edgeReport),
    });
  }

  /** Changes seldom. */
  #stage(): string {
    const { stage, edges } = this.#options;
    const behaviors = stage.behaviors();
    return JSON.stringify({
      run: this.#run,
      isNetworkSimulated: stage.isNetworkSimulated,
      edges: edges().map(({ pop, region }) => ({ pop, region, place: stage.placeOfEdge(pop) })),
      origins: stage.origins(),
      behaviors: behaviors.slice(0, MAX_SHOWN_BEHAVIORS),
      moreBehaviors: Math.max(0, behaviors.length - MAX_SHOWN_BEHAVIORS),
      cities: CITIES,
      hasLesson: stage.lesson !== null,
    });
  }
}

/** JSON has no line ends outside its escapes, so one data line carries it. */
function event(name: string, data: string): string {
  return `event: ${name}\ndata: ${data}\n\n`;
}
