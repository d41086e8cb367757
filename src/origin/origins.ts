/**
 * All origins of an edge location. Connections are shared by whoever reaches the same endpoint under the
 * same name with the same trust, across distributions and their redeployments; a pool lives as long as it
 * has connections.
 */
import type { Clock } from '../clock.ts';
import type { OriginTarget } from '../routing/origin-target.ts';
import { AddressBook } from './address-book.ts';
import { BucketFolderOrigin } from './bucket-folder-origin.ts';
import type { Parser } from './connection.ts';
import { ConnectionPool } from './connection-pool.ts';
import { HttpOrigin, type PoolPlace, type Pools } from './http-origin.ts';
import type { OriginLimits } from './limits.ts';
import { type NameService, SystemNames } from './name-service.ts';
import type { Origin } from './origin.ts';
import { Outbox } from './outbox.ts';

export interface OriginsOptions {
  readonly clock: Clock;
  readonly limits: OriginLimits;
  /** The machine's own unless given. */
  readonly names?: NameService;
  /** 'own' unless given. */
  readonly parser?: Parser;
}

export class Origins implements Pools {
  readonly #options: OriginsOptions;
  readonly #addresses: AddressBook;
  readonly #pools = new Map<string, ConnectionPool>();
  readonly #outbox = new Outbox();
  /** Made once for each target, since trust takes long to prepare, and gone with it. */
  readonly #origins = new WeakMap<OriginTarget, Origin>();

  constructor(options: OriginsOptions) {
    this.#options = options;
    this.#addresses = new AddressBook(options.clock, options.names ?? new SystemNames());
  }

  /** The origin that a target describes; opens nothing yet. */
  for(target: OriginTarget): Origin {
    const known = this.#origins.get(target);
    if (known !== undefined) return known;
    const origin = this.#create(target);
    this.#origins.set(target, origin);
    return origin;
  }

  poolAt({ key, route }: PoolPlace): ConnectionPool {
    const known = this.#pools.get(key);
    if (known !== undefined) return known;
    const { clock, limits, parser = 'own' } = this.#options;
    const shared = { addresses: this.#addresses, outbox: this.#outbox, parser };
    const onEmpty = () => this.#pools.delete(key);
    const pool = new ConnectionPool({ route, clock, limits, ...shared, onEmpty });
    this.#pools.set(key, pool);
    return pool;
  }

  /** Breaks off every fetch and resolves when all connections are closed. */
  async close(): Promise<void> {
    await Promise.all([...this.#pools.values()].map((pool) => pool.close()));
  }

  #create(target: OriginTarget): Origin {
    const { clock, limits } = this.#options;
    if (target.folder !== null) return new BucketFolderOrigin(target.folder, { target, clock });
    return new HttpOrigin(target, { pools: this, clock, limits });
  }
}
