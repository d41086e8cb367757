/** Elements that several documents have, and the versions at which the documents' dialects change. */
import {
  alsoNamed,
  between,
  counted,
  flag,
  inTurn,
  optional,
  record,
  repeated,
  since,
  sparse,
  until,
} from '../schema/description.ts';
import type { ProblemCode } from '../schema/problem.ts';
import { oneOf, text } from '../schema/scalar.ts';
import { flatSignerAccounts } from './cache-behavior.ts';
import { alias } from './host-name.ts';
import {
  MAX_ALIASES,
  MAX_CALLER_REFERENCE_BYTES,
  MAX_COMMENT_LENGTH,
  MAX_LOG_BUCKET_LENGTH,
  MAX_LOG_PREFIX_LENGTH,
} from './limits.ts';
import { identityReference } from './origin.ts';

/** The last version with one origin and flat lists. */
export const LAST_FLAT = '2010-11-01';
/** The first version with counted lists. */
export const FIRST_COUNTED = '2012-05-05';
/** The versions that have what the 2010 guides added, in the flat spelling. */
export const FLAT_2010 = ['2010-08-01', LAST_FLAT] as const;

/** CA-91, CA-122: told apart by account and kind; its length is counted in bytes (CA-176). */
export const callerReference = text({ min: 1, maxBytes: MAX_CALLER_REFERENCE_BYTES, keepsSpace: true });

/** Always there in newer versions, and in older ones only when there is one (CA-99). */
export const comment = (() => {
  const words = text({ max: MAX_COMMENT_LENGTH, keepsSpace: true });
  return inTurn(until(LAST_FLAT, sparse(words, '')), since(FIRST_COUNTED, optional(words, '')));
})();

/** Names beside the assigned one, in the flat and the counted spelling; each kind has a code for too many of them. */
export function aliasFields(tooMany: ProblemCode) {
  const bounds = { max: MAX_ALIASES, tooMany };
  return {
    CNAME: until(LAST_FLAT, repeated(alias, bounds)),
    Aliases: since(FIRST_COUNTED, optional(counted('CNAME', alias, bounds), [])),
  };
}

/** The version that spells an origin as one text has the identity that reads it beside that. */
export const identityBesideOrigin = between(['2010-08-01', '2010-08-01'], sparse(identityReference, ''));

/** CA-139: where access logs go. The bucket's name becomes a folder's name. */
export const logTargetFields = {
  Bucket: optional(
    text({
      max: MAX_LOG_BUCKET_LENGTH,
      pattern: /^([A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*)?$/,
      says: 'must be the name of a bucket',
    }),
    '',
  ),
  Prefix: optional(
    text({ max: MAX_LOG_PREFIX_LENGTH, pattern: /^(?!\/)/, says: 'must not begin with /' }),
    '',
  ),
};

/** CA-100: a bucket and the identity that may read it. */
export const flatBucketFields = {
  DNSName: text({ min: 1 }),
  OriginAccessIdentity: sparse(identityReference, ''),
};

/** CA-106: presence means that viewers need signed URLs. */
export const FlatTrustedSigners = record({
  Self: alsoNamed('self', flag),
  AwsAccountNumber: alsoNamed('AWSAccountNumber', flatSignerAccounts),
});

/** CA-161, CA-162. */
export const priceClass = since(
  '2012-07-01',
  optional(oneOf('PriceClass_100', 'PriceClass_200', 'PriceClass_All'), 'PriceClass_All'),
);
