/**
 * The memory of one edge location's store, as plain data that every worker of the process can be given:
 * shared buffers, none of which the garbage collector looks into. The system gives memory to a buffer only
 * where it is written, so room for many objects costs nothing until they are there.
 */
import { CONTROL, NONE, TALLIES_AT } from './memory/control.ts';
import { ENTRY_BYTES } from './memory/entries.ts';
import { PAGE_BYTES, PAGE_WORDS } from './memory/pages.ts';

/** Workers that may share one store: each has a bit in the mask of those who hold an object. */
export const MAX_WORKERS = 32;

/** Bookkeeping per object beyond key, headers and body: an entry, a record's head, a bucket, padding. */
export const OBJECT_OVERHEAD_BYTES = 168;

/** Objects in one store, however small: 2 GiB of entries, at 64 bytes each. */
const MAX_OBJECTS = 2 ** 25;
/** Entries for what is fetched, claimed or condemned beside what is stored. */
const SPARE_ENTRIES = 2 ** 14;
/** Pages beside those for the capacity and an eighth: for cleaning, and for objects that go while they are read. */
const SPARE_PAGES = 16;
/** 1 GiB of pages in one buffer: offsets within it are small integers. */
const SEGMENT_PAGES = 2 ** 14;
const CONTROL_BYTES = 256;

export interface StoreLimits {
  readonly capacityBytes: number;
  /** Objects larger than this are never kept. */
  readonly maxObjectBytes: number;
}

/** Structured-cloneable, so that it can be handed to a worker thread; what is inside is the store's business. */
export interface StoreMemory {
  readonly control: SharedArrayBuffer;
  readonly entries: SharedArrayBuffer;
  readonly buckets: SharedArrayBuffer;
  readonly pages: SharedArrayBuffer;
  readonly segments: readonly SharedArrayBuffer[];
}

/** `seed`: any number that strangers do not know, so that they cannot choose keys that meet in one bucket. */
export function createStoreMemory(
  { capacityBytes }: StoreLimits,
  seed = 0,
  segmentPages = SEGMENT_PAGES,
): StoreMemory {
  const pages = Math.ceil((capacityBytes * 9) / 8 / PAGE_BYTES) + SPARE_PAGES;
  const objects = Math.min(MAX_OBJECTS, Math.ceil(capacityBytes / OBJECT_OVERHEAD_BYTES));
  const entries = objects + SPARE_ENTRIES;
  try {
    return {
      control: control(pages, seed),
      entries: new SharedArrayBuffer(entries * ENTRY_BYTES),
      buckets: new SharedArrayBuffer(4 * 2 ** Math.ceil(Math.log2(entries))),
      pages: new SharedArrayBuffer(pages * PAGE_WORDS * 4),
      segments: segments(pages, segmentPages),
    };
  } catch (cause) {
    throw new Error(`this machine has no memory for a cache of ${capacityBytes} bytes`, { cause });
  }
}

function control(pages: number, seed: number): SharedArrayBuffer {
  const buffer = new SharedArrayBuffer(CONTROL_BYTES);
  const words = new Int32Array(buffer, 0, TALLIES_AT / 4);
  words[CONTROL.freePages] = pages;
  words[CONTROL.seed] = seed;
  const { freePage, openPage, claimPage, freeEntry, newest, oldest } = CONTROL;
  for (const list of [freePage, openPage, claimPage, freeEntry, newest, oldest]) words[list] = NONE;
  return buffer;
}

function segments(pages: number, segmentPages: number): SharedArrayBuffer[] {
  return Array.from({ length: Math.ceil(pages / segmentPages) }, (_, at) => {
    const own = Math.min(segmentPages, pages - at * segmentPages);
    return new SharedArrayBuffer(own * PAGE_BYTES);
  });
}
