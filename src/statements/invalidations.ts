/** IN: removing stored objects on request. */
import { from10, later, only12, type StatementFamily, streaming } from './statement.ts';

export const INVALIDATIONS: StatementFamily = {
  'IN-1': from10('A path to invalidate starts with a slash.'),
  'IN-2': from10('A path to invalidate has at most 4000 characters.'),
  'IN-3': from10('A * in a path means itself.'),
  'IN-4': from10('Three batches of at most 1000 paths may be in progress.'),
  'IN-5': from10('One batch more is refused with TooManyInvalidationsInProgress.'),
  'IN-6': from10('A batch goes from InProgress to Completed and cannot be called back.'),
  'IN-7': from10('A distribution tells how many batches are in progress.'),
  'IN-8': from10('Paths to invalidate tell upper from lower case.'),
  'IN-9': only12('Where the query is forwarded, a path names one variant with its query.'),
  'IN-10': only12('All cookie variants of a path go together.'),
  'IN-11': from10('A path with a slash at the end is another object and needs its own line.'),
  'IN-12': from10('Paths are compared by their raw bytes; encoding more than needed matches nothing.'),
  'IN-13': later('A * at the end covers everything that starts so.'),
  'IN-14': from10('The root object is invalidated by its own path.'),
  'IN-15': from10(
    'The same CallerReference again gives back the earlier batch, or an error if its paths differ.',
  ),
  'IN-16': from10('An invalidation removes kept errors too.'),
  'IN-17': streaming('Streamed media cannot be invalidated.'),
  'IN-18': from10('The next request after an invalidation is a plain miss, without conditions.'),
  'IN-19': from10('What was fetched after the invalidation is not touched by it.'),
  'IN-20': from10('The first 1000 paths of a month are free.'),
};
