/** The few words that all workers of a store share beside its tables, by name. */

/** No page, no entry. */
export const NONE = -1;

/** Places of 32-bit words. */
export const CONTROL = {
  /** 0, or one more than the number of the worker in its critical section. */
  lock: 0,
  /** Workers asleep before the lock. */
  waiters: 1,
  /** Mixed into every hash. */
  seed: 2,
  /** First of the chain of pages given back. */
  freePage: 3,
  /** Pages to be had, given back or never used. */
  freePages: 4,
  /** Pages from here on were never used. */
  freshPage: 5,
  /** The packed page that is being filled with objects. */
  openPage: 6,
  /** Where the search for a page worth cleaning goes on. */
  cleaningHand: 7,
  freeEntry: 8,
  /** Entries from here on were never used. */
  freshEntry: 9,
  /** Ends of the chain by recency. */
  newest: 10,
  oldest: 11,
  /** Objects stored. */
  count: 12,
  /** Entries that can be found by key: objects and claims. */
  indexed: 13,
  /** Doublings of the bucket table so far, and the bucket that is divided next. */
  doublings: 14,
  split: 15,
  /** The packed page that is being filled with claims. */
  claimPage: 16,
} as const;

/** Where the 64-bit tallies begin, in bytes. */
export const TALLIES_AT = 128;

/** Places of 64-bit numbers. */
export const TALLY = {
  /** Of objects stored. */
  bytes: 0,
  /** Of bodies on their way in. */
  draftBytes: 1,
  /** Of objects no longer stored that somebody holds. */
  pinnedBytes: 2,
  evictions: 3,
  versions: 4,
} as const;
