/** A barrier that tests open by hand: whoever waits at it goes on, now or later. Nothing sleeps. */
export class Gate {
  readonly opened: Promise<void>;
  #isOpen = false;
  readonly #open: () => void;

  constructor() {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.opened = promise;
    this.#open = resolve;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  open(): void {
    this.#isOpen = true;
    this.#open();
  }
}

/** A closed gate; one that is never opened is a stall. */
export function gate(): Gate {
  return new Gate();
}
