/** What the parts of the reader share, so that they need not know one another. */
import type { Bounds, Description } from './description.ts';
import type { Node } from './node.ts';
import type { Notes } from './reading.ts';
import type { Version } from './version-form.ts';

export interface Reader {
  readonly version: Version;
  readonly notes: Notes;
  /** The value at `path`, or `undefined` after the problem has been noted. */
  readNode(description: Description, node: Node, path: string): unknown;
}

/** Reports a list with too few or too many members. */
export function checkBounds(reader: Reader, bounds: Bounds, path: string, count: number): void {
  if (count < (bounds.min ?? 0)) reader.notes.report(path, `must have at least ${bounds.min}, has ${count}`);
  if (count > (bounds.max ?? count))
    reader.notes.report(path, `has ${count}; at most ${bounds.max} are allowed`);
}
