/**
 * Requests leave at the end of a turn of the event loop, all together: by then every connection has shown what
 * came in during it, so one that was closed, or got bytes that nobody asked for, is not asked again. Otherwise
 * such bytes could pass for the answer to the next request.
 */
export interface Sender {
  sendNow(): void;
}

export class Outbox {
  #waiting: Sender[] = [];
  /** Emptied by the last turn. */
  #spare: Sender[] = [];
  readonly #empty = () => {
    const sent = this.#waiting;
    this.#waiting = this.#spare;
    for (const sender of sent) sender.sendNow();
    sent.length = 0;
    this.#spare = sent;
  };

  add(sender: Sender): void {
    if (this.#waiting.push(sender) === 1) setImmediate(this.#empty);
  }
}
