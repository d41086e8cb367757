/** What reading a tree by a description gives: the value when it is sound, and every problem with its place. */
import { MAX_PROBLEMS, NOWHERE, type Place, type Problem, type ProblemCode, parentPath } from './problem.ts';

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
  readonly #places = new Map<string, Place & { readonly text?: string }>();

  /** Remembers where the value at `path` stands, and what is written there if it is text. */
  place(path: string, place: Place & { readonly text?: string }): void {
    this.#places.set(path, place);
  }

  /** The text at `path` as it was written; `null` where there is none. */
  textAt(path: string): string | null {
    return this.#places.get(path)?.text ?? null;
  }

  /** Adds a problem at the place of `path`, or of the nearest part of the document around it. */
  report(path: string, message: string, code: ProblemCode = 'InvalidArgument'): void {
    this.#add({ code, path, message, ...this.#placeOf(path) });
  }

  /** Adds a problem of form: something that has no place where it stands, or is missing there. */
  reportForm(path: string, message: string, { line, column }: Place): void {
    this.#add({ code: 'MalformedXML', path, message, line, column });
  }

  /** Whether further problems would not be kept. */
  get isFull(): boolean {
    return this.problems.length >= MAX_PROBLEMS;
  }

  #add(problem: Problem): void {
    if (!this.isFull) this.problems.push(problem);
  }

  #placeOf(path: string): Place {
    for (let at: string | null = path; at !== null; at = parentPath(at)) {
      const place = this.#places.get(at);
      if (place !== undefined) return { line: place.line, column: place.column };
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
