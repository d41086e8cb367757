/** Groups of settings that have a value even where nobody writes them. */
import { type Fields, optional, record } from './description.ts';
import { read } from './read.ts';

/** A group that may be left out, and then is what an empty one is. */
export function allOptional<const F extends Fields>(fields: F) {
  const group = record(fields);
  const empty = read(group, { kind: 'map', entries: [], line: null, column: null }).value;
  if (empty === null) throw new Error('a group that may be left out has a required member');
  return optional(group, empty);
}
