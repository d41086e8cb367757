/** Elements that several documents have, and the versions at which the documents' dialects change. */
import {
  alsoNamed,
  flag,
  inTurn,
  optional,
  record,
  repeated,
  since,
  sparse,
  until,
} from '../schema/description.ts';
import { oneOf, text } from '../schema/scalar.ts';
import { accountNumber } from './cache-behavior.ts';
import {
  MAX_CALLER_REFERENCE_BYTES,
  MAX_COMMENT_LENGTH,
  MAX_LOG_BUCKET_LENGTH,
  MAX_LOG_PREFIX_LENGTH,
  MAX_TRUSTED_SIGNERS,
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
  AwsAccountNumber: alsoNamed(
    'AWSAccountNumber',
    repeated(accountNumber, { max: MAX_TRUSTED_SIGNERS, tooMany: 'TooManyTrustedSigners' }),
  ),
});

/** CA-161, CA-162. */
export const priceClass = since(
  '2012-07-01',
  optional(oneOf('PriceClass_100', 'PriceClass_200', 'PriceClass_All'), 'PriceClass_All'),
);
