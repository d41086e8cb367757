/**
 * Names asked of the machine. The addresses are those every other program here gets, /etc/hosts included;
 * only how long they hold is asked of DNS itself, because the system's answer does not say.
 */
import { lookup, Resolver } from 'node:dns/promises';

export interface NameService {
  /** Every address of the name, best first; rejects when there is none. */
  addresses(name: string): Promise<readonly string[]>;
  /** How long DNS lets the answer be kept; rejects when DNS does not know the name. */
  ttlSeconds(name: string): Promise<number>;
}

export class SystemNames implements NameService {
  readonly #resolver = new Resolver({ timeout: 2000, tries: 2 });

  async addresses(name: string): Promise<readonly string[]> {
    const found = await lookup(name, { all: true });
    return found.map(({ address }) => address);
  }

  async ttlSeconds(name: string): Promise<number> {
    const answers = await Promise.allSettled([
      this.#resolver.resolve4(name, { ttl: true }),
      this.#resolver.resolve6(name, { ttl: true }),
    ]);
    const records = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
    if (records.length === 0) throw new Error(`DNS has no record of ${name}`);
    return Math.min(...records.map(({ ttl }) => ttl));
  }
}
