/** What was tried and what came of it. */
import type { Outcome } from './attacker.ts';
import type { Verdict } from './judge.ts';

/** Enough to find the cause; the rest is only counted. */
const SHOWN_FAULTS = 20;

export class Tally {
  readonly #shapes = new Map<string, number>();
  readonly #statuses = new Map<string, number>();
  readonly #shown: string[] = [];
  #faults = 0;
  #inputs = 0;
  #bytes = 0;
  #closed = 0;

  get faults(): number {
    return this.#faults;
  }

  count(shape: string, outcome: Outcome, { statuses }: Verdict): void {
    this.#inputs += 1;
    this.#bytes += outcome.sent.length;
    if (outcome.isClosed) this.#closed += 1;
    add(this.#shapes, shape);
    for (const status of statuses) add(this.#statuses, String(status));
    if (outcome.received.length === 0) add(this.#statuses, 'no answer');
  }

  /** `input` shows what brought it about, where that is known. */
  fault(message: string, input?: Buffer): void {
    this.#faults += 1;
    if (this.#shown.length >= SHOWN_FAULTS) return;
    const shown =
      input === undefined ? '' : `\n    ${JSON.stringify(input.toString('latin1').slice(0, 600))}`;
    this.#shown.push(`${message}${shown}`);
  }

  lines(): string[] {
    return [
      `inputs tried      ${this.#inputs} (${(this.#bytes / 1024 ** 2).toFixed(1)} MiB), connections ended by the edge: ${this.#closed}`,
      `by shape          ${listed(this.#shapes)}`,
      `answers           ${listed(this.#statuses)}`,
      `faults            ${this.#faults}`,
      ...this.#shown.map((fault) => `  ${fault}`),
    ];
  }
}

function add(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function listed(counts: ReadonlyMap<string, number>): string {
  const sorted = [...counts].toSorted(([one], [other]) => one.localeCompare(other));
  return sorted.map(([name, count]) => `${name} ${count}`).join(', ');
}
