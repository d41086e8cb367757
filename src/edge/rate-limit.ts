/** Requests a second and distribution, counted in fixed seconds; over the limit: LimitExceeded (D-12, LQ-20). */

interface Window {
  second: number;
  requests: number;
}

export class RateLimit {
  readonly #perSecond: number;
  readonly #windows = new Map<string, Window>();

  /** `perSecond` 0: everything passes. */
  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  /** Counts a request; false when it is one too many for this second. */
  admits(distributionId: string, now: number): boolean {
    if (this.#perSecond === 0) return true;
    const second = Math.floor(now / 1000);
    const window = this.#windows.get(distributionId);
    if (window === undefined || window.second !== second) {
      this.#windows.set(distributionId, { second, requests: 1 });
      return true;
    }
    window.requests += 1;
    return window.requests <= this.#perSecond;
  }
}
