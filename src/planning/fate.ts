/** What becomes of an origin's answers of one kind at one cache behavior: judged once, by the edge's own policy. */
import { headerBytes } from '../http/header-list.ts';
import { decideKeep, type Keep } from '../policy/freshness.ts';
import { relayedHeaders } from '../policy/viewer-response.ts';
import type { CompiledBehavior } from '../routing/compiled-distribution.ts';
import type { Content, OriginObject } from '../traffic/catalogue.ts';

export interface Fate {
  readonly keep: Keep;
  /** Of the finished header block that is kept, the ETag's value not counted. */
  readonly headerBytes: number;
  /** An expired one is asked for with its validators. */
  readonly isConfirmed: boolean;
  /** Others wait for a fetch under way instead of beginning one (OR-49, OR-53). */
  readonly isShared: boolean;
}

/** By behavior and kind. */
export class Fates {
  readonly #content: Content;
  readonly #known = new Map<CompiledBehavior, Map<number, Fate>>();

  constructor(content: Content) {
    this.#content = content;
  }

  of(behavior: CompiledBehavior, object: OriginObject): Fate {
    const kinds = this.#known.get(behavior) ?? new Map<number, Fate>();
    this.#known.set(behavior, kinds);
    const known = kinds.get(object.kind);
    if (known !== undefined) return known;
    const fate = this.#judge(behavior, object);
    kinds.set(object.kind, fate);
    return fate;
  }

  #judge(behavior: CompiledBehavior, object: OriginObject): Fate {
    const headers = this.#content.headers(object);
    const keep = decideKeep(behavior.freshness, { status: object.status, headers, receivedAt: 0 });
    // As much as a real origin says beside: its connection's headers never reach the block.
    const kept = relayedHeaders(behavior.viewerResponse, { headers }, 0);
    const { asksUnconditionally } = behavior.originRequest;
    return {
      keep,
      headerBytes: headerBytes(kept) - (object.etag?.length ?? 0),
      isConfirmed: keep.keep && keep.revalidates && object.etag !== null && !asksUnconditionally,
      isShared: !behavior.cacheKey.forwardsCookies,
    };
  }
}
