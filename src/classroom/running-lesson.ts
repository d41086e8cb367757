/** A lesson in a running edgefront: takes its steps and compares what is seen with what it claims. */
import { AdminRefusal } from '../admin/answer.ts';
import { ask, type BenchResult } from '../admin/bench.ts';
import type { BenchRequest, LessonDesk, LessonParts } from '../admin/stage.ts';
import { type StoredObjectRow, storedObjects } from '../admin/stored-objects.ts';
import { signUrl } from '../signing/sign.ts';
import { expanded, type Lesson, type LessonAsk, type LessonStep, SLOW_MS } from './lesson.ts';
import { type ListedObject, missesOf, type Sighting, wordsOf } from './sighting.ts';

/** Of a step that asks: the last request as it was sent, and what came of it. */
interface Asked {
  readonly request: BenchRequest;
  readonly result: BenchResult;
}

export class RunningLesson implements LessonDesk {
  readonly #lesson: Lesson;
  readonly #parts: LessonParts;
  #before: BenchRequest | null = null;
  /** Number of the step that is due: what a lesson claims is of steps taken in their order. */
  #due = 0;
  /** Steps are taken one at a time, however many ask. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(lesson: Lesson, parts: LessonParts) {
    this.#lesson = lesson;
    this.#parts = parts;
  }

  describe(): object {
    const { number, title, about, steps, why } = this.#lesson;
    const told = steps.map((step) => ({ does: step.do, see: step.see }));
    return { number, title, about, why, steps: told, due: this.#due };
  }

  take(step: number): Promise<object> {
    const turn = this.#turn.then(() => this.#take(step));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #take(at: number): Promise<object> {
    const step = this.#lesson.steps[at];
    if (step === undefined) {
      throw new AdminRefusal(404, `there is no step ${at}`, `0 to ${this.#lesson.steps.length - 1}`);
    }
    const before = this.#counts();
    const asked = await this.#act(step);
    const seen = this.#sight(before, asked);
    const isInOrder = at === this.#due;
    if (isInOrder) this.#due += 1;
    const request =
      asked === null ? null : { ...asked.request, headers: Object.fromEntries(asked.request.headers) };
    return {
      request,
      result: asked?.result ?? null,
      saw: wordsOf(seen, step.expect),
      isInOrder,
      misses: isInOrder ? missesOf(step.expect, seen) : [],
      due: this.#due,
    };
  }

  /** Null where nothing was asked. */
  async #act({ ask: asks, advance, invalidate, origin, change }: LessonStep): Promise<Asked | null> {
    const { stage } = this.#parts;
    const { distribution: distributionId } = this.#site();
    if (asks !== null) return await this.#ask(asks);
    if (advance !== null) await this.#advance(advance);
    if (invalidate !== null)
      await this.#parts.invalidate({ distributionId, paths: invalidate, expandsWildcards: true });
    if (origin !== null) {
      stage.troubleOrigin(origin.name, {
        isDown: origin.is === 'down',
        delayMs: origin.is === 'slow' ? SLOW_MS : 0,
      });
    }
    if (change !== null) {
      const { pathPattern, ...wanted } = change;
      const given = Object.entries(wanted).filter(([, value]) => value !== null);
      stage.changeBehavior({ distribution: distributionId, pathPattern, ...Object.fromEntries(given) });
    }
    return null;
  }

  /** What falls due at the new time has happened when it resolves: those who wait are served in order. */
  async #advance(seconds: number): Promise<void> {
    const { clock } = this.#parts;
    const { promise, resolve } = Promise.withResolvers<void>();
    clock.advance(seconds);
    clock.afterSimulated(0, resolve);
    // A clock that stands still serves them when it is moved, be it by nothing.
    clock.advance(0);
    await promise;
  }

  /** Null only where nothing was asked before that could be asked again: steps may be taken out of their order. */
  async #ask(asks: LessonAsk): Promise<Asked | null> {
    let asked: Asked | null = null;
    for (const request of this.#requestsOf(asks)) {
      this.#before = request;
      asked = { request, result: await ask(this.#parts, request) };
    }
    return asked;
  }

  #requestsOf({ url, at, from, method, headers, sign }: LessonAsk): BenchRequest[] {
    if (url === '') return this.#before === null ? [] : [{ ...this.#before, method }];
    const base = `http://${this.#site().domainName}`;
    return expanded(url).map((target) => {
      const whole = sign === null ? base + target : this.#signed(base + target, sign);
      return { url: whole, method, headers, viewer: from, pop: at };
    });
  }

  #signed(url: string, seconds: number): string {
    const { signer } = this.#lesson;
    if (signer === null) throw new Error('this lesson has no key to sign with');
    return signUrl(url, { ...signer, expires: Math.floor(this.#parts.clock.now() / 1000) + seconds });
  }

  /** A lesson has one distribution. */
  #site() {
    const [first] = this.#parts.stage.behaviors();
    if (first === undefined) throw new Error('a lesson needs a distribution');
    return first;
  }

  #counts() {
    const edges = this.#parts.edges();
    const sum = (count: (edge: (typeof edges)[number]) => number) =>
      edges.reduce((so, edge) => so + count(edge), 0);
    return {
      asked: sum(({ totals }) => totals.originRequests),
      evictions: sum(({ store }) => store.evictions),
    };
  }

  #sight(before: { asked: number; evictions: number }, asked: Asked | null): Sighting {
    const { stage, edges, clock } = this.#parts;
    const after = this.#counts();
    const now = clock.now();
    return {
      listed: edges().flatMap(({ store }) => storedObjects(store).map((row) => listedOf(row, now))),
      origins: stage.origins(),
      answer: asked?.result.answer ?? null,
      asked: after.asked - before.asked,
      evictions: after.evictions - before.evictions,
      deployed: edges().filter(({ generation }) => generation >= stage.generation()).length,
      edges: edges().length,
    };
  }
}

function listedOf({ path, freshUntil, isInvalidated }: StoredObjectRow, now: number): ListedObject {
  const left = isInvalidated ? 0 : Math.max(0, (freshUntil - now) / 1000);
  return { path, left, is: isInvalidated ? 'invalidated' : left > 0 ? 'fresh' : 'stale' };
}
