/** The other workers, as one of them knows them: who fetches what this one's viewers ask for too. */
import type { MessagePort } from 'node:worker_threads';
import type { Claim } from '../cache/fills.ts';
import type { KeyClaim } from '../cache/object-store.ts';
import type { Place } from '../cache/place.ts';
import type { EdgeLocation } from './edge-location.ts';
import { Neighbour } from './neighbour.ts';

export interface NeighboursOptions {
  readonly find: (pop: string) => EdgeLocation | null;
  /** One of our own mistakes. */
  readonly onMistake: (error: unknown) => void;
}

export class Neighbours {
  readonly #options: NeighboursOptions;
  readonly #byWorker = new Map<number, Neighbour>();

  constructor(options: NeighboursOptions) {
    this.#options = options;
  }

  /** A worker has begun; from now on the line to it may be used. */
  meet(worker: number, port: MessagePort): void {
    this.#byWorker.set(worker, new Neighbour({ port, ...this.#options }));
  }

  /** A worker has died, and what it claimed is free. */
  lose(worker: number): void {
    const neighbour = this.#byWorker.get(worker);
    this.#byWorker.delete(worker);
    neighbour?.lose();
  }

  loseAll(): void {
    for (const worker of [...this.#byWorker.keys()]) this.lose(worker);
  }

  /** Follows the fill that another worker has claimed; leads one of its own where that worker is not known. */
  follow(edge: EdgeLocation, place: Place, { worker, fillNumber }: KeyClaim): Claim {
    const neighbour = this.#byWorker.get(worker);
    if (neighbour === undefined) return edge.fills.begin({ place, isShared: false });
    const claim = edge.fills.begin({ place, isShared: true, isMirror: true });
    if (claim.role === 'refused') return claim;
    neighbour.mirror(edge, claim.fill, fillNumber);
    return { role: 'follower', fill: claim.fill };
  }
}
