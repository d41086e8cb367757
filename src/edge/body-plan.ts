/**
 * What of a body goes to the viewer, in order: runs of the object's bytes, and between them the literal
 * lines of a multi-range answer. A whole body of unknown length is one run without end.
 */

import type { MultipartRanges } from '../http/multipart-ranges.ts';
import type { ByteRange } from '../http/range.ts';

export type Segment =
  | { readonly kind: 'literal'; readonly bytes: Buffer }
  /** `end` is exclusive; Infinity: until the body ends. */
  | { readonly kind: 'run'; readonly start: number; readonly end: number };

export class BodyPlan {
  readonly #segments: readonly Segment[];
  #at = 0;

  constructor(segments: readonly Segment[]) {
    this.#segments = segments;
  }

  /** The segment at hand; null when all is sent. */
  get current(): Segment | null {
    return this.#segments[this.#at] ?? null;
  }

  /** Only one run: what a ranged fetch of its own could continue (D-7). */
  get isSingleRun(): boolean {
    return this.#segments.length === 1;
  }

  next(): void {
    this.#at += 1;
  }
}

/** The whole body; `sizeBytes` null when its length is not known yet. */
export function wholeBody(sizeBytes: number | null): BodyPlan {
  return new BodyPlan([{ kind: 'run', start: 0, end: sizeBytes ?? Number.POSITIVE_INFINITY }]);
}

export function partOfBody(range: ByteRange): BodyPlan {
  return new BodyPlan([run(range)]);
}

export function partsOfBody(parts: MultipartRanges): BodyPlan {
  const segments = parts.parts.flatMap((part): Segment[] => [literal(part.head), run(part.range)]);
  return new BodyPlan([...segments, literal(parts.tail)]);
}

/** The plan of an answer without body. */
export function emptyBody(): BodyPlan {
  return new BodyPlan([]);
}

function run(range: ByteRange): Segment {
  return { kind: 'run', start: range.first, end: range.last + 1 };
}

function literal(bytes: Buffer): Segment {
  return { kind: 'literal', bytes };
}
