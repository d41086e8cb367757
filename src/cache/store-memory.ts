/** The memory of one edge location's store, as plain data that every worker of the process can be given. */

/** Workers that may share one store: each has a bit in the mask of those who hold an object. */
export const MAX_WORKERS = 32;

export interface StoreLimits {
  readonly capacityBytes: number;
  /** Objects larger than this are never kept. */
  readonly maxObjectBytes: number;
}

/** Structured-cloneable, so that it can be handed to a worker thread; what is inside is the store's business. */
export interface StoreMemory {
  readonly control: SharedArrayBuffer;
}

export function createStoreMemory(_limits: StoreLimits): StoreMemory {
  return { control: new SharedArrayBuffer(64) };
}
