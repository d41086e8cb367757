/** The object store as a plain list, most recent first: what is kept, in which order, and what holds keep back. */
export interface Listed {
  readonly key: string;
  readonly version: number;
  readonly sizeBytes: number;
}

export class ListStore {
  readonly capacityBytes: number;
  objects: Listed[] = [];
  readonly holds = new Map<number, number>();
  evictions = 0;

  constructor(capacityBytes: number) {
    this.capacityBytes = capacityBytes;
  }

  get bytes(): number {
    return this.objects.reduce((total, { sizeBytes }) => total + sizeBytes, 0);
  }

  find(key: string): Listed | null {
    return this.objects.find((one) => one.key === key) ?? null;
  }

  touch(object: Listed): void {
    this.objects = [object, ...this.objects.filter((one) => one !== object)];
  }

  remove(key: string): void {
    this.objects = this.objects.filter((one) => one.key !== key);
  }

  /** Room for so many bytes under this key; false when all that is left is held. */
  makeRoom(key: string, sizeBytes: number): boolean {
    this.remove(key);
    while (this.bytes + sizeBytes > this.capacityBytes) if (!this.#evict()) return false;
    return true;
  }

  add(object: Listed): void {
    this.objects.unshift(object);
  }

  hold(version: number, delta: number): void {
    this.holds.set(version, (this.holds.get(version) ?? 0) + delta);
  }

  isHeld({ version }: Listed): boolean {
    return (this.holds.get(version) ?? 0) > 0;
  }

  /** What is held is in use, and so becomes the newest. */
  #evict(): boolean {
    for (let left = this.objects.length; left > 0; left--) {
      const oldest = this.objects.at(-1)!;
      if (this.isHeld(oldest)) this.touch(oldest);
      else {
        this.objects.pop();
        this.evictions += 1;
        return true;
      }
    }
    return false;
  }
}
