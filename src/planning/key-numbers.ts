/**
 * Numbers for the first so many cache keys of a run, which are mostly the popular ones, so that caches find their
 * objects in an array instead of by text. A key has its number from its first sight on or never, so no object is
 * stored under both.
 */

/** Every cache has an array as long as there are numbers: a thousand edge locations must fit into memory. */
const NUMBERED = 200_000;
const NO_NUMBER = -1;

export class KeyNumbers {
  readonly #numbers = new Map<string, number>();

  of(key: string): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    if (this.#numbers.size >= NUMBERED) return NO_NUMBER;
    const number = this.#numbers.size;
    this.#numbers.set(key, number);
    return number;
  }
}
