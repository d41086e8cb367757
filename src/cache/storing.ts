/** Puts an object together in the store's memory: whole pages first, then its record, then everybody finds it. */
import type { Draft } from './draft.ts';
import { KeptBody } from './kept-body.ts';
import { CONTROL, NONE, TALLY } from './memory/control.ts';
import { FIELD, NUMBER, STATE } from './memory/entries.ts';
import type { Holds } from './memory/holds.ts';
import { RECORD_PAGES, SCRATCH } from './memory/packing.ts';
import { PAGE_BYTES } from './memory/pages.ts';
import { HEAD_BYTES, HEAD_NUMBER, type HeadText, headText, writeHead } from './memory/record-head.ts';
import type { Room } from './memory/room.ts';
import { sizeOf, type Tables } from './memory/tables.ts';
import type { StoreLimits } from './store-memory.ts';
import { freshUntil, type ObjectParts } from './stored-object.ts';

/** An object about to be stored. */
interface Newcomer {
  readonly parts: ObjectParts;
  readonly hash: number;
  readonly head: HeadText;
  readonly packedBytes: number;
  readonly bodyPages: number;
  /** The first page of a body that another object has already, or NONE. */
  readonly sharedPage: number;
  readonly draft: Draft;
}

export class Storing {
  readonly #tables: Tables;
  readonly #holds: Holds;
  readonly #room: Room;
  readonly #limits: StoreLimits;

  constructor(holds: Holds, room: Room, limits: StoreLimits) {
    this.#tables = holds.tables;
    this.#holds = holds;
    this.#room = room;
    this.#limits = limits;
  }

  /** The entry, held; NONE when the object cannot be kept. */
  store(parts: ObjectParts, draft: Draft): number {
    const newcomer = this.#newcomer(parts, draft);
    if (newcomer === null) return NONE;
    const { packedBytes, bodyPages, sharedPage } = newcomer;
    const sizeBytes = sizeOf(packedBytes, bodyPages);
    if (sizeBytes > Math.min(this.#limits.maxObjectBytes, this.#limits.capacityBytes)) return NONE;
    this.#replace(newcomer);
    if (sharedPage === NONE && !draft.take(parts.body)) return NONE;
    const bytes = sizeBytes - draft.pages * PAGE_BYTES;
    let entry = NONE;
    this.#room.make({ bytes, pages: RECORD_PAGES, entries: 1 }, () => {
      this.#removeFormer(newcomer);
      if (!this.#tables.index.isCrowded(newcomer.hash)) entry = this.#add(newcomer);
    });
    return entry;
  }

  #newcomer(parts: ObjectParts, draft: Draft): Newcomer | null {
    const head = headText(parts);
    if (head === null) return null;
    const { sizeBytes } = parts.body;
    const bodyPages = Math.floor(sizeBytes / PAGE_BYTES);
    const packedBytes = HEAD_BYTES + head.text.length + (sizeBytes % PAGE_BYTES);
    const hash = this.#tables.index.hashOf(parts.place.key);
    return { parts, hash, head, packedBytes, bodyPages, sharedPage: this.#sharedPage(parts), draft };
  }

  /** TTL-23: a refreshed object has the pages of the one that it takes the place of. */
  #sharedPage({ body }: ObjectParts): number {
    return body instanceof KeptBody && body.tables === this.#tables ? body.firstPage : NONE;
  }

  /** What has the key goes first, so that nothing else has to for its sake. */
  #replace(newcomer: Newcomer): void {
    this.#tables.lock.take();
    try {
      this.#removeFormer(newcomer);
    } finally {
      this.#tables.lock.give();
    }
  }

  #removeFormer({ parts, hash }: Newcomer): void {
    const former = this.#tables.index.find(parts.place.key, hash, STATE.stored);
    if (former !== NONE) this.#room.remove(former);
  }

  #add(newcomer: Newcomer): number {
    const { index, recency, memory } = this.#tables;
    const entry = this.#entryOf(newcomer);
    this.#writeRecord(entry, newcomer);
    index.add(entry, newcomer.hash);
    recency.add(entry);
    memory.control[CONTROL.count]! += 1;
    this.#tables.count(TALLY.bytes, this.#tables.sizeBytes(entry));
    return entry;
  }

  /** The draft's, with its pages, or a new one; held. */
  #entryOf({ draft, bodyPages, sharedPage }: Newcomer): number {
    if (draft.pages > 0) return draft.become(STATE.stored);
    const { entries, pages } = this.#tables;
    const entry = entries.take(STATE.stored);
    this.#holds.take(entry);
    if (sharedPage === NONE) return entry;
    pages.shareBody(sharedPage);
    entries.set(entry, FIELD.bodyPage, sharedPage);
    entries.set(entry, FIELD.bodyPages, bodyPages);
    return entry;
  }

  #writeRecord(entry: number, { parts, head, packedBytes, bodyPages }: Newcomer): void {
    const { entries, packing } = this.#tables;
    const { place, keeping, body } = parts;
    const front = HEAD_BYTES + head.text.length;
    writeHead(SCRATCH, parts, head);
    const start = bodyPages * PAGE_BYTES;
    for (let at = start; at < body.sizeBytes; ) {
      at += body.read(at, body.sizeBytes).copy(SCRATCH.bytes, front + at - start);
    }
    this.#tables.count(TALLY.versions, 1);
    SCRATCH.doubles[HEAD_NUMBER.version] = this.#tables.tally(TALLY.versions);
    packing.put(entry, packedBytes, front);
    entries.set(entry, FIELD.checkedStamp, place.invalidationStamp);
    entries.setNumber(entry, NUMBER.freshUntil, freshUntil(keeping));
  }
}
