/**
 * The members of a fleet that live in other threads, and the lines on which they are told what to do. Each does
 * things in the order in which it was told, and says so when it has done them.
 */
import type { MessagePort } from 'node:worker_threads';
import type { FleetMember } from './fleet-member.ts';
import type { Order } from './order.ts';

interface Told {
  readonly number: number;
  readonly order: Order;
}

class Line {
  readonly #port: MessagePort;
  readonly #waiting = new Map<number, () => void>();
  #told = 0;

  constructor(port: MessagePort) {
    this.#port = port;
    port.on('message', (number: number) => this.#isDone(number));
  }

  tell(order: Order, onDone: () => void): void {
    this.#told += 1;
    this.#waiting.set(this.#told, onDone);
    this.#port.postMessage({ number: this.#told, order } satisfies Told);
  }

  /** Whoever is not there any more need not do anything. */
  close(): void {
    this.#port.close();
    for (const number of [...this.#waiting.keys()]) this.#isDone(number);
  }

  #isDone(number: number): void {
    const onDone = this.#waiting.get(number);
    this.#waiting.delete(number);
    onDone?.();
  }
}

export class Crew {
  readonly #lines = new Map<number, Line>();

  /** A worker begins, in the state that the fleet has at this moment. */
  join(worker: number, port: MessagePort): void {
    this.#lines.set(worker, new Line(port));
  }

  /** A worker is gone. */
  lose(worker: number): void {
    const line = this.#lines.get(worker);
    this.#lines.delete(worker);
    line?.close();
  }

  /** Calls back when all have done it; those that die need not. */
  tell(order: Order, onDone: () => void): void {
    let missing = this.#lines.size;
    if (missing === 0) return onDone();
    const isDone = () => {
      missing -= 1;
      if (missing === 0) onDone();
    };
    for (const line of [...this.#lines.values()]) line.tell(order, isDone);
  }

  close(): void {
    for (const worker of [...this.#lines.keys()]) this.lose(worker);
  }
}

/** The other end of a line: does what comes, and says so. */
export function obeyOrders(member: FleetMember, port: MessagePort): void {
  port.on('message', ({ number, order }: Told) => {
    member.obey(order);
    port.postMessage(number);
  });
}
