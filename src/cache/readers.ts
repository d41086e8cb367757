/** Who reads a fill. Nearly always it is one, so that for the first no set is made: sets were 2 % of a small miss. */

/** Called at most once for the outcome, and then whenever there is more to read. */
export interface FillReader {
  /** Offset of the next body byte it needs. */
  position: number;
  /** It has room for what is on its way to it: it is not slow, and is waited for (D-7). */
  readonly isInTransit?: boolean;
  onFillAnswered(): void;
  /** More bytes, the end, or a cut. */
  onFillMoved(): void;
}

export class Readers {
  #first: FillReader | null = null;
  #others: Set<FillReader> | null = null;

  get count(): number {
    return (this.#first === null ? 0 : 1) + (this.#others?.size ?? 0);
  }

  add(reader: FillReader): void {
    if (this.#first === reader) return;
    if (this.#first === null && !this.#others?.has(reader)) this.#first = reader;
    else if (this.#others === null) this.#others = new Set([reader]);
    else this.#others.add(reader);
  }

  /** False: it was not here. */
  delete(reader: FillReader): boolean {
    if (this.#first !== reader) return this.#others?.delete(reader) ?? false;
    this.#first = null;
    return true;
  }

  /** Those that are here when it begins. */
  tellAnswered(): void {
    const others = this.#listOthers();
    this.#first?.onFillAnswered();
    for (const reader of others) reader.onFillAnswered();
  }

  tellMoved(): void {
    const others = this.#listOthers();
    this.#first?.onFillMoved();
    for (const reader of others) reader.onFillMoved();
  }

  /** The least offset that any of them needs next, but no more than `most`. */
  slowest(most: number): number {
    let slowest = Math.min(most, this.#first?.position ?? most);
    for (const { position } of this.#others ?? NOBODY) slowest = Math.min(slowest, position);
    return slowest;
  }

  /** The greatest offset that any of them needs next, but no less than `least`. */
  fastest(least: number): number {
    let fastest = Math.max(least, this.#first?.position ?? least);
    for (const { position } of this.#others ?? NOBODY) fastest = Math.max(fastest, position);
    return fastest;
  }

  /** The least offset of those to whom bytes are on their way, but no more than `most`. */
  slowestInTransit(most: number): number {
    let slowest = this.#first?.isInTransit ? Math.min(most, this.#first.position) : most;
    for (const reader of this.#others ?? NOBODY) {
      if (reader.isInTransit) slowest = Math.min(slowest, reader.position);
    }
    return slowest;
  }

  #listOthers(): readonly FillReader[] {
    return this.#others === null ? NOBODY : [...this.#others];
  }
}

const NOBODY: readonly FillReader[] = [];
