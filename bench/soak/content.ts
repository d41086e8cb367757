/**
 * What the origin of the soak has: objects in groups, each with a generation that grows. A body is said by its
 * path and generation alone, so that whoever gets any part of it can tell whether it is right.
 */

export interface SoakObject {
  /** 0 to GROUPS − 1: the first segment of the path. */
  readonly group: number;
  readonly sizeBytes: number;
  /** Whether it may not be kept. */
  readonly isPassed: boolean;
  /** Whether it must be asked about again after a second. */
  readonly isBrief: boolean;
}

export const GROUPS = 8;
const SIZES = [200, 1024, 1024, 16 * 1024, 100 * 1024];
const PATH = /^\/g(\d)\/(\d+)\/(kept|brief|passed)\/\d+(\/signed)?$/;

/** `/g3/1024/kept/17`; the number tells the size. */
export function pathOf(group: number, kind: 'kept' | 'brief' | 'passed', number: number): string {
  return `/g${group}/${SIZES[number % SIZES.length]}/${kind}/${number}`;
}

/** Null of a path that is none of these. */
export function objectAt(path: string): SoakObject | null {
  const [, group, sizeBytes, kind] = PATH.exec(path) ?? [];
  if (group === undefined) return null;
  return {
    group: Number(group),
    sizeBytes: Number(sizeBytes),
    isPassed: kind === 'passed',
    isBrief: kind === 'brief',
  };
}

export function bodyOf(path: string, generation: number): Buffer {
  return Buffer.alloc(objectAt(path)!.sizeBytes, `${path} ${generation}\n`);
}

export function etagOf(generation: number): string {
  return `"g${generation}"`;
}

/** NaN of anything but an ETag of ours. */
export function generationOf(etag: string | undefined): number {
  return Number(/^"g(\d+)"$/.exec(etag ?? '')?.[1]);
}
