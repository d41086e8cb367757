/** InvalidationBatch as the API versions write it: a flat list of paths, or a counted one (CA-116, CA-156). */
import { counted, type Infer, record, repeated, since, until } from '../schema/description.ts';
import { text } from '../schema/scalar.ts';
import type { InvalidationBatch } from './api-answers.ts';
import { callerReference, FIRST_COUNTED, LAST_FLAT } from './elements.ts';
import { MAX_INVALIDATION_PATH_LENGTH, MAX_INVALIDATION_PATHS } from './limits.ts';

/** CA-157: kept as it is sent, percent-encoding and all. */
const path = text({
  isMember: true,
  max: MAX_INVALIDATION_PATH_LENGTH,
  keepsSpace: true,
  pattern: /^\//,
  says: 'must begin with /',
});

const PATHS = { min: 1, max: MAX_INVALIDATION_PATHS, tooMany: 'BatchTooLarge' } as const;

export const InvalidationDocument = record({
  Path: until(LAST_FLAT, repeated(path, PATHS)),
  Paths: since(FIRST_COUNTED, counted('Path', path, PATHS)),
  CallerReference: callerReference,
});
export type InvalidationDocument = Infer<typeof InvalidationDocument>;

/** The batch that a document of any version means. */
export function liftInvalidation({ Path, Paths, CallerReference }: InvalidationDocument): InvalidationBatch {
  return { Paths: Paths ?? Path, CallerReference };
}

/** The document's members in both spellings. */
export function lowerInvalidation({ Paths, CallerReference }: InvalidationBatch): InvalidationDocument {
  return { Path: Paths, Paths, CallerReference };
}
