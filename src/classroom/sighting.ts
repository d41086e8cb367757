/** What was seen of a step, in words, and where it differs from what the lesson claims. */
import type { BenchAnswer } from '../admin/stage.ts';
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
}

/** `200 Hit, Age 12, 1 request to the origin`. */
export function wordsOf({ answer, asked, evictions, deployed, edges }: Sighting): string {
  const words = answer === null ? [] : [`${answer.status} ${cacheOf(answer)}`];
  const age = answer === null ? undefined : headerOf(answer, 'age');
  if (age !== undefined) words.push(`Age ${age}`);
  if (answer !== null)
    words.push(asked === 0 ? 'nothing asked of the origin' : `${counted(asked, 'request')} to the origin`);
  if (evictions > 0) words.push(counted(evictions, 'eviction'));
  if (answer === null) words.push(`${deployed} of ${edges} edge locations hold the latest configuration`);
  return words.join(', ');
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
