/** Values of which a configuration may hold each once. */
import type { Notes } from '../schema/reading.ts';

/** A value, the path it stands at, and who has it. */
export interface Holding {
  readonly at: string;
  readonly value: string | number;
  readonly owner: string;
}

/** Reports the second holder of each value and every later one, naming it and the first: `80 is the port of a and b`. */
export function reportRepeated(notes: Notes, relation: string, holdings: readonly Holding[]): void {
  const first = new Map<string | number, Holding>();
  for (const holding of holdings) {
    const before = first.get(holding.value);
    if (before === undefined) first.set(holding.value, holding);
    else notes.report(holding.at, `${holding.value} ${relation} ${before.owner} and ${holding.owner}`);
  }
}
