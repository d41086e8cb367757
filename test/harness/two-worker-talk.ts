/** Talk with two workers of one edge location: viewers come to them in turn. */
import { expect } from 'vitest';
import { glance } from './glance.ts';
import type { RawViewer } from './raw-viewer.ts';
import { type TestEdge, type TestEdgeOptions, testEdge, withEase } from './test-edge.ts';

/** Headers of what is kept. */
export const MINUTE = { 'Cache-Control': 'max-age=60', ETag: '"1"' };
/** Bytes. */
export const KIB = 1024;

/** An edge whose connections are dealt to its two workers in turn, the second first. */
export async function twoWorkers(options: TestEdgeOptions): Promise<TestEdge> {
  return await testEdge({ ...options, workers: 2 });
}

/** What a viewer got, in a line. */
export async function see(viewer: RawViewer): Promise<string> {
  return glance(withEase(await viewer.readResponse()));
}

/** Waits until so many wait for what somebody else fetches. */
export async function followers(edge: TestEdge, count: number): Promise<void> {
  await edge.until(() => edge.location.totals.followers === count);
}

/** Nothing is left in flight, held or counted as such. */
export function expectQuiet({ location, mistakes }: TestEdge): void {
  const { fills, store, totals } = location;
  expect([fills.count, fills.pinnedBytes, store.pinnedBytes, totals.inFlight, mistakes]).toEqual([
    0,
    0,
    0,
    0,
    [],
  ]);
}
