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

/** Reports a list with too few members (which is a fault of form: some must be there) or too many. */
export function checkBounds({ notes }: Reader, bounds: Bounds, path: string, count: number): void {
  const { min = 0, max = count } = bounds;
  if (count < min) notes.report(path, `must have at least ${min}, has ${count}`, 'MalformedXML');
  if (count > max) notes.report(path, `has ${count}; at most ${max} are allowed`, bounds.tooMany);
}
