/**
 * The objects of a scenario, told from their number alone: size, cacheability class, path and the origin's headers.
 * Nothing is stored, so a catalogue of a hundred million objects costs as much as one of ten.
 */
import { unitOf } from './random.ts';
import type { Scenario } from './scenario.ts';
import { compileSizes, type SizeDraw } from './size-distribution.ts';

/** An object as the origin knows it. */
export interface OriginObject {
  readonly status: number;
  readonly sizeBytes: number;
  readonly etag: string | null;
  /** Objects of one kind have the same status and headers, but for the ETag. */
  readonly kind: number;
}

/** Where content comes from, for the scripted origin and for planning alike. */
export interface Content {
  /** Null: 404. */
  find(path: string, query: string | null): OriginObject | null;
  /** Flat list, without framing. */
  headers(object: OriginObject): string[];
}

/** Of paths that need one. */
export const SIGNED_PREFIX = '/signed';
const OBJECT_PATH = /^(?:\/signed)?\/([a-z0-9-]+)\/(\d{1,9})$/;
/** An object with the path it is asked for under where it needs no signature. */
export interface ListedObject {
  readonly object: OriginObject;
  readonly path: string;
}

/** Objects that are remembered once listed, the popular ones. */
const REMEMBERED = 100_000;
const NO_CACHE_CONTROL: readonly string[] = [];

export class Catalogue implements Content {
  readonly count: number;
  readonly #seed: number;
  readonly #sizeOf: SizeDraw;
  readonly #names: readonly string[];
  readonly #headers: readonly (readonly string[])[];
  readonly #hasEtag: readonly boolean[];
  /** Upper ends of the classes' shares, the last one 1. */
  readonly #ends: readonly number[];
  readonly #listed: ListedObject[];

  constructor({ catalogue, seed }: Pick<Scenario, 'catalogue' | 'seed'>) {
    const { classes, objects, sizes } = catalogue;
    this.count = objects;
    this.#seed = seed;
    this.#listed = new Array(Math.min(objects, REMEMBERED));
    this.#sizeOf = compileSizes(sizes);
    this.#names = classes.map(({ name }) => name);
    this.#hasEtag = classes.map(({ etag }) => etag);
    this.#headers = classes.map(({ cacheControl }) =>
      cacheControl === null ? NO_CACHE_CONTROL : ['Cache-Control', cacheControl],
    );
    this.#ends = shareEnds(classes.map(({ share }) => share));
  }

  sizeBytes(object: number): number {
    return this.#sizeOf(unitOf(this.#seed, object, 1), unitOf(this.#seed, object, 2));
  }

  /** Null where its class has none. */
  etag(object: number): string | null {
    return this.#hasEtag[this.#classOf(object)] ? `"${object.toString(36)}"` : null;
  }

  find(path: string): OriginObject | null {
    const [, name, digits] = OBJECT_PATH.exec(path) ?? [];
    const object = Number(digits);
    if (name === undefined || object >= this.count || this.#names[this.#classOf(object)] !== name)
      return null;
    return this.listed(object).object;
  }

  /** Objects are numbered from 0, the most popular first. */
  listed(object: number): ListedObject {
    const known = this.#listed[object];
    if (known !== undefined) return known;
    const listed = this.#list(object);
    if (object < REMEMBERED) this.#listed[object] = listed;
    return listed;
  }

  #list(object: number): ListedObject {
    const kind = this.#classOf(object);
    const path = `/${this.#names[kind]}/${object}`;
    const described = { status: 200, sizeBytes: this.sizeBytes(object), etag: this.etag(object), kind };
    return { object: described, path };
  }

  headers({ kind, etag }: OriginObject): string[] {
    const headers = ['Content-Type', 'application/octet-stream', ...this.#headers[kind]!];
    if (etag !== null) headers.push('ETag', etag);
    return headers;
  }

  #classOf(object: number): number {
    const unit = unitOf(this.#seed, object, 0);
    return this.#ends.findIndex((end) => unit < end);
  }
}

/** Running sums of weights as shares of 1. */
export function shareEnds(weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  const ends = weights.map((weight) => {
    sum += weight;
    return sum / total;
  });
  // Whatever rounding left, and classes of no weight behind the last one of some, belong to somebody.
  ends[ends.length - 1] = 1;
  return ends;
}
