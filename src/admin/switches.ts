/** What the operator may do to origins and cache behaviors while everything runs, and the steps of a lesson. */
import { checkCookies } from '../distribution/behavior-rules.ts';
import { cookieName } from '../distribution/cache-behavior.ts';
import { MAX_COOKIE_NAMES, MAX_MIN_TTL_SECONDS } from '../distribution/limits.ts';
import { list, optional, record } from '../schema/description.ts';
import { Notes } from '../schema/reading.ts';
import { boolean, integer, oneOf, text } from '../schema/scalar.ts';
import type { AdminOptions } from './admin-options.ts';
import { AdminRefusal } from './answer.ts';
import { MAX_ORIGIN_DELAY_MS } from './limits.ts';
import { understand } from './request-body.ts';
import type { BehaviorChange, LessonDesk, StageBehavior } from './stage.ts';

export const ORIGIN_FORM = `{"origin": domain name, "isDown": true, "delayMs": 0 to ${MAX_ORIGIN_DELAY_MS}}`;

const Trouble = record({
  origin: text({ min: 1 }),
  isDown: optional(boolean, false),
  delayMs: optional(integer({ min: 0, max: MAX_ORIGIN_DELAY_MS }), 0),
});

/** Takes an origin down, slows it, or puts it right again: what is not said is put right. */
export function troubleOrigin({ stage }: AdminOptions, body: unknown): object {
  const { origin, isDown, delayMs } = understand(Trouble, body, ORIGIN_FORM);
  const known = stage.origins().map(({ domainName }) => domainName);
  if (!known.includes(origin)) {
    throw new AdminRefusal(404, `no distribution has an origin ${origin}`, `one of ${known.join(', ')}`);
  }
  stage.troubleOrigin(origin, { isDown, delayMs });
  return { origin, isDown, delayMs };
}

export const BEHAVIOR_FORM =
  '{"distribution": id, "pathPattern": "*", "minTTL": seconds, "queryString": true, "cookies": "none", "whitelist" or "all", "cookieNames": ["name"]}';

const Change = record({
  distribution: text({ min: 1 }),
  pathPattern: text({ min: 1 }),
  minTTL: optional(integer({ min: 0, max: MAX_MIN_TTL_SECONDS }), null),
  queryString: optional(boolean, null),
  cookies: optional(oneOf('none', 'whitelist', 'all'), null),
  cookieNames: optional(list(cookieName, { max: MAX_COOKIE_NAMES }), null),
});

/** On its way to the edge locations when it answers; `generation` is the number they will hold. */
export function changeBehavior({ stage }: AdminOptions, body: unknown): object {
  const { distribution, pathPattern, ...wanted } = understand(Change, body, BEHAVIOR_FORM);
  const before = behaviorOf(stage.behaviors(), distribution, pathPattern);
  const given = Object.entries(wanted).filter(([, value]) => value !== null);
  const change: BehaviorChange = { distribution, pathPattern, ...Object.fromEntries(given) };
  checkChange(before, change);
  stage.changeBehavior(change);
  return { ...change, generation: stage.generation() };
}

function behaviorOf(known: readonly StageBehavior[], id: string, pathPattern: string): StageBehavior {
  const found = known.find((one) => one.distribution === id && one.pathPattern === pathPattern);
  if (found !== undefined) return found;
  const names = known.map((one) => `${one.distribution} ${one.pathPattern}`).join(', ');
  throw new AdminRefusal(404, `${id} has no behavior ${pathPattern}`, `one of ${names}`);
}

function checkChange(before: StageBehavior, change: BehaviorChange): void {
  if (!before.isChangeable) {
    const message = 'before 2012 a behavior had neither a MinTTL of its own nor a word about forwarding';
    throw new AdminRefusal(409, message, 'a distribution of API version 2012-05-05 or later');
  }
  const Forward = change.cookies ?? before.cookies;
  const kept = Forward === 'whitelist' ? before.cookieNames : [];
  const notes = new Notes();
  checkCookies({ Forward, WhitelistedNames: change.cookieNames ?? kept }, 'cookies', notes);
  const [problem] = notes.problems;
  if (problem !== undefined) throw new AdminRefusal(400, `cookieNames ${problem.message}`, BEHAVIOR_FORM);
}

export const STEP_FORM = '{"step": number, counted from 0}';

const Step = record({ step: integer({ min: 0, max: 100 }) });

/** Throws a 404 when no lesson is running. */
export function describeLesson(options: AdminOptions): object {
  return deskOf(options).describe();
}

/** Throws a 404 when no lesson is running, or it has no such step. */
export async function takeStep(options: AdminOptions, body: unknown): Promise<object> {
  const { step } = understand(Step, body, STEP_FORM);
  return await deskOf(options).take(step);
}

function deskOf({ stage }: AdminOptions): LessonDesk {
  if (stage.lesson !== null) return stage.lesson;
  throw new AdminRefusal(404, 'no lesson is running', 'edgefront lesson 1');
}
