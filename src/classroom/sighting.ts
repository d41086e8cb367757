/** What was seen of a step, in words, and where it differs from what the lesson claims. */
import type { BenchAnswer, StageOrigin } from '../admin/stage.ts';
import type { LessonClaims } from './lesson.ts';

/** Everything that may be claimed of a step. */
export interface Sighting {
  /** Of the last request; null where nothing was asked. */
  readonly answer: BenchAnswer | null;
  /** Requests that went to origins meanwhile. */
  readonly asked: number;
  readonly evictions: number;
  readonly deployed: number;
  readonly edges: number;
  /** What is stored, the most recently asked for first. */
  readonly listed: readonly ListedObject[];
  readonly origins: readonly StageOrigin[];
}

export interface ListedObject {
  readonly path: string;
  readonly is: 'fresh' | 'stale' | 'invalidated';
  /** Of freshness, in seconds; 0 unless it is fresh. */
  readonly left: number;
}

/** `200 Hit, Age 12, 1 request to the origin`; of a step that asks nothing, what its claims are about. */
export function wordsOf(seen: Sighting, claims: LessonClaims | null): string {
  const { answer } = seen;
  return answer === null ? stateWords(seen, claims).join(', ') : answerWords(answer, seen).join(', ');
}

function answerWords(answer: BenchAnswer, { asked, evictions }: Sighting): string[] {
  const words = [`${answer.status} ${cacheOf(answer)}`];
  const age = headerOf(answer, 'age');
  if (age !== undefined) words.push(`Age ${age}`);
  words.push(asked === 0 ? 'nothing asked of the origin' : `${counted(asked, 'request')} to the origin`);
  if (evictions > 0) words.push(counted(evictions, 'eviction'));
  return words;
}

function stateWords(seen: Sighting, claims: LessonClaims | null): string[] {
  const words: string[] = [];
  const object = claims === null ? undefined : listedIn(seen, claims);
  if (object !== undefined) {
    words.push(`${object.path} is ${object.is}${object.left > 0 ? ` for ${Math.round(object.left)} s` : ''}`);
  }
  if (claims !== null && claims.origins !== null) {
    words.push(...seen.origins.map((origin) => `${origin.domainName} is ${stateOf(origin)}`));
  }
  if (claims !== null && claims.deployed !== null) {
    words.push(`${seen.deployed} of ${seen.edges} edge locations hold the latest configuration`);
  }
  return words.length === 0 ? ['done'] : words;
}

function listedIn({ listed }: Sighting, claims: LessonClaims): ListedObject | undefined {
  return listed.find(({ path }) => path === claims.listed?.path);
}

function stateOf({ isDown, delayMs }: StageOrigin): 'up' | 'slow' | 'down' {
  if (isDown) return 'down';
  return delayMs > 0 ? 'slow' : 'up';
}

/** A sentence for each claim that does not hold. */
export function missesOf(claims: LessonClaims | null, seen: Sighting): string[] {
  if (claims === null) return [];
  const { answer } = seen;
  const misses: string[] = [];
  const expect = <T>(what: string, claimed: T | null, found: T | undefined, holds = claimed === found) => {
    if (claimed !== null && !holds) misses.push(`${what} should be ${claimed}, not ${found ?? 'absent'}`);
  };
  expect('status', claims.status, answer?.status);
  expect('X-Cache', claims.cache, answer === null ? undefined : cacheOf(answer));
  const age = answer === null ? undefined : headerOf(answer, 'age');
  expect('Age', claims.age, Number(age), age !== undefined && Number(age) >= (claims.age ?? 0));
  expect(
    'body',
    claims.body,
    answer?.preview ?? undefined,
    answer?.preview?.includes(claims.body ?? '') === true,
  );
  expect('bytes', claims.bytes, answer?.bodyBytes);
  expect('requests to the origin', claims.asked, seen.asked);
  expect('an eviction', claims.evicts, seen.evictions > 0);
  expect('locations with the latest configuration', claims.deployed, seen.deployed);
  const object = listedIn(seen, claims);
  expect(`${claims.listed?.path} in the list`, claims.listed?.is ?? null, object?.is);
  const within = claims.listed?.within ?? null;
  expect('freshness left, at most,', within, object?.left, (object?.left ?? 0) <= (within ?? 0));
  expect(
    'origins',
    claims.origins,
    seen.origins.map(stateOf).find((state) => state !== claims.origins),
    seen.origins.every((one) => stateOf(one) === claims.origins),
  );
  expect('milliseconds', claims.tookMs, answer?.totalMs, (answer?.totalMs ?? 0) >= (claims.tookMs ?? 0));
  return misses;
}

function cacheOf(answer: BenchAnswer): string {
  return headerOf(answer, 'x-cache')?.split(' ', 1)[0] ?? 'without X-Cache';
}

function headerOf({ headers }: BenchAnswer, wanted: string): string | undefined {
  return headers.find(([name]) => name.toLowerCase() === wanted)?.[1];
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
