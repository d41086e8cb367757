/** What two workers say to each other about a fill that one fetches and the other's viewers read too: plain data. */
import type { Answer } from '../cache/stored-object.ts';
import type { Refusal } from '../policy/refusal.ts';
import type { Delivery } from '../policy/result-type.ts';

/** From the reading worker. `mirror` numbers its fill, and means the same in all that follows. */
export type ReaderMessage =
  | {
      readonly kind: 'join';
      readonly mirror: number;
      readonly pop: string;
      readonly key: string;
      readonly fillNumber: number;
      /** So many bytes may be sent before any are taken. */
      readonly roomBytes: number;
    }
  | { readonly kind: 'taken'; readonly mirror: number; readonly bytes: number }
  /** Its viewers do not take what they have; until something is taken nobody waits for them. */
  | { readonly kind: 'slow'; readonly mirror: number }
  /** Its last viewer has gone; `hasServed`: or has what it came for (RG-2). */
  | { readonly kind: 'left'; readonly mirror: number; readonly hasServed: boolean };

/** From the fetching worker. */
export type WriterMessage =
  /** There is no such fill any more, or what it came to cannot be had from the store. */
  | { readonly kind: 'gone'; readonly mirror: number }
  /** It came to an object that the store has. `stamp`: of the last invalidation before it began. */
  | {
      readonly kind: 'stored';
      readonly mirror: number;
      readonly delivery: Exclude<Delivery, 'Error'>;
      readonly stamp: number;
    }
  | { readonly kind: 'refused'; readonly mirror: number; readonly refusal: Refusal }
  | {
      readonly kind: 'begins';
      readonly mirror: number;
      readonly answer: Answer;
      readonly ttlSeconds: number;
      readonly stamp: number;
      /** All bytes are kept, so that nobody has to be held back. */
      readonly isKept: boolean;
    }
  | {
      readonly kind: 'bytes';
      readonly mirror: number;
      readonly chunk: Uint8Array;
      readonly isKept: boolean;
    }
  | { readonly kind: 'ended'; readonly mirror: number; readonly how: 'complete' | 'cut' | 'outrun' };

export type MirrorMessage = ReaderMessage | WriterMessage;

/** A message as it is written; the line it goes over numbers it. */
export type Unnumbered<M extends MirrorMessage> = M extends unknown ? Omit<M, 'mirror'> : never;
