/** What reading a tree by a description gives: the value when it is sound, and every problem with its place. */
import { MAX_PROBLEMS, NOWHERE, type Place, type Problem, parentPath } from './problem.ts';

type Scalar = string | number | boolean | null | undefined;

/** A value of which any part may be `undefined` because it could not be read. */
export type Draft<T> = T extends Scalar
  ? T
  : T extends ReadonlyMap<string, infer V>
    ? ReadonlyMap<string, Draft<V> | undefined>
    : T extends readonly (infer I)[]
      ? readonly (Draft<I> | undefined)[]
      : { readonly [K in keyof T]: Draft<T[K]> | undefined };

/** The problems found so far and the places of all values; rules that look across members add to it. */
export class Notes {
  readonly problems: Problem[] = [];
  readonly #places = new Map<string, Place>();

  /** Remembers where the value at `path` stands. */
  place(path: string, place: Place): void {
    this.#places.set(path, place);
  }

  /** Adds a problem at the place of `path`, or of the nearest part of the document around it. */
  report(path: string, message: string): void {
    this.reportAt(path, message, this.placeOf(path));
  }

  reportAt(path: string, message: string, place: Place): void {
    if (this.problems.length >= MAX_PROBLEMS) return;
    this.problems.push({ path, message, line: place.line, column: place.column });
  }

  placeOf(path: string): Place {
    for (let at: string | null = path; at !== null; at = parentPath(at)) {
      const place = this.#places.get(at);
      if (place !== undefined) return place;
    }
    return NOWHERE;
  }
}

export interface Reading<T> {
  /** The whole value; `null` when there are problems of form. */
  readonly value: T | null;
  /** What could be read of it, so that rules can be checked beside problems of form. */
  readonly draft: Draft<T> | undefined;
  readonly notes: Notes;
}
