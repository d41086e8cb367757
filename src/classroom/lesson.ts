/**
 * A lesson: what one does to a running edgefront, step by step, what one should see, and why. The claims of a step
 * stand beside its words, so that the page can tell whether what was seen is what the lesson says, and tests can too.
 */
import { parsePlace } from '../distribution/city.ts';
import { dictionary, type Infer, list, optional, record } from '../schema/description.ts';
import { seconds } from '../schema/quantity.ts';
import { boolean, integer, oneOf, scalar, text } from '../schema/scalar.ts';

const Words = text({ min: 1 });

const PlaceName = scalar<string>({
  schema: { type: 'string' },
  parse: (raw) => (parsePlace(raw) === null ? { because: 'must be a place such as FRA' } : { value: raw }),
});

/** A viewer's request; `[1-20]` in its URL stands for twenty of them, one after the other. */
const Ask = record({
  /** Path and query; empty: exactly as asked before. */
  url: optional(Words, ''),
  /** The edge location. */
  at: optional(Words, null),
  /** Where the viewer is. */
  from: optional(PlaceName, null),
  method: optional(oneOf('GET', 'HEAD'), 'GET'),
  headers: optional(dictionary(text({ keepsSpace: true })), new Map<string, string>()),
  /** Signed by the lesson's key, good for so long. */
  sign: optional(seconds(1), null),
});

/** How long a slow origin waits before each answer. */
export const SLOW_MS = 3000;

const OriginTurn = record({ name: Words, is: oneOf('up', 'slow', 'down') });

const Change = record({
  pathPattern: Words,
  minTTL: optional(seconds(0), null),
  queryString: optional(boolean, null),
  cookies: optional(oneOf('none', 'all'), null),
});

/** An object in the list of what is stored; at which edge location does not matter. */
const Listed = record({
  path: Words,
  is: oneOf('fresh', 'stale', 'invalidated'),
  /** Of the freshness that is left, at most so many seconds. */
  within: optional(seconds(0), null),
});

/** What must be seen; what is left out may be anything. */
const Claims = record({
  status: optional(integer({ min: 100, max: 599 }), null),
  /** The first word of X-Cache. */
  cache: optional(Words, null),
  /** Of Age at least so many seconds; the header must be there. */
  age: optional(integer({ min: 0 }), null),
  /** Text that the body's beginning holds. */
  body: optional(Words, null),
  bytes: optional(integer({ min: 0 }), null),
  /** Requests that this step caused to go to origins. */
  asked: optional(integer({ min: 0 }), null),
  /** Whether something had to make room. */
  evicts: optional(boolean, null),
  /** Edge locations that hold the latest configuration. */
  deployed: optional(integer({ min: 0 }), null),
  /** At least, from the request to the answer's end. */
  tookMs: optional(integer({ min: 0 }), null),
  listed: optional(Listed, null),
  /** How every origin is. */
  origins: optional(oneOf('up', 'slow', 'down'), null),
});

const Step = record({
  do: Words,
  /** Exactly one of these. */
  ask: optional(Ask, null),
  advance: optional(seconds(0), null),
  invalidate: optional(list(Words, { min: 1 }), null),
  origin: optional(OriginTurn, null),
  change: optional(Change, null),
  see: Words,
  expect: optional(Claims, null),
});

export const LessonDocument = record({
  number: integer({ min: 1, max: 99 }),
  title: Words,
  about: Words,
  /** What signs URLs: the key pair's id and, beside this file, its private key. */
  signer: optional(record({ keyPairId: Words, key: Words }), null),
  steps: list(Step, { min: 1, max: 20 }),
  why: Words,
});

export type LessonClaims = Infer<typeof Claims>;
export type LessonAsk = Infer<typeof Ask>;
export type LessonStep = Infer<typeof Step>;

export interface Lesson extends Omit<Infer<typeof LessonDocument>, 'signer'> {
  /** Null where nothing is signed. */
  readonly signer: {
    readonly keyPairId: string;
    readonly privateKey: string;
    readonly keyFile: string;
  } | null;
}

/** `/a-[1-3]` is `/a-1`, `/a-2` and `/a-3`, as curl has it. */
export function expanded(url: string): string[] {
  const range = /\[(\d{1,4})-(\d{1,4})\]/.exec(url);
  if (range === null) return [url];
  const [first, last] = [Number(range[1]), Number(range[2])];
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) =>
    url.replace(range[0], String(first + at)),
  );
}
